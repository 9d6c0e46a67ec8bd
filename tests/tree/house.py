#!/usr/bin/env python3
"""house.py: holds the tree against the plan of the house (house.txt).

usage: house.py [--plan FILE] [TOP]

Prints `path:line: rule: what is wrong` for each finding and exits 1 when there is one. Lines that begin `warning:` do not
count. Only files that git knows or would add are looked at; without git, all files but dot files and build folders."""
import argparse
import os
import re
import subprocess
import sys

import ctext

HERE = os.path.dirname(os.path.abspath(__file__))
TEXT_ENDINGS = ('.c', '.h', '.txt', '.cmake', '.py', '.sh', '.md', '.1', '.5', '.service', '.rules', '.conf', '.in', '.sql',
                '.ini')


class Plan:
    """house.txt, read."""

    def __init__(self, path):
        self.rooms, self.doors = {}, {}
        self.outside, self.packages = {}, {}
        self.common, self.top, self.banned, self.banned_app, self.state, self.words = [], [], [], [], [], []
        self.limits = {}
        with open(path, encoding='utf-8') as file:
            for line in file:
                self._line(re.sub(r'(^|\s)#.*', '', line).strip())

    def _line(self, line):
        if not line:
            return
        key, _, rest = line.partition(' ')
        if key == 'room':
            head, _, doors = rest.partition(':')
            room, floor = head.split()
            self.rooms[room] = int(floor)
            self.doors.update({door: room for door in doors.split()})
        elif key in ('outside', 'packages'):
            room, _, names = rest.partition(':')
            getattr(self, key).setdefault(room, []).extend(names.split())
        elif key == 'limit':
            name, number = rest.split()
            self.limits[name] = int(number)
        elif key == 'word':
            self.words.append(re.compile(rest.strip()))
        else:
            getattr(self, key).extend(rest.split())

    def sees(self, room, door_room):
        """May `room` include doors of `door_room`?"""
        return room == door_room or self.rooms[door_room] < self.rooms[room]

    def allows(self, room, header):
        """May `room` include the header of an outside library?"""
        return header in self.common or any(
            header.startswith(name.rstrip('*')) if name[-1] in '/*' else header == name
            for name in self.outside.get(room, []))


class Tree:
    """The files under a top directory, as relative paths, and their texts."""

    def __init__(self, top):
        self.top = top
        self.paths = sorted(self._from_git() if os.path.exists(os.path.join(top, '.git')) else self._walk())
        self._texts = {}

    def _from_git(self):
        listed = subprocess.run(['git', '-C', self.top, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
                                check=True, stdout=subprocess.PIPE).stdout.decode()
        return [path for path in listed.split('\0') if path and os.path.isfile(os.path.join(self.top, path))]

    def _walk(self):
        for folder, folders, files in os.walk(self.top):
            folders[:] = [name for name in folders if not name.startswith('.') and name.split('-')[0] != 'build']
            for name in files:
                yield os.path.relpath(os.path.join(folder, name), self.top)

    def text(self, path):
        if path not in self._texts:
            with open(os.path.join(self.top, path), encoding='utf-8', errors='replace') as file:
                self._texts[path] = file.read()
        return self._texts[path]

    def below(self, *folders, ending=('.c', '.h')):
        """The paths in these folders, without the broken examples of this very check."""
        return [path for path in self.paths if path.split('/')[0] in folders and path.endswith(ending)
                and not path.startswith('tests/tree/broken/')]


def room_of(path, plan):
    """The room that a C file belongs to, or None."""
    parts = path.split('/')
    if parts[0] == 'app' and len(parts) > 2:
        return parts[1]
    if parts[:2] == ['include', 'lutrin']:
        return plan.doors.get(parts[-1][:-2])
    return None


# One function a rule: (tree, plan) -> (path, line, message)...

def rule_top(tree, plan):
    for name in sorted({path.split('/')[0] for path in tree.paths}):
        if not name.startswith('.') and name not in plan.top:
            yield name, 1, 'does not belong at the top level: that holds ' + ', '.join(plan.top)


def rule_room(tree, plan):
    for path in tree.below('app'):
        if room_of(path, plan) not in plan.rooms:
            yield path, 1, 'lies in no room of the house'
    for path in tree.below('include'):
        if room_of(path, plan) is None:
            yield path, 1, 'is nobody\'s door: add it to its room in tests/tree/house.txt'


def rule_floor(tree, plan):
    for path in tree.below('app', 'include'):
        room = room_of(path, plan)
        for line, form, name in ctext.includes(tree.text(path)):
            door = re.fullmatch(r'lutrin/(\w+)\.h', name)
            if form != '<' or not door or room not in plan.rooms:
                continue
            owner = plan.doors.get(door[1])
            if owner is None:
                yield path, line, f'<{name}> is no door of the house'
            elif not plan.sees(room, owner):
                yield path, line, (f'{room} (floor {plan.rooms[room]}) may not use {owner} '
                                   f'(floor {plan.rooms[owner]}): <{name}>')
    for path in tree.below('app', ending='CMakeLists.txt'):
        text = re.sub(r'#.*', '', tree.text(path))
        for match in re.finditer(r'lt_room\(\s*(\w+)\s+FLOOR\s+(\d+)', text):
            if plan.rooms.get(match[1]) != int(match[2]):
                yield path, text[:match.start()].count('\n') + 1, f'{match[1]} is not on floor {match[2]} of the house'


def rule_outside(tree, plan):
    for path in tree.below('app', 'include'):
        room = None if path.startswith('include/') else room_of(path, plan)
        for line, form, name in ctext.includes(tree.text(path)):
            if form == '<' and not name.startswith('lutrin/') and not plan.allows(room, name):
                yield path, line, f'<{name}> is not for {room or "a door"}'
    for path in tree.below('app', ending='CMakeLists.txt'):
        room = room_of(path, plan)
        text = re.sub(r'#.*', '', tree.text(path))
        for match in re.finditer(r'\bPACKAGES\s+([^A-Z()]*(?:SDL2_\w+[^A-Z()]*)*)', text):
            for package in match[1].split():
                if room and package not in plan.packages.get(room, []):
                    yield path, text[:match.start()].count('\n') + 1, f'package {package} is not for {room}'


def rule_private(tree, plan):
    del plan
    for path in tree.below('app', 'include', 'tests'):
        for line, form, name in ctext.includes(tree.text(path)):
            if form == '"' and ('..' in name.split('/') or path.startswith('include/')):
                yield path, line, f'"{name}": a private header stays in its room; doors are <lutrin/...>'


def rule_cycle(tree, plan):
    del plan
    uses = {path: [(line, 'include/' + name) for line, form, name in ctext.includes(tree.text(path)) if form == '<']
            for path in tree.below('include')}
    done = set()

    def walk(path, trail):
        for line, used in uses.get(path, []):
            if used in trail:
                yield path, line, 'doors include each other in a circle: ' + ' > '.join(trail[trail.index(used):] + [used])
            elif used not in done:
                yield from walk(used, trail + [used])
        done.add(path)

    for path in uses:
        if path not in done:
            yield from walk(path, [path])


def rule_file_length(tree, plan):
    for path in tree.below('app', 'include', 'tests', 'board', ending=('.c', '.h', '.py', '.sh')):
        lines = tree.text(path).count('\n')
        if lines > plan.limits['file']:
            yield path, lines, f'{lines} lines; no file is longer than {plan.limits["file"]}'


def warnings(tree, plan):
    for path in tree.below('app', 'include', 'tests'):
        lines = tree.text(path).count('\n')
        if plan.limits['file_warn'] < lines <= plan.limits['file']:
            yield path, lines, f'{lines} lines; is it two files?'


def rule_function_length(tree, plan):
    for path in tree.below('app', 'include', 'tests'):
        for found in ctext.statements(tree.text(path)):
            lines = found.last - found.first + 1
            if found.is_function() and lines > plan.limits['function']:
                yield path, found.first, f'a function of {lines} lines; none is longer than {plan.limits["function"]}'


def rule_program_length(tree, plan):
    for path in tree.below('app', ending='.c'):
        text = tree.text(path)
        if room_of(path, plan) == 'bin' and re.search(r'^int main\(', text, re.M):
            lines = text.count('\n')
            if lines >= plan.limits['program']:
                yield path, lines, f'{lines} lines; a program is wiring of less than {plan.limits["program"]}'


def rule_banned(tree, plan):
    for path in tree.below('app', 'include', 'tests'):
        names = plan.banned + ([] if path.startswith('tests/') else plan.banned_app)
        call = re.compile(r'(?<![\w.>])(' + '|'.join(names) + r')\s*\(')
        for number, line in enumerate(ctext.code_only(tree.text(path)).split('\n'), 1):
            for match in call.finditer(line):
                yield path, number, f'{match[1]}() is not called in this house'


def rule_opening(tree, plan):
    del plan
    for path in tree.below('app', 'include', 'tests'):
        if not tree.text(path).startswith('/*'):
            yield path, 1, 'does not begin with a comment that says what it knows'


def rule_guard(tree, plan):
    del plan
    for path in tree.below('app', 'include', 'tests', ending='.h'):
        code = ctext.without_comments(tree.text(path)).strip()
        match = re.match(r'#ifndef (\w+)\s*\n\s*#define (\w+)', code)
        if not match or match[1] != match[2] or not code.endswith('#endif'):
            yield path, 1, 'has no include guard around it'


def rule_prototype_comment(tree, plan):
    del plan
    for path in tree.below('include', ending='.h'):
        text = tree.text(path)
        lines = text.split('\n')
        for found in ctext.prototypes(text):
            first, last = found.first - 1, found.last - 1
            while first > 0 and lines[first - 1].strip():
                first -= 1
            while last + 1 < len(lines) and lines[last + 1].strip():
                last += 1
            if not any('/*' in line or '*/' in line for line in lines[first:last + 1]):
                yield path, found.first, 'a prototype without a word about it: ' + found.text


def rule_state(tree, plan):
    for path in tree.below('app', ending='.c'):
        if path in plan.state:
            continue
        for found in ctext.statements(tree.text(path)):
            if found.is_function():
                for line, text in ctext.local_statics(found):
                    if ctext.is_mutable_variable(text):
                        yield path, line, 'mutable static state: ' + text
            elif ctext.is_mutable_variable(found.text):
                yield path, found.first, 'mutable state at file scope: ' + found.text


def rule_word(tree, plan):
    paths = tree.below('app', 'include', 'tests', 'board', ending='') + [p for p in tree.paths if '/' not in p]
    for path in paths:
        script = '.' not in os.path.basename(path) or path.startswith('.')
        if path == 'tests/tree/house.txt' or not (script or path.endswith(TEXT_ENDINGS)):
            continue
        for number, line in enumerate(tree.text(path).split('\n'), 1):
            for pattern in plan.words:
                match = pattern.search(line)
                if match:
                    yield path, number, f'"{match[0]}" belongs to one workplace, not into this tree'


def rule_guide(tree, plan):
    path = 'app/README.md'
    if path not in tree.paths:
        return
    named = set()
    for number, line in enumerate(tree.text(path).split('\n'), 1):
        for name in re.findall(r'`<(lutrin/\w+\.h)>`', line):
            named.add(plan.doors.get(name[7:-2]))
            if 'include/' + name not in tree.paths:
                yield path, number, f'shows a door that is not there: <{name}>'
        for name in re.findall(r'`(\w+/\w+\.[ch])`', line):
            named.add(name.split('/')[0])
            if 'app/' + name not in tree.paths:
                yield path, number, f'shows a file that is not there: {name}'
        named.update(re.findall(r'`(\w+)`', line))
    rooms = {room_of(name, plan) for name in tree.below('app')} - {None}
    for room in sorted(rooms - named):
        yield path, 1, f'does not lead through the room {room}'


RULES = {name[5:].replace('_', '-'): rule for name, rule in list(globals().items()) if name.startswith('rule_')}


def check(tree, plan):
    """All findings: (path, line, rule, message)."""
    return [(path, line, name, message)
            for name, rule in RULES.items() for path, line, message in rule(tree, plan)]


def main():
    parser = argparse.ArgumentParser(description='Holds the tree against the plan of the house.')
    parser.add_argument('--plan', default=os.path.join(HERE, 'house.txt'))
    parser.add_argument('top', nargs='?', default=os.path.join(HERE, '..', '..'))
    options = parser.parse_args()
    plan, tree = Plan(options.plan), Tree(os.path.normpath(options.top))
    for path, line, message in warnings(tree, plan):
        print(f'warning: {path}:{line}: {message}')
    findings = check(tree, plan)
    for path, line, name, message in findings:
        print(f'{path}:{line}: {name}: {message}')
    print(f'{len(tree.paths)} files, {len(RULES)} rules, {len(findings)} findings')
    return 1 if findings else 0


if __name__ == '__main__':
    sys.exit(main())
