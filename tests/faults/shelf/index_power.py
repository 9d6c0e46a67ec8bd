#!/usr/bin/env python3
"""Class F1: the search of the whole text after a power cut while it is made.

usage: index_power.py BUILD [--seed N] [--most N] [--mutants [N]]

`lutrin-sync index` is run once under strace on a bundle that takes it several transactions, once from nothing and once on what an
earlier call left half way, and every disk that may be left is laid out by the model of crash.py (of a page that is written, any
part of 4 KiB). On each, the index has its name only if it is whole, and the same command then ends well with an index that says
what one says that was made in peace, word by word; what was told as done is there at once. With --mutants each fsync, SQLite's
too, is taken out of the model in turn. One that nothing misses is wrong, unless it is of SQLite's journal: SQLite makes that
durable twice, before and after it says how long it is, and knows by its sums what is none of it.
"""
import functools
import os
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import ENVIRONMENT  # noqa: E402
from crash import Cuts, Model, arguments, explore, lay_out, pending_at, record, room, syncs_of  # noqa: E402

ARTICLES, WORDS = 260, 5  # more than two steps of the program; words of each article
FOLDER = os.path.join('shelf', 'gen', '1-1')
FILES = {'bundle.db', 'bundle.minisig', 'search.db'}


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder, self.sync = build, folder, os.path.join(build, 'lutrin-sync')
        for command in (['key', 'desk'], ['bundle', 'b', '1', str(ARTICLES), str(WORDS)], ['sign', 'b', 'desk.key', '1']):
            subprocess.run([os.path.join(build, 'tests', 'faults', 'fault_make'), *command], cwd=folder, check=True, env=ENVIRONMENT)
        for where in ('run', 'peace'):
            with open(self.path(f'conf.{where}'), 'w', encoding='ascii') as file:
                file.write(f'[shelf]\nlibrary = {self.path(where, "shelf")}\n[trust]\nkey = {self.path("desk.pub")}\n')
            os.mkdir(self.path(where))
        self.run('import', self.path('b'), '-c', 'conf.run')
        shutil.copytree(self.path('run'), self.path('start'), symlinks=True)
        shutil.copytree(self.path('run'), self.path('peace'), symlinks=True, dirs_exist_ok=True)
        self.run('index', '-c', 'conf.peace')
        self.right = words(self.path('peace', FOLDER, 'search.db'))
        assert len({place[1] for place in self.right[0]}) == ARTICLES

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def run(self, *command, check=True):
        return subprocess.run([self.sync, *command], cwd=self.folder, env=ENVIRONMENT, check=check, text=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE if not check else None)

    def begin(self, start):
        shutil.rmtree(self.path('run'), ignore_errors=True)
        shutil.copytree(self.path(start), self.path('run'), symlinks=True)


def words(path):
    """All that an index says: each word with the article, column and place it stands at; or what is wrong with it."""
    base = sqlite3.connect(f'file:{path}?mode=ro&immutable=1', uri=True)
    try:
        if base.execute('PRAGMA integrity_check').fetchone() != ('ok',):
            return 'damaged'
        base.execute('CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, search, instance)')
        return (base.execute('SELECT term, doc, col, offset FROM temp.places ORDER BY 1, 2, 3, 4').fetchall(),
                base.execute('SELECT id, sz FROM search_docsize ORDER BY id').fetchall())
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        base.close()


def judge(bench, told):
    """What does not hold of the disk that is laid out, or None."""
    folder = bench.path('run', FOLDER)
    whole = os.path.join(folder, 'search.db')
    if os.path.exists(whole):
        if words(whole) != bench.right:
            return 'has its name, and is not whole'
    elif told:
        return 'told as done, and is not there'
    done = bench.run('index', '-c', 'conf.run', check=False)
    if done.returncode != 0:
        return f'again: exit {done.returncode}: {done.stderr.strip()[-200:]}'
    if not os.path.exists(whole) or words(whole) != bench.right:
        return 'made again, and not whole'
    return None


def run_from(bench, start):
    """The model of one run from `start`."""
    bench.begin(start)
    model = Model(bench.path('run'))
    record(model, bench.folder, [bench.sync, 'index', '-c', 'conf.run'], ENVIRONMENT)
    return model


def half_way(bench):
    """A disk on which the first transactions are and no later ones."""
    model = run_from(bench, 'start')
    syncs = syncs_of(model)
    firm = pending_at(model.ops, syncs[len(syncs) * 2 // 3] + 1, None)[1]
    lay_out(model, firm, {}, frozenset(), bench.path('half'))
    assert os.path.getsize(bench.path('half', FOLDER, 'search.db.part')) > 0


def main():
    options = arguments(64)
    if not shutil.which('strace'):
        print('skipped: strace is not installed')
        return 77
    cuts = Cuts(options)
    with room() as folder:
        bench = Bench(options.build, folder)
        half_way(bench)
        for start in ('start', 'half'):
            model = run_from(bench, start)
            look = functools.partial(explore, model, options.most, cuts.dice, bench.path('run'),
                                     lambda point: point == len(model.ops), lambda told: judge(bench, told), set())
            cuts.whole(f'from {start}', model, look)
            cuts.each_fsync(f'from {start}', model, look, needless=lambda what: what.endswith('-journal)'))
    return cuts.tell(f'F1 index: seed {options.seed}')


if __name__ == '__main__':
    sys.exit(main())
