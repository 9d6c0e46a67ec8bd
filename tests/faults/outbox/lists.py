#!/usr/bin/env python3
"""Sign-ups into the lists that people really run, as lutrin-pack(1) says to fill in a plan for them (servers.py).

usage: lists.py BUILD
"""
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import Desk, Kiosk, certificate  # noqa: E402
from servers import Ghost, Listmonk, Mailman2, Postorius  # noqa: E402


class Trial:
    def __init__(self, kiosk, desk):
        self.kiosk, self.desk, self.count, self.wrong = kiosk, desk, 0, 0

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
    list_, page = Postorius(t.desk), t.desk.url + Postorius.PAGE
    plan = {'form': page + 'anonymous_subscribe', 'name': 'display_name'}
    t.kiosk.read(**plan)
    t.must('mailman, no token', t.send('ana@place.example') == [('waiting', False, '403')] and not list_.taken, list_.taken)
    t.kiosk.read(**plan, token=page, token_field='csrfmiddlewaretoken')
    got = t.send('ana@place.example', 'bo@place.example', 'ana@place.example')
    t.must('mailman', got == [('sent', False, '302')] * 3, got)
    t.must('mailman', list_.taken == dict.fromkeys(('ana@place.example', 'bo@place.example'), 'Ana Ñandú & Co'), list_.taken)
    t.must('mailman, mails', sorted(list_.mails) == ['ana@place.example', 'bo@place.example'], list_.mails)
    list_.before = ['session=a=b; HttpOnly', 'large=' + 'x' * 5000, '=nameless', 'no cookie', 'tab=a\tb']
    got = t.send('di@place.example')
    t.must('mailman, more cookies', got == [('sent', False, '302')] and 'di@place.example' in list_.taken, got)
    t.must('mailman, more cookies', list_.cookies.keys() == {'session', 'csrftoken'} and list_.cookies['session'] == 'a=b',
           list_.cookies)
    t.kiosk.read(**plan, token=page, token_field='csrf')
    got = t.send('cy@place.example')
    t.must('mailman, another field', got[0][:2] == ('waiting', False) and not t.desk.posts, (got, t.desk.posts))
    said = t.kiosk.call('lutrin-sync', 'outbox', '-c', 'conf', check=False).stderr if t.kiosk.rested() is None else ''
    t.must('mailman, another field', "its answer holds no 'csrf'" in said, said)


def mailman2(t):
    list_ = Mailman2(t.desk)
    t.kiosk.read(form=t.desk.url + '/mailman/subscribe/news', name='fullname', token=t.desk.url + '/mailman/listinfo/news',
                 token_field='sub_form_token', token_wait='2')
    got = t.send('ana@place.example', 'bo@place.example')
    t.must('mailman 2.1', got == [('sent', False, '200')] * 2, got)
    t.must('mailman 2.1', list_.taken == dict.fromkeys(('ana@place.example', 'bo@place.example'), 'Ana Ñandú & Co'), list_.taken)


def ghost(t):
    list_ = Ghost(t.desk)
    plan = {'form': t.desk.url + '/members/api/send-magic-link/', 'as': 'json', 'name': 'name',
            'extra': 'emailType=subscribe'}
    token = {'token': t.desk.url + '/members/api/integrity-token/', 'token_field': 'integrityToken'}
    t.kiosk.read(**plan)
    t.must('ghost, no token', t.send('ana@place.example') == [('held', False, '400')], list_.taken)
    t.must('ghost, mended', t.mend(**plan, **token) == ['sent'] and list_.mails == ['ana@place.example'], list_.mails)
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
    form = {'form': t.desk.url + '/subscription/form', 'name': 'name', 'extra': 'l=' + Listmonk.UUID}
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
