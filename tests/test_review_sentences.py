"""Reading the numbers of official sentences."""

from __future__ import annotations

from fractions import Fraction
from time import perf_counter

import pytest

from scorerules.review.sentences.elsewhere import BLANK, without_elsewhere
from scorerules.review.sentences.numerals import chinese, english
from scorerules.review.sentences.said import Sort, numbers_said


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("五", 5),
        ("十", 10),
        ("十二", 12),
        ("两", 2),
        ("二十", 20),
        ("九十五", 95),
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("三千五百", 3500),
        ("一万二千", 12000),
        ("三亿", 300_000_000),
        ("零", 0),
        ("半", "1/2"),
        ("三点五", "7/2"),
        ("零点零五", "1/20"),
    ],
)
def test_chinese_numerals(text: str, number: int | str) -> None:
    """Numerals as they are written in documents."""
    assert chinese(text) == Fraction(number)


@pytest.mark.parametrize("text", ["百", "千", "万", "三二", "二〇二三", "五五", "十十", "一" * 30])
def test_what_is_no_chinese_number(text: str) -> None:
    """Parts of other words and digits in a row are no amounts."""
    assert chinese(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("two", 2),
        ("Twenty", 20),
        ("twenty-five", 25),
        ("hundred", 100),
        ("two-five", None),
        ("ten-one", None),
    ],
)
def test_english_number_words(text: str, number: int | None) -> None:
    """Number words, and tens joined with ones."""
    assert english(text) == (None if number is None else Fraction(number))


def read(text: str, *units: str) -> list[tuple[str, str, str]]:
    """Every number of a sentence: its characters, its value, its sort."""
    return [(text[one.start : one.end], str(one.value), one.sort.value) for one in numbers_said(text, units)]


@pytest.mark.parametrize(
    ("text", "sort", "expected"),
    [
        ("扣0.5分", "points", {"0.5分": "1/2"}),
        ("扣０．５分", "points", {"０．５分": "1/2"}),
        ("得十二分", "points", {"十二分": "12"}),
        ("扣零点五分，加两分", "points", {"零点五分": "1/2", "两分": "2"}),
        ("满分1,200.5分", "points", {"1,200.5分": "2401/2"}),
        ("ten points, 5 marks, 2 pts", "points", {"ten points": "10", "5 marks": "5", "2 pts": "2"}),
        ("95%、９５％、3‰", "percent", {"95%": "19/20", "９５％": "19/20", "3‰": "3/1000"}),
        ("1个百分点", "percent", {"1个百分点": "1/100"}),
        ("一个百分点、两个百分点", "percent", {"一个百分点": "1/100", "两个百分点": "1/50"}),
        ("百分之九十五、百分之百", "percent", {"百分之九十五": "19/20", "百分之百": "1"}),
        ("千分之三、万分之五", "percent", {"千分之三": "3/1000", "万分之五": "1/2000"}),
        ("百分之99.5", "percent", {"百分之99.5": "199/200"}),
        ("八成以上、3成", "percent", {"八成": "4/5", "3成": "3/10"}),
        ("5 percentage points", "percent", {"5 percentage points": "1/20"}),
        ("ten per cent, 3 percent", "percent", {"ten per cent": "1/10", "3 percent": "3/100"}),
        ("三分之一、2/3以上", "part", {"三分之一": "1/3", "2/3": "2/3"}),
        ("扣一半，减半", "part", {"一半": "1/2", "减半": "1/2"}),
        (
            "half the points, half of the weight",
            "part",
            {"half the points": "1/2", "half of the weight": "1/2"},
        ),
        ("1.5倍", "part", {"1.5倍": "3/2"}),
        ("基准价÷报价×30", "factor", {"30": "30"}),
        ("30×完成率", "factor", {"30": "30"}),
    ],
)
def test_sorts_of_numbers(text: str, sort: str, expected: dict[str, str]) -> None:
    """Points, percentages, parts and factors in the forms that documents have."""
    assert read(text) == [(written, value, sort) for written, value in expected.items()]


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [
        ("不少于30天", ("天",), [("30天", "30", "measure")]),
        ("1.2万册", ("册",), [("1.2万册", "12000", "measure")]),
        (
            "500万元、3亿元",
            ("万元", "元"),
            [("500万元", "5000000", "measure"), ("3亿元", "300000000", "measure")],
        ),
        ("15个工作日", ("工作日",), [("15个工作日", "15", "measure")]),
        ("42元/册", ("元",), []),
        ("42元/册", ("元/册", "元"), [("42元/册", "42", "measure")]),
        ("5分钟", ("分钟",), [("5分钟", "5", "measure")]),
        ("5分钟", (), []),
        ("3人次", ("人",), []),
        ("满三次、三次以上、三次检查", ("次",), [("三次", "3", "measure"), ("三次", "3", "measure")]),
        ("10 days", ("days",), [("10 days", "10", "measure")]),
        ("10 days", ("day",), []),
        ("10 000 m", ("m",), [("10 000 m", "10000", "measure")]),
    ],
)
def test_quantities(text: str, units: tuple[str, ...], expected: list[tuple[str, str, str]]) -> None:
    """A quantity counts when the rule measures in its unit."""
    assert read(text, *units) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("90（含）-100分", ["90", "100分"]),
        ("80-89分、60至79分、40～59分", ["80", "89分", "60", "79分", "40", "59分"]),
        ("分别得10、8、5分", ["10", "8", "5分"]),
        ("3或5个百分点", ["3", "5个百分点"]),
        ("80（不含）分以下", ["80（不含）分"]),
        ("10, 8 or 5 points", ["10", "8", "5 points"]),
        ("2-3次，5分", ["5分"]),
    ],
)
def test_numbers_that_share_a_unit(text: str, numbers: list[str]) -> None:
    """The unit behind the last number of a range or a list is that of all."""
    assert [one[0] for one in read(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "财预〔2020〕10号",
        "财政部令第87号",
        "第3.2条、第十二款、第三方",
        "（一）资金（2）项目",
        "2019年12月31日前，3月底，12月",
        "2019-2021年、2019学年、2020-01-31",
        "8:30、7×24小时",
        "附件2、表3、图1、Table 4, Section 3.2, Clause 5, No. 7",
        "GB/T 19001-2016、ISO9001、HJ 633-2012、PM2.5、5A级",
        "近三年、连续3次、共4项",
        "十分重要，取得十分显著成效，部分、百分制、分为三档、二分法",
        "一票否决、统一、一般、一次性、三公经费、十四五",
        "5分钟、3分公司、2分之",
        "1. 制度\n2、资金",
    ],
)
def test_numbers_of_something_else(text: str) -> None:
    """Documents, clauses, dates, standards and words that only look like numbers are left out."""
    assert read(text, "小时", "项", "次", "条") == []


def test_numbers_stay_at_their_places() -> None:
    """What is about something else becomes blanks, so that every other character stays where it is."""
    text = "依据财预〔2020〕10号，每低1%扣0.5分"
    blanked = without_elsewhere(text)
    assert len(blanked) == len(text)
    assert BLANK in blanked
    assert [text[one.start : one.end] for one in numbers_said(text)] == ["1%", "0.5分"]


def test_what_is_said_beside_a_number() -> None:
    """Whether points are lost, whether a range ends, whether everything beyond belongs to it."""
    lost, given, low, high, many = numbers_said("扣2分，得3分；60-89分；5件及以上", ["件"])
    assert (lost.lost, given.lost) == (True, False)
    assert (given.ranged, low.ranged, high.ranged) == (False, True, True)
    assert (high.open, many.open) == (False, True)
    assert many.sort is Sort.MEASURE


@pytest.mark.parametrize("piece", ["1", "一", "百", "1,111", "第", "分之", "(", "20年", "- "])
def test_long_runs_are_read_in_no_time(piece: str) -> None:
    """The time grows with the length of a text, not with its square."""
    start = perf_counter()
    numbers_said(piece * (20_000 // len(piece)))
    assert perf_counter() - start < 5
