"""The numbers of an official sentence that its rule must have.

Goes in: a sentence in Chinese or English, and the units of what its rule reads. Comes out: every number that
is an amount of points, a percentage, a part of something, or a quantity in one of the units, with its place.
Dates, clauses, numbers of documents and numbers of nothing in particular are about something else and are
left out: a sentence says much that no rule repeats.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from attrs import evolve, frozen

from scorerules.numbers.units import SCALE_WORDS
from scorerules.review.sentences.elsewhere import BLANK, without_elsewhere
from scorerules.review.sentences.numerals import CHINESE, ENGLISH, chinese, english


class Sort(Enum):
    """What a number in a sentence is a number of."""

    POINTS = "points"
    PERCENT = "percent"
    PART = "part"
    MEASURE = "measure"
    FACTOR = "factor"


@frozen(slots=False)
class Said:
    """A number that a sentence says.

    Args:
        start, end: Its place in the sentence, unit and all.
        number: The number as written: 95 of 95 %.
        sort: What it is a number of.
        scale: What one of its units is worth: 1/100 of a percentage, 10000 of a 万.
        ranged: Whether it is an end of a range: 60-89分, where 90 begins the next.
        lost: Whether it is said of points that are taken off.
        open: Whether everything beyond it belongs to it: 3次及以上 of whole numbers begins above 2.
    """

    start: int
    end: int
    number: Fraction
    sort: Sort
    scale: Fraction = Fraction(1)
    ranged: bool = False
    lost: bool = False
    open: bool = False

    @cached_property
    def value(self) -> Fraction:
        """The number in base units: 0.95 of 95 %."""
        return self.number * self.scale


_WIDE = str.maketrans(
    {chr(0xFF01 + index): chr(0x21 + index) for index in range(94) if chr(0x21 + index) not in ",;"}
    | {
        "﹪": "%",
        "〔": "[",
        "〕": "]",
        "【": "[",
        "】": "]",
        "−": "-",
        "–": "-",
        "—": "-",
        "～": "-",
        "~": "-",
    }
)
"""Full-width signs as what they are; a full-width comma parts clauses and never thousands."""

_ALONE = r"(?<![A-Za-z_\d.])"
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?"
    r"|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d+(?:\.\d+)?"
)
_WORDS = "|".join(ENGLISH)
_NUMBER = re.compile(
    rf"{_ALONE}(?P<digits>{_DIGITS})|(?P<chinese>{CHINESE})|\b(?P<english>(?:{_WORDS})(?:-(?:{_WORDS}))?)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(r"\s*\((?:不?含(?:本数)?|included|excluded|inclusive|exclusive)\)\s*|\s*")
"""What may stand between a number and its unit: 80（含）分."""

_PERCENT = re.compile(
    r"\s*(?:%|个?百分点|(?:pp|percentage[ -]points?|per ?cent)(?![a-z]))(?:age[ -]points?)?", re.IGNORECASE
)
_PERMILLE = re.compile(r"\s*(?:‰|per mille\b)", re.IGNORECASE)
_TENTHS = re.compile(r"成(?=[以及的，。；、）)或至到-]|$)")
_POINTS = re.compile(
    r"\s*(?:分(?!之(?![间内外和])|[钟类级别档工公局支店部期批层析布项母子米贝离区院管摊配解辨裂割成段册会校步散数化享])"
    r"|(?:points?|pts?|marks?)(?![a-z]))",
    re.IGNORECASE,
)
"""Points; 分钟, 分之, 分类 and the like are other words."""

_SCALE = re.compile(rf"\s*(?P<scale>{'|'.join(sorted(SCALE_WORDS, key=len, reverse=True))})")
_TIMES = re.compile(r"\s*倍|\s*times(?![a-z])", re.IGNORECASE)
_BEHIND_SIGN = re.compile(r"[×*÷]\s*$")
_BEFORE_SIGN = re.compile(r"\s*[×*÷]")
_JOINED = re.compile(r"\s*(?:-|至|到|、|，|,|/|或|和|及|to|or|and)\s*", re.IGNORECASE)
"""What may stand between two numbers that share the unit behind the second: 10、8、5分."""

_RANGE = re.compile(rf"(?:{_ITSELF.pattern})(?:-|至|到|\bto\b)\s*", re.IGNORECASE)

_LOSING = re.compile(r"(?:[扣减丢失]|\b(?:los\w+|minus|deduct\w*|less))\s*$", re.IGNORECASE)

_OPEN = re.compile(
    r"\s*[(]?(?:及|或)?(?:其?以[上下]|(?:or|and) (?:more|fewer|less|above|below))", re.IGNORECASE
)

_MOST_DIGITS = 60
"""Characters above which a number is no number that a scheme states."""

_NEAR = 12
"""Characters before a number that may say what it does."""

_ADDING = frozenset("得扣加减计记给赋高多少满过于足值各到至")
"""Characters that stand before points in words: 扣五分."""

_BOUND_BEFORE = frozenset("每满达到过少多于足低高超缺")
_BOUND_BEHIND = re.compile(r"(?:及|或|\()?(?:以|之)?[上下内外]")
"""What makes a numeral before a unit a quantity: 满三次, 三次以上; 三项制度 only names something."""

_END = re.compile(r"$|[^\u4e00-\u9fff\w]|以|及|的|为|至|到|或|后|者|封")
"""What may follow 十分 when it is ten points, and not the word for very."""

_PARTS = re.compile(
    rf"(?P<of>百|千|万|{CHINESE})分之(?P<part>{CHINESE}|百|\d+(?:\.\d+)?)"
    rf"|{_ALONE}(?P<top>\d{{1,2}})/(?P<bottom>\d{{1,2}})(?![\d/.])"
    r"|(?P<half>一半|减半|折半|\bhalf (?:of )?(?:the )?(?:full )?(?:points|marks|weight|score)\b)",
    re.IGNORECASE,
)
_DENOMINATORS = {"百": Fraction(100), "千": Fraction(1000), "万": Fraction(10000)}


def numbers_said(text: str, units: Collection[str] = ()) -> tuple[Said, ...]:
    """The numbers of a sentence that its rule must have, in their order.

    Args:
        text: The sentence.
        units: The units in which the rule measures; a number of anything else is none of its business.
    """
    narrow = without_elsewhere(text.translate(_WIDE))
    parts = tuple(_parts(narrow))
    for one in parts:
        narrow = narrow[: one.start] + BLANK * (one.end - one.start) + narrow[one.end :]
    found = sorted((*parts, *_Reader(narrow, units).numbers()), key=lambda one: one.start)
    ends: set[int] = set()
    for one, other in pairwise(found):
        if _RANGE.fullmatch(narrow, one.end, other.start):
            ends |= {one.start, other.start}
    return tuple(
        evolve(
            one,
            ranged=one.start in ends,
            lost=_LOSING.search(narrow, max(0, one.start - _NEAR), one.start) is not None,
            open=_OPEN.match(narrow, one.end) is not None,
        )
        for one in found
    )


def _parts(text: str) -> Iterator[Said]:
    """Fractions and percentages that are said as parts of a whole."""
    for found in _PARTS.finditer(text):
        start, end = found.span()
        if found["half"]:
            yield Said(start, end, Fraction(1, 2), Sort.PART)
        elif found["top"]:
            top, bottom = int(found["top"]), int(found["bottom"])
            if 0 < top < bottom:
                yield Said(start, end, Fraction(top, bottom), Sort.PART)
        else:
            part, of = _number_of(found["part"]), _DENOMINATORS.get(found["of"])
            whole = _number_of(found["of"]) if of is None else None
            if part is not None and of is not None:
                yield Said(start, end, part, Sort.PERCENT, 1 / of)
            elif part is not None and whole is not None and whole > 1:
                yield Said(start, end, part / whole, Sort.PART)


def _number_of(text: str) -> Fraction | None:
    """The number of digits or of a Chinese numeral; 百 behind 百分之 is a hundred."""
    if text[0].isascii():
        return Fraction(re.sub(r"[, \u00a0\u2009\u202f]", "", text)) if len(text) <= _MOST_DIGITS else None
    return Fraction(100) if text == "百" else chinese(text)


class _Reader:
    """Reads the numbers of one narrow sentence."""

    def __init__(self, text: str, units: Collection[str]) -> None:
        self._text = text
        listed = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
        self._unit = re.compile(rf"\s*个?(?:{listed})(?![A-Za-z/·次])", re.IGNORECASE) if listed else None

    def numbers(self) -> Iterator[Said]:
        """Every number with a sort, from the last to the first."""
        behind: tuple[int, Said] | None = None
        for found in reversed(list(_NUMBER.finditer(self._text))):
            one = self._number(found)
            if one is None and behind is not None:
                one = self._joined(found, *behind)
            behind = None if one is None else (found.start(), one)
            if one is not None:
                yield one

    def _number(self, found: re.Match[str]) -> Said | None:
        """The number with what stands behind it; ``None`` when it is a number of nothing in particular."""
        number = self._value(found)
        if number is None:
            return None
        start, end = found.span()
        itself = _ITSELF.match(self._text, end)
        at = end if itself is None else itself.end()
        one = self._with_suffix(Said(start, end, number, Sort.FACTOR), at)
        if one is not None:
            return one if not found["chinese"] or self._meant(found, one) else None
        behind = _BEHIND_SIGN.search(self._text, max(0, start - _NEAR), start)
        if found["digits"] and (behind or _BEFORE_SIGN.match(self._text, end)):
            return Said(start, end, number, Sort.FACTOR)
        return None

    def _value(self, found: re.Match[str]) -> Fraction | None:
        if found["english"]:
            return english(found["english"])
        return _number_of(found[0]) if found["digits"] else chinese(found[0])

    def _with_suffix(self, one: Said, at: int) -> Said | None:
        """The number with the unit that stands at ``at``."""
        text = self._text
        for pattern, sort, scale in (
            (_PERCENT, Sort.PERCENT, Fraction(1, 100)),
            (_PERMILLE, Sort.PERCENT, Fraction(1, 1000)),
            (_TENTHS, Sort.PERCENT, Fraction(1, 10)),
            (_POINTS, Sort.POINTS, Fraction(1)),
            (_TIMES, Sort.PART, Fraction(1)),
        ):
            found = pattern.match(text, at)
            if found is not None and not (pattern is _TENTHS and one.number >= 10):
                return evolve(one, end=found.end(), sort=sort, scale=scale)
        scaled = _SCALE.match(text, at)
        scale = Fraction(1) if scaled is None else SCALE_WORDS[scaled["scale"]]
        behind = at if scaled is None else scaled.end()
        for unit, sort in ((self._unit, Sort.MEASURE), (_POINTS, Sort.POINTS)):
            found = None if unit is None else unit.match(text, behind) or unit.match(text, at)
            if found is not None:
                whole = found.start() == at  # the unit is itself a scaled one, such as 万元
                return evolve(one, end=found.end(), sort=sort, scale=Fraction(1) if whole else scale)
        return None

    def _meant(self, found: re.Match[str], one: Said) -> bool:
        """Whether a Chinese numeral before a unit is a number there, and no part of another word."""
        before = self._text[found.start() - 1 : found.start()]
        if one.sort is Sort.POINTS:
            ten = found[0] != "十" or _END.match(self._text, one.end) is not None
            return before in _ADDING and ten
        if one.sort is Sort.MEASURE:
            return before in _BOUND_BEFORE or _BOUND_BEHIND.match(self._text, one.end) is not None
        return True

    def _joined(self, found: re.Match[str], start: int, behind: Said) -> Said | None:
        """A number that shares the unit of the next one: 60（含）-80分."""
        number = self._value(found)
        itself = _ITSELF.match(self._text, found.end())
        between = None if itself is None else _JOINED.fullmatch(self._text, itself.end(), start)
        if number is None or between is None or bool(found["chinese"]) or behind.sort is Sort.FACTOR:
            return None
        return evolve(behind, start=found.start(), end=found.end(), number=number)
