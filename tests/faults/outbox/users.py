#!/usr/bin/env python3
"""The outbox between two users, as board/lutrin-sync.service has them: whoever shows the form can put a sign-up in and see what
becomes of it, and can neither open one nor change what is told of it. Needs the right to change users.

usage: users.py BUILD
"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import ENVIRONMENT, Desk, Kiosk, certificate  # noqa: E402

POSTMAN, READER, GROUP = 64994, 64995, 64996


def run_as(kiosk, user, *command):
    return subprocess.run(['setpriv', f'--reuid={user}', f'--regid={GROUP}', '--clear-groups', 'sh', '-c', 'umask 027; exec "$@"',
                           'sh', *command], cwd=kiosk.folder, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)


def main():
    if os.geteuid() != 0 or not shutil.which('setpriv') or not shutil.which('openssl'):
        print('skipped: it takes root, setpriv and openssl')
        return 77
    wrong = 0

    def must(what, done, good):
        nonlocal wrong
        if good != (done.returncode == 0):
            wrong += 1
            print(f'    {what}: exit {done.returncode}: {done.stdout} {done.stderr}')
    with tempfile.TemporaryDirectory(prefix='lutrin-users-') as folder:
        programs = os.path.join(folder, 'bin')  # the build may lie where these users cannot go
        os.makedirs(programs)
        for name in ('lutrin-sync', 'lutrin-trace', 'lutrin-pack'):
            shutil.copy(os.path.join(sys.argv[1], name), programs)
        certificate(folder, 'desk')
        desk, kiosk = Desk(folder, 'desk'), Kiosk(programs, folder, 'desk.pem')
        kiosk.read(form=desk.url + '/form')
        os.chmod(folder, 0o750)
        for where, folders, files in os.walk(folder):
            for name in ['.'] + folders + files:
                os.chown(os.path.join(where, name), POSTMAN, GROUP)
        sync, trace = kiosk.program('lutrin-sync'), kiosk.program('lutrin-trace')
        must('settle', run_as(kiosk, POSTMAN, sync, 'settle', '-c', 'conf'), True)
        added = run_as(kiosk, READER, trace, 'outbox', 'add', 'news.lutrin', kiosk.box, 'ana@place.example')
        sign_up = added.stdout.strip()
        must('the reader puts one in', added, True)
        must('the reader reads the key', run_as(kiosk, READER, 'cat', 'box/kiosk.key'), False)
        must('the reader writes another key', run_as(kiosk, READER, 'sh', '-c', 'echo >box/kiosk.pub'), False)
        must('the reader puts another key there', run_as(kiosk, READER, 'mv', 'box/new/' + sign_up, 'box/kiosk.pub'), False)
        must('the postman sends', run_as(kiosk, POSTMAN, sync, 'outbox', '-c', 'conf'), True)
        listed = run_as(kiosk, READER, trace, 'outbox', 'list', kiosk.box, sign_up)
        must('the reader asks', listed, True)
        must('... and is told', subprocess.CompletedProcess([], int('"state": "sent"' not in listed.stdout), listed.stdout), True)
        must('the reader changes what is told', run_as(kiosk, READER, 'sh', '-c', f'echo >box/state/{sign_up}'), False)
        must('the reader takes it away', run_as(kiosk, READER, 'rm', 'box/state/' + sign_up), False)
        # What a reader gone bad may leave there is not followed.
        must('a link', run_as(kiosk, READER, 'ln', '-s', '/etc/hostname', 'box/new/' + '0' * 32), True)
        must('a pipe', run_as(kiosk, READER, 'mkfifo', 'box/new/' + '1' * 32), True)
        must('a folder', run_as(kiosk, READER, 'mkdir', '-p', 'box/new/' + '2' * 32 + '/full'), True)
        must('the postman goes on', run_as(kiosk, POSTMAN, sync, 'outbox', '-c', 'conf'), True)
        if not os.path.exists('/etc/hostname') or len(desk.posts) != 1:
            wrong += 1
            print(f'    the link was followed: {desk.posts}')
    print(f'outbox, two users: {wrong} wrong')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
