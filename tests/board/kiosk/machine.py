"""A whole kiosk under QEMU: Debian's own kernel, systemd and udev, Lutrin installed as README.md tells an operator, and ports that
things are put into and pulled out of.

`Ground` makes what machines are started from (once, and again when programs or units change); `Machine` is one that runs. The hand
inside (hand.py) does what the test says; QMP is the room around the machine: sticks, keys, the power, a look at the screen."""
import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
BOOT_S, COMMAND_S, QMP_S = 400, 520, 60  # a busy computer, and a processor that is emulated
CONSOLE_LINES = 25
# Two nanoseconds an instruction: a slow board that is as slow on a busy computer, so that what is measured in processor time (a
# query of a bundle's may take 200 ms) is the same everywhere.
CLOCK = ['-accel', 'tcg,tb-size=256', '-icount', 'shift=1,sleep=on']
PATH = os.environ['PATH'] + ':/usr/sbin:/sbin'


def missing():
    """What is not there for it, in a word, or None."""
    for program in ('qemu-system-x86_64', 'qemu-img', 'mmdebstrap', 'mke2fs', 'apt-get', 'cmake', 'ninja'):
        if not shutil.which(program, path=PATH):
            return f'{program} is not installed'
    if os.uname().machine != 'x86_64':
        return 'this is no x86_64 machine'
    if os.geteuid() and subprocess.run(['sudo', '-n', 'true'], stderr=subprocess.DEVNULL, check=False).returncode:
        return 'a file system of Debian is made by root'
    return None


def begin():
    """What a test of this folder does first: it takes its one argument, the build's folder, or skips."""
    why = missing()
    if why:
        print(f'skipped: a kiosk under QEMU: {why} (packages: board/apt-power, board/apt-cross)')
        sys.exit(77)
    Ground.build = os.path.abspath(sys.argv.pop(1))


def run(*words, **more):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, **more).stdout


class Ground:
    """`folder` (below the build) keeps the release build, its installation as a disk, and disks of installed kiosks."""

    build = ''

    def __init__(self):
        self.folder = os.path.join(self.build, 'kiosk')
        os.makedirs(self.folder, exist_ok=True)
        with self.alone():
            self.make()

    @contextlib.contextmanager
    def alone(self):
        """One at a time: tests may be started beside each other."""
        with open(os.path.join(self.folder, 'lock'), 'w', encoding='ascii') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def make(self):
        self.system = run(os.path.join(HERE, 'system.sh'), TOP).strip()
        self.release = os.path.join(self.folder, 'release')
        run('cmake', '-S', TOP, '-B', self.release, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release', '-DBUILD_TESTING=OFF',
            '--log-level=WARNING')
        run('cmake', '--build', self.release)
        self.programs = os.path.join(self.folder, 'programs')
        shutil.rmtree(self.programs, ignore_errors=True)
        run('cmake', '--install', self.release, '--prefix', '/usr', env=dict(os.environ, DESTDIR=self.programs))
        shutil.copytree(os.path.join(TOP, 'board'), os.path.join(self.programs, 'board'))

    def key(self, *words):
        """Changes with what is installed."""
        known = hashlib.sha256(repr(words).encode())
        for path in [os.path.join(self.system, 'key'), *sorted(
                os.path.join(at, name) for at, _, names in os.walk(self.programs) for name in names)]:
            with open(path, 'rb') as file:
                known.update(path.encode() + b'\0' + file.read())
        return known.hexdigest()[:16]

    def installed(self, *options):
        with self.alone():
            return self.install(*options)

    def install(self, *options):
        """The disk of a kiosk on which `board/install-unit OPTION...` was called, switched off as it should be. As README.md
        tells: `cmake --install`, then `board/install-unit`, and the words of these are what they are."""
        name = '-'.join(['installed', *[option.strip('-') for option in options]])
        disk, mark = os.path.join(self.folder, name), os.path.join(self.folder, name + '.key')
        key = self.key(options)
        if os.path.exists(mark):
            with open(mark, encoding='ascii') as file:
                if file.read() == key:
                    return disk
            os.unlink(mark)
        if os.path.exists(disk):  # another machine may still run from it
            os.unlink(disk)
        run('cp', '--sparse=always', os.path.join(self.system, 'disk'), disk)
        tree = os.path.join(self.folder, 'programs.ext4')
        if os.path.exists(tree):
            os.unlink(tree)
        run('mke2fs', '-q', '-t', 'ext4', '-E', 'root_owner=0:0', '-d', self.programs, tree, '128M', env=dict(os.environ, PATH=PATH))
        with Machine(self, disk, keep=True, more=['-drive', f'if=virtio,format=raw,readonly=on,file={tree}']) as machine:
            machine.do('mount -o ro /dev/vdb /programs && cp -R --no-preserve=ownership /programs/usr/. /usr')
            machine.do(f'/programs/board/install-unit {" ".join(options)}')
            machine.do('umount /programs; sync')
            machine.switch_off()
        with open(mark, 'w', encoding='ascii') as file:
            file.write(key)
        return disk


class Machine:
    """One that runs from `disk`; what it writes is forgotten when it is closed unless `keep`. To be used by `with`."""

    def __init__(self, ground, disk, keep=False, more=(), clock=None, screen=False):
        self.home = tempfile.TemporaryDirectory(prefix='lutrin-kiosk-')
        self.console = os.path.join(self.home.name, 'console')
        written = f'if=none,id=card,format=raw,file={disk}'
        if not keep:
            written = f'if=none,id=card,format=qcow2,file={self.path("card")}'
            run('qemu-img', 'create', '-q', '-f', 'qcow2', '-b', disk, '-F', 'raw', self.path('card'))
        self.command = ['qemu-system-x86_64', *CLOCK, '-cpu', 'max', '-M', 'pc', '-smp', '1', '-m', '1024',
                        '-nodefaults', '-no-user-config', '-display', 'none', '-kernel', os.path.join(ground.system, 'kernel'),
                        '-initrd', os.path.join(ground.system, 'initrd'),
                        '-append', 'root=/dev/vda rw console=ttyS0 quiet systemd.show_status=no', '-serial', f'file:{self.console}',
                        '-drive', written, '-device', 'virtio-blk-pci,drive=card',
                        '-device', 'virtio-serial-pci', '-chardev', f'socket,id=hand,path={self.path("hand")},server=on,wait=off',
                        '-device', 'virtserialport,chardev=hand,name=lutrin.hand', '-device', 'qemu-xhci,id=ports',
                        '-nic', 'user,id=net,model=virtio-net-pci', '-qmp', f'unix:{self.path("qmp")},server=on,wait=off', *more]
        if screen:
            self.command += ['-device', 'virtio-vga,xres=1280,yres=800']
        if clock:
            self.command += ['-rtc', f'base={clock}']
        self.words = open(self.path('words'), 'w+', encoding='utf-8')
        self.switch_on()

    def switch_on(self):
        """Starts it, and waits until the hand is there."""
        self.count, self.rest, self.lines = 0, b'', []
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=self.words, stderr=self.words)
        try:
            self.qmp = self.connect('qmp').makefile('rw', encoding='utf-8')
            self.lines.append(self.qmp)
            self.qmp.readline()
            self.tell('qmp_capabilities')
            self.hand = self.connect('hand')
            self.awake()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def path(self, name):
        return os.path.join(self.home.name, name)

    def cut_power(self):
        """The plug is pulled: what neither the machine nor its card (QEMU's, which knows of blocks what was flushed) had written
        down is gone."""
        self.process.kill()
        self.process.wait()
        for line in self.lines:
            line.close()

    def close(self):
        self.cut_power()
        self.words.close()
        self.home.cleanup()

    def connect(self, name):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(QMP_S)
        self.lines.append(line)
        until = time.monotonic() + QMP_S
        while True:
            try:
                line.connect(self.path(name))
                return line
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise AssertionError(f'the machine does not start: {self.last()}') from None
                time.sleep(0.05)

    def last(self):
        """The last that its console showed, and QEMU's own words."""
        self.words.seek(0)
        lines = self.words.read().split('\n')
        if os.path.exists(self.console):
            with open(self.console, encoding='utf-8', errors='replace') as file:
                lines += file.read().split('\n')[-CONSOLE_LINES:]
        return '\n'.join(lines)

    def tell(self, command, **arguments):
        """A command of QMP's; what it returns. Events are passed over."""
        self.qmp.write(json.dumps({'execute': command, **({'arguments': arguments} if arguments else {})}) + '\n')
        self.qmp.flush()
        while True:
            answer = json.loads(self.qmp.readline())
            if 'return' in answer:
                return answer['return']
            if 'error' in answer:
                raise AssertionError(f'{command}: {answer["error"]["desc"]}')

    def answer(self, seconds):
        """The hand's next line."""
        self.hand.settimeout(seconds)
        try:
            while b'\n' not in self.rest:
                data = self.hand.recv(65536)
                if not data:
                    raise AssertionError(f'the machine is gone: {self.last()}')
                self.rest += data
        except TimeoutError:
            raise AssertionError(f'no answer within {seconds} seconds: {self.last()}') from None
        line, self.rest = self.rest.split(b'\n', 1)
        return json.loads(line)

    def awake(self):
        """Waits until the hand says that it is here (after a start)."""
        while self.answer(BOOT_S)['n']:
            pass

    def ask(self, command):
        """Has it run there by root's shell; (exit code, what it said)."""
        self.count += 1
        self.hand.sendall(json.dumps({'n': self.count, 'do': command}).encode() + b'\n')
        while True:
            got = self.answer(COMMAND_S)
            if got['n'] == self.count:
                return got['code'], got['said']

    def do(self, command):
        """The same, which must succeed; what it said."""
        code, said = self.ask(command)
        if code:
            raise AssertionError(f'{command}: exit code {code}: {said}')
        return said.rstrip('\n')

    def until(self, command, seconds=120):
        """Asks again and again until it succeeds; what it said then."""
        end = time.monotonic() + seconds
        while True:
            code, said = self.ask(command)
            if not code:
                return said.rstrip('\n')
            if time.monotonic() > end:
                raise AssertionError(f'not within {seconds} seconds: {command}: {said}')
            time.sleep(0.5)

    def settled(self, seconds=BOOT_S):
        """Waits until all that starts with the machine has; running, degraded ..."""
        return self.until('state=$(systemctl is-system-running); echo "$state"; [ "$state" != starting ] && [ "$state" != initializing ]', seconds)

    def write(self, path, text):
        """A file there, owned by root."""
        self.do(f"cat >'{path}' <<'END-OF-FILE'\n{text}\nEND-OF-FILE")

    def switch_off(self):
        self.hand.sendall(json.dumps({'n': 0, 'do': 'systemctl poweroff'}).encode() + b'\n')
        self.process.wait(BOOT_S)

    # The room around the machine.

    def slow_card(self, writes):
        """The card takes so many writes a second; 0: as many as come."""
        self.tell('block_set_io_throttle', device='card', bps=0, bps_rd=0, bps_wr=0, iops=0, iops_rd=0, iops_wr=writes)

    def put_in(self, image, speed=0, name='stick', writable=False):
        """A memory stick into a port; `speed`: bytes a second that can be read off it."""
        self.tell('blockdev-add', **{'driver': 'raw', 'node-name': name, 'file': {'driver': 'file', 'filename': image}})
        node = name
        if speed:
            self.tell('object-add', **{'qom-type': 'throttle-group', 'id': name + '-speed', 'limits': {'bps-read': speed}})
            node = name + '-slow'
            self.tell('blockdev-add', **{'driver': 'throttle', 'node-name': node, 'throttle-group': name + '-speed', 'file': name})
        self.tell('device_add', driver='usb-storage', drive=node, bus='ports.0', id=name, removable=True)

    def pull(self, name='stick'):
        """It is pulled out, whoever is reading it."""
        self.tell('device_del', id=name)
        for gone in (name + '-slow', name):
            if any(node['node-name'] == gone for node in self.tell('query-named-block-nodes')):
                self.unless_busy('blockdev-del', **{'node-name': gone})
        if any(one['name'] == name + '-speed' for one in self.tell('qom-list', path='/objects')):
            self.tell('object-del', id=name + '-speed')

    def unless_busy(self, command, **arguments):
        """A device that is gone is let go of a little later."""
        until = time.monotonic() + QMP_S
        while True:
            try:
                return self.tell(command, **arguments)
            except AssertionError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def look(self, picture):
        """What the screen shows, as a PNG."""
        self.tell('screendump', filename=picture, format='png')
