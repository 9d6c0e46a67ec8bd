// extract.mjs MODULES   reads names of saved pages, one a line; the article of each by Readability.js on linkedom. Prints how
// many pages gave one, and the bytes of their text.
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
let found = 0, size = 0;
for (const name of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  try {
    const article = new Readability(parseHTML(decode(fs.readFileSync(name))).document).parse();
    if (article && article.textContent) {
      found++;
      size += Buffer.byteLength(article.textContent);
    }
  } catch {
    // a page that it cannot read counts as one without an article
  }
}
console.log(found, size);
