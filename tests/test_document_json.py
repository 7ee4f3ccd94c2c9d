"""Reading of JSON: exact numbers, places of values, and the problem of every text that cannot be read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scorerules.diagnostics import Faults
from scorerules.document import Node, parse_json
from scorerules.limits import USUAL
from scorerules.source import Source


def read(text: str) -> Node:
    """The value, which must have no faults."""
    faults = Faults()
    node = parse_json(Source("record.json", text), faults)
    assert faults.sorted() == ()
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        (" -12\r\n", -12),
        ("0.1", Decimal("0.1")),
        ("98.770", Decimal("98.770")),
        ("1E3", Decimal(1000)),
        ("123456789012345678901234567890.5", Decimal("123456789012345678901234567890.5")),
        ("true", True),
        ("false", False),
        ("null", None),
        ('""', ""),
        ('"a\\u4e2d\\ud83d\\ude00\\/\\n"', "a中😀/\n"),
        ("[]", []),
        ("{}", {}),
        ('{"a": [1, {"制": null}], "": "x"}', {"a": [1, {"制": None}], "": "x"}),
    ],
)
def test_values(text: str, value: object) -> None:
    """Whole numbers are ``int``, others ``Decimal`` with the digits as written."""
    plain = read(text).plain()
    assert plain == value
    assert type(plain) is type(value)
    assert str(plain) == str(value) or text == "1E3"


def test_places() -> None:
    """Every value has its characters, every member those of its key, every character of a text its own."""
    document = read('{"a" : [1, 2.5],\n "b\\n": "x\\u4e2dy"}')
    assert isinstance(document.value, dict)
    first, second = document.value["a"], document.value["b\n"]
    assert (first.span.text, first.key_span and first.key_span.text) == ("[1, 2.5]", '"a"')
    assert isinstance(first.value, tuple)
    assert [(one.span.text, one.key_span) for one in first.value] == [("1", None), ("2.5", None)]
    assert second.key_span is not None
    assert (second.key_span.text, second.key_span.line) == ('"b\\n"', 2)
    assert second.text_span(1, 2).text == "\\u4e2d"


@pytest.mark.parametrize(
    ("text", "code", "start", "length"),
    [
        ("", "SR150", 0, 0),
        ("abc", "SR150", 0, 3),
        ("'x'", "SR150", 0, 3),
        ("// x\n1", "SR150", 0, 2),
        ('{"a": NaN}', "SR152", 6, 3),
        ("-Infinity", "SR152", 0, 9),
        ("01", "SR153", 0, 2),
        ("+1", "SR153", 0, 2),
        (".5", "SR153", 0, 2),
        ("5.", "SR153", 0, 2),
        ("98%", "SR153", 0, 3),
        ("0x1F", "SR153", 0, 4),
        ('"ab', "SR154", 0, 1),
        ('"ab\ncd"', "SR154", 0, 1),
        ('"\\', "SR154", 0, 1),
        ('"a\\d"', "SR155", 2, 2),
        ('"\\u12"', "SR155", 1, 2),
        ('"a\tb"', "SR128", 2, 1),
        ('"\\ud800"', "SR134", 0, 8),
        ("1 2", "SR156", 2, 1),
        ("{}}", "SR156", 2, 1),
        ('{"a" 1}', "SR157", 5, 1),
        ("[1 2]", "SR157", 3, 1),
        ("[1,]", "SR157", 3, 1),
        ('{"a": 1,}', "SR157", 8, 1),
        ("{a: 1}", "SR157", 1, 1),
        ("[1,", "SR158", 0, 1),
        ('[{"a"', "SR158", 1, 1),
        ('{"a":', "SR158", 0, 1),
        ("[1，2]", "SR159", 2, 1),
        ('{"a"：1}', "SR159", 4, 1),
        ('{“a": 1}', "SR159", 1, 1),
        ("\ufeff1", "SR105", 0, 1),
        ('"\x00"', "SR109", 1, 1),
        ("[" * 100_000, "SR141", USUAL.file_depth, 1),
        ("9" * 1_000_000, "SR142", 0, 1_000_000),
        ("1e1001", "SR142", 0, 6),
        ("[" + "1," * USUAL.file_keys + "1]", "SR143", None, 1),
        ("#" * (USUAL.file_bytes + 1), "SR140", 0, 0),
    ],
    ids=lambda value: "" if isinstance(value, str) and len(value) > len("SR100") else str(value),
)
def test_faults(text: str, code: str, start: int | None, length: int) -> None:
    """Each fault has its code and its characters."""
    faults = Faults()
    assert parse_json(Source("record.json", text), faults) is None
    (fault,) = faults.sorted()
    assert fault.code == code
    assert fault.span is not None
    assert start is None or fault.span.start == start
    assert fault.span.end - fault.span.start == length
    for lang in ("zh", "en"):
        assert fault.headline(lang)
        assert fault.help(lang)


def test_keys_written_twice_are_all_shown() -> None:
    """Each second use is a fault that shows the first."""
    faults = Faults()
    text = '{"a": 1,\n"a": 2,\n"b": {"c": 1,\n"c": 1},\n"\\u0061": 3}'
    assert parse_json(Source("record.json", text), faults) is None
    found = [(one.code, one.span and one.span.line, one.labels[0].span.line) for one in faults.sorted()]
    assert found == [("SR151", 2, 1), ("SR151", 4, 3), ("SR151", 5, 1)]
