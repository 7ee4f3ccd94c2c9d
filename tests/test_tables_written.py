"""Texts as plain decimals: all at once, and exactly."""

from __future__ import annotations

import re
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorerules.tables.numbers import steps_of
from scorerules.tables.written import MOST_DIGITS, written_in

PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
TYPES = (pa.string(), pa.large_string(), pa.string_view())
TEXTS = st.one_of(
    st.none(),
    st.text(alphabet="0123456789.-", max_size=22),
    st.text(alphabet="0123456789.-+eE, %元１", max_size=8),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12).map(
        str
    ),
)


def is_plain(text: str) -> bool:
    """Whether a text is a plain decimal of as many digits as an integer holds."""
    return PLAIN.fullmatch(text) is not None and sum(map(str.isdigit, text)) <= MOST_DIGITS


@pytest.mark.parametrize("type_", TYPES, ids=str)
@given(st.lists(TEXTS, min_size=1), st.integers(0, 3))
def test_plain_decimals(type_: pa.DataType, texts: list[str | None], start: int) -> None:
    """What is a plain decimal has its digits; everything else is left, wherever the column begins."""
    found, texts = written_in(pa.array(texts, type_)[start:]), texts[start:]
    for row, text in enumerate(texts):
        if text is not None:
            assert bool(found.plain[row]) is is_plain(text)
            if is_plain(text):
                assert Decimal(int(found.digits[row])).scaleb(-int(found.places[row])) == Decimal(text)


@given(st.lists(TEXTS.filter(bool), min_size=1), st.sampled_from((0, 2, 4, 12)))
def test_steps_of_texts(texts: list[str], places: int) -> None:
    """A text is so many steps exactly, or it is said that it is not."""
    steps, sure = steps_of(pa.array(texts, pa.string()), places)
    for row, text in enumerate(texts):
        exact = sure is None or bool(sure[row])
        if is_plain(text) and abs(value := Decimal(text).scaleb(places)) < 2**62:
            assert exact is (value == int(value))
        if exact:
            assert Decimal(int(steps[row])) == Decimal(text).scaleb(places)
