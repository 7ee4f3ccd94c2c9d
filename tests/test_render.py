"""Diagnostics as text: one line each, and snippets whose marks stand under the right characters."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scorerules.diagnostics import Diagnostic, Label, Words, diagnostic
from scorerules.diagnostics.catalogue.entry import Entry, error, warning
from scorerules.diagnostics.near import near
from scorerules.diagnostics.render import concise, counted, full, full_all
from scorerules.diagnostics.width import pad, visible, width
from scorerules.source import Source, Span

CODES: Mapping[str, Entry] = {
    "SR901": error(
        "`{tier}` 下的指标合计 {sum} 分，该级为 34 分",
        "indicators of `{tier}` weigh {sum} points, the tier 34",
        "改正其中一处",
        "change one of the two",
    ),
    "SR902": warning("没有依据", "no source is given"),
}


@pytest.fixture(autouse=True)
def _codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The renderers look at no code, so codes of our own serve to see how they look."""
    monkeypatch.setattr(diagnostic, "entry", CODES.__getitem__)


def source(text: str, name: str = "card.toml") -> Source:
    """A text under a name."""
    return Source(name, text)


def at(place: Source, needle: str) -> Span:
    """The first place of ``needle``."""
    start = place.text.index(needle)
    return Span(place, start, start + len(needle))


def problem(span: Span | None, *labels: Label, path: str | None = None) -> Diagnostic:
    """A problem of weights at ``span``."""
    return Diagnostic("SR901", {"tier": "output", "sum": 35}, span, path, labels)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("产出目标", 8),
        ("ａ：（", 6),
        ("e\u0301", 1),
        ("±“”", 3),
        ("한글", 4),
        ("\u1112\u1161\u11ab", 2),
        ("a\u200bb\x1b", 2),
        ("a\tb", 2),
        ("😀", 2),
    ],
)
def test_width(text: str, columns: int) -> None:
    """Wide characters take two columns, ambiguous ones one, marks and controls none."""
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "padded"), [("产出", "产出  "), ("abcdef", "abcdef"), ("长效管理", "长效管理")]
)
def test_pad(text: str, padded: str) -> None:
    """Padding counts columns and never cuts."""
    assert pad(text, 6) == padded


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("产出 a", "产出 a"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\u202eabc", r"\u202eabc"),
        ("\ufeff", r"\ufeff"),
        ("\ud800", r"\ud800"),
        ("\U000e0001", r"\U000e0001"),
        ("\x85\u2028", r"\x85\u2028"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    """What could steer a terminal or hide in a line is written out."""
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("word", "candidates", "limit", "names"),
    [
        ("wieght", ("height", "weight", "name"), 1, ("weight",)),
        ("wieght", ("height", "weight", "name"), 2, ("weight", "height")),
        ("WEIGHT", ("name", "weight"), 1, ("weight",)),
        ("ｗｅｉｇｈｔ", ("name", "weight"), 1, ("weight",)),
        ("产出", ("效果目标", "产出目标"), 1, ("产出目标",)),
        ("合格律", ("合格率", "满意度"), 1, ("合格率",)),
        ("zzz", ("weight", "name"), 1, ()),
        ("", ("weight",), 1, ()),
        ("weight", (), 1, ()),
        ("ab", ("ac", "ad"), 2, ()),
        ("abc", ("abd", "abe"), 2, ("abd", "abe")),
        ("abc", ("abd", "abd"), 2, ("abd",)),
        ("a" * 1_000_000, ("a" * 1_000_000,), 1, ()),
    ],
)
def test_near(word: str, candidates: tuple[str, ...], limit: int, names: tuple[str, ...]) -> None:
    """The most alike names come first; names unlike the word are not offered."""
    assert near(word, candidates, limit) == names


def test_concise() -> None:
    """One line says place, code and headline, in either language."""
    one = problem(at(source('a = 1\noutput = "产"\n'), '"产"'))
    assert concise(one, "en") == "card.toml:2:10: SR901 indicators of `output` weigh 35 points, the tier 34"
    assert concise(one, "zh") == "card.toml:2:10: SR901 `output` 下的指标合计 35 分，该级为 34 分"


@pytest.mark.parametrize(
    ("span", "path", "start"),
    [
        (None, "long_term.score", "long_term.score: SR901 "),
        (None, None, "SR901 "),
        (Span(source("", "gone.toml"), 0, 0), None, "gone.toml: SR901 "),
        (Span(source("x", "a\nb"), 0, 1), None, r"a\nb:1:1: SR901 "),
    ],
)
def test_concise_place(span: Span | None, path: str | None, start: str) -> None:
    """Without a place the path stands in front; without a text only the file."""
    assert concise(problem(span, path=path), "en").startswith(start + "indicators")


def test_full_aligns_under_chinese() -> None:
    """Carets stand under the characters they mean, labels on lines of their own."""
    text = source('[tier]\noutput = { name = "产出目标",\tweight = 34 }\n')
    one = problem(at(text, "weight = 34"), Label(at(text, '"产出目标"'), Words("名称", "its name")))
    assert full(one, "en").splitlines() == [
        "error[SR901]: indicators of `output` weigh 35 points, the tier 34",
        " --> card.toml:2:27",
        "  |",
        '2 | output = { name = "产出目标",    weight = 34 }',
        "  |                                  ^^^^^^^^^^^",
        "  |                   ---------- its name",
        "help: change one of the two",
    ]


def test_full_in_chinese() -> None:
    """The Chinese form uses Chinese words and punctuation throughout."""
    text = source("weight = 3\n")
    one = problem(at(text, "3"))
    assert full(one, "zh").splitlines() == [
        "错误[SR901]：`output` 下的指标合计 35 分，该级为 34 分",
        " --> card.toml:1:10",
        "  |",
        "1 | weight = 3",
        "  |          ^",
        "办法：改正其中一处",
    ]


def test_full_labels_elsewhere() -> None:
    """Labels on other lines and in other files get their own lines; gaps are shown."""
    child = source("a = 1\nb = 2\n\n\n" + "\n" * 95 + "c = 3\n")
    base = source("[tier]\nd = 4\n", "base.toml")
    labels = (
        Label(at(child, "a = 1"), Words("这里", "here")),
        Label(at(child, "b"), Words("那里", "there")),
        Label(at(base, "d = 4"), Words("上级", "parent")),
    )
    assert full(problem(at(child, "c = 3"), *labels), "en").splitlines()[1:-1] == [
        "   --> card.toml:100:1",
        "    |",
        "  1 | a = 1",
        "    | ----- here",
        "  2 | b = 2",
        "    | - there",
        "   ...",
        "100 | c = 3",
        "    | ^^^^^",
        "   ::: base.toml:2:1",
        "    |",
        "  2 | d = 4",
        "    | ----- parent",
    ]


def test_full_multi_line_span_shows_first_line() -> None:
    """Of a span over several lines the first is shown, marked to its end."""
    text = source('formula = """\na +\nb"""\n')
    assert full(problem(Span(text, 10, 20)), "en").splitlines()[3:5] == [
        '1 | formula = """',
        "  |           ^^^",
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "line", "marks"),
    [
        ("a = \r\nb\r\n", 4, 4, "1 | a =", "  |     ^"),
        ("a", 1, 1, "1 | a", "  |  ^"),
        ("a\n", 2, 2, "2 |", "  | ^"),
        ("a\nb", 1, 2, "1 | a", "  |  ^"),
        ("\x1b]0;x\x07 = 1", 0, 6, r"1 | \x1b]0;x\x07 = 1", "  | ^^^^^^^^^^^^"),
        ("e\u0301中 = 1", 2, 3, "1 | e\u0301中 = 1", "  |  ^^"),
    ],
)
def test_full_edges(text: str, start: int, end: int, line: str, marks: str) -> None:
    """Every place can be pointed at: line ends, the end of the text, control and combining characters."""
    assert full(problem(Span(source(text), start, end)), "en").splitlines()[3:5] == [line, marks]


def test_full_cuts_long_lines_around_the_mark() -> None:
    """Of a long line only the part around the mark is shown, and the mark is still under it."""
    text = source("前" * 500_000 + "WEIGHT" + "后" * 500_000)
    line, marks = full(problem(at(text, "WEIGHT")), "en").splitlines()[3:5]
    assert line == "1 | …" + "前" * 20 + "WEIGHT" + "后" * 32 + "…"
    assert marks == "  | " + " " * 41 + "^^^^^^"


def test_full_shows_each_mark_of_a_cut_line() -> None:
    """Two marks far apart in one long line each get their own part of it."""
    text = source("FIRST" + "x" * 300 + "SECOND")
    one = problem(at(text, "SECOND"), Label(at(text, "FIRST"), Words("先", "first")))
    assert full(one, "en").splitlines()[3:7] == [
        "1 | …" + "x" * 40 + "SECOND",
        "  |  " + " " * 40 + "^^^^^^",
        "1 | FIRST" + "x" * 105 + "…",
        "  | ----- first",
    ]


def test_full_without_text() -> None:
    """A problem of a record without a text shows the path; one of an unreadable file, the file."""
    assert full(problem(None, path="a\x1b.b"), "en").splitlines()[1:] == [
        r" --> a\x1b.b",
        "help: change one of the two",
    ]
    assert full(problem(Span(source("", "gone.toml"), 0, 0)), "en").splitlines()[1:] == [
        " --> gone.toml",
        "help: change one of the two",
    ]
    assert full(Diagnostic("SR902"), "zh") == "警告[SR902]：没有依据"


def test_full_without_place_but_with_label() -> None:
    """What a problem of a record is about in the ruleset stands below the path, as a second place."""
    text = source("\n" * 11 + "[tier]\n")
    label = Label(at(text, "tier"), Words("用到", "read here"))
    assert full(problem(None, label, path="made"), "en").splitlines()[1:-1] == [
        "  --> made",
        "  ::: card.toml:12:2",
        "   |",
        "12 | [tier]",
        "   |  ---- read here",
    ]


def test_hostile_facts_stay_text() -> None:
    """Facts can neither steer the terminal, nor add lines, nor flood it."""
    hostile = Diagnostic("SR901", {"tier": "\x1b[2J\nerror: " + "x" * 1_000_000, "sum": 1})
    shown = full(hostile, "en")
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 2
    assert len(shown) < 1000
    assert len(concise(hostile, "en")) < 1000


def test_color_only_adds_codes() -> None:
    """Colour adds ANSI codes around the same text, and none unless asked."""
    text = source("a = 1\nb = 2\n")
    one = problem(at(text, "b"), Label(at(text, "a"), Words("这里", "here")))
    colored = full(one, "en", color=True)
    assert colored.startswith("\x1b[1;31merror[SR901]\x1b[0m\x1b[1m: indicators")
    assert "\x1b[1;31m^\x1b[0m" in colored
    assert "\x1b[34m- here\x1b[0m" in colored
    plain = colored
    for code in ("\x1b[1;31m", "\x1b[1m", "\x1b[34m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert [line.rstrip() for line in plain.splitlines()] == full(one, "en").splitlines()


def test_many() -> None:
    """Several problems are set apart and counted at the end."""
    one, two = Diagnostic("SR901", {}, None, "a"), Diagnostic("SR902", {}, None, "b")
    assert full_all((one, two, one), "en") == "\n\n".join(
        [full(one, "en"), full(two, "en"), full(one, "en"), "found 2 errors, 1 warning"]
    )
    assert counted((one, two), "zh") == "共发现 1 个错误、1 个警告"
    assert full_all((), "en") == ""
    assert counted((), "zh") == ""
