#!/usr/bin/env python3
"""Class F12: trees whose signatures are all genuine and which lie none the less: what a stolen key, or a careless desk, can do.

usage: traitor.py BUILD

A manifest or `latest` is changed and signed anew with the desk's own key. Each case ends with the outcome named, and with
nothing more asked for, nor left on the shelf, than is named.
"""
import hashlib
import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from network import only, run_trial  # noqa: E402

FAR = (1 << 53) - 1  # the highest version there can be


def comment_of(path):
    with open(path, encoding='ascii') as file:
        return re.search(r'(?m)^trusted comment: (.*)$', file.read())[1]


def sign(bench, name, version, key='desk.key', stamp=lambda words: words):
    """Signs r/VERSION/manifest of a tree as it now is, and `latest` for it; `stamp` may change what `latest` says."""
    manifest = os.path.join(name, 'r', str(version), 'manifest')
    for out, change in ((manifest + '.minisig', lambda words: words), (os.path.join(name, 'latest'), stamp)):
        bench.make('comment', manifest, key, out, change(comment_of(bench.path(out))))


def forge(bench, name, change, stamp=lambda words: words):
    """A copy of tree3 as `name`, in whose newest manifest `change` was made."""
    shutil.copytree(bench.path('tree3'), bench.path(name))
    path = bench.path(name, 'r', '3', 'manifest')
    with open(path, encoding='ascii') as file:
        text = file.read()
    with open(path, 'w', encoding='ascii') as file:
        file.write(change(text))
    sign(bench, name, 3, stamp=stamp)


def whole_is(bench, name, data):
    """A tree whose release 3 is, by its signed manifest, `data` when it is fetched whole."""
    found = hashlib.blake2b(data, digest_size=32).hexdigest()
    forge(bench, name, lambda text: re.sub(r'(?m)^patch .*\n', '', re.sub(
        r'(?m)^full .*\ns .*$', f'full {len(data)} b2={found} seg=1048576\ns {found}', text)))
    with open(bench.path(name, 'r', '3', 'full.zst'), 'wb') as file:
        file.write(data)


def of_size(data, size):
    """A zstd frame that says that it unpacks to so many bytes, and holds `data` as it stands."""
    return (b'\x28\xb5\x2f\xfd\xe0' + size.to_bytes(8, 'little') + (len(data) << 3 | 1).to_bytes(3, 'little') + data)


def trees(bench):
    path, make = bench.path, bench.make
    bundle = os.path.getsize(path('b3'))
    forge(bench, 'newer', lambda text: re.sub(r'(?m)^schema \d+$', 'schema 99', text))
    whole_is(bench, 'junk', b'This is no archive.' * 40)
    whole_is(bench, 'bomb', of_size(b'x' * 1000, 1 << 40))
    whole_is(bench, 'small', of_size(b'x' * 1000, bundle))
    whole_is(bench, 'other', of_size(b'x' * 1000, 1000))
    shutil.copytree(path('tree2'), path('told'))  # `latest` says 3 and is a signature of release 2's manifest
    shutil.copytree(path('told', 'r', '2'), path('told', 'r', '3'))
    sign(bench, 'told', 2, stamp=lambda words: words.replace('version=2', 'version=3'))
    shutil.copytree(path('tree2'), path('fast'))
    make('release', 'fast', 'b4', 'desk.key', 'desk.key', '1', str(FAR))
    shutil.copytree(path('tree2'), path('recovered'))  # the desk after that: new keys, a new epoch
    make('epoch', 'recovered', '1', '2', 'heir.pub', 'desk.key', 'heir.key')
    make('release', 'recovered', 'b3', 'heir.key', 'heir.key', '2', '0')


def run_cases(trial):
    e, path = trial.expect, trial.bench.path

    def must(what, told):
        if not told:
            trial.wrong += 1
            print(f'    {what}: {trial.server.asked}, {os.listdir(path("run", "shelf", "dl"))}')

    def asked(word):
        return [name for name, _ in trial.server.asked if word in name]

    def parts():
        return [name for name in os.listdir(path('run', 'shelf', 'dl')) if 'full' in name]
    e('latest tells of another release than it signs', 'v1', None, 77, 'failed', 1, folder='told')
    must('nothing large was asked for', not asked('zst') and not asked('zpatch'))
    e('a newer format', 'v2', None, 65, 'failed', 2, folder='newer')
    must('nothing large was asked for', not asked('zst') and not asked('zpatch'))
    for name, words in (('junk', 'does not unpack to the signed size'), ('bomb', 'does not unpack to the signed size'),
                        ('other', 'does not unpack to the signed size'), ('small', 'cannot be unpacked: it is damaged')):
        e(f'a whole that is {name}, and signed', 'v2', None, 77, 'failed', 2, folder=name, words=words)
        must('what cannot be unpacked is not kept', not parts())
    e('the right beginning', 'none', only('full.zst', lambda data: data[:-1]), 65, 'failed', 0, folder='treefull')
    part = path('run', 'shelf', 'dl', '1-3-full.part')
    shutil.copy(path('treefull', 'r', '3', 'full.zst'), part)
    with open(part, 'ab') as file:
        file.write(b'and more')
    e('a part longer than its file', 'none', None, 0, 'installed', 3, keep=True, folder='treefull')
    must('it was fetched anew', len(asked('full')) == 1)
    with open(path('conf'), encoding='ascii') as file:
        plain = file.read()
    with open(path('conf'), 'w', encoding='ascii') as file:
        file.write(plain.replace('[shelf]\n', '[shelf]\nchannel = village\n'))
    e('another channel than the configured one', 'none', None, 77, 'failed', 0)
    must('the manifest was not asked for', not asked('r/'))
    with open(path('conf'), 'w', encoding='ascii') as file:
        file.write(plain)
    # python-tuf's fast-forward: who has the keys publishes the highest version; a root of a higher epoch counts anew.
    e('fast-forward', 'v2', None, 0, 'installed', FAR, folder='fast')
    e('fast-forward: the desk goes on counting', 'v2', None, 0, 'stale', FAR, keep=True)
    e('fast-forward: a new epoch', 'v2', None, 0, 'installed', 3, keep=True, folder='recovered')
    e('fast-forward: the thief goes on', 'v2', None, 77, 'failed', 3, keep=True, folder='fast')
    e('fast-forward: never met, straight to the new epoch', 'v1', None, 0, 'installed', 3, folder='recovered')


if __name__ == '__main__':
    sys.exit(run_trial('F12 genuine keys, lying trees', run_cases, prepare=trees))
