"""Hostile bundles: each case is one change to a good one, made with every guard off, that a key holder could have signed.

A case is (name, change, expected): `change` gets an open database or the file's bytes; `expected` is 'refused' when the
bundle must not even open, 'shown' when it opens and what is wrong is refused or shown article by article, or 'any'.
"""
import os
import sqlite3
import struct

PAGE = 16384
SERIES = "WITH RECURSIVE n(i) AS (SELECT {0} UNION ALL SELECT i+1 FROM n WHERE i<{1})"
ENDLESS = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r)'


def sql(text):
    def change(db):
        db.executescript(text)
    return change


def schema(name, text):
    """Another statement under the name of an object, its tree left as it is."""
    def change(db):
        db.execute('PRAGMA writable_schema=ON')
        db.execute('UPDATE sqlite_schema SET sql=? WHERE name=?', (text, name))
        db.execute('PRAGMA writable_schema=RESET')
    return change


def add_schema(kind, name, table, root, text):
    def change(db):
        db.execute('PRAGMA writable_schema=ON')
        db.execute('INSERT INTO sqlite_schema VALUES(?,?,?,?,?)', (kind, name, table, root, text))
        db.execute('PRAGMA writable_schema=RESET')
    return change


def root_of(name, other):
    """The tree of one table where another's should be."""
    def change(db):
        db.execute('PRAGMA writable_schema=ON')
        db.execute('UPDATE sqlite_schema SET rootpage=(SELECT rootpage FROM sqlite_schema WHERE name=?) WHERE name=?',
                   (other, name))
        db.execute('PRAGMA writable_schema=RESET')
    return change


def text(table, column, key, make, where='key'):
    def change(db):
        db.execute(f'UPDATE {table} SET {column}=? WHERE {where}=?', (make() if callable(make) else make, key))
    return change


def every(table, column, make):
    def change(db):
        db.execute(f'UPDATE {table} SET {column}=?', (make(),))
    return change


def at(offset, value, form='>I'):
    def change(data):
        struct.pack_into(form, data, offset, value)
    change.raw = True
    return change


def roots(path):
    db = sqlite3.connect(path)
    found = dict(db.execute('SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0'))
    db.close()
    return found


def on_root(table, change_page):
    """Changes the bytes of a table's first page: `change_page(data, begin, number of the page)`."""
    def change(data, found):
        number = found[table]
        change_page(data, (number - 1) * PAGE, number)
    change.raw = change.rooted = True
    return change


def interior_of_itself(data, begin, number):
    """An inner page whose every child, and last child, is itself."""
    data[begin:begin + PAGE] = bytes(PAGE)
    cells = 500
    data[begin] = 5
    struct.pack_into('>HHHB', data, begin + 1, 0, cells, PAGE - 6 * cells, 0)
    struct.pack_into('>I', data, begin + 8, number)
    for i in range(cells):
        place = PAGE - 6 * (i + 1)
        struct.pack_into('>H', data, begin + 12 + 2 * i, place)
        struct.pack_into('>IBB', data, begin + place, number, 0x81, i % 128)


def fan_to_leaf(levels):
    """Inner pages over one leaf, every child of a page being the page below: 500^levels rows in a small file."""
    def change(data, found):
        begin = (found['block'] - 1) * PAGE
        leaf = bytes(data[begin:begin + PAGE])
        total = len(data) // PAGE
        below = total + 1
        data += leaf
        for level in range(levels):
            last = level == levels - 1
            page = bytearray(PAGE)
            interior_of_itself(page, 0, below)
            if last:
                data[begin:begin + PAGE] = page
            else:
                data += page
                below = len(data) // PAGE
        struct.pack_into('>I', data, 28, len(data) // PAGE)
    change.raw = change.rooted = True
    return change


def overflow_loop(data, found):
    """Every page number that stands at the head of an overflow page leads back to that page."""
    page = found['picture']
    for number in range(page + 1, len(data) // PAGE + 1):
        begin = (number - 1) * PAGE
        if data[begin] == 0 and struct.unpack_from('>I', data, begin)[0] < len(data) // PAGE + 1:
            struct.pack_into('>I', data, begin, number)


overflow_loop.raw = overflow_loop.rooted = True


def freelist_loop(data):
    """A trunk of free pages that leads to itself."""
    number = len(data) // PAGE
    struct.pack_into('>II', data, 32, number, 9999)
    struct.pack_into('>II', data, (number - 1) * PAGE, number, 4000)


freelist_loop.raw = True


def bomb(kind, width, height, size=64):
    """A WebP file whose header promises these measures, and little after it."""
    if kind == 'VP8 ':
        body = b'\x10\x02\x00\x9d\x01\x2a' + struct.pack('<HH', width & 0x3fff, height & 0x3fff)
    elif kind == 'VP8L':
        body = b'\x2f' + struct.pack('<I', (width - 1) & 0x3fff | ((height - 1) & 0x3fff) << 14)
    else:
        body = struct.pack('<I', 0x10) + struct.pack('<I', width - 1)[:3] + struct.pack('<I', height - 1)[:3]
    body += bytes(size)
    chunk = kind.encode() + struct.pack('<I', len(body)) + body
    return b'RIFF' + struct.pack('<I', len(chunk) + 4) + b'WEBP' + chunk


def two_sizes():
    """An outer header (VP8X) of 64x64 over an inner picture that says 16000x16000."""
    inner = bomb('VP8L', 16000, 16000)[12:]
    outer = bomb('VP8X', 64, 64, 0)[12:]
    return b'RIFF' + struct.pack('<I', len(inner) + len(outer) + 4) + b'WEBP' + outer + inner


def animation(frames):
    outer = b'VP8X' + struct.pack('<I', 10) + struct.pack('<I', 0x02) + struct.pack('<I', 2000)[:3] + struct.pack('<I', 2000)[:3]
    anim = b'ANIM' + struct.pack('<I', 6) + bytes(6)
    inner = bomb('VP8L', 2001, 2001)[12:]
    frame = bytes(6) + struct.pack('<I', 2000)[:3] + struct.pack('<I', 2000)[:3] + bytes(4) + inner
    frame = b'ANMF' + struct.pack('<I', len(frame)) + frame
    body = outer + anim + frame * frames
    return b'RIFF' + struct.pack('<I', len(body) + 4) + b'WEBP' + body


def picture(make):
    def change(db):
        db.execute('UPDATE picture SET data=?', (make(),))
    return change


A1 = 65536  # key of article 1's first block
MB = 1 << 20
WORDS = 'le fleuve attend au pied de la cale '


def rows(first, last, columns):
    return sql(f"DELETE FROM block WHERE key>={first} AND key<={last}; " + SERIES.format(first, last) +
               f" INSERT INTO block SELECT i, {columns} FROM n")


PLAIN = "'paragraph',0,0,0,0,'fr',0,'{0}','','',0,''"
TEXTS = {
    'combining marks': lambda: 'a' + '\u0301' * (2 * MB),
    'combining marks on every letter': lambda: ('a' + '\u0301\u0316' * 20) * 40000,
    'bidi embeddings': lambda: '\u202b\u202d\u2067' * (MB // 2) + 'x',
    'bidi turns': lambda: 'a\u05d0' * (MB // 2),
    'isolates never closed': lambda: ('\u2067\u05d0 a' * 400000),
    'no break': lambda: 'x' * (4 * MB),
    'no break, wide': lambda: '\u2060'.join('漢' * 500000),
    'all breaks': lambda: 'a ' * (2 * MB),
    'dense': lambda: '渡' * (2 * MB),
    'thai without spaces': lambda: 'ภาษาไทย' * 150000,
    'zero width': lambda: '\u200b' * (2 * MB),
    'joiners': lambda: '👩\u200d' * 400000,
    'soft hyphens': lambda: 'a\u00ad' * MB,
    'line breaks': lambda: '\n' * (4 * MB),
    'tabs': lambda: '\t' * (4 * MB),
    'prose of 4 MB': lambda: WORDS * (4 * MB // len(WORDS)),
    'prose of 100 KB': lambda: WORDS * (100000 // len(WORDS)),
    'devanagari stack': lambda: 'क्' * 500000 + 'ष',
    'hangul jamo': lambda: '\u1100' * MB,
    'variation selectors': lambda: '☺' + '\ufe0f' * MB,
    'arabic joined': lambda: 'ب' * (2 * MB),
    'private use': lambda: '\ue000' * MB,
}


def spans(count):
    def change(db):
        db.execute('UPDATE block SET text=?, spans=? WHERE key=?',
                   ('x' * (count + 1), '\n'.join(f'{i} {i + 1} em' for i in range(count)), A1))
    return change


def nested(db):
    db.execute('UPDATE block SET text=?, spans=? WHERE key=?',
               ('x' * 90000, '\n'.join(f'{i} {90000 - i} em' for i in range(30000)), A1))


def links(db):
    text_ = 'ab ' * 60000
    db.execute('UPDATE block SET text=?, spans=? WHERE key=?',
               (text_, '\n'.join(f'{3 * i} {3 * i + 2} link https://x.example/{i}' for i in range(60000)), A1))


def cells(db):
    db.execute('DELETE FROM block WHERE key BETWEEN ? AND ?', (A1, A1 + 65535))
    put = 'INSERT INTO block VALUES(?,?,0,0,0,0,\'fr\',0,?,\'\',?,0,\'\')'
    db.execute(put, (A1, 'table', '', '900 64'))
    for i in range(900 * 64):
        db.execute(put, (A1 + 1 + i, 'cell', 'mot', f'{i // 64} {i % 64} 1 1 0 0'))


def figures(db):
    db.execute('DELETE FROM block WHERE key BETWEEN ? AND ?', (A1, A1 + 65535))
    one = db.execute('SELECT id FROM picture LIMIT 1').fetchone()[0]
    for i in range(1990):
        db.execute('INSERT INTO block VALUES(?,\'figure\',0,0,0,0,\'fr\',0,\'\',\'\',\'\',?,?)', (A1 + i, one, 'x' * 200000 + str(i)))


def fts(statement):
    def change(db):
        db.execute('PRAGMA writable_schema=OFF')
        db.executescript(statement)
    return change


def cases():
    found = [
        ('untouched', sql('SELECT 1'), 'shown'),
        # the schema
        ('view over an endless query', sql('ALTER TABLE article RENAME TO old; DROP INDEX article_slug; CREATE VIEW article '
                                           f'AS {ENDLESS} SELECT n AS id, \'x\' AS slug FROM r'), 'refused'),
        ('view by its text alone', schema('related', f'CREATE VIEW related AS {ENDLESS} SELECT n AS key FROM r'), 'refused'),
        ('trigger', sql('CREATE TRIGGER t AFTER INSERT ON meta BEGIN SELECT 1; END'), 'refused'),
        ('temporary trigger by its text', add_schema('trigger', 't', 'meta', 0, 'CREATE TRIGGER t AFTER UPDATE ON meta BEGIN '
                                                     'SELECT 1; END'), 'refused'),
        ('generated column', sql('ALTER TABLE article ADD COLUMN bomb TEXT GENERATED ALWAYS AS '
                                 '(printf(\'%.*c\', 300000000, \'x\'))'), 'refused'),
        ('index over an expression', sql('CREATE INDEX extra ON article(length(title))'), 'refused'),
        ('part of an index', sql('CREATE INDEX extra ON article(title) WHERE words > 1'), 'refused'),
        ('default value', schema('related', 'CREATE TABLE related(key INTEGER PRIMARY KEY, article INTEGER DEFAULT '
                                 '(hex(zeroblob(100000000))), title, teaser, author, url, picture)'), 'refused'),
        ('check', schema('section', 'CREATE TABLE section(id INTEGER PRIMARY KEY, name TEXT CHECK(hex(zeroblob(90000000))), '
                         'articles INTEGER)'), 'refused'),
        ('rows without numbers', schema('related', 'CREATE TABLE related(key INTEGER PRIMARY KEY, article, title, teaser, '
                                        'author, url, picture) WITHOUT ROWID'), 'refused'),
        ('rows with numbers', schema('meta', 'CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT'), 'refused'),
        ('another module', schema('search', 'CREATE VIRTUAL TABLE search USING dbstat'), 'refused'),
        ('a module that is not there', schema('search', 'CREATE VIRTUAL TABLE search USING nothing(x)'), 'refused'),
        ('a schema of 2 MB', schema('related', 'CREATE TABLE related(' + ','.join(f'c{i} TEXT' for i in range(1500)) +
                                    ') /* ' + 'x' * (2 * MB) + ' */'), 'refused'),
        ('30,000 tables', add_tables, 'refused'),
        ('a schema of nonsense', schema('meta', 'CREATE TABLE meta((((((((('), 'refused'),
        ('a table named twice', add_schema('table', 'meta', 'meta', 2, 'CREATE TABLE meta(a)'), 'refused'),
        ('tree of another table', root_of('related', 'block'), 'shown'),
        ('tree of the index', root_of('article', 'article_slug'), 'any'),
        ('tree of the schema', at_root('related', 1), 'any'),
        ('tree behind the end', at_root('related', 2000000000), 'any'),
        # the file
        ('pages of 4096', sql('PRAGMA page_size=4096; VACUUM'), 'refused'),
        ('UTF-16', utf16, 'refused'),
        ('UTF-16 by its header alone', at(56, 2), 'refused'),
        ('application_id', sql('PRAGMA application_id=1'), 'refused'),
        ('user_version', sql('PRAGMA user_version=99'), 'refused'),
        ('auto_vacuum', sql('PRAGMA auto_vacuum=1; VACUUM'), 'any'),
        ('WAL', at(18, 0x0202, '>H'), 'any'),
        ('reserved bytes', at(20, 200, '>B'), 'any'),
        ('page count', at(28, 0x7fffffff), 'refused'),
        ('schema format', at(44, 99), 'refused'),
        ('freelist loop', freelist_loop, 'any'),
        ('page in itself', on_root('block', interior_of_itself), 'any'),
        ('page in itself, articles', on_root('article', interior_of_itself), 'any'),
        ('page in itself, meta', on_root('meta', interior_of_itself), 'any'),
        ('page in itself, lists', on_root('listing', interior_of_itself), 'any'),
        ('page in itself, search', on_root('search_data', interior_of_itself), 'any'),
        ('page in itself, schema', on_schema_page, 'any'),
        ('500^2 rows', fan_to_leaf(2), 'any'),
        ('500^6 rows', fan_to_leaf(6), 'any'),
        ('overflow loop', overflow_loop, 'any'),
        # rows
        ('60 MB text', sql(f'UPDATE block SET text=CAST(zeroblob(60000000) AS TEXT) WHERE key={A1}'), 'shown'),
        ('60 MB picture', sql('UPDATE picture SET data=zeroblob(60000000)'), 'shown'),
        ('7 MB in every title', every('article', 'title', lambda: 'x' * (7 * MB)), 'any'),
        ('7 MB in every standfirst', every('article', 'standfirst', lambda: WORDS * 200000), 'any'),
        ('7 MB in every author', every('article', 'author', lambda: WORDS * 200000), 'any'),
        ('7 MB in every kicker', every('article', 'kicker', lambda: WORDS * 200000), 'any'),
        ('7 MB in every address', every('article', 'url', lambda: 'https://x.example/' + 'x' * (7 * MB)), 'any'),
        ('15 KB in every title', every('article', 'title', lambda: WORDS * 400), 'any'),
        ('15 KB in every standfirst', every('article', 'standfirst', lambda: WORDS * 400), 'any'),
        ('7 MB in every section', every('section', 'name', lambda: 'x' * (7 * MB)), 'any'),
        ('a title of 7 MB', text('meta', 'value', 'title', lambda: WORDS * 200000, 'key'), 'any'),
        ('a credit of 7 MB', text('meta', 'value', 'credit', lambda: WORDS * 200000, 'key'), 'any'),
        ('a million keys of meta', sql(SERIES.format(1, 10**6) + ' INSERT INTO meta SELECT \'k\'||i, \'v\' FROM n'), 'any'),
        ('a million sections', sql('DELETE FROM section;' + SERIES.format(1, 10**6) + ' INSERT INTO section SELECT i, \'s\', 1 '
                                   'FROM n'), 'refused'),
        ('a million blocks', rows(A1, A1 + 65535, PLAIN.format('mot')), 'any'),
        ('60,000 headings', rows(A1, A1 + 59990, "'heading',1,0,0,0,'fr',0,'bac','','',0,''"), 'any'),
        ('60,000 rules', rows(A1, A1 + 59990, "'rule',0,0,0,0,'fr',0,'','','',0,''"), 'any'),
        ('60,000 notes', rows(A1, A1 + 59990, "'note',0,0,0,1,'fr',0,'x','','',0,''"), 'any'),
        ('60,000 items', rows(A1, A1 + 59990, "'item',8,8,0,0,'fr',0,'x','','',0,''"), 'any'),
        ('60,000 languages', rows(A1, A1 + 59990, "'paragraph',0,0,0,0,'a'||char(97+i%26)||'-'||(i%90000+100),0,'x','','',0,''"),
         'any'),
        ('a table of 57,600 cells', cells, 'any'),
        ('1,990 figures with much to say', figures, 'any'),
        ('200,000 spans', spans(200000), 'any'),
        ('nested spans', nested, 'any'),
        ('60,000 links', links, 'any'),
        ('12 related of 7 MB', sql('DELETE FROM related;' + SERIES.format(A1, A1 + 11) + f' INSERT INTO related SELECT i, 2, '
                                   f'printf(\'%.*c\', {7 * MB}, \'x\'), \'\', \'\', \'\', 0 FROM n'), 'any'),
        ('a million listed', sql('DELETE FROM listing;' + SERIES.format(1, 10**6) + ' INSERT INTO listing SELECT 0, i, 1 FROM n; '
                                 'UPDATE meta SET value=\'1000000\' WHERE key=\'articles\''), 'any'),
        ('more articles than are', text('meta', 'value', 'articles', '4000000000', 'key'), 'any'),
        ('negative numbers', sql('UPDATE article SET words=-1, picture_width=-5, picture_height=-9223372036854775808'), 'any'),
        ('figures of no size', sql('UPDATE picture SET width=-1, height=0'), 'any'),
        ('a picture 16384 wide and 1 high', sql('UPDATE picture SET width=16384, height=1; UPDATE article SET '
                                                'picture_width=16384, picture_height=1 WHERE picture>0'), 'any'),
        ('invalid UTF-8', sql('UPDATE article SET title=CAST(x\'c328ff80\' AS TEXT)'), 'any'),
        ('a blob for a text', schema_free('UPDATE block SET text=x\'00ff\' WHERE key=65536'), 'any'),
        ('sections named alike', sql('UPDATE section SET name=\'x\'; UPDATE listing SET article=1'), 'any'),
        ('ids that are none', sql('UPDATE listing SET article=9223372036854775807'), 'any'),
        ('text in place of blocks', sql('UPDATE listing SET article=-9223372036854775808'), 'any'),
        # the search
        ('search emptied', sql('DELETE FROM search_data'), 'any'),
        ('search of zeros', sql('UPDATE search_data SET block=zeroblob(length(block))'), 'any'),
        ('search of ff', sql("UPDATE search_data SET block=unhex('ff')||block") if hasattr(sqlite3, 'unhex') else
         sql('UPDATE search_data SET block=CAST(printf(\'%.*c\', length(block), \'x\') AS BLOB)'), 'any'),
        ('search blocks of 7 MB', sql(f'UPDATE search_data SET block=zeroblob({7 * MB})'), 'any'),
        ('search with a million segments', sql(SERIES.format(10**6, 2 * 10**6) + ' INSERT OR REPLACE INTO search_data SELECT '
                                               'i, zeroblob(20) FROM n'), 'any'),
        ('search settings', sql('INSERT OR REPLACE INTO search_config VALUES(\'pgsz\', 4000000000),(\'rank\', '
                                '\'bm25(1,2,3)\'),(\'version\', 4)'), 'any'),
        ('search settings of a function', sql('INSERT OR REPLACE INTO search_config VALUES(\'rank\', \'load_extension(1)\')'), 'any'),
        ('search of another version', sql('UPDATE search_config SET v=99'), 'any'),
        ('search sizes', sql('UPDATE search_docsize SET sz=zeroblob(1000)'), 'any'),
        # pictures
        ('picture 16383 x 16383, lossy', picture(lambda: bomb('VP8 ', 16383, 16383)), 'shown'),
        ('picture 16384 x 16384, lossless', picture(lambda: bomb('VP8L', 16384, 16384)), 'shown'),
        ('picture 16777216 x 16777216', picture(lambda: bomb('VP8X', 1 << 24, 1 << 24)), 'shown'),
        ('picture 65536 x 65536 (product 0)', picture(lambda: bomb('VP8X', 65536, 65536)), 'shown'),
        ('picture 64 x 64 that is 16000 x 16000', picture(two_sizes), 'shown'),
        ('picture 4096 x 2048 of nothing', picture(lambda: bomb('VP8L', 4096, 2048)), 'shown'),
        ('picture of 2000 frames', picture(lambda: animation(2000)), 'shown'),
        ('picture PNG 30000 x 30000', picture(lambda: b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR' + struct.pack('>II', 30000, 30000) +
                                              b'\x08\x02\0\0\0' + bytes(40)), 'shown'),
        ('picture of no bytes', picture(lambda: b''), 'shown'),
        ('picture of 7 MB of noise', picture(lambda: bomb('VP8 ', 2000, 2000, 7 * MB)), 'shown'),
        # the newsletter
        ('newsletter of 7 MB', sql(f'INSERT OR REPLACE INTO meta VALUES(\'newsletter\', printf(\'%.*c\', {7 * MB}, \'x\'))'), 'any'),
    ]
    for name, make in TEXTS.items():
        found.append((f'a paragraph of {name}', text('block', 'text', A1, plain_of(make)), 'any'))
    for name in ('combining marks on every letter', 'bidi embeddings', 'no break', 'dense', 'thai without spaces', 'zero width',
                 'soft hyphens', 'line breaks', 'arabic joined'):
        found.append((f'titles of {name}', every('article', 'title', short_of(TEXTS[name], 4000)), 'any'))
        found.append((f'code of {name}', code_of(TEXTS[name]), 'any'))
        found.append((f'cells of {name}', cells_of(TEXTS[name]), 'any'))
    return found


def plain_of(make):
    return lambda: make()


def short_of(make, size):
    return lambda: make()[:size]


def code_of(make):
    def change(db):
        db.execute('UPDATE block SET role=\'code\', text=?, spans=\'\' WHERE key=?', (make(), A1))
    return change


def cells_of(make):
    def change(db):
        db.execute('DELETE FROM block WHERE key BETWEEN ? AND ?', (A1, A1 + 65535))
        put = 'INSERT INTO block VALUES(?,?,0,0,0,0,\'fr\',0,?,\'\',?,0,\'\')'
        db.execute(put, (A1, 'table', '', '10 5'))
        words = make()[:60000]
        for i in range(50):
            db.execute(put, (A1 + 1 + i, 'cell', words, f'{i // 5} {i % 5} 1 1 0 0'))
    return change


def add_tables(db):
    db.execute('PRAGMA writable_schema=ON')
    db.executemany('INSERT INTO sqlite_schema VALUES(\'table\',?,?,2,?)',
                   ((f't{i}', f't{i}', f'CREATE TABLE t{i}(a)') for i in range(30000)))
    db.execute('PRAGMA writable_schema=RESET')


def at_root(name, number):
    def change(db):
        db.execute('PRAGMA writable_schema=ON')
        db.execute('UPDATE sqlite_schema SET rootpage=? WHERE name=?', (number, name))
        db.execute('PRAGMA writable_schema=RESET')
    return change


def schema_free(statement):
    """A statement that the schema would forbid: made under a schema without its promises."""
    def change(db):
        old = db.execute('SELECT sql FROM sqlite_schema WHERE name=\'block\'').fetchone()[0]
        schema('block', old.replace('STRICT', ''))(db)
        db.commit()
        db.execute(statement)
        db.commit()
        schema('block', old)(db)
    return change


def on_schema_page(data):
    """The schema's own page says that its children are itself."""
    page = bytearray(PAGE)
    interior_of_itself(page, 0, 1)
    cells = 400
    data[100] = 5
    struct.pack_into('>HHHB', data, 101, 0, cells, PAGE - 6 * cells, 0)
    struct.pack_into('>I', data, 108, 1)
    for i in range(cells):
        struct.pack_into('>H', data, 112 + 2 * i, PAGE - 6 * (i + 1))
    data[PAGE - 6 * cells:PAGE] = page[PAGE - 6 * cells:PAGE]


on_schema_page.raw = True


def utf16(db):
    """The same rows in a new database that stores UTF-16."""
    db.utf16 = True


def make(change, good, path):
    """Writes the good bundle, changed, to `path`."""
    with open(good, 'rb') as file:
        data = bytearray(file.read())
    if getattr(change, 'raw', False):
        if getattr(change, 'rooted', False):
            change(data, roots(good))
        else:
            change(data)
        with open(path, 'wb') as file:
            file.write(data)
        return
    with open(path, 'wb') as file:
        file.write(data)
    if change is utf16:
        make_utf16(path)
        return
    db = sqlite3.connect(path, isolation_level=None)
    db.execute('PRAGMA journal_mode=OFF')
    db.execute('PRAGMA synchronous=OFF')
    change(db)
    db.close()


def make_utf16(path):
    """Every table of the bundle copied into a database of the other encoding."""
    other = path + '.utf16'
    old, db = sqlite3.connect(path), sqlite3.connect(other, isolation_level=None)
    db.executescript('PRAGMA encoding="UTF-16le"; PRAGMA page_size=16384; PRAGMA synchronous=OFF')
    for name, statement in old.execute('SELECT name, sql FROM sqlite_schema WHERE type=\'table\' AND sql LIKE '
                                       '\'CREATE TABLE%\' AND name NOT LIKE \'search%\'').fetchall():
        db.execute(statement)
        for row in old.execute(f'SELECT * FROM {name}'):
            db.execute(f'INSERT INTO {name} VALUES({",".join("?" * len(row))})', row)
    for name, statement in old.execute('SELECT name, sql FROM sqlite_schema WHERE name IN (\'article_slug\', \'search\')').fetchall():
        db.execute(statement)
    db.executescript('PRAGMA application_id=0x4c757472; PRAGMA user_version=2')
    db.close()
    old.close()
    os.replace(other, path)
