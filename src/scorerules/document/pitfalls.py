"""The slips that authors make again and again, all of a file at once.

Goes in: a text that tomli refused. Comes out: faults for what is certainly wrong, with a safe edit where
there is one. A line that it cannot make sense of is left alone: tomli has its own word on the first one.

It walks over the tokens with the place in the grammar (key, value or end of a value) and the brackets
that are open, and starts afresh at a line that can only be the beginning of a statement.
"""

from __future__ import annotations

import re

from scorerules.diagnostics import Diagnostic, Faults, Fix
from scorerules.document.bare import GROUPED, QUANTITY, bare
from scorerules.document.tokens import INVISIBLE, WIDE_SIGNS, Token, tokens
from scorerules.source import Source, Span

# More in one file are the same slip again; a hostile file could hold millions.
MOST = 100
KEY_PART = re.compile(r"[A-Za-z0-9_-]*")
HEADER = re.compile(r"""\[\[?[ \t]*[^\s\[\]{}=,\#0-9][^\[\]{}=,\#\n]*\]\]?[ \t\r]*(?:\#[^\n]*)?(?:\n|\Z)""")
COLON = re.compile(r"([\w-]+)[ \t]*:(?!//)")
OPENING = {"]": "[", "}": "{"}


def find_pitfalls(source: Source, faults: Faults) -> int | None:
    """Note every certain slip outside strings and comments; the offset of the first, if there is one."""
    walk = _Walk(source)
    for token in tokens(source.text):
        if len(walk.found) >= MOST:
            break
        if token.kind == "wide" and token.text in INVISIBLE:
            walk.note("SR118", token.start, token.end, fix=" ", sign=f"U+{ord(token.text):04X}")
        elif token.kind not in {"blank", "comment"}:
            walk.step(token)
    walk.step(Token("newline", "", len(source.text), len(source.text)))
    faults.extend(walk.found.sorted())
    return walk.first


class _Walk:
    """The walk over one text. It holds what a reader of the text would keep in mind, and nothing else."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found = Faults()
        self.first: int | None = None
        self.open: list[str] = []
        self.state = "key"
        self.fresh = True
        self.clear = True
        self.equals = 0
        self.words: list[Token] = []

    def note(self, code: str, start: int, end: int, *, fix: str | None = None, **facts: object) -> None:
        """Note a slip of the characters ``start`` to ``end``."""
        if len(self.found) >= MOST:
            return
        span = Span(self.source, start, end)
        edit = None if fix is None else Fix(span, fix)
        self.found.extend((Diagnostic(code, facts, span, fix=edit),))
        self.first = start if self.first is None else min(start, self.first)

    def step(self, token: Token) -> None:
        """Take one token that is neither blank nor comment."""
        if token.kind in {"word", "string"}:
            self.begin(token)
            if self.state == "key" or token.kind == "word":
                self.words.append(token)
                return
        self.settle(token)
        match token.kind:
            case "newline":
                self.line_end()
            case "wide":
                self.wide(token)
            case "quoted":
                self.quoted(token)
            case "open":
                self.unclosed(token)
            case "mark":
                self.begin(token)
                self.mark(token)
            case _:
                self.state = "end"

    def begin(self, token: Token) -> None:
        """Start afresh when ``token`` can only be the beginning of a statement."""
        if not self.fresh:
            return
        self.fresh = False
        text, start = self.source.text, token.start
        if not self.open or (start > 0 and text[start - 1] != "\n"):
            return
        line = text[start : text.find("\n", start) + 1 or len(text)]
        statement = HEADER.match(line) if token.text == "[" else re.match(r"[\w.-]+[ \t]*=", line)
        if statement and not (self.open[-1] == "{" and self.state == "key"):
            self.open.clear()
            self.words.clear()
            self.state = "key"

    def settle(self, token: Token) -> None:
        """Judge the words collected before ``token``."""
        words, self.words = self.words, []
        if not words or not self.clear:
            return
        if self.state == "value":
            self.value(words, token)
        elif self.state == "key":
            self.key(words, token)
        elif self.state == "header":
            self.key_parts(words)

    def value(self, words: list[Token], after: Token) -> None:
        """Judge words that stand where a value should be, ``after`` being what follows them."""
        start, end = words[0].start, words[-1].end
        grouped = None if self.open else GROUPED.match(self.source.text, start)
        if grouped is not None:
            self.note("SR115", start, grouped.end(), fix=f'"{grouped[0]}"', word=grouped[0], right=grouped[0])
            self.clear = False
        else:
            text = self.source.text[start:end]
            mixed = len(words) > 1 and bare(words[0].text) is None and not QUANTITY.fullmatch(text)
            problem = None if mixed else bare(text)
            if problem is not None:
                ends = after.kind == "newline" or (bool(self.open) and after.text in {",", "]", "}"})
                self.note(problem.code, start, end, fix=problem.fix if ends else None, **problem.facts)
        self.state = "end"

    def key(self, words: list[Token], after: Token) -> None:
        """Judge words that stand where a key should be, ``after`` being what follows them."""
        if after.text in {"=", "＝", "："}:
            self.key_parts(words)
            return
        colon = COLON.match(self.source.text, words[0].start)
        if colon is not None and self.clear:
            key, at = colon[1], colon.end() - 1
            self.note("SR126", at, at + 1, fix=" =", key=key)
            if not KEY_PART.fullmatch(key):
                self.note("SR119", colon.start(1), colon.end(1), fix=_quoted(key), key=key, whole=key)
        self.clear = False

    def key_parts(self, words: list[Token]) -> None:
        """Judge the parts of a key that has no quotes."""
        text = self.source.text
        for before, word in zip([None, *words[:-1]], words, strict=True):
            if before is not None and before.text[-1:] != "." and word.text[:1] != ".":
                return
        for word in words:
            at = word.start
            for part in word.text.split(".") if word.kind == "word" else ():
                if not KEY_PART.fullmatch(part):
                    whole = text[words[0].start : words[-1].end]
                    self.note("SR119", at, at + len(part), fix=_quoted(part), key=part, whole=whole)
                at += len(part) + 1

    def line_end(self) -> None:
        """The end of a line: a value may be missing, and without open brackets a statement ends."""
        if self.clear and self.state == "value" and not self.open:
            self.missing()
        if not self.open:
            self.state = "key"
        self.fresh = self.clear = True

    def missing(self) -> None:
        """Note that no value follows the last ``=``."""
        self.note("SR113", self.equals, self.equals + 1)
        self.state = "end"

    def wide(self, token: Token) -> None:
        """A sign of a Chinese input method."""
        sign = token.text[0]
        end = token.start + 1
        right = WIDE_SIGNS.get(sign)
        misplaced = (right == "," and not self.open) or (sign == "：" and self.state != "key")
        if right is None or misplaced:
            self.note("SR117", token.start, end, sign=sign)
            self.clear = False
            return
        self.note("SR116", token.start, end, fix=right, sign=sign, right=right)
        if right in {"'", '"'}:
            self.clear = False
        elif right != "#":
            self.mark(Token("mark", right, token.start, end))

    def quoted(self, token: Token) -> None:
        """A text in the quotes of Chinese print."""
        inside = token.text[1:-1]
        quote = '"' if token.text[0] in "“”„" else "'"
        fix = None if "\\" in inside else f"{quote}{inside}{quote}"
        self.note("SR137", token.start, token.end, fix=fix, text=inside)
        if self.state == "value":
            self.state = "end"

    def unclosed(self, token: Token) -> None:
        """A quote without its partner: the rest of the line, or of the file, is gone."""
        if self.source.text[token.start - 1 : token.start].isalnum():
            # An apostrophe inside a word, which has had its own fault.
            self.clear = False
        triple = token.text.startswith(('"""', "'''"))
        curly = max(map(token.text.rfind, "”’"))
        if self.clear and curly > 0 and not triple:
            at, quote = token.start + curly, token.text[0]
            self.note("SR116", at, at + 1, fix=quote, sign=token.text[curly], right=quote)
        elif self.clear:
            quote = token.text[:3] if triple else token.text[0]
            self.note("SR123", token.start, token.start + len(quote), quote=quote)
        self.open.clear()
        self.state = "end"

    def mark(self, token: Token) -> None:
        """One of the signs ``= [ ] { } ,``."""
        sign = token.text
        if sign == "=":
            self.state, self.equals = "value", token.start
        elif sign == "[" and self.state == "key" and not self.open:
            self.state = "header"
        elif self.state == "header":
            return
        elif sign in "[{":
            self.open.append(sign)
            self.state = "value" if sign == "[" else "key"
        else:
            if self.state == "value" and self.clear and self.open[-1:] == ["{"]:
                self.missing()
            if sign == ",":
                self.state = "value" if self.open[-1:] == ["["] else "key" if self.open else "end"
            elif self.open[-1:] == [OPENING[sign]]:
                self.open.pop()
                self.state = "end"


def _quoted(part: str) -> str | None:
    """``part`` as a key with quotes, where that is all it needs."""
    return f'"{part}"' if part.isidentifier() else None
