"""In the machine of the kiosk's test: a touch panel (uinput) and the finger on it. Reads lines from the pipe /run/finger: `tap X Y`, in
pixels of a panel of 1280x800. QEMU 7.2 has no touch panel of its own."""
import fcntl
import os
import struct
import time

EV_SYN, EV_KEY, EV_ABS = 0, 1, 3
BTN_TOUCH, ABS_X, ABS_Y, SLOT, POS_X, POS_Y, TRACKING = 0x14A, 0, 1, 0x2F, 0x35, 0x36, 0x39
UI_DEV_CREATE, UI_DEV_SETUP, UI_ABS_SETUP = 0x5501, 0x405C5503, 0x401C5504
UI_SET_EVBIT, UI_SET_KEYBIT, UI_SET_ABSBIT, UI_SET_PROPBIT = 0x40045564, 0x40045565, 0x40045567, 0x4004556E
DIRECT = 1
SIZE = 1280, 800

panel = os.open('/dev/uinput', os.O_WRONLY)
for kind in (EV_KEY, EV_ABS):
    fcntl.ioctl(panel, UI_SET_EVBIT, kind)
fcntl.ioctl(panel, UI_SET_KEYBIT, BTN_TOUCH)
fcntl.ioctl(panel, UI_SET_PROPBIT, DIRECT)
for code, most in ((ABS_X, SIZE[0] - 1), (ABS_Y, SIZE[1] - 1), (SLOT, 9), (POS_X, SIZE[0] - 1), (POS_Y, SIZE[1] - 1), (TRACKING, 65535)):
    fcntl.ioctl(panel, UI_SET_ABSBIT, code)
    fcntl.ioctl(panel, UI_ABS_SETUP, struct.pack('<H2xiiiiii', code, 0, 0, most, 0, 0, 0))
fcntl.ioctl(panel, UI_DEV_SETUP, struct.pack('<HHHH80sI', 3, 0x1D6B, 0x0104, 1, b'Panel of the test', 0))
fcntl.ioctl(panel, UI_DEV_CREATE)


def say(*events):
    for kind, code, value in (*events, (EV_SYN, 0, 0)):
        os.write(panel, struct.pack('<qqHHi', 0, 0, kind, code, value))


def tap(number, x, y):
    say((EV_ABS, SLOT, 0), (EV_ABS, TRACKING, number), (EV_ABS, POS_X, x), (EV_ABS, POS_Y, y), (EV_KEY, BTN_TOUCH, 1),
        (EV_ABS, ABS_X, x), (EV_ABS, ABS_Y, y))
    time.sleep(0.08)
    say((EV_ABS, TRACKING, -1), (EV_KEY, BTN_TOUCH, 0))


os.mkfifo('/run/finger')
count = 0
while True:
    with open('/run/finger', encoding='ascii') as lines:
        for line in lines:
            count += 1
            tap(count, *(int(word) for word in line.split()[1:3]))
