#!/usr/bin/env python3
"""man.py: the manual pages are well formed, and name the options and commands that the programs name, no more, no less.

usage: man.py MAN_DIR BUILD_DIR PROGRAM..."""
import os
import re
import shutil
import subprocess
import sys
import unittest

OPTION = re.compile(r'(?<![\w/.-])(--[a-z][a-z-]*|-[a-zA-Z])(?![\w-])')


def run(*command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)


def rendered(path):
    """The page as plain text, with [-qv] spelt out as -q -v."""
    text = run('mandoc', '-T', 'utf8', path).stdout
    text = re.sub('.\x08', '', text).replace('\u2010\n', '')
    return re.sub(r'\[-([a-z]{2,})\]', lambda m: ' '.join('-' + c for c in m[1]), text)


class Man(unittest.TestCase):
    folder, build, programs = '', '', ()

    def page(self, program):
        return os.path.join(self.folder, program + '.1')

    def helps(self, program):
        """The commands of a program, and all that it and they say of their options."""
        top = run(os.path.join(self.build, program), '--help').stdout
        commands = re.findall(r'^  ([a-z]+)(?: [A-Z]\S*)*  +\S', top, re.M)
        texts = [top]
        for command in commands:
            done = run(os.path.join(self.build, program), command, '--help')
            if done.returncode == 0:
                texts.append(done.stdout)
        return commands, '\n'.join(texts)

    def test_each_program_has_a_page(self):
        for program in self.programs:
            self.assertTrue(os.path.exists(self.page(program)), f'no {self.page(program)}')

    @unittest.skipUnless(shutil.which('mandoc'), 'mandoc is not here')
    def test_mandoc_finds_no_fault(self):
        for program in self.programs:
            said = run('mandoc', '-T', 'lint', '-W', 'warning', self.page(program)).stdout
            self.assertEqual(said, '')

    @unittest.skipUnless(shutil.which('man') and shutil.which('groff'), 'man-db and groff are not here')
    def test_man_finds_no_fault(self):
        for program in self.programs:
            said = subprocess.run(['man', '--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', self.page(program)],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
                                  env=dict(os.environ, LC_ALL='C.UTF-8', MANWIDTH='80')).stderr
            self.assertEqual(said, '')

    @unittest.skipUnless(shutil.which('mandoc'), 'mandoc is not here')
    def test_options_and_commands_are_those_of_the_help(self):
        for program in self.programs:
            with self.subTest(program=program):
                commands, said = self.helps(program)
                page = rendered(self.page(program))
                missing = set(OPTION.findall(said)) - set(OPTION.findall(page))
                self.assertEqual(missing, set(), 'options that the page does not tell')
                for command in commands:
                    self.assertRegex(page, rf'(?m)^ +{program} {command}\b', 'the synopsis lacks a command')
                    self.assertRegex(page, rf'(?m)^     {command}\b', 'a command without its paragraph')
                if set(re.findall(rf'(?m)^ +{program} ([a-z]+)', page)) <= set(commands):  # a build may leave some out
                    extra = set(OPTION.findall(page)) - set(OPTION.findall(said)) - {'--help', '--version', '-h'}
                    self.assertEqual(extra, set(), 'options that --help does not tell')


if __name__ == '__main__':
    Man.folder, Man.build, Man.programs = sys.argv[1], sys.argv[2], tuple(sys.argv[3:])
    unittest.main(argv=sys.argv[:1])
