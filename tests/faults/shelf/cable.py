#!/usr/bin/env python3
"""Class F9: a cable is pulled for hours and put back: the postman waits no longer than after a start.

usage: cable.py BUILD

In a network of its own, with a clock that is in a hurry, a kiosk's server fails until the waits between two rounds have grown
to an hour. Then it is well again. A kiosk that had no road out meanwhile and has one now asks soon; one that had a road all the
time (it was the publisher who was away) keeps waiting. Skipped where nobody may make a network.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench import ENVIRONMENT, Bench  # noqa: E402
from network import Server  # noqa: E402
from weather import reset  # noqa: E402

HASTE = 300            # so many seconds in one
GROWN_S = 3600         # a wait that a kiosk comes to in some hours
SOON_S = 4 * 60 + 2 * HASTE  # with nothing on its shelf: the next look at the roads, and two seconds of ours
REAL_SECONDS = 200     # until the waits have grown, at most
SKIPPED = 77


def ip(*words):
    subprocess.run(['ip', *words], check=True)


def cable(state):
    """The far end goes up or down: the address and the route of this end stay, as they do where nobody manages them."""
    ip('link', 'set', 'far', 'up' if state else 'down')


def grown(report, watch):
    """Waits until the report tells of a long wait; what it says then."""
    for _ in range(REAL_SECONDS * 20):
        time.sleep(0.05)
        assert watch.poll() is None, 'the postman ended'
        try:
            with open(report, encoding='utf-8') as file:
                told = json.load(file)
        except (OSError, ValueError):
            continue
        if told['next'] - told['time'] >= GROWN_S:
            return told
    raise AssertionError(f'no wait of {GROWN_S} s')


def trial(bench, returns):
    """Seconds of the postman's until it asks again; None: it did not in time."""
    report = bench.path('sync.json')
    server = Server(bench.path('tree1'))
    server.lie = lambda path, data: reset
    bench.begin('none')
    if os.path.exists(report):
        os.unlink(report)
    with open(bench.path('conf'), 'w', encoding='ascii') as file:
        file.write(f'[shelf]\nlibrary = {bench.path("run", "shelf")}\n[trust]\nkey = {bench.path("desk.pub")}\n'
                   f'[network]\nurl = {server.url()}\nallow_local = yes\n[report]\njson = {report}\n')
    environment = dict(ENVIRONMENT, LD_PRELOAD=os.path.join(bench.build, 'tests', 'faults', 'haste.so'), LUTRIN_HASTE=str(HASTE),
                       ASAN_OPTIONS='detect_leaks=0:verify_asan_link_order=0')
    watch = subprocess.Popen([bench.sync, 'watch', '-c', bench.path('conf')], env=environment, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    try:
        cable(not returns)
        grown(report, watch)
        time.sleep(120 / HASTE)  # it looks at the roads each minute
        server.lie = None
        asked, begun = len(server.asked), time.monotonic()
        cable(True)
        while time.monotonic() - begun < SOON_S / HASTE:
            if len(server.asked) > asked:
                return (time.monotonic() - begun) * HASTE
            time.sleep(0.02)
        return None
    finally:
        watch.terminate()
        watch.wait()
        server.shutdown()


def main():
    if len(sys.argv) == 2:  # again, in a network without anything
        probe = subprocess.run(['unshare', '-rn', 'sh', '-c', 'ip link add near type veth peer name far && ip link set lo up'], capture_output=True, check=False)
        if probe.returncode:
            print('skipped: no network can be made here:', probe.stderr.decode(errors='replace').strip())
            return SKIPPED
        return subprocess.run(['unshare', '-rn', sys.executable, '-B', __file__, sys.argv[1], 'inside'], check=False).returncode
    ip('link', 'set', 'lo', 'up')
    ip('link', 'add', 'near', 'type', 'veth', 'peer', 'name', 'far')
    ip('addr', 'add', '10.9.0.1/24', 'dev', 'near')
    ip('link', 'set', 'near', 'up')
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(sys.argv[1], folder)
        back, kept = trial(bench, True), trial(bench, False)
    print(f'F9 a cable put back: asked after {back and round(back)} s of a wait of over {GROWN_S}; '
          f'where only the publisher was away: {"not in that time" if kept is None else f"after {kept:.0f} s"}')
    return 0 if back is not None and kept is None else 1


if __name__ == '__main__':
    sys.exit(main())
