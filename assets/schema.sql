-- The bundle, format 2: one SQLite file that holds a publication, written once and read many times.
--
-- application_id is 0x4c757472 ("Lutr"), user_version is the format, page_size is 16384. A reader refuses a file whose
-- sqlite_schema is not exactly what this text makes. Everything can be read with the sqlite3 shell alone, e.g.
--   SELECT ordinal, title FROM listing JOIN article ON id = listing.article WHERE listing.section = 0 ORDER BY ordinal;
--   SELECT role, text FROM block WHERE key BETWEEN 7 * 65536 AND 7 * 65536 + 65535;
--
-- Rules for all tables: text is valid UTF-8 in NFC without control characters (but '\n' where said); what is unknown is
-- '' or 0 and never NULL, unless said; times are seconds since 1970 UTC; languages are BCP 47 tags; addresses are absolute.
-- Article ids of a first edition begin at 1001, so that an ordinal from 1 that somebody types is never an id. A bundle
-- built on an older one keeps the ids of the articles that were there; new ones are numbered on, expired ones leave
-- gaps, and meta 'last_article' is the highest id that was ever given, so that none is given twice.
-- One more key of meta: 'newsletter', where the publication takes sign-ups: lines 'KEY VALUE', as the plan's section
-- [newsletter] has them (lutrin-pack(1)). What a kiosk may send them to is what stands here, and signed, and nothing else.
-- Another: 'accent', the publication's own colour as #RRGGBB.
-- Another: 'logo', its sign in the masthead: 'PICTURE WIDTH HEIGHT KIND', picture.id, pixels, and how it is painted: 'ink'
-- in the colour of text, '#RRGGBB' in this colour where it can be made out, 'light', 'dark' or 'any' in its own colours
-- on such a ground.
-- Another: 'lost', pictures that could not be had or shown at the press, lines 'ARTICLE ADDRESS', of which lutrin-pack check
-- tells.
-- The comments inside the statements are part of the schema and travel in every bundle.

CREATE TABLE meta(
  key TEXT PRIMARY KEY,  -- 'title', 'lang', 'url', 'credit': of the publication; 'created': time of this edition;
                         -- 'utc_offset': of the publication's place, seconds east; 'articles': how many there are
  value TEXT NOT NULL    -- numbers in decimals
) STRICT, WITHOUT ROWID;

CREATE TABLE section(
  id INTEGER PRIMARY KEY,    -- 1, 2, 3 ... in the publisher's order
  name TEXT NOT NULL,
  articles INTEGER NOT NULL  -- how many the section holds
) STRICT;

-- One row an article: what its card shows, and what else is known of it.
CREATE TABLE article(
  id INTEGER PRIMARY KEY,          -- 1 to 2^47 - 1
  slug TEXT NOT NULL,              -- its name in addresses; unique, ASCII
  section INTEGER NOT NULL,        -- section.id, or 0
  title TEXT NOT NULL,
  standfirst TEXT NOT NULL,
  author TEXT NOT NULL,
  kicker TEXT NOT NULL,            -- its rubric in the source's own words
  site TEXT NOT NULL,              -- the publication it comes from
  url TEXT NOT NULL,
  lang TEXT NOT NULL,
  rtl INTEGER NOT NULL,            -- 1: text runs from right to left
  published INTEGER,               -- time; NULL when unknown
  utc_offset INTEGER NOT NULL,     -- of published in its source, seconds east
  updated INTEGER,                 -- time; NULL when unknown
  words INTEGER NOT NULL,          -- of running text, for the reading time
  picture INTEGER NOT NULL,        -- picture.id of the lead picture, or 0
  picture_width INTEGER NOT NULL,  -- of the lead picture, pixels, so that a card needs this row only
  picture_height INTEGER NOT NULL,
  picture_alt TEXT NOT NULL,       -- what the lead picture shows, in words
  comments_url TEXT NOT NULL,
  comment_count INTEGER NOT NULL,  -- -1 when unknown
  tags TEXT NOT NULL               -- one a line ('\n' between them); found by the search
) STRICT;

CREATE UNIQUE INDEX article_slug ON article(slug);

-- The order of the lists, ready made: a page of cards is a range of this table, wherever it begins.
CREATE TABLE listing(
  section INTEGER NOT NULL,  -- section.id; 0 is the front page, which lists every article
  ordinal INTEGER NOT NULL,  -- from 1, without gaps
  article INTEGER NOT NULL,  -- article.id
  PRIMARY KEY(section, ordinal)
) STRICT, WITHOUT ROWID;

-- The article's text in reading order, one row a block. A block is a typographic role, not an HTML tag.
CREATE TABLE block(
  key INTEGER PRIMARY KEY,   -- article.id * 65536 + ordinal from 0
  role TEXT NOT NULL,        -- paragraph heading item term definition attribution pullquote figure table cell code rule note
  level INTEGER NOT NULL,    -- heading: 1 to 5; item: 1 to 8, nesting of its list; else 0
  quote INTEGER NOT NULL,    -- how many quotations it stands in, 0 to 8
  list INTEGER NOT NULL,     -- not an item: how many lists it stands in, 0 to 8
  number INTEGER NOT NULL,   -- item: its number, 0 for a bullet, -1 when it continues the item before; note: its number
  lang TEXT NOT NULL,
  rtl INTEGER NOT NULL,      -- 1: its base direction is right to left
  text TEXT NOT NULL,        -- plain text; '\n' is a forced line break; of a figure or table the caption
  spans TEXT NOT NULL,       -- marked stretches, one a line: 'start end kind' or 'start end kind target'. start and end
                             -- are byte offsets into text (UTF-8), start < end, on character boundaries. Ordered by
                             -- start, the longer first; they nest or are disjoint. kind: em strong code sup sub smallcaps
                             -- deleted marked; with a target to the end of the line: link (http:, https: or mailto:
                             -- address, or 'lutrin:article/ID'), note (number of a note block), lang (a tag)
  geometry TEXT NOT NULL,    -- table: 'rows columns'; cell: 'row column row_span column_span header align', row and
                             -- column from 0, header 1 for a heading, align 0 start 1 centre 2 end 3 by decimals; else ''.
                             -- The cells of a table follow it, row by row
  picture INTEGER NOT NULL,  -- figure: picture.id; else 0
  alt TEXT NOT NULL          -- figure: what the picture shows, in words
) STRICT;

-- What to read next, at most 12 an article.
CREATE TABLE related(
  key INTEGER PRIMARY KEY,   -- article.id * 65536 + ordinal from 0, of the article whose readers are sent on
  article INTEGER NOT NULL,  -- article.id of the other article, or 0 when it is not in the bundle
  title TEXT NOT NULL,
  teaser TEXT NOT NULL,
  author TEXT NOT NULL,
  url TEXT NOT NULL,
  picture INTEGER NOT NULL   -- picture.id, or 0
) STRICT;

-- What readers wrote under an article, in reading order, at most 500 an article and 256 KiB of text. No address of a
-- person is in it: the press takes them out of names and texts.
CREATE TABLE comment(
  key INTEGER PRIMARY KEY,      -- article.id * 65536 + ordinal from 0
  parent INTEGER NOT NULL,      -- ordinal of the comment it answers, lower than its own; -1 when it answers the article
  author TEXT NOT NULL,
  published INTEGER,            -- time; NULL when unknown
  utc_offset INTEGER NOT NULL,  -- of published in its source, seconds east
  text TEXT NOT NULL            -- plain text, '\n' between paragraphs
) STRICT;

-- Words of title, standfirst, headings and tags; rowid is article.id; nothing is stored but the index. Before they are
-- indexed texts lose U+00AD, ligatures become letters, apostrophes become spaces, and each Han, kana, Thai, Lao or
-- Khmer character stands alone (a search for several of them is a phrase).
CREATE VIRTUAL TABLE search USING fts5(
  title, standfirst, headings, tags,
  content='', detail=full, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
);

-- Pictures as the press prepared them, one row a picture, at the end of the file.
CREATE TABLE picture(
  id INTEGER PRIMARY KEY,
  width INTEGER NOT NULL,   -- pixels
  height INTEGER NOT NULL,
  data BLOB NOT NULL        -- WebP, sRGB, upright, no metadata
) STRICT;
