"""Numbers in remarks: ``{made_cards:.2万}`` writes 864441 as 86.44万.

Goes in: a number and the format of a template. Comes out: text, rounded half-up as official texts are.
"""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import frozen

from scorerules.numbers.decimals import plain, scaled_decimal
from scorerules.numbers.real import Number, divide
from scorerules.numbers.rounding import round_to

_SCALES = {
    "": Fraction(1),
    "%": Fraction(1, 100),
    "‰": Fraction(1, 1000),
    "万": Fraction(10**4),
    "亿": Fraction(10**8),
}
_SPEC = re.compile(r"(?P<comma>,?)(?:\.(?P<places>[0-9]{1,2}))?(?P<suffix>[%‰万亿]?)")


@frozen
class Format:
    """How a template writes a number.

    Args:
        grouped: Whether thousands are separated by commas.
        places: Decimals; ``None`` for as many as the number has.
        suffix: The sign or word it is counted in and that is written behind it.
    """

    grouped: bool
    places: int | None
    suffix: str


def parse_format(spec: str, most: int | None = None) -> Format | None:
    """The format that ``spec``, ``[,][.N][%‰万亿]``, asks for, or ``None`` when it is none.

    Args:
        spec: What stands behind the colon.
        most: Decimals that it may ask for; 99 unless said.
    """
    match = _SPEC.fullmatch(spec.replace("％", "%"))
    if match is None:
        return None
    places = int(match["places"]) if match["places"] else None
    if places is not None and most is not None and places > most:
        return None
    return Format(bool(match["comma"]), places, match["suffix"])


def format_number(x: Number, spec: str) -> str:
    """``x`` as the format ``spec`` writes it.

    Raises:
        ValueError: The format is none; ``parse_format`` tells before.
    """
    form = parse_format(spec)
    if form is None:
        message = f"not a number format: {spec!r}"
        raise ValueError(message)
    counted = divide(x, _SCALES[form.suffix])
    if form.places is None:
        text = plain(counted)
    else:
        steps = round_to(counted, Fraction(1, 10**form.places), "half-up") * 10**form.places
        text = f"{scaled_decimal(steps.numerator, form.places):f}"
    return (_grouped(text) if form.grouped else text) + form.suffix


def _grouped(text: str) -> str:
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    first = len(whole) % 3
    groups = [whole[:first]] if first else []
    groups.extend(whole[i : i + 3] for i in range(first, len(whole), 3))
    return sign + ",".join(groups) + point + rest
