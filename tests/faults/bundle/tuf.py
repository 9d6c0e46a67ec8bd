#!/usr/bin/env python3
"""Class F12: python-tuf's attacks by their names, as the postman meets them; what network.py tries already is named there.

usage: tuf.py BUILD
"""
import os
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'shelf'))
from network import endless, only, run_trial  # noqa: E402


def trees(bench):
    """Trees whose keys changed well, and in ways that must not be followed."""
    path, make = bench.path, bench.make
    shutil.copytree(path('treeroot'), path('revoked'))
    make('publish', 'revoked', 'b4', 'desk.key', 'desk.key')     # by the key that was given up
    for name, signers in (('heirs alone', ['heir.key']), ('old alone', ['desk.key']), ('old twice', ['desk.key', 'desk.key'])):
        shutil.copytree(path('tree2'), path(name))
        make('root', name, '1', 'heir.pub', *signers)
        make('publish', name, 'b3', 'heir.key', 'heir.key')
    shutil.copytree(path('treeroot'), path('skipped'))           # the set after the next one
    for end in ('', '.sig'):
        os.rename(path('skipped', 'root', '1' + end), path('skipped', 'root', '2' + end))
    shutil.copytree(path('tree2'), path('frozen'))
    make('stamp', 'frozen', 'desk.key', '9000')                  # expired half a century ago
    shutil.copytree(path('tree3'), path('mixed'))
    shutil.copy(path('tree2', 'r', '2', 'manifest'), path('mixed', 'r', '3', 'manifest'))
    shutil.copy(path('tree2', 'r', '2', 'manifest.minisig'), path('mixed', 'r', '3', 'manifest.minisig'))


def run_cases(trial):
    e, read = trial.expect, trial.read
    old = read('tree1', 'latest')
    e('rollback of the stamp', 'v2', only('latest', lambda _: old), 0, 'stale', 2)
    e('freeze: an expired stamp blocks nothing', 'v2', None, 0, 'up-to-date', 2, folder='frozen')
    e('freeze: a newer release is still taken', 'v2', None, 0, 'installed', 3)
    e('mix and match: a manifest of another release', 'v2', None, 77, 'failed', 2, folder='mixed')
    e('endless data: root', 'v2', only('root/', lambda _: endless), 65, 'failed', 2, folder='treeroot')
    e('endless data: signature of the manifest', 'v2', only('minisig', lambda _: endless), 65, 'failed', 2)
    e('rotation', 'v2', None, 0, 'installed', 3, folder='treeroot')
    e('rotation: the revoked key signs on', 'v2', None, 0, 'installed', 3, folder='treeroot')
    e('rotation: the revoked key signs on, later', 'v2', None, 77, 'failed', 3, keep=True, folder='revoked')
    e('rotation: signed by the new keys alone', 'v2', None, 77, 'failed', 2, folder='heirs alone')
    e('rotation: signed by the old keys alone', 'v2', None, 77, 'failed', 2, folder='old alone')
    e('rotation: the old key signs twice', 'v2', None, 77, 'failed', 2, folder='old twice')
    e('rotation: a set is left out', 'v2', None, 77, 'failed', 2, folder='skipped')


if __name__ == '__main__':
    sys.exit(run_trial("F12 attacks of python-tuf", run_cases, prepare=trees))
