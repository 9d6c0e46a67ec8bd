"""Stand-ins for the lists that people really run. Each asks and answers as the real one was seen to (README.md here says
which, and how): what it wants before it takes a sign-up, and what it says when it does not."""
import hashlib
import json
import re
import secrets
import time
import urllib.parse

ADDRESS = re.compile(r"^[^@\s]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}$")


def cookies_of(handler):
    pairs = (part.strip().split('=', 1) for part in (handler.headers['Cookie'] or '').split(';'))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


class Standin:
    """taken: address -> name. A desk shows its pages (`shown`) and is told what was posted (`told`)."""

    def __init__(self, desk):
        self.taken, self.mails, self.desk = {}, [], desk
        desk.shown, desk.told = self.get, self.post

    def take(self, email, name):
        """A message to confirm is sent once, whoever asks how often."""
        if email not in self.taken:
            self.mails.append(email)
        self.taken[email] = name

    def fields(self):
        return dict(urllib.parse.parse_qsl(self.desk.posts[-1][3], keep_blank_values=True))


class Postorius(Standin):
    """Mailman 3's pages: Django's guard wants the secret of the page, the cookie that came with it, and over TLS the page's
    address. Past it everything is answered 302, also what it does not take: it says so on the page that follows."""
    PAGE = '/postorius/lists/news.lists.example/'
    before = []  # cookies of whatever stands in front of it

    def get(self, handler):
        if handler.path != self.PAGE:
            handler.answer(404)
            return
        cookie, self.mask = secrets.token_hex(32), secrets.token_hex(32)
        self.pairs = getattr(self, 'pairs', {})
        self.pairs[cookie] = self.mask
        page = f'''<!DOCTYPE html>
<html><body><form action="/accounts/login/"><input type="text" name="q"></form>
<form action="{self.PAGE}anonymous_subscribe" method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="{self.mask}">
<input type="text" name="email" required><input type="text" name="display_name"></form></body></html>'''
        own = f'csrftoken={cookie}; expires=Wed, 24 Nov 2027 20:49:07 GMT; Max-Age=31449600; Path=/; SameSite=Lax'
        handler.answer(200, page.encode('ascii'), Content_Type='text/html; charset=utf-8', Set_Cookie=self.before + [own])

    def post(self, handler):
        fields, self.cookies = self.fields(), cookies_of(handler)
        cookie = self.cookies.get('csrftoken')
        guarded = getattr(self, 'pairs', {}).get(cookie) == fields.get('csrfmiddlewaretoken', '') and \
            (handler.headers['Referer'] or '').startswith(self.desk.url + '/')
        if not guarded:
            handler.answer(403, b'<title>403 Forbidden</title>')
            return
        if ADDRESS.match(fields.get('email', '')) and fields['email'] not in self.taken:
            self.take(fields['email'], fields.get('display_name', ''))
        handler.answer(302, Location=self.PAGE, Set_Cookie='messages=W10:1xWJrc:KSqkQayosWa; HttpOnly; Path=/; SameSite=Lax')


class Mailman2(Standin):
    """Mailman 2.1: with a secret it wants the token of its page, which has the time in it and a hash of that, of the list and of
    where it was asked from, and is neither too young nor too old; and 200 whatever becomes of it."""
    LEAST_S, MOST_S = 5, 3600
    secret = 'a secret'

    def token(self, when, handler):
        place = handler.client_address[0].rsplit('.', 1)[0]
        return f'{when}::' + hashlib.sha1(f'{self.secret}:{when}::news:{place}'.encode()).hexdigest()

    def get(self, handler):
        page = '<HTML><FORM Method=POST ACTION="../subscribe/news">'
        if self.secret:
            page += f'<input type="hidden" name="sub_form_token" value="{self.token(int(time.time()), handler)}">'
        page += '<INPUT type="Text" name="email" size="30" value=""><INPUT type="Text" name="fullname" size="30" value="">'
        handler.answer(200 if handler.path == '/mailman/listinfo/news' else 404, page.encode('ascii'), Content_Type='text/html')

    def is_fresh(self, token, handler):
        when = token.split(':')[0]
        return when.isdigit() and token == self.token(int(when), handler) and self.LEAST_S <= time.time() - int(when) <= self.MOST_S

    def post(self, handler):
        fields = self.fields()
        if handler.path != '/mailman/subscribe/news':
            handler.answer(404)
            return
        if (not self.secret or self.is_fresh(fields.get('sub_form_token', ''), handler)) and ADDRESS.match(fields.get('email', '')):
            self.take(fields['email'], fields.get('fullname', ''))
        handler.answer(200, b'<HTML><TITLE>news Subscription results</TITLE></HTML>', Content_Type='text/html')


class Ghost(Standin):
    """A token of five minutes from another address, as it stands; without a good one everything is 400. One address may ask
    eight times; then it is 429, without a word of when."""
    FREE = 8

    def __init__(self, desk):
        super().__init__(desk)
        self.tokens, self.asked, self.mail_works = {}, 0, True

    def get(self, handler):
        if handler.path != '/members/api/integrity-token/':
            handler.answer(404)
            return
        token = f'{int((time.time() + 300) * 1000)}:{secrets.token_hex(16)}:{secrets.token_hex(32)}'
        self.tokens[token] = time.time() + 300
        handler.answer(200, token.encode('ascii'), Access_Control_Allow_Origin='*')  # of no content type

    def error(self, handler, status, message):
        text = json.dumps({'errors': [{'message': message, 'context': None, 'code': None}]})
        handler.answer(status, text.encode('ascii'), Content_Type='application/json; charset=utf-8')

    def post(self, handler):
        fields = json.loads(self.desk.posts[-1][3])
        if self.tokens.get(fields.get('integrityToken'), 0) < time.time():
            self.error(handler, 400, 'The request could not be understood.')
            return
        self.asked += 1
        if self.asked > self.FREE:
            self.error(handler, 429, 'Too many different sign-in attempts, try again in 10 minutes')
        elif not ADDRESS.match(fields.get('email', '')):
            self.error(handler, 400, 'Email is not valid')
        elif not self.mail_works:
            self.error(handler, 500, 'Failed to send email.')
        else:
            self.take(fields['email'], fields.get('name', ''))
            handler.answer(201, b'{}', Content_Type='application/json')


class Listmonk(Standin):
    """A form without secrets: a page for everything, 400 for what is wrong with it, 200 for who is there already."""
    UUID = 'c4d5ae7b-7e4b-4a11-9d6e-0f1c1b3f9a55'

    def __init__(self, desk):
        super().__init__(desk)
        self.captcha = self.closed = False

    def get(self, handler):
        handler.answer(404)

    def post(self, handler):
        fields, api = self.fields(), self.desk.posts[-1][2] == '/api/public/subscription'
        if self.closed:
            handler.answer(400 if api else 404)
        elif fields.get('nonce') and not api:
            handler.answer(502)
        elif self.captcha and not api and not fields.get('altcha'):
            handler.answer(400, b'<h2>Error</h2>')
        elif fields.get('l') != self.UUID or not ADDRESS.match(fields.get('email', '').lower()):
            handler.answer(400, b'{"message":"..."}' if api else b'<h2>Error</h2>')
        else:
            self.take(fields['email'].lower(), fields.get('name', '').strip() or fields['email'].split('@')[0])
            handler.answer(200, b'{"data":{"has_optin":true}}\n' if api else b'<h2>Subscribe</h2>')
