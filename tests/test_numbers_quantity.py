"""Units and quantities as people write them."""

from fractions import Fraction

import pytest

from hanging import not_hanging
from scorerules.numbers import (
    QUANTITY_SUFFIX,
    QuantityProblem,
    TooLarge,
    Unit,
    looks_like_quantity,
    match_quantity,
    parse_quantity,
    parse_unit,
)


@pytest.mark.parametrize(
    ("text", "base", "scale"),
    [
        ("元", "元", "1"),
        ("万元", "元", "10000"),
        ("亿元", "元", "100000000"),
        ("万亿元", "元", "1000000000000"),
        ("百万张", "张", "1000000"),
        ("十万人次", "人次", "100000"),
        ("千瓦", "瓦", "1000"),
        ("万", "", "10000"),
        ("万 张", "张", "10000"),
        ("千亿", "", "100000000000"),
        ("%", "", "1/100"),
        ("％", "", "1/100"),
        ("‰", "", "1/1000"),
        ("pp", "", "1/100"),
        ("百分点", "", "1/100"),
        ("个百分点", "", "1/100"),
        ("ug/m3", "ug/m3", "1"),
        ("元/(人·天)", "元/(人·天)", "1"),
        ("m²", "m2", "1"),
        ("㎡", "m2", "1"),
        ("℃", "°C", "1"),
        ("°C", "°C", "1"),
    ],
)
def test_units(text: str, base: str, scale: str) -> None:
    """A scale word before a base unit multiplies it."""
    unit = parse_unit(f" {text} ")
    assert unit is not None
    assert (unit.base, unit.scale) == (base, Fraction(scale))
    assert unit.symbol == text.replace("％", "%")
    assert unit.scaled is (unit.scale != 1)
    assert unit.percent is (text in {"%", "％", "‰", "pp", "百分点", "个百分点"})


@pytest.mark.parametrize(
    "text", ["", "  ", "3", "+", "元+张", "-元", "/天", "(元", "working days", "¥", "$", "x" * 33, "万+"]
)
def test_what_is_no_unit(text: str) -> None:
    """Digits, operators and signs of money are not units."""
    assert parse_unit(text) is None


PERCENT = parse_unit("%")
YUAN = parse_unit("元")
WAN_YUAN = parse_unit("万元")
ZHANG = parse_unit("张")


@pytest.mark.parametrize(
    ("text", "declared", "value"),
    [
        ("98.77%", None, "0.9877"),
        ("5‰", None, "0.005"),
        ("1pp", None, "0.01"),
        ("0.5个百分点", None, "0.005"),
        ("86.44万", None, "864400"),
        ("1.2亿", None, "120000000"),
        ("864441张", None, "864441"),
        ("12,720,000.00元", None, "12720000"),
        ("12，720，000.00 元", None, "12720000"),
        ("1_000", None, "1000"),
        ("-3", None, "-3"),
        ("+3", None, "3"),
        ("－３．５％", None, "-0.035"),
        ("−3", None, "-3"),
        ("\u3000７", None, "7"),
        (".5", None, "0.5"),
        ("1e3", None, "1000"),
        ("1.5E-3元", None, "0.0015"),
        ("007", None, "7"),
        ("98.77", PERCENT, "0.9877"),
        ("98.77%", PERCENT, "0.9877"),
        ("5‰", PERCENT, "0.005"),
        ("3", WAN_YUAN, "30000"),
        ("3元", WAN_YUAN, "3"),
        ("3万元", YUAN, "30000"),
        ("3亿元", WAN_YUAN, "300000000"),
        ("86.44万", ZHANG, "864400"),
        ("86.44万", WAN_YUAN, "864400"),
        ("86.44万张", ZHANG, "864400"),
    ],
)
def test_quantities_in_base_units(text: str, declared: Unit | None, value: str) -> None:
    """A bare number is in the declared unit, other scales of it convert."""
    quantity = parse_quantity(text, declared)
    assert quantity.value == Fraction(value)
    if declared is not None:
        assert quantity.unit == declared


def test_without_a_declared_unit_the_written_one_is_kept() -> None:
    """The caller decides what it fits."""
    assert parse_quantity("3万元").unit == WAN_YUAN
    assert parse_quantity("3").unit is None


@pytest.mark.parametrize(
    ("text", "declared", "reason"),
    [
        ("", None, "not-a-number"),
        ("abc", None, "not-a-number"),
        ("¥500", None, "not-a-number"),
        ("￥500", None, "not-a-number"),
        ("$500", None, "not-a-number"),
        ("5²", None, "not-a-number"),
        ("½", None, "not-a-number"),
        ("٣", None, "not-a-number"),
        ("1.2.3", None, "not-a-number"),
        ("1/2", None, "not-a-number"),
        ("2019-01-01", None, "not-a-number"),
        ("- 5", None, "not-a-number"),
        ("--5", None, "not-a-number"),
        ("nan", None, "not-a-number"),
        ("inf", None, "not-a-number"),
        ("1272,0000", None, "bad-separators"),
        ("1,27", None, "bad-separators"),
        ("0,5", None, "bad-separators"),
        ("1.234,5", None, "bad-separators"),
        ("1,", None, "bad-separators"),
        ("1__0", None, "bad-separators"),
        ("1_", None, "bad-separators"),
        ("1_000,000", None, "bad-separators"),
        ("5张 或", None, "unknown-unit"),
        ("5% - x", None, "unknown-unit"),
        ("5" + "张" * 33, None, "unknown-unit"),
        ("5张", YUAN, "other-unit"),
        ("5张", PERCENT, "other-unit"),
        ("5万", PERCENT, "other-unit"),
        ("5%", ZHANG, "other-unit"),
        ("5元", parse_unit("万"), "other-unit"),
        ("1e1001", None, "too-long"),
        ("1e99999999999", None, "too-long"),
        ("1" * 1001, None, "too-long"),
        ("9" * 1_000_000, None, "too-long"),
    ],
)
def test_what_is_wrong_with_a_quantity_is_named(text: str, declared: Unit | None, reason: str) -> None:
    """Every fault has its word, and is found quickly."""
    with not_hanging():
        with pytest.raises(QuantityProblem) as caught:
            parse_quantity(text, declared)
        assert caught.value.reason == reason
        assert caught.value.text == text


def test_another_unit_carries_both() -> None:
    """The message needs what was written and what was asked for."""
    with pytest.raises(QuantityProblem) as caught:
        parse_quantity("5 张", YUAN)
    assert (caught.value.unit, caught.value.expected) == ("张", YUAN)


@pytest.mark.parametrize(
    "text",
    [
        "100%",
        "1pp",
        "0.5",
        "86.44万",
        "500万元",
        "-3",
        "1_000",
        "1e5",
        " 3 张 ",
        "1,27",
        "１００％",
        "9" * 5000,
    ],
)
def test_quantities_look_like_quantities(text: str) -> None:
    """So do misspelt ones, whose own message is better than one about formulas."""
    assert looks_like_quantity(text)


@pytest.mark.parametrize(
    "text",
    [
        "made_cards",
        "100% - x",
        "2019-01-01",
        "",
        "x",
        "1 + 2",
        "5 if a else b",
        "1/2",
        "-x",
        "3 * 万",
        "1 + " * 2000 + "1",
    ],
)
def test_expressions_do_not_look_like_quantities(text: str) -> None:
    """Neither do dates."""
    assert not looks_like_quantity(text)


@pytest.mark.parametrize(
    ("text", "end", "value", "symbol"),
    [
        ("98% - x", 3, "0.98", "%"),
        ("98％", 3, "0.98", "%"),
        ("5‰", 2, "0.005", "‰"),
        ("1pp", 3, "0.01", "pp"),
        ("1ppm", 1, "1", None),
        ("3x", 1, "3", None),
        ("3 %", 1, "3", None),
        ("3张", 1, "3", None),
        ("5万", 2, "50000", "万"),
        ("5万元+1", 3, "50000", "万元"),
        ("5万亿元)", 4, "5000000000000", "万亿元"),
        ("5万x", 1, "5", None),
        ("5万元2", 1, "5", None),
        ("0.5个百分点", 7, "0.005", "个百分点"),
        ("1_000.5", 7, "1000.5", None),
        ("1__0", 1, "1", None),
        ("1e3", 3, "1000", None),
        ("1e3%", 4, "10", "%"),
        ("1e", 1, "1", None),
        ("1.x", 1, "1", None),
        (".5%", 3, "0.005", "%"),
        ("5%3", 2, "0.05", "%"),
        ("0x10", 1, "0", None),
    ],
)
def test_numbers_in_formulas(text: str, end: int, value: str, symbol: str | None) -> None:
    """Only suffixes that no name can begin with belong to the number."""
    found = match_quantity("a+" + text, 2)
    assert found is not None
    assert found[:2] == (end + 2, Fraction(value))
    assert (found[2].symbol if found[2] else None) == symbol


@pytest.mark.parametrize("text", ["x", "", ".", "-1", "%", "万"])
def test_where_no_number_starts(text: str) -> None:
    """The sign is not part of the literal."""
    assert match_quantity(text, 0) is None


@pytest.mark.parametrize("text", ["9" * 1_000_000, "1e1001", "1e-99999999"])
def test_long_literals_are_refused(text: str) -> None:
    """Before the number is built."""
    with pytest.raises(TooLarge):
        match_quantity(text, 0)


def test_the_suffix_pattern_names_every_suffix() -> None:
    """A formula lexer may look for it by itself."""
    for suffix in ("%", "‰", "pp", "百分点", "个百分点", "千", "万", "亿", "十万", "万亿", "万元"):
        assert QUANTITY_SUFFIX.fullmatch(suffix), suffix
