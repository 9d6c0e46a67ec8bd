#!/usr/bin/env python3
"""Class F1: every state in which a power cut may leave the disk.

usage: crash.py BUILD [--seed N] [--most N] [--mutants [N]]

Each workload is run once under strace. From what it asked of the kernel a model is made: what was made durable by fsync()
stays; of everything else any part may have reached the disk, in any order (writes to a file one by one, a written map
not at all, by half or whole, each change of a folder's entry). One workload runs a second time, on a disk that has no room
until it gives up a generation (cramped.c). For every point of the run and every choice (all of them, or --most random ones where there are
more) the disk is laid out and fault_check asked. With --mutants each fsync() (or N of each workload) is taken out of the
model in turn, and some state must then be bad: what is never missed need not be there.
"""
import argparse
import functools
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import ENVIRONMENT, Bench, Checker  # noqa: E402

MUTANT_MOST = 64  # choices at one point, at least, when it is asked whether an fsync is missed: the first bad one ends it

PIECE = 4096  # of a larger write to a place in a file, any part may arrive

# What is in the way on a disk that has no room: it is given up on the way to the release that comes.
CRAMPED = {'resume': 'shelf/gen/1-1'}
ENDED, ASKED = 1, 2  # what was told: the command has ended well; something was asked of the network under new keys
CALLS = ('open,openat,creat,lseek,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,rmdir,symlink,symlinkat,'
         'unlink,unlinkat,ftruncate,truncate,fallocate,mmap,link,linkat,sync_file_range,writev,pwritev')
LINE = re.compile(r'^\d+ +(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+)(?:<(.*)>)?')
SHOWN = re.compile(r'<((?:\\x[0-9a-f]{2})+)>')
PAIR = re.compile(r'(?:AT_FDCWD(?:<.*?>)?|(-?\d+)<(.*?)>), "((?:\\x[0-9a-f]{2})*)"')
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def unhex(text):
    return bytes.fromhex(text.replace('\\x', ''))


class File:
    def __init__(self, data=b''):
        self.kind, self.base = 'file', data  # what is durable
        self.mapped = False


class Folder:
    def __init__(self):
        self.kind, self.entries = 'folder', {}


class Link:
    def __init__(self, target):
        self.kind, self.target = 'link', target


class Model:
    """The shelf as the program sees it, and the list of what it did: (op, ...) in order."""

    def __init__(self, root):
        self.root, self.ops, self.live = root, [], None
        self.asked = None  # how many operations there were when the newest manifest was asked for
        self.start = self.load(root)

    def load(self, path):
        folder = Folder()
        for name in os.listdir(path):
            full = os.path.join(path, name)
            if os.path.islink(full):
                folder.entries[name] = Link(os.readlink(full))
            elif os.path.isdir(full):
                folder.entries[name] = self.load(full)
            else:
                with open(full, 'rb') as file:
                    folder.entries[name] = File(file.read())
        return folder

    def walk(self, path):
        """The folder and name that an absolute path means, or None when it is not below the root."""
        path = os.path.normpath(path)
        if path == self.root:
            return None, None
        if not path.startswith(self.root + '/'):
            return None
        names = path[len(self.root) + 1:].split('/')
        folder = self.start
        for name in names[:-1]:
            folder = self.view(folder).get(name)
            if not isinstance(folder, Folder):
                return None
        return folder, names[-1]

    def view(self, folder):
        return self.live.setdefault(id(folder), dict(folder.entries))

    def find(self, path):
        place = self.walk(path)
        if place is None:
            return None
        return self.start if place == (None, None) else self.view(place[0]).get(place[1])

    def entry(self, op, *changes):
        """One change of folders: [(folder, name, node or None)], atomic."""
        for folder, name, node in changes:
            if node is None:
                self.view(folder).pop(name, None)
            else:
                self.view(folder)[name] = node
        self.ops.append((op, changes))


def absolute(folder, name, cwd):
    name = name.decode()
    return name if name.startswith('/') else os.path.join(folder if folder is not None else cwd, name)


def paths(arguments, cwd):
    """Every path that a call names, in order: from (dirfd, "name") pairs, or plain names."""
    found = [absolute(m[2] if m[1] else None, unhex(m[3]), cwd) for m in PAIR.finditer(arguments)]
    if found:
        return found
    return [absolute(None, unhex(m[1]), cwd) for m in STRING.finditer(arguments)]


def read_trace(text, model, cwd):
    """Fills model.ops from strace's lines."""
    model.live, position = {}, {}  # position: by the descriptor's number and path
    for line in text.splitlines():
        match = LINE.match(SHOWN.sub(lambda shown: f'<{unhex(shown[1]).decode()}>', line))
        if not match or match[3].startswith('-'):
            continue
        call, arguments = match[1], match[2]
        if call in ('open', 'openat', 'creat'):
            position.pop(f'{match[3]}<{match[4]}>', None)
            path = paths(arguments, cwd)[0]
            if path.endswith('/manifest') and not path.startswith(model.root):
                model.asked = len(model.ops)
            place = model.walk(path)
            if place and place[0] and 'O_CREAT' in arguments and place[1] not in model.view(place[0]):
                model.entry('create', (place[0], place[1], File()))
            elif place and place[0] and 'O_TRUNC' in arguments:
                model.ops.append(('truncate', model.view(place[0])[place[1]], 0))
        elif call == 'lseek':
            position[re.match(r'-?\d+<.*?>', arguments)[0]] = int(match[3])
        elif call in ('write', 'pwrite64', 'writev', 'fsync', 'fdatasync', 'ftruncate', 'fallocate', 'mmap'):
            fd = re.match(r'-?\d+<(.*?)>', arguments) if call != 'mmap' else re.search(r'(?<= )\d+<([^>]*)>', arguments)
            node = model.find(fd[1]) if fd else None
            if node is None:
                continue
            if call == 'write':
                data, at = unhex(STRING.search(arguments)[1]), position.get(fd[0], 0)
                model.ops.append(('write', node, at, data))
                position[fd[0]] = at + len(data)
            elif call == 'pwrite64':
                data, at = unhex(STRING.search(arguments)[1]), int(arguments.rsplit(',', 1)[1])
                for start in range(0, len(data), PIECE):
                    model.ops.append(('write', node, at + start, data[start:start + PIECE]))
            elif call in ('fsync', 'fdatasync'):
                model.ops.append(('sync', node))
            elif call == 'ftruncate':
                model.ops.append(('truncate', node, int(arguments.rsplit(',', 1)[1])))
            elif call == 'fallocate':
                model.ops.append(('allocate', node, int(arguments.rsplit(',', 1)[1])))
            elif call == 'mmap':
                if 'PROT_WRITE' in arguments and 'MAP_SHARED' in arguments:
                    node.mapped = True
                    model.ops.append(('map', node))
            else:
                raise SystemExit(f'crash: {call} is not modelled')
        elif call in ('mkdir', 'mkdirat'):
            folder, name = model.walk(paths(arguments, cwd)[0]) or (None, None)
            if folder:
                model.entry('mkdir', (folder, name, Folder()))
        elif call in ('unlink', 'unlinkat', 'rmdir'):
            folder, name = model.walk(paths(arguments, cwd)[0]) or (None, None)
            if folder:
                model.entry('unlink', (folder, name, None))
        elif call in ('symlink', 'symlinkat'):
            target = unhex(STRING.search(arguments)[1]).decode()
            folder, name = model.walk(paths(arguments, cwd)[-1]) or (None, None)
            if folder:
                model.entry('symlink', (folder, name, Link(target)))
        elif call in ('rename', 'renameat', 'renameat2'):
            one, two = (model.walk(path) for path in paths(arguments, cwd))
            if not one or not two:
                continue
            node, other = model.view(one[0])[one[1]], model.view(two[0]).get(two[1])
            exchanged = 'RENAME_EXCHANGE' in arguments
            model.entry('rename', (one[0], one[1], other if exchanged else None), (two[0], two[1], node))
        elif call in ('link', 'linkat', 'truncate', 'pwritev', 'sync_file_range'):
            raise SystemExit(f'crash: {call} is not modelled')


def record(model, folder, command, environment, ends=0):
    """Runs the command in the folder under strace, and adds what it did to the model; it must end with `ends`."""
    with tempfile.NamedTemporaryFile('r', encoding='ascii') as log:
        code = subprocess.run(['strace', '-f', '-y', '-xx', '-s', '4000000', '-e', f'trace={CALLS}', '-o', log.name, *command], cwd=folder,
                              env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if code.returncode != ends:
            raise SystemExit(f'{command} ended with {code.returncode}: {code.stderr.decode()[-2000:]}')
        read_trace(log.read(), model, folder)


def final_contents(model):
    """What the files that were written through a map came to hold, by the model's node."""
    contents = {}

    def visit(folder, path):
        for name, node in model.view(folder).items():
            full = os.path.join(path, name)
            if isinstance(node, Folder):
                visit(node, full)
            elif isinstance(node, File) and node.mapped:
                with open(full, 'rb') as file:
                    contents[id(node)] = file.read()
    visit(model.start, model.root)
    return contents


def pending_at(ops, point, skipped):
    """The operations before `point` that no fsync made durable, as (index, op); and those that are durable."""
    loose, firm = [], []
    for index, op in enumerate(ops[:point]):
        if op[0] != 'sync':
            loose.append((index, op))
            continue
        if index == skipped:
            continue
        node, still = op[1], []
        for item in loose:
            # fsync of a file: its bytes. Of a folder: its entries; a rename within it is one change.
            mine = item[1][1] is node if item[1][0] in ('write', 'truncate', 'allocate', 'map') else \
                all(change[0] is node for change in item[1][1])
            (firm if mine else still).append(item)
        loose = still
    return loose, firm


def lay_out(model, chosen, contents, half, target):
    """Writes the disk on which the chosen operations arrived."""
    entries, data = {}, {}

    def view(folder):
        return entries.setdefault(id(folder), dict(folder.entries))

    for _, op in sorted(chosen, key=lambda item: item[0]):
        if op[0] in ('write', 'truncate', 'allocate', 'map'):
            node = op[1]
            now = data.get(id(node), node.base)
            if op[0] == 'write':
                now = now[:op[2]].ljust(op[2], b'\0') + op[3] + now[op[2] + len(op[3]):]
            elif op[0] == 'truncate':
                now = now[:op[2]]
            elif op[0] == 'allocate':
                now = now + bytes(max(0, op[2] - len(now)))
            else:
                whole = contents.get(id(node), now)
                now = whole if id(node) not in half else whole[:len(whole) // 2] + bytes(len(whole) - len(whole) // 2)
            data[id(node)] = now
        else:
            for folder, name, node in op[1]:
                if node is None:
                    view(folder).pop(name, None)
                else:
                    view(folder)[name] = node

    def write(folder, path):
        os.mkdir(path)
        for name, node in view(folder).items():
            full = os.path.join(path, name)
            if isinstance(node, Folder):
                write(node, full)
            elif isinstance(node, Link):
                os.symlink(node.target, full)
            else:
                with open(full, 'wb') as file:
                    file.write(data.get(id(node), node.base))
    shutil.rmtree(target, ignore_errors=True)
    write(model.start, target)


def choices(loose, most, dice):
    """Every part of the loose operations, or `most` of them: none and all, then each alone, all but each and all before
    each, then what the dice say."""
    count = len(loose)
    if count <= 16 and 1 << count <= most:
        for bits in range(1 << count):
            yield [loose[i] for i in range(count) if bits >> i & 1]
        return
    yield []
    yield list(loose)
    likely = [part for i in range(count) for part in ([loose[i]], loose[:i] + loose[i + 1:], loose[:i])]
    yield from likely if len(likely) <= most - 2 else dice.sample(likely, max(0, most - 2))
    for _ in range(max(0, most - 3 * count - 2)):
        keep = dice.random()
        yield [item for item in loose if dice.random() < keep]


def syncs_of(model):
    return [index for index, op in enumerate(model.ops) if op[0] == 'sync']


def explore(model, most, dice, target, told, judge, seen, nth=None, contents=None):
    """Lays out at `target` every disk that a power cut may leave, and asks judge(told(point)) what is wrong with it (None:
    nothing), once for each disk and told(point): what had been said by then. Returns how many states were looked at, and what was
    bad. `seen`: the states that need not be asked for again. Without the `nth` fsync what was so before it is so still, and one bad
    state is enough."""
    bad, states, last = [], 0, len(model.ops)
    skipped, seen = (None, seen) if nth is None else (syncs_of(model)[nth], set(seen))
    for point in range(last + 1) if skipped is None else range(last, skipped, -1):
        loose, firm = pending_at(model.ops, point, skipped)
        for chosen in choices(loose, most, dice):
            key = (frozenset(index for index, op in chosen + firm if op[0] != 'sync'), told(point))
            if key in seen:
                continue
            seen.add(key)
            maps = frozenset(id(op[1]) for _, op in chosen if op[0] == 'map')
            for half in [frozenset(), maps] if maps else [frozenset()]:
                lay_out(model, chosen + firm, contents or {}, half, target)
                states += 1
                answer = judge(told(point))
                if answer:
                    bad.append((point, answer, [op[0] for _, op in chosen]))
                    if skipped is not None or answer == 'crashed':
                        return states, bad
    return states, bad


def describe(op, model):
    def name(folder):
        for path, node in itertools.chain([('run', model.start)], walk_names(model)):
            if node is folder:
                return path
        return '?'
    return f'fsync({name(op[1])})'


def walk_names(model):
    stack = [('', model.start)]
    while stack:
        path, folder = stack.pop()
        entries = dict(folder.entries)
        entries.update(model.live.get(id(folder), {}))
        for op in model.ops:
            if op[0] in ('create', 'mkdir', 'rename'):
                for where, name, node in op[1]:
                    if where is folder and node is not None:
                        entries.setdefault(name, node)
        for name, node in entries.items():
            yield os.path.join(path, name), node
            if isinstance(node, Folder):
                stack.append((os.path.join(path, name), node))


class Cuts:
    """What all runs of a program came to, and what is told of it. A run is looked at by look(nth), which explores its model: all of
    it, or without its nth fsync."""

    def __init__(self, options):
        self.without, self.dice = options.mutants, random.Random(options.seed)
        self.states = self.wrong = self.missed = self.mutants = self.twice = 0
        self.spared = []

    def whole(self, name, model, look):
        states, bad = look(None)
        self.states, self.wrong = self.states + states, self.wrong + len(bad)
        print(f'  {name:15} {len(model.ops):3} operations, {states:5} states, {len(bad)} bad', flush=True)
        for point, answer, chosen in bad[:5]:
            print(f'    after {point}: {answer}: {chosen}')

    def each_fsync(self, name, model, *looks, needless=lambda what: False):
        """Takes out each fsync of the model, or so many as were asked for: one of the looks must find something bad, unless it is
        known to be needless."""
        count = len(syncs_of(model)) if self.without is not None else 0
        for nth in sorted(self.dice.sample(range(count), min(self.without or count, count))):
            index = syncs_of(model)[nth]
            what = f'operation {index}, {describe(model.ops[index], model)}'
            bad = next(filter(None, (look(nth)[1] for look in looks)), None)
            self.mutants, self.missed = self.mutants + 1, self.missed + bool(bad)
            if bad:
                print(f'    without {what}: {bad[-1][1]} after {bad[-1][0]}', flush=True)
            elif needless(what):
                self.twice += 1
            else:
                self.spared.append(f'{name}: {what}')

    def tell(self, title):
        """The exit code."""
        line = f'{title}: {self.states} states, {self.wrong} bad'
        if self.without is not None:
            line += f'; {self.missed} of {self.mutants} fsyncs missed when taken out' + (f', {self.twice} that need not be' if self.twice else '')
        print(line)
        for what in self.spared:
            print(f'  not missed: {what}')
        return 1 if self.wrong or self.spared else 0


def arguments(most):
    parser = argparse.ArgumentParser()
    parser.add_argument('build', type=os.path.abspath)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--most', type=int, default=most, help='choices at one point')
    parser.add_argument('--mutants', type=int, nargs='?', const=0, help='fsyncs of each workload to take out (all)')
    parser.add_argument('--only', help='one workload')
    return parser.parse_args()


def room():
    """A folder to lay out disks in: in memory, where that can be had."""
    return tempfile.TemporaryDirectory(prefix='lutrin-power-', dir='/dev/shm' if os.path.isdir('/dev/shm') else None)


class Way:
    """One run of a workload, traced; `in_the_way`: on a disk without room as long as there is this."""

    def __init__(self, bench, checker, workload, in_the_way=None):
        self.bench, self.checker, self.workload = bench, checker, workload
        self.name, self.seen, environment = workload[0], set(), dict(ENVIRONMENT)
        if in_the_way:
            self.name, self.workload = f'{workload[0]}, cramped', (*workload[:5], 'cramped', workload[6])
            environment.update(LD_PRELOAD=os.path.join(bench.build, 'tests', 'faults', 'cramped.so'),
                               LUTRIN_IN_THE_WAY=bench.path('run', in_the_way),
                               ASAN_OPTIONS='detect_leaks=0:verify_asan_link_order=0')
        bench.begin(workload[1])
        self.model = Model(bench.path('run'))
        record(self.model, bench.folder, [bench.sync, *workload[2], '-c', bench.path('conf')], environment)
        self.contents = final_contents(self.model)

    def look(self, most, dice, nth):
        _, _, _, old, new, kind, source = self.workload
        last, target = len(self.model.ops), self.bench.path('crash', 'run')

        def told(point):
            return ENDED if point == last else ASKED if kind == 'root' and point >= self.model.asked else 0

        def judge(said):
            return self.checker.ask(os.path.join(target, 'shelf'), old, new, said, kind, source)

        os.makedirs(self.bench.path('crash'), exist_ok=True)
        return explore(self.model, most if nth is None else max(most, MUTANT_MOST), dice, target, told, judge, self.seen, nth,
                       self.contents)


def main():
    options = arguments(256)
    if not shutil.which('strace'):
        print('skipped: strace is not installed')
        return 77
    cuts = Cuts(options)
    with room() as folder:
        bench = Bench(options.build, folder)
        checker = Checker(bench)
        for workload in bench.workloads():
            if options.only and workload[0] != options.only:
                continue
            ways = [Way(bench, checker, workload)]
            if workload[0] in CRAMPED:
                ways.append(Way(bench, checker, workload, CRAMPED[workload[0]]))
            looks = [functools.partial(way.look, options.most, cuts.dice) for way in ways]
            for way, look in zip(ways, looks):
                cuts.whole(way.name, way.model, look)
            cuts.each_fsync(workload[0], ways[0].model, *looks)
        checker.close()
    return cuts.tell(f'F1 crash states: seed {options.seed}')


if __name__ == '__main__':
    sys.exit(main())
