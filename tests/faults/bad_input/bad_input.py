#!/usr/bin/env python3
"""bad_input.py: what is not what it should be gets one clear line, the right exit code, and leaves nothing behind.

usage: bad_input.py BUILD_DIR SCHEMA.sql PROGRAM...

Each case gives a program one bad thing. It must end in time and within memory, with the expected code of sysexits.h; say
exactly one line on standard error, that begins with its own name and names the file; and leave its folder as it was."""
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

EX_USAGE, EX_DATAERR, EX_NOINPUT, EX_CANTCREAT, EX_IOERR, EX_CONFIG = 64, 65, 66, 73, 74, 78
SECONDS_MAX = 30
MEMORY_MAX_KIB = 900 << 10  # with AddressSanitizer's own share; a tree of 200 MB of tags would take many GB
HUGE_BYTES = 200 << 20

RSS = b'''<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>T</title><link>http://example.org/</link><description>D</description>
<item><title>One</title><link>http://example.org/1</link><description>&lt;p&gt;Text of one.&lt;/p&gt;</description></item>
</channel></rss>
'''


def write(path, *parts):
    with open(path, 'wb') as file:
        for part in parts:
            file.write(part)


def write_nested(path, head, tag, size):
    """Opens tags until the file has `size` bytes, in a fixed amount of memory."""
    with open(path, 'wb') as file:
        file.write(head)
        chunk = tag * (1 << 16)
        while file.tell() < size:
            file.write(chunk)


def make_sources(folder):
    """Bad sources by name; each for the press and for the workshop."""
    path = {name: os.path.join(folder, name) for name in (
        'empty.xml', 'truncated.xml', 'binary.xml', 'huge.xml', 'deep.xml', 'empty.html', 'huge.html',
        'deep.html', 'text.txt')}
    write(path['empty.xml'])
    write(path['empty.html'])
    write(path['truncated.xml'], RSS[:RSS.index(b'<description>D') + 8])
    write(path['binary.xml'], bytes((i * 7919 + i // 251) % 256 for i in range(1 << 16)))
    write(path['text.txt'], b'This is only a line of words.\n')
    write_nested(path['huge.xml'], RSS[:RSS.index(b'<title>')], b'<a>', HUGE_BYTES)
    write_nested(path['huge.html'], b'<!DOCTYPE html><html><body><article><h1>T</h1>', b'<div>', HUGE_BYTES)
    write_nested(path['deep.html'], b'<!DOCTYPE html><html><body><article><h1>T</h1>', b'<div>', 4 << 20)
    write_nested(path['deep.xml'], RSS[:RSS.index(b'<title>')], b'<a>', 4 << 20)
    return path


def make_bundles(folder, schema):
    """Bad bundles by name, and a good one as far as its header goes."""
    path = {name: os.path.join(folder, name) for name in (
        'empty.lutrin', 'text.lutrin', 'other.lutrin', 'newer.lutrin', 'cut.lutrin', 'garbled.lutrin')}
    write(path['empty.lutrin'])
    write(path['text.lutrin'], b'This is no database at all, only words.\n' * 200)
    other = sqlite3.connect(path['other.lutrin'])
    other.executescript('CREATE TABLE shopping(thing TEXT); INSERT INTO shopping VALUES (\'bread\');')
    other.close()
    with open(schema, encoding='utf-8') as file:
        script = file.read()
    newer = sqlite3.connect(path['newer.lutrin'])
    newer.executescript(script)
    version = newer.execute('PRAGMA user_version').fetchone()[0]
    newer.execute(f'PRAGMA user_version = {version + 1}')
    newer.commit()
    newer.close()
    with open(path['newer.lutrin'], 'rb') as file:
        whole = file.read()
    same = whole[:60] + version.to_bytes(4, 'big') + whole[64:]
    write(path['cut.lutrin'], same[:len(same) // 2])
    write(path['garbled.lutrin'], same[:100], b'\xa5' * (len(same) - 100))
    return path


class BadInput(unittest.TestCase):
    build, schema, programs = '', '', ()

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='lutrin-bad-input-')
        cls.sources = make_sources(cls.folder.name)
        cls.bundles = make_bundles(cls.folder.name, cls.schema)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def refused(self, arguments, code, names, memory_kib=MEMORY_MAX_KIB, onto=None):
        """Runs a program that must refuse; `names` is what its line must name, `onto` where its output goes."""
        program = arguments[0]
        if program not in self.programs:
            self.skipTest(f'{program} is not part of this build')
        before = sorted(os.listdir(self.folder.name))
        environment = dict(os.environ, SDL_VIDEODRIVER='dummy', LC_ALL='C.UTF-8')
        environment.pop('DISPLAY', None)
        environment.pop('WAYLAND_DISPLAY', None)
        with open(onto, 'wb') if onto else tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen([os.path.join(self.build, program)] + arguments[1:], stdin=subprocess.DEVNULL,
                                     stdout=out, stderr=err, env=environment, cwd=self.folder.name)
            status, usage = self._wait(child)
            err.seek(0)
            said = err.read().decode('utf-8', 'replace')
        shown = f'{" ".join(arguments)}\nsaid: {said[:2000]}'
        self.assertTrue(os.WIFEXITED(status), f'{shown}\nended by signal {status & 127}')
        self.assertEqual(os.WEXITSTATUS(status), code, shown)
        lines = said.splitlines()
        self.assertEqual(len(lines), 1, shown)
        self.assertRegex(lines[0], f'^{program}: ', shown)
        self.assertIn(names, lines[0], shown)
        self.assertLess(usage.ru_maxrss, memory_kib, shown)
        self.assertEqual(sorted(os.listdir(self.folder.name)), before, f'{shown}\nleft something behind')

    def _wait(self, child):
        deadline = time.monotonic() + SECONDS_MAX
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                child.returncode = status
                return status, usage
            if time.monotonic() > deadline:
                child.kill()
                child.wait()
                self.fail(f'{" ".join(child.args)}: still running after {SECONDS_MAX} s')
            time.sleep(0.01)

    def test_press_refuses_bad_sources(self):
        for name, path in self.sources.items():
            with self.subTest(source=name):
                self.refused(['lutrin-pack', 'build', '-q', '-o', 'out.lutrin', path], EX_DATAERR, name)

    def test_press_refuses_a_missing_source(self):
        self.refused(['lutrin-pack', 'build', '-q', '-o', 'out.lutrin', 'absent.xml'], EX_NOINPUT, 'absent.xml')

    def test_press_refuses_a_place_it_cannot_write_to(self):
        good = os.path.join(self.folder.name, 'good.xml')
        write(good, RSS)
        self.refused(['lutrin-pack', 'build', '-q', '-o', 'nowhere/out.lutrin', good], EX_CANTCREAT, 'nowhere')

    def test_press_refuses_a_broken_plan(self):
        plan = os.path.join(self.folder.name, 'plan.ini')
        write(plan, b'[publication]\nthis is no key\n')
        self.refused(['lutrin-pack', 'build', '-q', '-c', plan, '-o', 'out.lutrin'], EX_CONFIG, 'plan.ini:2')

    def test_press_refuses_bad_bundles(self):
        for name, path in self.bundles.items():
            with self.subTest(bundle=name):
                self.refused(['lutrin-pack', 'inspect', path], EX_DATAERR, name)
        self.refused(['lutrin-pack', 'inspect', 'absent.lutrin'], EX_NOINPUT, 'absent.lutrin')

    def test_workshop_refuses_bad_sources(self):
        for name in ('empty.xml', 'truncated.xml', 'binary.xml', 'huge.xml', 'deep.xml', 'text.txt'):
            with self.subTest(source=name):
                self.refused(['lutrin-trace', 'feed', self.sources[name]], EX_DATAERR, name)
        for name in ('empty.html', 'binary.xml', 'huge.html', 'deep.html'):
            with self.subTest(page=name):
                self.refused(['lutrin-trace', 'extract', self.sources[name]], EX_DATAERR, name)
        self.refused(['lutrin-trace', 'feed', 'absent.xml'], EX_NOINPUT, 'absent.xml')

    def test_wrong_encoding_is_seen_through(self):
        text = RSS.decode().replace('One', 'Été à Cañon')
        for declared, real in (('x-nowhere', 'utf-8'), ('UTF-8', 'latin-1'), ('ISO-8859-1', 'utf-8'), ('UTF-16', 'utf-8'),
                               ('UTF-8', 'utf-16-be'), ('UTF-8', 'utf-16-le')):
            with self.subTest(declared=declared, real=real), tempfile.TemporaryDirectory() as folder:
                source = os.path.join(folder, 'feed.xml')
                write(source, text.replace('UTF-8', declared).encode(real))
                done = subprocess.run([os.path.join(self.build, 'lutrin-trace'), 'feed', source], capture_output=True,
                                      timeout=SECONDS_MAX, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, b''))
                self.assertEqual(json.loads(done.stdout)['entries'][0]['title'], 'Été à Cañon')

    def test_workshop_refuses_bad_bundles(self):
        script = os.path.join(self.folder.name, 'script.replay')
        write(script, b'key right\n')
        commands = {
            'doc': lambda bundle: ['doc', bundle, '1'],
            'layout': lambda bundle: ['layout', bundle, '1', '--size', '800x480'],
            'page': lambda bundle: ['page', bundle, '1', '1', '--size', '800x480', '-o', 'out.png'],
            'search': lambda bundle: ['search', bundle, 'word'],
            'replay': lambda bundle: ['replay', script, bundle, '--size', '800x480', '--text-only'],
        }
        known = subprocess.run([os.path.join(self.build, 'lutrin-trace'), '--help'], capture_output=True, text=True,
                               check=True).stdout
        for command, arguments in commands.items():
            if f'\n  {command} ' not in known:
                print(f'lutrin-trace {command}: not part of this build, passed over', file=sys.stderr)
                continue
            for name, path in self.bundles.items():
                with self.subTest(command=command, bundle=name):
                    self.refused(['lutrin-trace'] + arguments(path), EX_DATAERR, name)
            with self.subTest(command=command, bundle='absent'):
                self.refused(['lutrin-trace'] + arguments('absent.lutrin'), EX_NOINPUT, 'absent.lutrin')

    def start_reader(self, path, name):
        """Starts the reader and ends it as soon as it has named `name`; what it said, and how it ended."""
        environment = dict(os.environ, SDL_VIDEODRIVER='dummy', LC_ALL='C.UTF-8')
        with tempfile.TemporaryFile() as err:
            child = subprocess.Popen([os.path.join(self.build, 'lutrin'), path, '--window', '800x480'],
                                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=err,
                                     env=environment, cwd=self.folder.name)
            deadline = time.monotonic() + SECONDS_MAX
            said = ''
            while name not in said and child.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
                said = os.pread(err.fileno(), 4096, 0).decode('utf-8', 'replace')
            alive = child.poll() is None
            child.terminate()
            try:
                child.wait(SECONDS_MAX)
            finally:
                child.kill()
            return alive, os.pread(err.fileno(), 4096, 0).decode('utf-8', 'replace'), child.returncode

    def test_reader_starts_with_bad_bundles(self):
        """The lectern opens on what is wrong, in words on its screen; its log names the file, and it ends when told."""
        if 'lutrin' not in self.programs:
            self.skipTest('lutrin is not part of this build')
        before = sorted(os.listdir(self.folder.name))
        for name in list(self.bundles) + ['absent.lutrin']:
            with self.subTest(bundle=name):
                alive, said, code = self.start_reader(self.bundles.get(name, name), name)
                self.assertTrue(alive, said)
                self.assertEqual([line for line in said.splitlines() if name in line], said.splitlines(), said)
                self.assertEqual(len(said.splitlines()), 1, said)
                self.assertRegex(said, '^lutrin: ')
                self.assertEqual(code, 0, said)
        self.assertEqual(sorted(os.listdir(self.folder.name)), before)

    def test_reader_refuses_bad_settings(self):
        settings = os.path.join(self.folder.name, 'settings.conf')
        for text, line in ((b'[reader]\ntype = 9\n', 2), (b'[reader]\n\ncolour = red\n', 3), (b'words\n', 1)):
            write(settings, text)
            with self.subTest(text=text):
                self.refused(['lutrin', '--config', settings, '--window', '800x480'], EX_CONFIG, f'settings.conf:{line}')
        self.refused(['lutrin', '--config', 'absent.conf', '--window', '800x480'], EX_NOINPUT, 'absent.conf')

    def test_programs_tell_that_nobody_got_what_they_said(self):
        """Onto a full disk: whoever reads half an answer must not take it for one."""
        for program in self.programs:
            for arguments in (['--help'], ['--version']):
                with self.subTest(program=program, arguments=arguments):
                    self.refused([program] + arguments, EX_IOERR, 'standard output', onto='/dev/full')
        for arguments in (['lutrin-pack', 'inspect', 'good.lutrin'], ['lutrin-pack', 'inspect', '--json', 'good.lutrin'],
                          ['lutrin-trace', 'doc', 'good.lutrin', '1'], ['lutrin-sync', 'status', '-c', 'shelf.conf'],
                          ['lutrin-sync', 'status', '--json', '-c', 'shelf.conf']):
            if not {'lutrin-pack', arguments[0]} <= set(self.programs):
                continue
            with self.subTest(arguments=arguments):
                self.make_good()
                self.refused(arguments, EX_IOERR, 'standard output', onto='/dev/full')

    def make_good(self):
        """A bundle and an empty shelf, once."""
        bundle, folder = os.path.join(self.folder.name, 'good.lutrin'), self.folder.name
        if os.path.exists(bundle):
            return
        write(os.path.join(folder, 'good.xml'), RSS)
        write(os.path.join(folder, 'shelf.conf'), f'[shelf]\nlibrary = {folder}/shelf\n[trust]\nkey = good.pub\n'.encode())
        os.mkdir(os.path.join(folder, 'shelf'))
        for command in (['lutrin-pack', 'build', '-o', bundle, '--offline', 'good.xml'], ['lutrin-pack', 'keygen', 'good'],
                        ['lutrin-sync', 'settle', '-c', 'shelf.conf']):
            if command[0] in self.programs:
                subprocess.run([os.path.join(self.build, command[0])] + command[1:], cwd=folder, check=True,
                               stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def test_programs_refuse_what_they_do_not_know(self):
        for program in self.programs:
            for arguments in (['--no-such-option'], ['no-such-command', '--no-such-option']):
                with self.subTest(program=program, arguments=arguments):
                    self.refused([program] + arguments, EX_USAGE, '--help')


if __name__ == '__main__':
    BadInput.build, BadInput.schema, BadInput.programs = sys.argv[1], sys.argv[2], tuple(sys.argv[3:])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=sys.argv[:1])
