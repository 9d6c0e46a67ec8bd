// extract.mjs MODULES   reads names of saved pages, one a line; the article of each by Readability.js on linkedom. Prints
// it as a line of JSON, {} for a page without one, as lutrin-trace extract does.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[2] + '/');
const { Readability } = require('@mozilla/readability');
const { parseHTML } = require('linkedom');

function decode(bytes) {
  const declared = /charset\s*=\s*["']?([\w-]+)/i.exec(bytes.subarray(0, 4096).toString('latin1'));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    try {
      return new TextDecoder(declared ? declared[1] : 'windows-1252').decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }
}

console.error = console.warn = () => {};
for (const name of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  try {
    const { textContent: text, content: html, ...told } =
      new Readability(parseHTML(decode(fs.readFileSync(name))).document).parse() || {};
    fs.writeSync(1, JSON.stringify({ file: name, ...told, text, html }) + '\n');
  } catch {
    fs.writeSync(1, '{}\n'); // a page that it cannot read counts as one without an article
  }
}
