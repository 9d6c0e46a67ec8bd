#!/usr/bin/python3
"""In the machine of the kiosk's test: takes commands from the test outside, over a virtio port, runs them as root with sh, and
answers. One JSON object a line either way: {"n", "do"} comes, {"n", "code", "said"} goes. See machine.py."""
import json
import os
import subprocess
import time

PORT = '/dev/virtio-ports/lutrin.hand'
LONGEST = 500  # seconds a command may take


def run(command):
    try:
        done = subprocess.run(['/bin/bash', '-c', command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=LONGEST, check=False)
        return done.returncode, done.stdout.decode('utf-8', 'replace')
    except subprocess.TimeoutExpired:
        return 124, f'not done after {LONGEST} seconds'


def main():
    while not os.path.exists(PORT):
        time.sleep(0.2)
    with open(PORT, 'r+b', buffering=0) as port:
        port.write(b'{"n": 0, "code": 0, "said": "here"}\n')
        rest = b''
        while True:
            data = port.read(65536)
            if not data:  # nobody outside
                time.sleep(0.2)
                continue
            rest += data
            *lines, rest = rest.split(b'\n')
            for line in lines:
                try:
                    asked = json.loads(line)
                except ValueError:
                    continue
                code, said = run(asked['do'])
                answer = json.dumps({'n': asked['n'], 'code': code, 'said': said}).encode() + b'\n'
                while answer:
                    answer = answer[port.write(answer):]


main()
