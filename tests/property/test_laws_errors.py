"""Whatever is given to the library, it answers with a result or with its own errors, each complete."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import cells, record_of

from scorerules import RecordError, Ruleset, RulesetError, ScoreRulesError, loads
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import Scheme, text


class Word(str):
    """A text of a class of one's own."""

    __slots__ = ()


class Answer(enum.StrEnum):
    """Texts as an enumeration."""

    YES = "甲"


class Measured(float):
    """A float that writes itself otherwise, as those of numerical packages do."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"measured({float(self)})"


class Unspeakable:
    """An object that cannot be written."""

    def __repr__(self) -> str:
        raise RuntimeError

    __str__ = __repr__


AWKWARD: tuple[object, ...] = (
    *("98.77%", "86.44万", "12,720,000.00元", "甲", "是", "2019-01-01", "1e5", "\ud800", "－5", "5 公斤"),
    *(10**5000, -(10**5000), Fraction(1, 3**9000), Decimal("1e999999"), Decimal("sNaN"), 1e308, -0.0),
    *(Word("甲"), Answer.YES, Measured(0.5), Unspeakable(), object(), 1j, range(3), ..., int),
    *(date(2019, 6, 30), datetime(2019, 6, 30, tzinfo=UTC)),
)
"""Values that Python itself has trouble with; some cannot even be written."""


def awkward(index: int) -> object:
    """One of them; Hypothesis writes out what it samples from, so it must not see them."""
    return AWKWARD[index % len(AWKWARD)]


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.fractions(),
    st.text(max_size=8),
    st.binary(max_size=3),
    st.dates(),
    st.datetimes(),
    st.integers(0, 30).map(awkward),
)
HASHABLE = st.one_of(
    st.text(max_size=6),
    st.integers(),
    st.none(),
    st.booleans(),
    st.sampled_from(((1, 2), b"x", 0.5)),
    st.just(5000).map(lambda digits: 10**digits),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(HASHABLE, inner, max_size=3),
        st.dictionaries(st.sampled_from(("value", "score", "deduct", "remark")), inner, max_size=3),
    ),
    max_leaves=5,
)


def complete(error: ScoreRulesError) -> None:
    """An error has diagnostics, each with texts in both languages and plain values for JSON."""
    assert error.diagnostics
    assert str(error)
    for one in error.diagnostics:
        for lang in ("zh", "en"):
            assert one.headline(lang)  # type: ignore[arg-type]
            one.help(lang)  # type: ignore[arg-type]
            assert one.to_dict(lang)["code"] == one.code  # type: ignore[arg-type]


def try_to_score(ruleset: Ruleset, record: Any) -> None:
    """Score a record and look at all of the result, or at its error."""
    try:
        evaluation = ruleset.score(record)
    except RecordError as error:
        complete(error)
        return
    assert evaluation.to_json()
    assert evaluation.explain("zh")
    assert evaluation.explain("en")


@settings(max_examples=3 * settings.default.max_examples)
@given(st.data())
def test_any_record_scores_or_is_refused(data: st.DataObject) -> None:
    """Any nested Python values under any keys give an evaluation or a record error."""
    scheme = data.draw(schemes())
    ruleset = loads(text(scheme))
    record: dict[Any, Any] = record_of(data.draw(cells(ruleset)))
    keys = st.one_of(st.sampled_from(sorted(ruleset.plan.keys)), HASHABLE)
    record |= data.draw(st.dictionaries(keys, ANYTHING, max_size=4))
    try_to_score(ruleset, record)


@given(ANYTHING)
def test_anything_at_all_can_be_given_as_record(record: object) -> None:
    """What is not even a mapping is refused as well."""
    try_to_score(SIMPLE, record)


SIMPLE = loads(
    'scorerules = 1\n[ruleset]\nid = "simple"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 100\n'
    'input = { unit = "%" }\nratio = { full = "100%" }\n'
)


@pytest.mark.parametrize(
    ("value", "total"),
    [(Measured(98.77), "98.77"), (Word("98.77%"), "98.77"), (True, None), (10**5000, None), (b"5", None)],
    ids=["float", "text", "truth", "long", "bytes"],
)
def test_values_of_other_classes(value: object, total: str | None) -> None:
    """Numbers and texts of subclasses count as what they are; what is neither is refused."""
    if total is not None:
        assert SIMPLE.score({"a": value}).total == Decimal(total)  # type: ignore[dict-item]
        return
    with pytest.raises(RecordError) as caught:
        SIMPLE.score({"a": value})  # type: ignore[dict-item]
    assert [one.path for one in caught.value.diagnostics] == ["a"]


WORDS = (
    "from",
    "upto",
    "weight",
    "tier",
    "value",
    "points",
    "each",
    "unit",
    "%",
    "万元",
    "[",
    "]",
    "{",
    "}",
    '"',
    "=",
)
EDITS = st.sampled_from(("cut", "copy", "swap", "word", "number", "text"))


def edited(data: st.DataObject, written: str) -> str:
    """The text with a few slips: lines cut, copied or swapped, words and numbers put where they were not."""
    for _ in range(data.draw(st.integers(1, 3))):
        lines = written.splitlines()
        at = data.draw(st.integers(1, len(lines) - 1))
        match data.draw(EDITS):
            case "cut":
                del lines[at]
            case "copy":
                lines.insert(data.draw(st.integers(0, len(lines))), lines[at])
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "number":
                digits = [index for index, sign in enumerate(lines[at]) if sign.isdigit()]
                if digits:
                    where = data.draw(st.sampled_from(digits))
                    new = data.draw(st.sampled_from(("0", "-1", "7", '"x"', "true", "9" * 40, "0.5", "nan")))
                    lines[at] = lines[at][:where] + new + lines[at][where + 1 :]
            case "word":
                where = data.draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:where] + data.draw(st.sampled_from(WORDS)) + lines[at][where:]
            case _:
                where = data.draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:where] + data.draw(st.text(max_size=3)) + lines[at][where:]
        written = "\n".join(lines) + "\n"
        if len(lines) < 2:
            return written
    return written


@settings(max_examples=4 * settings.default.max_examples)
@given(st.data())
def test_a_slip_loads_or_is_located(data: st.DataObject) -> None:
    """A ruleset with slips loads and scores, or is refused with a place for what is wrong."""
    scheme: Scheme = data.draw(schemes())
    written = edited(data, text(scheme))
    try:
        ruleset = loads(written)
    except RulesetError as error:
        complete(error)
        for one in error.diagnostics:
            assert one.span is not None or one.path, one
            if one.span is not None:
                assert 0 <= one.span.start <= one.span.end <= len(one.span.source.text)
        return
    try_to_score(ruleset, record_of(data.draw(cells(ruleset))))


@given(st.text(max_size=60))
def test_any_text_is_a_ruleset_or_refused(written: str) -> None:
    """No text given to ``loads`` raises anything but a ruleset error."""
    with pytest.raises(RulesetError) as caught:
        loads(written)
    complete(caught.value)
