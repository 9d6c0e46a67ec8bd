#!/usr/bin/env python3
"""Class F14: bundles whose signature is good and whose content is made to hurt.

usage: hostile.py BUILD [--only WORD] [--sample N] [--fonts] [--no-sync] [--tell]
       hostile.py BUILD --copies N [--seed S]      copies of a good bundle with bytes and pages changed after it was signed

Each is imported by the postman, and read by a reader without a screen (browse.c), in a process of its own. It passes when
nothing crashed or hung, no step took more than 250 ms of processor time, and no more than 64 MB came to be resident. A
build with sanitizers is ten times as slow and keeps what is freed: there the time is multiplied and the memory not judged.
"""
import argparse
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'shelf'))
import hostile_make  # noqa: E402

STEP_MS, MEMORY_MB, SLOWER = 250, 64, 10
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS='detect_leaks=0', LC_ALL='C')


class Judge:
    def __init__(self, build):
        self.build = build
        with open(os.path.join(build, 'CMakeCache.txt'), encoding='utf-8') as file:
            cache = file.read()
        self.slow = 'CMAKE_BUILD_TYPE:STRING=Debug' in cache
        self.count, self.wrong, self.worst_ms, self.worst_mb, self.base = 0, 0, 0, 0, 0

    def tool(self, *names):
        return os.path.join(self.build, *names)

    def told(self, line, expected):
        """Judges a line of browse; returns what is wrong with it, or None."""
        _, ended, step, ms, mb, why = (line.split('\t') + [''] * 6)[:6]
        self.count += 1
        ms, mb = int(ms), int(mb)
        self.worst_ms, self.worst_mb = max(self.worst_ms, ms), max(self.worst_mb, mb)
        if ended in ('crashed', 'hung'):
            return f'{ended} in "{step}"'
        if ms > STEP_MS * (SLOWER if self.slow else 1):
            return f'"{step}" took {ms} ms ({why})'
        if not self.slow and mb > MEMORY_MB:
            return f'{mb} MB ({why})'
        if expected != 'any' and ended != expected:
            return f'{ended}, not {expected} ({why})'
        return None if ended == 'shown' or why else f'{ended} without a word'

    def browse(self, path, fonts):
        done = subprocess.run([self.tool('tests', 'faults', 'browse'), *(['--fonts'] if fonts else []), '--seconds',
                               '100' if self.slow else '20', path], env=ENVIRONMENT,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, errors='replace')
        return done.stdout.rstrip('\n') or f'-\tcrashed\t{done.stderr[-300:]}\t0\t0\t'


def import_signed(judge, folder, path, version):
    """The postman brings it onto a shelf of its own. Returns what is wrong, or None."""
    make = [judge.tool('tests', 'faults', 'fault_make')]
    subprocess.run([*make, 'sign', path, 'desk.key', str(version)], cwd=folder, env=ENVIRONMENT, check=True)
    subprocess.run(['rm', '-rf', os.path.join(folder, 'shelf')], check=True)
    with open(os.path.join(folder, 'conf'), 'w', encoding='ascii') as file:
        file.write(f'[shelf]\nlibrary = {folder}/shelf\n[trust]\nkey = {folder}/desk.pub\n')
    before = os.times()
    done = subprocess.run([judge.tool('lutrin-sync'), 'import', path, '-c', os.path.join(folder, 'conf')], cwd=folder,
                          env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                          errors='replace', timeout=120)
    after = os.times()
    took = after.children_user + after.children_system - before.children_user - before.children_system
    if done.returncode < 0 or 'Sanitizer' in done.stderr or 'runtime error' in done.stderr:
        return f'the postman ended with {done.returncode}: {done.stderr[-300:]}'
    if done.returncode and not done.stderr.strip():
        return f'the postman refused ({done.returncode}) without a word'
    return f'the postman took {took:.1f} s' if took > 3 * (SLOWER if judge.slow else 1) else None


def run_copies(judge, good, options):
    process = subprocess.Popen([judge.tool('tests', 'faults', 'browse'), *(['--fonts'] if options.fonts else []), '--copies',
                                str(options.copies), '--seed', str(options.seed), good], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, errors='replace')
    for line in process.stdout:
        wrong = judge.told(line.rstrip('\n'), 'any')
        judge.wrong += bool(wrong)
        if wrong or options.tell:
            print(f'    {line.split(chr(9))[0]}: {wrong or line.rstrip()}', flush=True)
    process.wait()
    if judge.count != options.copies:
        judge.wrong += 1
    print(f'F14 copies changed after signing: {judge.count} of {options.copies}, {judge.wrong} wrong; at most '
          f'{judge.worst_ms} ms a step, {judge.worst_mb} MB')
    return 1 if judge.wrong else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--only', default='')
    parser.add_argument('--fonts', action='store_true')
    parser.add_argument('--no-sync', action='store_true')
    parser.add_argument('--tell', action='store_true', help='a line for each')
    parser.add_argument('--sample', type=int, default=1, help='only one in so many')
    parser.add_argument('--copies', type=int, default=0)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    judge = Judge(os.path.abspath(options.build))
    with tempfile.TemporaryDirectory(prefix='lutrin-hostile-') as folder:
        good, bad = os.path.join(folder, 'good.lutrin'), os.path.join(folder, 'bad.lutrin')
        subprocess.run([judge.tool('tests', 'replay', 'make_sample'), good, os.path.join(folder, 'newer.lutrin')], check=True,
                       env=ENVIRONMENT)
        subprocess.run([judge.tool('tests', 'faults', 'fault_make'), 'key', 'desk'], cwd=folder, check=True, env=ENVIRONMENT)
        if options.copies:
            return run_copies(judge, good, options)
        for version, (name, change, expected) in enumerate(hostile_make.cases(), 1):
            if options.only not in name or (version + options.seed) % options.sample:
                continue
            hostile_make.make(change, good, bad)
            line = judge.browse(bad, options.fonts)
            wrong = judge.told(line, expected)
            if not wrong and not options.no_sync:
                wrong = import_signed(judge, folder, bad, version)
            judge.wrong += bool(wrong)
            if wrong or options.tell:
                print(f'    {name}: {wrong or line}', flush=True)
    print(f'F14 hostile bundles: {judge.count} bundles, {judge.wrong} wrong; at most {judge.worst_ms} ms a step, '
          f'{judge.worst_mb} MB')
    return 1 if judge.wrong else 0


if __name__ == '__main__':
    sys.exit(main())
