"""A small machine under QEMU that runs guest.c on Debian's own kernel: the kernel that is found, its memory disk, its run."""
import glob
import os
import re
import shutil
import stat
import subprocess

# TCG, not KVM: it is to be had everywhere. One nanosecond an instruction, so that what is measured in processor time (a
# bundle's queries may take 250 ms) is the same on a busy computer.
CLOCK = ['-accel', 'tcg,tb-size=256', '-icount', 'shift=0,sleep=on', '-cpu', 'qemu64,+ssse3,+sse4.1,+sse4.2,+aes']
CONSOLE_LINES = 12  # of the machine's console, told when it did not come to its end


def find_kernel():
    """The path and release of a Debian kernel whose modules are there too, or None."""
    for kernel in sorted(glob.glob('/boot/vmlinuz-*-amd64'), reverse=True):
        release = os.path.basename(kernel)[len('vmlinuz-'):]
        if os.access(kernel, os.R_OK) and os.path.exists(f'/lib/modules/{release}/modules.dep'):
            return kernel, release
    return None


def modules(release, names):
    """The files of these modules and of what they need, in the order in which they are loaded. What is built in has none."""
    top, needs = f'/lib/modules/{release}', {}
    with open(f'{top}/modules.dep', encoding='ascii') as file:
        for line in file:
            path, rest = line.split(':')
            needs[path] = rest.split()
    by_name = {re.sub(r'\.ko.*', '', os.path.basename(path)).replace('-', '_'): path for path in needs}
    order = []
    for name in names:
        path = by_name.get(name)
        for one in [*reversed(needs[path]), path] if path else []:
            if one not in order:
                order.append(one)
    return [os.path.join(top, path) for path in order]


def libraries(program):
    """The shared libraries that a program is loaded with."""
    lines = subprocess.run(['ldd', program], check=True, stdout=subprocess.PIPE, text=True).stdout
    return re.findall(r'(?:=> |^\s*)(/\S+) \(0x', lines, re.M)


class MemoryDisk:
    """A cpio archive of the kind that the kernel unpacks ("newc")."""

    def __init__(self):
        self.parts, self.names = [], set()

    def entry(self, name, mode, data):
        name = name.strip('/')
        folder = os.path.dirname(name)
        if folder and folder not in self.names:
            self.entry(folder, stat.S_IFDIR | 0o755, b'')
        if name in self.names:
            return
        self.names.add(name)
        raw = name.encode() + b'\0'
        head = [len(self.names), mode, 0, 0, 2 if stat.S_ISDIR(mode) else 1, 0, len(data), 0, 0, 0, 0, len(raw), 0]
        text = b'070701' + b''.join(b'%08x' % number for number in head) + raw
        self.parts.append(text + bytes(-len(text) % 4) + data + bytes(-len(data) % 4))

    def text(self, name, text):
        self.entry(name, stat.S_IFREG | 0o644, text.encode())

    def file(self, path, name=None):
        with open(path, 'rb') as file:
            self.entry(name or path, stat.S_IFREG | stat.S_IMODE(os.stat(path).st_mode), file.read())

    def tree(self, path, name):
        if not os.path.isdir(path):
            self.file(path, name)
            return
        for one in sorted(os.listdir(path)):
            self.tree(os.path.join(path, one), os.path.join(name, one))

    def program(self, path, name):
        self.file(path, name)
        for library in libraries(path):
            self.file(library)

    def write(self, path):
        self.entry('TRAILER!!!', 0, b'')
        with open(path, 'wb') as file:
            file.writelines(self.parts)


class Machine:
    """Where machines are run: `folder` takes their files."""

    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.kernel, self.release = find_kernel()

    @staticmethod
    def missing():
        """What is not there for it, in a word, or None."""
        for program in ('qemu-system-x86_64', 'mke2fs', 'ldd'):
            if not shutil.which(program, path=os.environ['PATH'] + ':/usr/sbin:/sbin'):
                return f'{program} is not installed'
        if os.uname().machine != 'x86_64':
            return 'this is no x86_64 machine'
        return None if find_kernel() else 'there is no kernel of Debian below /boot that may be read'

    def memory_disk(self):
        """With the programs and modules that every machine needs."""
        made = MemoryDisk()
        made.program(os.path.join(self.build, 'tests', 'faults', 'fault_guest'), 'init')
        made.program(os.path.join(self.build, 'lutrin-sync'), 'bin/lutrin-sync')
        made.program(os.path.join(self.build, 'tests', 'faults', 'fault_check'), 'bin/fault_check')
        paths = modules(self.release, ['virtio_pci', 'virtio_blk', 'crc32c_generic', 'ext4', 'loop'])
        for path in paths:
            made.file(path)
        made.text('modules', ''.join(path + '\n' for path in paths))
        return made

    def run(self, made, logged, seconds):
        """Runs it to its end; `logged`: (image, log) of each disk, in the order vda, vdb ... Returns what it reported."""
        path = {name: os.path.join(self.folder, name) for name in ('memory', 'console', 'report')}
        made.write(path['memory'])
        command = ['qemu-system-x86_64', *CLOCK, '-M', 'pc', '-m', '1024', '-smp', '1',
                   '-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-kernel', self.kernel,
                   '-initrd', path['memory'], '-append', 'console=ttyS0 quiet panic=-1 reboot=t', '-serial',
                   f'file:{path["console"]}', '-serial', f'file:{path["report"]}']
        for number, (image, log) in enumerate(logged):
            command += ['-blockdev', f'driver=blklogwrites,node-name=d{number},log-super-update-interval=1,'
                        f'file.driver=file,file.filename={image},log.driver=file,log.filename={log}',
                        '-device', f'virtio-blk-pci,drive=d{number},addr={number + 3:x}']
        try:
            words = subprocess.run(command, check=False, timeout=seconds, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   text=True).stderr
        except subprocess.TimeoutExpired:
            words = f'not done after {seconds} seconds'
        report = [line.strip() for line in self.lines('report') if line.strip()]
        if 'done' not in report:
            raise SystemExit('\n'.join(['ext4: the machine did not come to its end:', words, *report[-3:], self.console()]))
        return report[:report.index('done')]

    def lines(self, name):
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            return []
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read().split('\n')

    def console(self):
        """The last that its console showed."""
        return '\n'.join(self.lines('console')[-CONSOLE_LINES:])
