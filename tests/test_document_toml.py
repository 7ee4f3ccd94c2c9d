"""Reading of TOML: places of values, and the problem of every text that cannot be read."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pytest

from hanging import not_hanging
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.document import Node, parse_toml
from scorerules.document.problems import report
from scorerules.document.scanner import scan
from scorerules.limits import USUAL
from scorerules.source import Source

DOCUMENT = '''\
scorerules = 1
[ruleset]
effective = { from = 2019-01-01, upto = 2019-12-31 }
[indicator."制发卡数量"]
weight = 12.50
deduct.each = "1pp"  # 说明
value = """
made \\
  / planned"""
[[example]]
name = 'a'
[[example]]
'''


def read(text: str) -> Node:
    """The document, which must have no faults."""
    faults = Faults()
    node = parse_toml(Source("rules.toml", text), faults)
    assert faults.sorted() == ()
    assert node is not None
    return node


def refused(text: str) -> tuple[Diagnostic, ...]:
    """The faults of a text that cannot be used."""
    faults = Faults()
    assert parse_toml(Source("rules.toml", text), faults) is None
    assert faults.errors
    return faults.sorted()


def at(node: Node, *path: str | int) -> Node:
    """The node behind a path of keys and indices."""
    for step in path:
        value = node.value
        if isinstance(step, str):
            assert isinstance(value, dict)
            node = value[step]
        else:
            assert isinstance(value, tuple)
            node = value[step]
    return node


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "value", "span", "key"),
    [
        (("scorerules",), 1, "1", "scorerules"),
        (("ruleset", "effective", "upto"), date(2019, 12, 31), "2019-12-31", "upto"),
        (("ruleset",), None, "[ruleset]", "ruleset"),
        (("indicator",), None, "indicator", "indicator"),
        (("indicator", "制发卡数量"), None, '[indicator."制发卡数量"]', '"制发卡数量"'),
        (("indicator", "制发卡数量", "weight"), Decimal("12.50"), "12.50", "weight"),
        (("indicator", "制发卡数量", "deduct"), None, "deduct", "deduct"),
        (("indicator", "制发卡数量", "deduct", "each"), "1pp", '"1pp"', "each"),
        (("example",), None, "[[example]]", "example"),
        (("example", 0, "name"), "a", "'a'", "name"),
    ],
)
def test_places(newline: str, path: tuple[str | int, ...], value: object, span: str, key: str) -> None:
    """Every value knows its characters and those of its key, whatever ends the lines."""
    node = at(read(DOCUMENT.replace("\n", newline)), *path)
    assert node.span.text == span
    assert node.key_span is not None
    assert node.key_span.text == key
    if value is not None:
        assert node.plain() == value


def test_items_of_an_array_of_tables_have_their_own_headers() -> None:
    """The array stands at the first header, each item at its own."""
    example = at(read(DOCUMENT), "example")
    assert (example.is_array, example.is_table) == (True, False)
    assert [at(example, index).span.line for index in (0, 1)] == [10, 12]
    assert example.span.line == 10


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_text_span_crosses_lines(newline: str) -> None:
    """The places of a formula's parts lead through line continuation and quotes."""
    node = at(read(DOCUMENT.replace("\n", newline)), "indicator", "制发卡数量", "value")
    assert node.value == "made / planned"
    assert [node.text_span(0, 4).text, node.text_span(7, 14).text] == ["made", "planned"]
    assert (node.text_span(7, 14).line, node.text_span(7, 14).column) == (9, 5)
    assert node.text_span(3, 6).text == "e \\" + newline + "  /"


@pytest.mark.parametrize(
    ("literal", "start", "end", "expected"),
    [
        ('"a\\u4e2d\\U0001F600b"', 1, 3, "\\u4e2d\\U0001F600"),
        ('"\\x41\\e"', 1, 2, "\\e"),
        ("'a\\b'", 1, 2, "\\"),
        ('"ab"', 1, 1, ""),
        ('"ab"', 1, 99, "b"),
        ("''''a'''''", 0, 1, "'"),
        ("''''a'''''", 1, 4, "a''"),
    ],
)
def test_text_span(literal: str, start: int, end: int, expected: str) -> None:
    """A stretch of a string is what stands for it in the file, escapes whole."""
    node = at(read("x = " + literal), "x")
    assert node.text_span(start, end).text == expected


def test_an_empty_stretch_is_a_point_in_the_content() -> None:
    """The point after the last character stands before the closing quote, of an empty string too."""
    assert at(read('x = "ab"'), "x").text_span(2, 2).start == 7
    assert at(read('x = ""'), "x").text_span(0, 0).start == 5
    assert at(read("x = 12"), "x").text_span(0, 1).text == "12"


def test_nodes_can_be_pickled() -> None:
    """A document survives pickling, also after places were asked for."""
    document = read(DOCUMENT)
    at(document, "example", 0, "name").text_span(0, 1)
    again = pickle.loads(pickle.dumps(document))
    assert again == document
    assert at(again, "example", 0, "name").text_span(0, 1).text == "a"


def test_toml_1_1_is_read() -> None:
    """Inline tables over several lines with a comma at their end, as tomli reads them."""
    node = at(read('x = {\n  a = 1, # one\n  b = "\\e",\n}\n'), "x")
    assert node.plain() == {"a": 1, "b": "\x1b"}
    assert (node.span.line, node.span.end_line) == (1, 4)


@pytest.mark.parametrize(
    ("text", "code", "span", "fix"),
    [
        ("= 3", "SR110", "= 3", None),
        ("a = 1 2 # x", "SR111", "2", None),
        ("a b = 3", "SR112", "b = 3", None),
        ("a =\n", "SR113", "=", None),
        ("x = {a = , b = 1}", "SR113", "=", None),
        ("a = [1,,2]", "SR113", ",", None),
        ("a = hello world # x", "SR114", "hello world", '"hello world"'),
        ("a = it's", "SR114", "it", None),
        ("a = 98%", "SR115", "98%", '"98%"'),
        ("a = 9８％", "SR115", "9８％", '"98%"'),
        ("a = 1pp", "SR115", "1pp", '"1pp"'),
        ("a = 86.44万", "SR115", "86.44万", '"86.44万"'),
        ("a = 86 万", "SR115", "86 万", '"86 万"'),
        ("a = [12张]", "SR115", "12张", '"12张"'),
        ("a = 12,720,000.00元 # x", "SR115", "12,720,000.00元", '"12,720,000.00元"'),
        ("a ＝ 1", "SR116", "＝", "="),
        ("a： 1", "SR116", "：", "="),
        ("【ruleset]", "SR116", "【", "["),
        ("a = [1，2]", "SR116", "，", ","),
        ("a = {b = 1｝", "SR116", "｝", "}"),
        ("a = 1 ＃ 说明，“x”", "SR116", "＃", "#"),
        ("a = １２", "SR116", "１２", "12"),
        ('a = "x”', "SR116", "”", '"'),
        ('a = “x"', "SR116", "“", '"'),
        ("a = （1）", "SR117", "（", None),
        ("a = 1，", "SR117", "，", None),
        ("a\u3000= 1", "SR118", "\u3000", " "),
        ("a = 1\n\ufeffb = 1", "SR118", "\ufeff", " "),
        ("制发卡数量 = 1", "SR119", "制发卡数量", '"制发卡数量"'),
        ("[indicator.制发卡数量]", "SR119", "制发卡数量", '"制发卡数量"'),
        ("a.制 = 1", "SR119", "制", '"制"'),
        ('a = "x', "SR123", '"', None),
        ("a = 'x\nb = 1", "SR123", "'", None),
        ('a = """x\n', "SR123", '"""', None),
        ("a = [1,\n", "SR124", "[", None),
        ("a = [1,\nb = 2", "SR124", "[", None),
        ("a = {", "SR124", "{", None),
        ("a = { b", "SR124", "{", None),
        ("a = [[1], # x\n", "SR124", "[", None),
        ("a = [1\n[b]\n", "SR124", "[", None),
        ("a = [{ b = 1 },\n[total]\n", "SR124", "[", None),
        ("a = [{ b = 1 },\n\n[total]\nfull = 1\n", "SR124", "[", None),
        ("a = [1 2]", "SR125", "2", None),
        ("a = {b = 1 c = 2}", "SR125", "c", ","),
        ('a: "x"', "SR126", ":", " ="),
        ('a = "\\d"', "SR127", "\\d", None),
        ('a = "\\uD800"', "SR127", "\\u", None),
        ('a = "\\x4"', "SR127", "\\x", None),
        ('a = "x\x01"', "SR128", "\x01", ""),
        ("a = 1\rb = 2", "SR128", "\r", None),
        ("[a", "SR129", "[a", None),
        ("[[a]", "SR129", "[a", None),
        ("a = .5", "SR130", ".5", "0.5"),
        ("a = 007", "SR130", "007", None),
        ("a = 2019年1月1日", "SR131", "2019年1月1日", "2019-01-01"),
        ("a = 2019/02/30", "SR131", "2019/02/30", None),
        ("a = 2019-02-30", "SR131", "2019-02-30", None),
        ("a = {b = 2019-02-30, c = 1}", "SR131", "2019-02-30", None),
        ("a = True", "SR132", "True", "true"),
        ("a = 否", "SR132", "否", None),
        ("a = nan", "SR133", "nan", None),
        ("a = [-inf]", "SR133", "-inf", None),
        ('a = "\ud800"', "SR134", "\ud800", None),
        ("a. = 1", "SR135", "= 1", None),
        ("[]", "SR135", "]", None),
        ("a = “x, y”", "SR137", "“x, y”", '"x, y"'),
        ("\ufeffa = 1", "SR105", "\ufeff", ""),
        ('a = "\x00"', "SR109", "\x00", None),
    ],
)
def test_faults(text: str, code: str, span: str, fix: str | None) -> None:
    """Each slip has its code, its characters and, where it is safe, the text that would be right."""
    (first, *others) = refused(text)
    assert others == [] or code == "SR117"
    assert (first.code, first.span and first.span.text, first.fix and first.fix.text) == (code, span, fix)
    for lang in ("zh", "en"):
        assert "{" not in first.headline(lang).replace(span, "").replace("`{`", "")
        assert first.help(lang)


@pytest.mark.parametrize(
    ("text", "code", "first", "second"),
    [
        ("a = 1\nb = 2\na = 3", "SR120", 1, 3),
        ("x = {a = 1,\n a = 2}", "SR120", 1, 2),
        ("a.b = 1\na = 2", "SR120", 1, 2),
        ("[t]\nx = 1\n[u]\n[t]\n", "SR121", 1, 4),
        ("[[t]]\n[t]\n", "SR121", 1, 2),
        ("[a]\nb.c = 1\n[a.b]\n", "SR121", 2, 3),
        ("a = {b = 1}\n[a.c]\n", "SR122", 1, 2),
        ("a = [1]\n[[a]]\n", "SR122", 1, 2),
        ("[a.b]\n[a]\nb.c = 1\n", "SR122", 1, 3),
        ("a = 1\na.b = 1\n", "SR122", 1, 2),
        ("x = {a = {},\n a.b = 1}", "SR122", 1, 2),
    ],
)
def test_names_used_twice(text: str, code: str, first: int, second: int) -> None:
    """A name used twice is shown at both places."""
    (fault,) = refused(text)
    assert fault.code == code
    assert fault.span is not None
    assert (fault.labels[0].span.line, fault.span.line) == (first, second)


def test_every_slip_of_a_file_is_shown() -> None:
    """Slips after the first are found too, in the order of the text, none in strings and comments."""
    text = """\
# 说明，“引号”：（不算）
[ruleset】
name ＝ “制发卡”
text = "每低1%，扣0.5分"
[indicator.制发卡数量]
weight = 12%
long = '''
a ＝ 1
'''
bands = [{ from = 90， grade = 优秀 }]
x = 1
x = 2
value =
"""
    found = [(one.code, one.span and one.span.line) for one in refused(text)]
    assert found == [
        ("SR116", 2),
        ("SR116", 3),
        ("SR137", 3),
        ("SR119", 5),
        ("SR115", 6),
        ("SR116", 10),
        ("SR114", 10),
        ("SR113", 13),
    ]


def test_fixes_make_the_file_readable() -> None:
    """A file with every slip that has a safe edit is read after all edits."""
    text = '【ruleset】\nname ＝ “制发卡”\n制 = 98%\nn = [1，2]\u3000＃ x\nd = 2019/1/1\nk: "x"\nt = "x”\n'
    for one in reversed(refused(text)):
        assert one.fix is not None
        text = text[: one.fix.span.start] + one.fix.text + text[one.fix.span.end :]
    ruleset = {"name": "制发卡", "制": "98%", "n": [1, 2], "d": date(2019, 1, 1), "k": "x", "t": "x"}
    assert read(text).plain() == {"ruleset": ruleset}


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("a = " + "9" * 1_000_000, "SR142", 4),
        ("a = 1e1001", "SR142", 4),
        ("a = " + "[" * 10_000, "SR141", 4 + USUAL.file_depth - 1),
        ("a = " + "{a=" * 10_000, "SR141", None),
        (".".join("a" * 10_000) + " = 1", "SR141", 2 * USUAL.file_depth),
        ("[" + ".".join("a" * 10_000) + "]", "SR141", 1 + 2 * USUAL.file_depth),
        ("a = [" + "1," * 1_000_000 + "]", "SR143", None),
        ("\n".join(f"k{index} = 1" for index in range(USUAL.file_keys + 1)), "SR143", None),
        ("#" * (USUAL.file_bytes + 1), "SR140", 0),
        ("#" + "制" * (USUAL.file_bytes // 3 + 1), "SR140", 0),
        ('a = "' + "x" * 1_000_000, "SR123", 4),
        ('a = """' + "\\" * 1_000_000, "SR123", 4),
        ("a = " + "1" * 900 + "x" * 1_000_000, "SR114", 4),
        ("a = 98%\n" * 100_000, "SR115", 4),
        ("a b\n" * 100_000, "SR112", 2),
    ],
    ids=lambda value: "" if isinstance(value, str) and len(value) > len("SR100") else str(value),
)
def test_hostile_texts_are_refused_quickly(text: str, code: str, start: int | None) -> None:
    """What would exhaust the stack or the clock is refused at its place."""
    with not_hanging():
        first = refused(text)[0]
        assert first.code == code
        assert first.span is not None
        assert start is None or first.span.start == start


def test_limits_are_inclusive() -> None:
    """What just keeps within the bounds is read."""
    assert read("a = " + "9" * USUAL.digits).plain() == {"a": int("9" * USUAL.digits)}
    assert read("a = " + "[" * (USUAL.file_depth - 1) + "]" * (USUAL.file_depth - 1)).is_table
    assert read("a = 0x1e5000").plain() == {"a": 0x1E5000}


@pytest.mark.parametrize(("message", "code"), [("Something new", "SR139"), ("Cannot do that", "SR136")])
def test_an_unknown_complaint_of_tomli_is_passed_on(message: str, code: str) -> None:
    """A message of a later tomli still gets a place and a sentence."""
    faults = Faults()
    report(Source("rules.toml", "a = 1"), faults, scan("a = 1"), message, 4)
    (fault,) = faults.sorted()
    assert (fault.code, fault.span and fault.span.text) == (code, "1")
    assert code == "SR136" or message in fault.headline("zh")
