#!/usr/bin/env python3
"""Class F18: each check, comparison and fsync is taken out of the program, and some test must fail.

usage: mutants.py [--list FILE] [--only WORD] [--seed N] [--sample N] [--check]

A copy of the tree is built (with ccache where it is there). For each entry of mutants.txt (or --sample of them, drawn with the
seed; or those whose file or text holds --only) the edit is made, what its tests need is built, and they are run one after the
other until one fails. An edit that no longer fits, or does not build, is an error; one that nothing notices is printed.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.path.join(HERE, '..', '..', '..'))
SHELF = 'tests/faults/shelf'
BENCH = ['lutrin-sync', 'fault_make', 'fault_check', 'fault_cramped']
OUTBOX = 'tests/faults/outbox'
DESK = ['lutrin-sync', 'lutrin-pack', 'lutrin-trace']
SECONDS = 300
# A test's word: the targets it needs, and its command in the copy's build folder.
TESTS = {
    'shelf': (['test_store_shelf'], ['tests/unit/store/test_store_shelf']),
    'sign': (['test_store_sign', 'test_store_publish'],
             ['sh', '-c', 'tests/unit/store/test_store_sign && tests/unit/store/test_store_publish']),
    'signed': (['fault_signed'], ['tests/faults/fault_signed', '1', '2000']),
    'trees': (BENCH, ['python3', f'../{SHELF}/network.py', '.']),
    'unreadable': (BENCH, ['python3', '-B', f'../{SHELF}/unreadable.py', '.']),
    'clock': ([*BENCH, 'fault_clock'], ['python3', '-B', f'../{SHELF}/clock.py', '.']),
    'traitor': (BENCH, ['python3', f'../{SHELF}/traitor.py', '.']),
    'usb': ([*BENCH, 'usb_pull'], ['python3', f'../{SHELF}/usb.py', '.']),
    'full': (BENCH, ['python3', f'../{SHELF}/full.py', '.', '--step', '512']),
    'outbox': (DESK, ['python3', '-B', f'../{OUTBOX}/answers.py', '.']),
    'power': (DESK, ['python3', '-B', f'../{OUTBOX}/power.py', '.', '--most', '24']),
    'sign_up': (['test_store_outbox'], ['tests/unit/store/test_store_outbox']),
    'backoff': (['test_fetch_backoff'], ['tests/unit/fetch/test_fetch_backoff']),
    'fleet': (['fault_fleet'], ['tests/faults/fault_fleet']),
}


def test_of(word):
    if word.startswith('crash:'):
        return BENCH, ['python3', f'../{SHELF}/crash.py', '.', '--most', '24', '--only', word[6:]]
    return TESTS[word]


def read_list(path):
    """(file, words of tests, what stands there, what takes its place)"""
    with open(path, encoding='utf-8') as file:
        lines = [line.rstrip('\n') for line in file if line.strip() and not line.startswith('#')]
    if len(lines) % 3:
        raise SystemExit(f'mutants: {path}: not three lines each')
    found = []
    for head, old, new in zip(*[iter(lines)] * 3):
        if not (re.fullmatch(r'[\w./]+: [\w: ]+', head) and old.startswith('- ') and new.startswith('+ ')):
            raise SystemExit(f'mutants: {path}: {head}')
        name, words = head.split(': ', 1)
        found.append((name, words.split(), old[2:], new[2:]))
    return found


def build(folder, targets):
    return subprocess.run(['cmake', '--build', folder, '--target', *targets], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)


def fails(folder, word):
    """None: the test passes or cannot run here; else how it failed."""
    try:
        command = [os.path.abspath(folder) if part == '.' else part for part in test_of(word)[1]]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                              timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f'{word} (no end)'
    return None if done.returncode in (0, 77) else word


def try_one(top, folder, mutant):
    """(what noticed it or None, or raises)"""
    name, words, old, new = mutant
    path = os.path.join(top, name)
    with open(path, encoding='utf-8') as file:
        text = file.read()
    if text.count(old) != 1:
        raise SystemExit(f'mutants: {name}: stands there {text.count(old)} times: {old}')
    try:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text.replace(old, new))
        for word in words:
            done = build(folder, test_of(word)[0])
            if done.returncode != 0:
                raise SystemExit(f'mutants: {name}: {new}: does not build:\n{done.stdout[-2000:]}')
            noticed = fails(folder, word)
            if noticed:
                return noticed
        return None
    finally:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--list', default=os.path.join(HERE, 'mutants.txt'))
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--sample', type=int, default=0)
    parser.add_argument('--only', default='')
    parser.add_argument('--check', action='store_true', help='only whether every edit still fits')
    options = parser.parse_args()
    chosen = [mutant for mutant in read_list(options.list) if options.only in mutant[0] or options.only in mutant[2]]
    for name, _, old, _ in chosen:
        with open(os.path.join(TOP, name), encoding='utf-8') as file:
            if file.read().count(old) != 1:
                raise SystemExit(f'mutants: {name}: does not stand there once: {old}')
    if options.check:
        print(f'F18 mutants: {len(chosen)} edits fit')
        return 0
    if options.sample and options.sample < len(chosen):
        chosen = random.Random(options.seed).sample(chosen, options.sample)
    missed = []
    with tempfile.TemporaryDirectory(prefix='lutrin-mutants-') as folder:
        top = os.path.join(folder, 'tree')
        shutil.copytree(TOP, top, ignore=shutil.ignore_patterns('build', 'build-*', '.git'))
        made = os.path.join(top, 'build')
        ccache = ['-DCMAKE_C_COMPILER_LAUNCHER=ccache'] if shutil.which('ccache') else []
        subprocess.run(['cmake', '-S', top, '-B', made, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release', *ccache], check=True,
                       stdout=subprocess.DEVNULL)
        words = sorted({word for mutant in chosen for word in mutant[1]})
        done = build(made, sorted({target for word in words for target in test_of(word)[0]}))
        if done.returncode != 0:
            raise SystemExit(f'mutants: the tree does not build:\n{done.stdout[-2000:]}')
        for word in words:
            if fails(made, word):
                raise SystemExit(f'mutants: {word} fails without any edit')
        for mutant in chosen:
            noticed = try_one(top, made, mutant)
            print(f'  {noticed or "NOBODY":14} {mutant[0]}: {mutant[2][:90]}', flush=True)
            if not noticed:
                missed.append(mutant)
    print(f'F18 mutants: seed {options.seed}: {len(chosen)} checks and fsyncs taken out, {len(missed)} noticed by no test')
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
