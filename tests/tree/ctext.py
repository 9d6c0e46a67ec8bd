"""ctext.py: just enough of C's grammar to hold a tree against its house rules: text without comments and strings,
statements at file scope, and the length of functions. It does not expand macros."""
import re

_TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def _spaces(text):
    return re.sub(r'[^\n]', ' ', text)


def without_comments(text):
    """The text with comments blanked; lines and columns stay where they are."""
    return _TOKEN.sub(lambda m: _spaces(m[0]) if m[0][0] == '/' else m[0], text)


def code_only(text):
    """As without_comments(), with the insides of strings and character constants blanked too."""
    def blank(match):
        found = match[0]
        return _spaces(found) if found[0] == '/' else found[0] + _spaces(found[1:-1]) + found[-1]
    return _TOKEN.sub(blank, text)


def without_directives(code):
    """The code with preprocessor lines (and their continuations) blanked."""
    return re.sub(r'^[ \t]*#(?:[^\n\\]|\\.|\\\n)*', lambda m: _spaces(m[0]), code, flags=re.M)


def includes(text):
    """(line, form, name) of each #include; form is '<' or '"'."""
    found = []
    for number, line in enumerate(without_comments(text).split('\n'), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            found.append((number, match[1], match[2]))
    return found


class Statement:
    """A statement at file scope: `text` with the insides of its braces taken out, where it begins and ends, and, for a
    function, its body."""

    def __init__(self, text, first, last, body):
        self.text, self.first, self.last, self.body = text, first, last, body

    def is_function(self):
        return self.body is not None


def statements(text):
    """The statements at file scope of a C text."""
    code = without_directives(code_only(text))
    found, shown, depth, start, body_at = [], [], 0, None, None
    line = 1

    def finish(body=None):
        nonlocal shown, start
        if start is not None:
            found.append(Statement(' '.join(''.join(shown).split()), start, line, body))
        shown, start = [], None

    for at, char in enumerate(code):
        if char == '\n':
            line += 1
        if start is None and not char.isspace():
            start = line
        if char == '{':
            if depth == 0:
                body_at = at + 1
                shown.append('{')
            depth += 1
        elif char == '}':
            depth = max(depth - 1, 0)
            if depth == 0:
                head = ''.join(shown)[:-1].rstrip()
                shown.append('}')
                if head.endswith(')') and '=' not in re.sub(r'\(.*\)', '', head, flags=re.S):
                    finish(code[body_at:at])
        elif depth == 0:
            shown.append(char)
            if char == ';':
                finish()
    return found


def _declared(declaration):
    """A declaration's part before its initialiser."""
    depth = 0
    for at, char in enumerate(declaration):
        depth += char in '([{'
        depth -= char in ')]}'
        if char == '=' and depth == 0:
            return declaration[:at]
    return declaration.rstrip(';')


def is_mutable_variable(declaration):
    """Does this statement declare a variable that can change?"""
    left = re.sub(r'__attribute__\s*\(\(.*?\)\)', '', _declared(declaration)).strip()
    if 'volatile sig_atomic_t' in left:
        return False  # the one thing that a signal handler may set
    if not left or re.match(r'(typedef|_Static_assert|static_assert|return)\b', left):
        return False
    if '(' in left and not re.search(r'\(\s*\*', left):
        return False  # a prototype or a macro
    if re.fullmatch(r'(?:extern\s+)?(struct|union|enum)\b\s*\w*\s*(\{\})?', left):
        return False  # a type
    if re.search(r'\(\s*\*', left):
        return not re.search(r'\(\s*\*\s*const\b', left)  # a pointer to a function
    return not re.search(r'\bconst\b', left.rsplit('*', 1)[-1])


def local_statics(statement):
    """The declarations of static variables inside a function: (line, text)."""
    found = []
    for match in re.finditer(r'\bstatic\b[^;{=]*[;{=]', statement.body or ''):
        before = statement.body[:match.start()].count('\n')
        first = statement.last - statement.body.count('\n')
        found.append((first + before, ' '.join(match[0].rstrip(';{=').split()) + ';'))
    return found


def prototypes(text):
    """The prototypes of a header: statements at file scope that declare functions."""
    return [s for s in statements(text)
            if not s.is_function() and '(' in s.text and not s.text.startswith('typedef')
            and '=' not in s.text and re.match(r'[A-Za-z_][\w\s*]*\(', s.text)
            and not re.match(r'(_Static_assert|static_assert)\b', s.text)]
