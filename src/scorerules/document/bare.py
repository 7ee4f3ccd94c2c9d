"""What a word means that stands where a value should be, without quotes.

Goes in: the word. Comes out: ``None`` when it is a value of TOML, else the code of the problem with its
facts and, where it is safe, the text to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from attrs import frozen

from scorerules.diagnostics.near import slip

# Wide on purpose: what passes here but is no value is left to tomli.
VALUE = re.compile(
    r"true|false|[+-]?(?:inf|nan)"
    r"|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+"
    r"|[+-]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt].*)?|[0-9]{2}:[0-9]{2}.*"
)
QUANTITY = re.compile(
    r"[+-]?[0-9][0-9_,]*(?:\.[0-9]+)?\s?(?:%|‰|pp|[\u4e00-\u9fff]+|[A-Za-z]*[\u4e00-\u9fff]+)"
)
GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?:%|‰|[\u4e00-\u9fff]+)?(?=[ \t\r]*(?:\n|\#|\Z))"
)
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
NUMERIC = re.compile(r"[+-]?(?=[._]*[0-9])[0-9_.]++(?:[eE][+-]?[0-9]*)?")
POINT = re.compile(r"(?P<sign>[+-]?)(?:\.(?P<part>[0-9]+)|(?P<whole>0|[1-9][0-9]*)\.)")
"""A number without the digits before or behind its point."""

PLAIN = re.compile(r"[^\W\d][^\"'\\\x00-\x1f]*")
"""A text that begins with a letter and says the same in quotes."""

WIDE_DIGIT = re.compile(r"[０-９％．－＋＿]")
TRUE = frozenset({"true", "yes", "on", "是", "真"})
FALSE = frozenset({"false", "no", "off", "否", "假"})


@frozen
class Bare:
    """The problem of one word: a code, the facts of its sentences, the text that would be right."""

    code: str
    facts: dict[str, object]
    fix: str | None = None


def bare(word: str) -> Bare | None:
    """Judge ``word``, which stands where a value should be."""
    if VALUE.fullmatch(word):
        return None
    return _wide(word) or _day(word) or _number(word) or _text(word)


def _wide(word: str) -> Bare | None:
    """A number in full-width digits."""
    # Only signs that look the same are touched: NFKC would change letters of people's text as well.
    narrow = WIDE_DIGIT.sub(lambda sign: unicodedata.normalize("NFKC", sign.group()), word)
    if narrow == word:
        return None
    if VALUE.fullmatch(narrow):
        return Bare("SR116", {"sign": word, "right": narrow}, narrow)
    return _number(narrow)


def _day(word: str) -> Bare | None:
    """A day in another notation than that of TOML."""
    day = DAY.fullmatch(word)
    if day is None:
        return None
    right = iso(day)
    return Bare("SR131", {"word": word, "right": right or "2019-12-31"}, right)


def _number(word: str) -> Bare | None:
    """A number with a unit, or one that is not written as TOML writes numbers."""
    if QUANTITY.fullmatch(word):
        return Bare("SR115", {"word": word, "right": word}, f'"{word}"')
    if not NUMERIC.fullmatch(word):
        return None
    point = POINT.fullmatch(word)
    right = None if point is None else f"{point['sign']}{point['whole'] or 0}.{point['part'] or 0}"
    return Bare("SR130", {"word": word}, right)


def _text(word: str) -> Bare:
    """A yes or no in another spelling, or a text."""
    low = word.lower()
    if low in TRUE or low in FALSE:
        right = "true" if low in TRUE else "false"
        # The other words may as well be texts.
        return Bare("SR132", {"word": word, "right": right}, right if low == right else None)
    known = slip(word, ("true", "false", "inf", "nan"))
    return Bare("SR114", {"word": word}, f'"{word}"' if PLAIN.fullmatch(word) and known is None else None)


def iso(day: re.Match[str]) -> str | None:
    """The day as TOML writes it, ``None`` when the calendar does not have it."""
    try:
        return date(*map(int, day.groups())).isoformat()
    except ValueError:
        return None
