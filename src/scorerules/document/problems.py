"""The complaints of tomli as diagnostics.

Goes in: the message and the place at which tomli gave up, and what the scanner found. Comes out: faults
with the exact place and its other half. A message that is not known here, of a later tomli, is passed on.
"""

from __future__ import annotations

import re

from scorerules.diagnostics import Faults, Fix, Label, Words
from scorerules.document.pitfalls import MOST, find_pitfalls
from scorerules.document.scanner import Clash, Scan
from scorerules.document.tokens import tokens
from scorerules.source import Source, Span

FIRST_USE = Words("第一次在这里", "first used here")
OPENED = Words("从这里开始", "opened here")
CLASHES = {"key": "SR120", "table": "SR121", "mixed": "SR122"}
# Two uses of one name: tomli stops behind the second, the scanner knows both.
OF_NAMES = ("Cannot ", "Duplicate inline table key")
CLOSING = {"[": "]", "{": "}"}
SIMPLE = {
    "Invalid statement": "SR110",
    "Expected newline or end of document after a statement": "SR111",
    "Expected '=' after a key in a key/value pair": "SR112",
    "Expected ']' at the end of a table declaration": "SR129",
    "Expected ']]' at the end of an array declaration": "SR129",
    "Invalid initial character for a key part": "SR135",
    "Invalid date or datetime": "SR131",
}
UNCLOSED_STRING = ("Unterminated string", "Expected \"'")
LINE_ENDS = "\r\x0b\x0c"
"""What other programs end a line or a page with: without it two lines would be one."""
NO_LINE_END = ("Illegal character", "Found invalid character")
ESCAPES = ("Unescaped", "Invalid hex value", "Escaped character")
DAY = re.compile(r"[0-9][0-9:.TtZz+-]*")
# What can only be the next key of a table, or the next item of an array.
NEXT_KEY = re.compile(r"[\w-]+[ \t]*=")
NEXT_ITEM = re.compile(r"""["'{\[]""")
# What can only be the next statement: the bracket before it was never closed.
STATEMENT = re.compile(
    r"""(?<=\n)(?:[\w.-]+[ \t]*=|\[\[?[A-Za-z"'][^\[\]{}=,\n]*\]\]?[ \t\r]*(?:\#.*)?(?:\n|\Z))"""
)


def report(source: Source, faults: Faults, found: Scan, message: str, pos: int) -> None:
    """Note every fault of a text that tomli refused with ``message`` at ``pos``."""
    for clash in found.clashes[:MOST]:
        _clash(source, faults, clash)
    first = find_pitfalls(source, faults)
    if message.startswith(OF_NAMES):
        if not found.clashes:
            faults.add("SR136", _rest(source, pos))
        return
    # A slip always stops tomli, in its own line or, for an open quote, further on: it was the cause.
    if first is None or source.line_of(pos) < source.line_of(first):
        _syntax(source, faults, message, pos)


def _clash(source: Source, faults: Faults, clash: Clash) -> None:
    label = Label(Span(source, *clash.first), FIRST_USE)
    faults.add(CLASHES[clash.kind], Span(source, *clash.second), labels=(label,), name=clash.name)


def _syntax(source: Source, faults: Faults, message: str, pos: int) -> None:
    """Note the one fault of grammar."""
    text = source.text
    at = text[pos : pos + 1]
    code = SIMPLE.get(message)
    if at and at not in "\t\n" and (at < " " or at == "\x7f"):
        place = Span(source, pos, pos + 1)
        fix = None if at in LINE_ENDS else Fix(place, "")
        faults.add("SR128", place, fix=fix, character=f"U+{ord(at):04X}")
    elif message.startswith(ESCAPES):
        start = text.rfind("\\", 0, pos)
        escape = Span(source, start, min(start + 2, len(text)))
        faults.add("SR127", escape, escape=escape.text.strip() or "\\")
    elif message.startswith(UNCLOSED_STRING) or (at == "\n" and message.startswith(NO_LINE_END)):
        start = max(text.rfind('"', 0, pos), text.rfind("'", 0, pos), 0)
        faults.add("SR123", Span(source, start, start + 1), quote=text[start])
    elif code == "SR129":
        faults.add(code, Span(source, text.rfind("[", 0, pos), pos))
    elif message.startswith("Unclosed") or (pos >= len(text) and _opened(text) is not None):
        _bracket(source, faults, pos)
    elif message == "Invalid value":
        _value(source, faults, pos)
    elif code is not None:
        day = DAY.match(text, pos) if code == "SR131" else None
        rest = _rest(source, pos) if day is None else Span(source, *day.span())
        faults.add(code, rest, word=rest.text, found=rest.text, right="2019-12-31")
    else:
        faults.add("SR139", Span(source, pos, min(pos + 1, len(text))), message=message)


def _value(source: Source, faults: Faults, pos: int) -> None:
    rest = _rest(source, pos)
    line = source.text.rfind("\n", 0, pos) + 1
    if STATEMENT.match(source.text, pos):
        _bracket(source, faults, pos)
    elif not source.text[line:pos].strip(" \t[") and STATEMENT.match(source.text, line):
        # A header in an array that is still open reads as one more array inside it.
        _bracket(source, faults, line)
    elif rest.text and rest.text[0] not in ",]}#":
        faults.add("SR114", rest, word=rest.text)
    else:
        faults.add("SR113", Span(source, pos, min(pos + 1, len(source.text))))


def _opened(text: str) -> int | None:
    """The offset of the innermost bracket that is still open at the end of ``text``."""
    opened: list[int] = []
    for token in tokens(text):
        if token.kind == "mark" and token.text in "[{":
            opened.append(token.start)
        elif token.kind == "mark" and token.text in "]}" and opened:
            opened.pop()
    return opened[-1] if opened else None


def _bracket(source: Source, faults: Faults, pos: int) -> None:
    """Note that a bracket is not closed, or that a comma is missing inside it."""
    text = source.text
    start = _opened(text[:pos])
    if start is None:
        faults.add("SR139", _rest(source, pos), message="bracket")
        return
    bracket, place = text[start], Span(source, start, start + 1)
    if pos >= len(text) or STATEMENT.match(text, pos):
        faults.add("SR124", place, bracket=bracket, right=CLOSING[bracket])
        return
    rest = _rest(source, pos)
    here = Span(source, rest.start, rest.start + 1)
    labels = (Label(place, OPENED),)
    before = len(text[: rest.start].rstrip())
    follows = (NEXT_KEY if bracket == "{" else NEXT_ITEM).match(text, rest.start)
    # A comma that slipped into the quotes is not missing.
    certain = follows and before > start + 1 and text[before - 2 : before - 1] not in (",", "，")
    fix = Fix(Span(source, before, before), ",") if certain else None
    faults.add("SR125", here, labels=labels, fix=fix, found=rest.text, right=CLOSING[bracket])


def _rest(source: Source, pos: int) -> Span:
    """What stands at ``pos`` up to the end of its line, without blanks around and the comment behind."""
    line_end = source.text.find("\n", pos)
    text = source.text[pos : len(source.text) if line_end < 0 else line_end]
    said = text.partition(" #")[0].strip()
    start = pos + len(text) - len(text.lstrip())
    return Span(source, start, start + len(said)) if said else Span(source, pos, pos)
