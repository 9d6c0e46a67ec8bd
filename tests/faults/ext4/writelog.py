"""What QEMU's blklogwrites wrote (the format of dm-log-writes), and the disks that may be left of it.

A disk with a cache that forgets keeps what was written before a flush that has ended. Of everything later any part may have
arrived, in any order: whole writes, and of those above 4 KiB also some of their pieces of 4 KiB, which are taken to be what
a disk writes in one.
"""
import struct

MAGIC = 0x6a736677736872
FLUSH, FUA, DISCARD = 1, 2, 4
PIECE = 4096
EXTENT = 4096  # of an image, looked at for what is not zero


class Log:
    """The writes to one disk: (offset, bytes), in order. firm[n]: how many of them are durable when n have been made;
    marks: how many had been made when the guest wrote behind the file system, at `mark` and later."""

    def __init__(self, base, path, mark):
        self.writes, self.firm, self.marks, self.forced, self.flushes = [], [], [], set(), 0
        with open(base, 'rb') as file:
            at = 0
            while data := file.read(EXTENT):
                if data.strip(b'\0'):
                    self.writes.append((at, data))
                at += len(data)
        self.base = len(self.writes)
        self.firm = [self.base] * (self.base + 1)
        with open(path, 'rb') as file:
            self.read(file, mark)

    def read(self, file, mark):
        magic, version, entries, sector = struct.unpack('<QQQI', file.read(28))
        if magic != MAGIC or version != 1:
            raise SystemExit('ext4: this is no log of writes')
        file.seek(sector)
        for _ in range(entries):
            at, count, flags, _ = struct.unpack('<QQQQ', file.read(sector)[:32])
            if flags & DISCARD:
                raise SystemExit('ext4: discards are not modelled')
            if flags & FLUSH:
                self.firm[-1] = len(self.writes)
                self.flushes += 1
            data = file.read(count * sector)
            if at * sector >= mark:
                self.marks.append(len(self.writes))
            elif data:
                if flags & FUA:
                    self.forced.add(len(self.writes))
                self.writes.append((at * sector, data))
                self.firm.append(self.firm[-1])

    def pieces(self, number, dice):
        """A part of a write: [(write, from, length)]."""
        size = len(self.writes[number][1])
        return [(number, at, min(PIECE, size - at)) for at in range(0, size, PIECE) if dice.random() < 0.5]

    def whole(self, number):
        return (number, 0, len(self.writes[number][1]))

    def states(self, most, dice):
        """(cut, firm, [(write, from, length)]): what may be left after each write, `most` choices each: all that was written,
        only what was flushed, then, as the dice say, each alone, all but each, and any part with torn writes."""
        seen = set()
        for cut in range(self.base, len(self.writes) + 1):
            firm = self.firm[cut]
            loose = [n for n in range(firm, cut) if n not in self.forced]
            forced = [self.whole(n) for n in range(firm, cut) if n in self.forced]
            for chosen in self.choices(loose, most, dice):
                state = (firm, tuple(sorted(chosen + forced)))
                told = sum(cut >= mark for mark in self.marks)
                if (state, told) not in seen:
                    seen.add((state, told))
                    yield cut, firm, state[1]

    def lay_out(self, firm, parts, path, size):
        """Writes the disk on which the first `firm` writes arrived, and of the later ones these parts."""
        with open(path, 'wb') as file:
            file.truncate(size)
            for number, start, length in [*map(self.whole, range(firm)), *parts]:
                at, data = self.writes[number]
                file.seek(at + start)
                file.write(data[start:start + length])

    def choices(self, loose, most, dice):
        yield [self.whole(n) for n in loose]
        if not loose:
            return
        yield []
        for _ in range(most - 2):
            kind, one = dice.randrange(4), dice.choice(loose)
            if kind == 0:
                yield [self.whole(one)]
            elif kind == 1:
                yield [self.whole(n) for n in loose if n != one]
            else:
                keep, parts = dice.random(), []
                for n in loose:
                    if dice.random() < keep:
                        torn = kind == 3 and len(self.writes[n][1]) > PIECE
                        parts += self.pieces(n, dice) if torn else [self.whole(n)]
                yield parts
