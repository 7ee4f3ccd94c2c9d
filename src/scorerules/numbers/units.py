"""Units of measurement as people write them: 张, 万元, %, ug/m3.

Goes in: the text of a unit. Comes out: a :class:`Unit` that says how many of which base unit it stands
for. Conversion is only between scales of one base; there is no table of physical units.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from attrs import frozen

MAX_UNIT_LENGTH = 32

PERCENT_UNITS: dict[str, Fraction] = {
    "%": Fraction(1, 100),
    "‰": Fraction(1, 1000),
    "pp": Fraction(1, 100),
    "百分点": Fraction(1, 100),
    "个百分点": Fraction(1, 100),
}

_NARROW = str.maketrans("％﹪（）", "%%()")

# Longest first, so that 万亿 is not read as 万 of a unit 亿.
SCALE_WORDS: dict[str, Fraction] = {
    "十万": Fraction(10**5),
    "百万": Fraction(10**6),
    "千万": Fraction(10**7),
    "十亿": Fraction(10**9),
    "百亿": Fraction(10**10),
    "千亿": Fraction(10**11),
    "万亿": Fraction(10**12),
    "千": Fraction(10**3),
    "万": Fraction(10**4),
    "亿": Fraction(10**8),
}


@frozen
class Unit:
    """A unit as written and what it is worth.

    Args:
        symbol: The text people read, ``"万元"``.
        base: The unit that is counted, ``"元"``; empty for a mere number.
        scale: How many base units one of these is, 10000.
    """

    symbol: str
    base: str
    scale: Fraction

    @property
    def percent(self) -> bool:
        """Whether this is a share of one: %, ‰ or percentage points."""
        return self.symbol in PERCENT_UNITS

    @property
    def scaled(self) -> bool:
        """Whether one of these is not one base unit."""
        return self.scale != 1


def parse_unit(text: str) -> Unit | None:
    """The unit that ``text`` names, or ``None`` when it cannot be a unit."""
    symbol = text.strip().translate(_NARROW)
    if symbol in PERCENT_UNITS:
        return Unit(symbol, "", PERCENT_UNITS[symbol])
    for word, scale in SCALE_WORDS.items():
        if symbol.startswith(word):
            rest = symbol.removeprefix(word).lstrip()
            if rest and not _is_unit_text(rest):
                return None
            return Unit(symbol, _base(rest), scale)
    return Unit(symbol, _base(symbol), Fraction(1)) if _is_unit_text(symbol) else None


def _base(text: str) -> str:
    # ㎡ and m² and m2 are one unit.
    return unicodedata.normalize("NFKC", text)


def _is_unit_text(symbol: str) -> bool:
    """A letter or degree sign first, then letters, digits and the marks of compound units."""
    if not 0 < len(symbol) <= MAX_UNIT_LENGTH or symbol.count("(") != symbol.count(")"):
        return False
    first = symbol[0]
    return (first.isalpha() or _is_symbol(first)) and all(
        one.isalnum() or one in "/·.^()" or _is_symbol(one) for one in symbol
    )


def _is_symbol(one: str) -> bool:
    # Degree signs and squared units such as ℃ and ㎡ are symbols, not letters.
    return one in "°′″" or unicodedata.category(one) == "So"
