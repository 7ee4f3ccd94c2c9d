"""Remark templates: what they show, what they refuse, and that they show values only."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from scorerules.diagnostics import Faults
from scorerules.document import parse_toml
from scorerules.source import Source
from scorerules.template import Template, parse_template
from small_ruleset import faults, small

VALUES = {"x": Fraction("864441"), "p": Fraction("0.98765"), "t": "合格", "b": True, "d": date(2019, 12, 31)}


def read(text: str) -> tuple[Template | None, list[str]]:
    """The template in a text, and what the places of its faults cover."""
    found = Faults()
    document = parse_toml(Source("remark.toml", f"remark = '''{text}'''"), found)
    assert document is not None
    template = parse_template(document.value["remark"], "remark", found)  # type: ignore[index, call-overload]
    assert {one.code for one in found.sorted()} <= {"SR270"}
    return template, [one.span.text for one in found.sorted() if one.span is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("扣分", "扣分"),
        ("", ""),
        ("{x}张", "864441张"),
        ("{ x }张", "864441张"),
        ("{x:.2万}张", "86.44万张"),
        ("{x:,}张", "864,441张"),
        ("{x:,.1}张", "864,441.0张"),
        ("{x:.0万}", "86万"),
        ("{p}", "0.98765"),
        ("{p:%}", "98.765%"),
        ("{p:.2%}", "98.77%"),
        ("{p:.1‰}", "987.7‰"),
        ("{p:.2％}", "98.77%"),
        ("{t}、{b}、{d}", "合格、是、2019-12-31"),
        ("{missing}分", "—分"),
        ("{{x}}", "{x}"),
        ("{{{x}}}", "{864441}"),
        ("{x}{x}", "864441864441"),
        ("{score.y}分", "—分"),
        ("%s %d $x \\n", "%s %d $x \\n"),
    ],
)
def test_a_template_shows_values_in_its_formats(text: str, expected: str) -> None:
    """Formats round half up; doubled braces are braces; a missing value is a dash."""
    template, wrong = read(text)
    assert wrong == []
    assert template is not None
    assert template.fill(VALUES.get, "zh") == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("扣{}分", "{}"),
        ("扣{0}分", "{0}"),
        ("扣{x!r}分", "{x!r}"),
        ("扣{x[0]}分", "{x[0]}"),
        ("扣{x+1}分", "{x+1}"),
        ("扣{x:>10}分", "{x:>10}"),
        ("扣{x:.99}分", "{x:.99}"),
        ("扣{x:.2f}分", "{x:.2f}"),
        ("扣{x：.2}分", "{x：.2}"),
        ("扣{x y}分", "{x y}"),
        ("扣{x.}分", "{x.}"),
        ("扣{x分", "{"),
        ("扣x}分", "}"),
        ("{{{x}}", "}"),
    ],
)
def test_braces_that_mean_nothing_are_refused_at_their_place(text: str, place: str) -> None:
    """Nothing of Python's format strings works, and the place is the braces."""
    template, wrong = read(text)
    assert template is None
    assert wrong == [place]


@pytest.mark.parametrize("name", ["x.__class__", "__class__", "unknown", "score.unknown", "x.score", "class"])
def test_a_name_the_ruleset_does_not_have_is_refused(name: str) -> None:
    """A template reads what a formula reads, and never an attribute."""
    found = faults(f'input = {{}}\nratio = {{ full = 1 }}\nremark = "扣{{{name}}}分"')
    assert len(found) == 1
    assert found[0][0] in ("SR350", "SR265")
    assert name in found[0][2]


@pytest.mark.parametrize(
    ("remark", "record", "expected"),
    [
        ("扣{lost}分，得{score}分，满分{weight}分", {"x": "75%"}, "扣2.5分，得7.5分，满分10分"),
        ("完成{value:%}", {"x": "75%"}, "完成75%"),
        ("完成{x:.1%}，目标{goal:%}", {"x": "75%"}, "完成75.0%，目标100%"),
        ("缺口{gap:.0%}，指标{score.x}分，一级{score.top}分", {"x": "75%"}, "缺口25%，指标7.5分，一级7.5分"),
        ("得分率{share.x:%}，扣{lost.x}/{weight.x}", {"x": "75%"}, "得分率75%，扣2.5/10"),
        ("说明：{note}", {"x": "75%"}, "说明：—"),
        ("说明：{note}", {"x": "75%", "note": "停工{score}"}, "说明：停工{score}"),
        ("扣{lost}分", {"x": "100%"}, None),
        ("扣{lost}分", {"x": {"value": "75%", "remark": "记录里的备注"}}, "记录里的备注"),
        ("扣{lost}分", {"x": {"value": "100%", "remark": "满分也可备注"}}, "满分也可备注"),
        ("扣{lost}分", {"x": {"value": "75%", "remark": " "}}, "扣2.5分"),
    ],
)
def test_the_remark_of_a_result(remark: str, record: dict[str, object], expected: str | None) -> None:
    """The template speaks when points were lost and the record says nothing itself."""
    ruleset = small(
        f'input = {{ unit = "%" }}\nratio = {{ full = "goal" }}\nremark = "{remark}"',
        above='[input]\nnote = { type = "text" }\n[parameter.goal]\nvalue = "100%"\n'
        '[derived.gap]\nformula = "goal - x"',
    )
    assert ruleset.score(record).indicators["x"].remark == expected


@pytest.mark.parametrize(
    ("remark", "above", "expected"),
    [
        ("{note:.2}", '[input]\nnote = { type = "text" }', [("SR259", "indicator.x.remark", "{note:.2}")]),
        ("{note}", '[input]\nnote = { type = "text" }', []),
        (
            "{word:,}",
            "[derived]\nword = { formula = \"'甲'\" }",
            [("SR259", "indicator.x.remark", "{word:,}")],
        ),
        ("{lost:.2}", "", []),
        ("扣｛lost｝分", "", [("SR270", "indicator.x.remark", "｛lost｝")]),
        ("扣｛ lost:.2 ｝分", "", [("SR270", "indicator.x.remark", "｛ lost:.2 ｝")]),
        ("｛见附件、照片｝", "", []),
    ],
)
def test_what_would_be_printed_as_it_stands(remark: str, above: str, expected: list[object]) -> None:
    """A format that a text cannot have, and the braces of a Chinese keyboard, are told at load."""
    assert faults(f'judged = {{}}\nremark = "{remark}"', above=above) == expected
