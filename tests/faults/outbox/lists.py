#!/usr/bin/env python3
"""Sign-ups into the lists that people really run (servers.py), by the very plans that lutrin-pack(1) gives for them.

usage: lists.py BUILD
"""
import os
import re
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
MAN = os.path.join(HERE, '..', '..', '..', 'app', 'bin', 'man', 'lutrin-pack.1')
sys.path.insert(0, HERE)
from desk import Desk, Kiosk, certificate  # noqa: E402
from servers import Ghost, Listmonk, Mailman2, Postorius  # noqa: E402


def documented(url):
    """The plans of the manual, for lists at this address."""
    with open(MAN, encoding='utf-8') as file:
        text = file.read().split('For listmonk, Mailman 3 (its pages are called Postorius), Mailman 2.1 and Ghost:\n', 1)[1]
    text = re.search(r'\.Bd -literal[^\n]*\n(.*?)\n\.Ed', text, re.DOTALL)[1]
    text = re.sub('https://(lists|site)[.]example', url, text).replace("THE-LIST'S-UUID", Listmonk.UUID)
    plans = [dict(line.split(' = ', 1) for line in part.splitlines()) for part in re.sub(r'\bLIST\b', 'news', text).split('\n\n')]
    return dict(zip((Listmonk, Postorius, Mailman2, Ghost), plans, strict=True))


def without(plan, *keys):
    return {key: value for key, value in plan.items() if key not in keys}


class Trial:
    def __init__(self, kiosk, desk):
        self.kiosk, self.desk, self.plans, self.count, self.wrong = kiosk, desk, documented(desk.url), 0, 0

    def must(self, name, what, told=''):
        self.count += 1
        if not what:
            self.wrong += 1
            print(f'    {name}: {told}', flush=True)

    def send(self, *emails, turns=1):
        """From an empty outbox; what became of each, in their order."""
        self.kiosk.fresh()
        ids = [self.kiosk.add(email, '--name', 'Ana Ñandú & Co') for email in emails]
        self.desk.posts.clear()
        for _ in range(turns):
            self.kiosk.rested()
            self.kiosk.turn()
        items = self.kiosk.items()
        return [('held' if items[i]['held'] else items[i]['state'], items[i]['doubt'], items[i]['why']) for i in ids]

    def mend(self, **plan):
        """Another plan, or the server was put right and somebody signs up: what had been held is gone; what became of all."""
        if plan:
            self.kiosk.read(**plan)
        else:
            self.kiosk.add('zoe@place.example')
        self.kiosk.turn()
        return sorted(item['state'] for item in self.kiosk.items().values())


def mailman(t):
    """Mailman 3: the secret of the page; and a page that changed holds up sign-ups, but loses none."""
    list_, plan = Postorius(t.desk), t.plans[Postorius]
    t.kiosk.read(**without(plan, 'token', 'token_field'))
    t.must('mailman, no token', t.send('ana@place.example') == [('waiting', False, '403')] and not list_.taken, list_.taken)
    t.kiosk.read(**plan)
    got = t.send('ana@place.example', 'bo@place.example', 'ana@place.example')
    t.must('mailman', got == [('sent', False, '302')] * 3, got)
    t.must('mailman', list_.taken == dict.fromkeys(('ana@place.example', 'bo@place.example'), 'Ana Ñandú & Co'), list_.taken)
    t.must('mailman, mails', sorted(list_.mails) == ['ana@place.example', 'bo@place.example'], list_.mails)
    list_.before = ['session=a=b; HttpOnly', 'large=' + 'x' * 5000, '=nameless', 'no cookie', 'tab=a\tb']
    got = t.send('di@place.example')
    t.must('mailman, more cookies', got == [('sent', False, '302')] and 'di@place.example' in list_.taken, got)
    t.must('mailman, more cookies', list_.cookies.keys() == {'session', 'csrftoken'} and list_.cookies['session'] == 'a=b',
           list_.cookies)
    t.kiosk.read(**dict(plan, token_field='csrf'))
    got = t.send('cy@place.example')
    t.must('mailman, another field', got[0][:2] == ('waiting', False) and not t.desk.posts, (got, t.desk.posts))
    said = t.kiosk.call('lutrin-sync', 'outbox', '-c', 'conf', check=False).stderr if t.kiosk.rested() is None else ''
    t.must('mailman, another field', "its answer holds no 'csrf'" in said, said)


def mailman2(t):
    """Mailman 2.1 answers 200 to everything: what it took tells."""
    list_, plan = Mailman2(t.desk), t.plans[Mailman2]
    t.kiosk.read(**plan)
    t.must('mailman 2.1', t.send('ana@place.example') == [('sent', False, '200')])
    t.must('mailman 2.1', list_.taken == {'ana@place.example': 'Ana Ñandú & Co'}, list_.taken)
    t.kiosk.read(**dict(plan, token_wait='1'))
    t.must('mailman 2.1, too soon', t.send('bo@place.example') == [('sent', False, '200')] and len(list_.taken) == 1, list_.taken)
    t.kiosk.read(**without(plan, 'token', 'token_field', 'token_wait'))
    t.must('mailman 2.1, no token', t.send('bo@place.example') == [('sent', False, '200')] and len(list_.taken) == 1, list_.taken)
    list_.secret = ''
    t.must('mailman 2.1, no secret', t.send('bo@place.example') == [('sent', False, '200')] and len(list_.taken) == 2, list_.taken)
    t.kiosk.read(**dict(plan, form=t.desk.url + '/mailman/subscribe/olds'))
    t.must('mailman 2.1, no token and no such list', t.send('cy@place.example')[0][:2] == ('waiting', False))
    t.kiosk.read(form=t.desk.url + '/mailman/subscribe/olds')
    t.must('mailman 2.1, no such list', t.send('cy@place.example') == [('waiting', False, '404')])


def ghost(t):
    list_, plan = Ghost(t.desk), t.plans[Ghost]
    t.kiosk.read(**without(plan, 'token', 'token_field'))
    t.must('ghost, no token', t.send('ana@place.example') == [('held', False, '400')], list_.taken)
    t.must('ghost, mended', t.mend(**plan) == ['sent'] and list_.mails == ['ana@place.example'], list_.mails)
    list_.mails.clear()
    list_.taken.clear()
    list_.mail_works = False
    t.must('ghost, no mail', t.send('ana@place.example') == [('waiting', True, '500')], list_.taken)
    list_.mail_works, list_.asked = True, 0
    emails = [f'p{i}@place.example' for i in range(10)]
    got = sorted(t.send(*emails))
    t.must('ghost', got == [('sent', False, '201')] * 8 + [('waiting', False, ''), ('waiting', False, '429')], got)
    t.must('ghost', int(t.kiosk.rest()['wait']) >= 30000, t.kiosk.rest())
    list_.asked = 0  # half a day later
    t.kiosk.rested()
    t.kiosk.turn()
    states = [item['state'] for item in t.kiosk.items().values()]
    t.must('ghost, in the end', states == ['sent'] * 10 and sorted(list_.mails) == emails, (states, list_.mails))
    t.must('ghost, names', set(list_.taken.values()) == {'Ana Ñandú & Co'}, list_.taken)


def listmonk(t):
    list_ = Listmonk(t.desk)
    form = t.plans[Listmonk]
    api = dict(form, form=t.desk.url + '/api/public/subscription')
    for name, plan in (('form', form), ('api', api)):
        t.kiosk.read(**plan)
        got = t.send('ana@place.example', 'Ana@place.example')
        t.must('listmonk, ' + name, got == [('sent', False, '200')] * 2, got)
        t.must('listmonk, ' + name, list_.taken == {'ana@place.example': 'Ana Ñandú & Co'}, list_.taken)
    list_.captcha = True
    t.must('listmonk, riddle, api', t.send('bo@place.example') == [('sent', False, '200')])
    t.kiosk.read(**form)
    t.must('listmonk, riddle', t.send('cy@place.example') == [('held', False, '400')])
    list_.captcha = False
    t.must('listmonk, no riddle more', t.mend() == ['sent'] * 2 and 'cy@place.example' in list_.taken, list_.taken)
    list_.closed = True
    t.must('listmonk, closed', t.send('di@place.example') == [('waiting', False, '404')])
    list_.closed = False
    t.kiosk.read(**dict(form, extra='l=another'))
    t.must('listmonk, no such list', t.send('ed@place.example') == [('held', False, '400')])
    t.must('listmonk, mended', t.mend(**dict(form, extra='l=' + Listmonk.UUID + '\n  nonce=')) == ['sent'] and
           'ed@place.example' in list_.taken, list_.taken)
    t.must('listmonk, an empty trap', t.send('flo@place.example') == [('sent', False, '200')])


def main():
    if not shutil.which('openssl'):
        print('skipped: openssl is not installed')
        return 77
    with tempfile.TemporaryDirectory(prefix='lutrin-lists-') as folder:
        certificate(folder, 'desk')
        desk = Desk(folder, 'desk')
        t = Trial(Kiosk(sys.argv[1], folder, 'desk.pem'), desk)
        for kind in (mailman, mailman2, ghost, listmonk):
            kind(t)
    print(f'F10 outbox, lists: {t.count} looked at, {t.wrong} wrong')
    return 1 if t.wrong else 0


if __name__ == '__main__':
    sys.exit(main())
