"""exfat.py: makes exFAT images, whole and good as fsck.exfat sees them, from names and bytes.

Files lie in one piece without a chain, or (`chained`) in clusters that are strewn about. Folders always have chains."""
import struct

SECTOR, CLUSTER = 512, 4096
TABLE, HEAP = 128, 1152  # sectors
TABLE_SECTORS = 1024
END = 0xFFFFFFFF


def rotate32(data, skip=()):
    value = 0
    for i, byte in enumerate(data):
        if i not in skip:
            value = ((value << 31 | value >> 1) & 0xFFFFFFFF) + byte & 0xFFFFFFFF
    return value


def rotate16(data, skip=()):
    value = 0
    for i, byte in enumerate(data):
        if i not in skip:
            value = ((value << 15 | value >> 1) & 0xFFFF) + byte & 0xFFFF
    return value


def upcase():
    table = [c - 32 if 97 <= c <= 122 else c for c in range(128)] + [0xFFFF, 0xFF80]
    return struct.pack(f'<{len(table)}H', *table)


def upper(name):
    return ''.join(chr(ord(c) - 32) if 'a' <= c <= 'z' else c for c in name)


class Exfat:
    def __init__(self, clusters=800):
        self.clusters, self.next, self.chain, self.heap = clusters, 2, {}, {}
        self.tree = {}  # name -> bytes, or a folder's own tree; (bytes, 'chained') for a strewn file
        self.at = {}    # path -> first cluster

    def add(self, path, data, chained=False):
        tree = self.tree
        *folders, name = path.split('/')
        for folder in folders:
            tree = tree.setdefault(folder, {})
        tree[name] = (data, chained)

    def place(self, data, strewn=False):
        """Lays bytes into clusters of their own and chains them; returns the first."""
        count = max(1, -(-len(data) // CLUSTER))
        got = []
        for i in range(count):
            got.append(self.next)
            self.next += 2 if strewn and i % 3 else 1
        for i, cluster in enumerate(got):
            self.heap[cluster] = data[i * CLUSTER:(i + 1) * CLUSTER]
            self.chain[cluster] = got[i + 1] if i + 1 < count else END
        return got[0]

    @staticmethod
    def entries(name, folder, first, size, run):
        units = name.encode('utf-16-le')
        pieces = -(-len(units) // 30)
        stream = struct.pack('<BBxBH2xQ4xIQ', 0xC0, 3 if run else 1, len(units) // 2, rotate16(upper(name).encode('utf-16-le')),
                             size, first, size)
        names = b''.join(b'\xC1\0' + units[i * 30:i * 30 + 30].ljust(30, b'\0') for i in range(pieces))
        stamp = (46 << 25 | 11 << 21 | 25 << 16)
        head = bytearray(struct.pack('<BBHHHIIIBBBBB7x', 0x85, 1 + pieces, 0, 0x10 if folder else 0x20, 0, stamp, stamp, stamp,
                                     0, 0, 0x80, 0x80, 0x80))
        whole = bytes(head) + stream + names
        head[2:4] = struct.pack('<H', rotate16(whole, (2, 3)))
        return bytes(head) + stream + names

    def lay(self, tree, path, before=b''):
        """Lays a folder with all that is in it; returns its first cluster and its size."""
        data = before
        for name, what in tree.items():
            here = f'{path}{name}'
            if isinstance(what, dict):
                first, size = self.lay(what, here + '/')
                data += self.entries(name, True, first, size, False)
            else:
                content, chained = what
                first = self.place(content, chained) if content else 0
                data += self.entries(name, False, first, len(content), bool(content) and not chained)
                if content and not chained:
                    for i in range(-(-len(content) // CLUSTER)):
                        self.chain.pop(first + i)
            self.at[here] = first
        size = max(1, -(-len(data) // CLUSTER)) * CLUSTER
        return self.place(data.ljust(size, b'\0')), size

    def image(self):
        bits = -(-self.clusters // 8)
        bitmap, table = self.place(bytes(bits)), self.place(upcase())
        label = struct.pack('<BB22x8x', 0x83, 0)
        root, _ = self.lay(self.tree, '', label + struct.pack('<BB18xIQ', 0x81, 0, bitmap, bits) +
                           struct.pack('<BxxxI12xIQ', 0x82, rotate32(upcase()), table, len(upcase())))
        used = bytearray(bits)
        for cluster in self.heap:
            used[(cluster - 2) // 8] |= 1 << (cluster - 2) % 8
        for i in range(-(-bits // CLUSTER)):
            self.heap[bitmap + i] = bytes(used[i * CLUSTER:(i + 1) * CLUSTER])
        sectors = HEAP + self.clusters * CLUSTER // SECTOR
        boot = bytearray(struct.pack('<3s8s53xQQIIIIIIHHBBBBB', b'\xEB\x76\x90', b'EXFAT   ', 0, sectors, TABLE, TABLE_SECTORS,
                                     HEAP, self.clusters, root, 0x20261125, 0x100, 0, 9, 3, 1, 0x80, 0xFF).ljust(510, b'\0')) + b'\x55\xAA'
        region = bytes(boot) + (bytes(508) + b'\0\0\x55\xAA') * 8 + bytes(512) * 2
        region += struct.pack('<I', rotate32(region, (106, 107, 112))) * 128
        image = bytearray(sectors * SECTOR)
        image[:len(region)] = region
        image[12 * SECTOR:12 * SECTOR + len(region)] = region
        fat = [0xFFFFFFF8, END] + [self.chain.get(i, 0) for i in range(2, self.next)]
        image[TABLE * SECTOR:TABLE * SECTOR + 4 * len(fat)] = struct.pack(f'<{len(fat)}I', *fat)
        for cluster, data in self.heap.items():
            at = HEAP * SECTOR + (cluster - 2) * CLUSTER
            image[at:at + len(data)] = data
        return image
