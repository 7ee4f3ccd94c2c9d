"""Names that one of two languages lacks, and texts in the wrong language."""

from __future__ import annotations

from pathlib import Path

import pytest

from plainly import check
from reviewing import Finding, findings, labels, seen, whole

BOTH = 'name = { zh = "小规则", en = "Small rules" }'
TIER = 'name = { zh = "产出", en = "Output" }\n'
RULE = '[indicator.x]\ntier = "top"\nweight = 100\ninput = {}\nratio = { full = 3 }\n'
NAMED = RULE + 'name = { zh = "合格率", en = "Pass rate" }\n'


def found(rest: str, header: str = BOTH) -> list[Finding]:
    """What is found about languages; ``rest`` begins inside the tier ``top``."""
    return seen(findings(whole(rest, header), "SR757", "SR758", "SR759"))


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ('"合格率"', '"合格率"'),
        ('"Pass rate"', '"Pass rate"'),
        ('"颗粒物(PM10)"', '"颗粒物(PM10)"'),
        ('"Café"', '"Café"'),
    ],
)
def test_a_name_in_one_language_lacks_the_other(name: str, span: str) -> None:
    """It is found where it stands, once another name is said in both."""
    rule = f"{RULE}name = {name}\n"
    assert found(TIER + rule) == [("SR758", "indicator.x", span)]
    assert found('name = "产出"\n' + rule, 'name = "小规则"') == []


@pytest.mark.parametrize("name", ["PM2.5", "GDP", "NOx", "SO₂", "1.1", "ISO 9001", "A", "×", "§ 12"])
def test_a_name_without_words_reads_the_same_in_both(name: str) -> None:
    """Symbols, numbers and abbreviations need no translation."""
    assert found(f'{TIER}{RULE}name = "{name}"\n') == []


@pytest.mark.parametrize(
    ("id_", "lacks"), [("pm2_5", False), ("S", False), ("pass_rate", True), ('"合格率"', True)]
)
def test_an_id_stands_for_a_name_that_is_not_there(id_: str, lacks: bool) -> None:
    """An id that is a symbol is as good as a name; one of words is in one language."""
    rule = RULE.replace("x]", f"{id_}]")
    assert found(TIER + rule) == ([("SR758", f"indicator.{id_}".replace('"', ""), id_)] if lacks else [])


def test_the_message_says_which_language_is_lacking() -> None:
    """Chinese lacks English, words of an alphabet lack Chinese; the label shows a name in both."""
    rest = f'name = "Output"\n{RULE}name = "合格率"\n'
    chinese, english = findings(whole(rest, BOTH), "SR758")
    assert (chinese.headline("en"), chinese.headline("zh")) == (
        "`tier.top` without a name in Chinese",
        "`tier.top` 没有中文名称",
    )
    assert english.headline("en") == "`indicator.x` without a name in English"
    assert labels(english) == [(BOTH.removeprefix("name = "), "said in both languages here")]


def test_everything_with_a_name_is_looked_at() -> None:
    """Header, data, parameters, tiers, indicators, items, derived values, outcomes, vetoes; not functions."""
    rest = f"""{TIER}
[input.visits]
name = {{ zh = "人次", en = "Visits" }}
[input.opened]
[parameter]
limit = {{ value = 3 }}
[function.of_limit]
of = ["number"]
formula = "number / limit"
[derived.visits_of_limit]
formula = "of_limit(visits) + opened"
[indicator.x]
tier = "top"
weight = 50
input = {{ name = "合格率" }}
ratio = {{ full = 3 }}
[indicator.y]
tier = "top"
weight = 30
[indicator.y.checklist]
plan = {{ points = 30 }}
[indicator.papers]
tier = "top"
weight = 20
[indicator.papers.defects]
missing = {{ name = "缺页", points = 1 }}
[outcome.grant]
formula = "total * visits_of_limit"
[veto.accident]
when = "x > 3"
total_at_most = 59
"""
    assert [path for _, path, _ in found(rest)] == [
        "input.opened",
        "parameter.limit",
        "derived.visits_of_limit",
        "indicator.x.input",
        "indicator.y.checklist.plan",
        "indicator.papers",
        "indicator.papers.defects.missing",
        "outcome.grant",
        "veto.accident",
    ]


def test_grades_have_names_too() -> None:
    """Grades of the total and of outcomes, those of ``order`` too; a grade without words needs no name."""
    rest = f"""{TIER}{NAMED}
[grade]
bands = [{{ from = 90, grade = "优秀" }}, {{ from = 60, grade = "B" }}, {{ grade = "pass" }}]
order = ["不合格", "pass", "B", "优秀"]
names = {{ pass = {{ zh = "合格", en = "pass" }} }}
[veto.v]
name = {{ zh = "否决", en = "Veto" }}
when = "x > 3"
grade = "不合格"
[outcome.o]
formula = "total"
bands = [{{ from = 5, grade = "high" }}, {{ grade = "low" }}]
names = {{ high = "高" }}
"""
    assert found(rest) == [
        ("SR758", "grade.names.优秀", '"优秀"'),
        ("SR758", "grade.names.不合格", '["不合格", "pass", "B", "优秀"]'),
        ("SR758", "outcome.o.names.low", '"low"'),
        ("SR758", "outcome.o.names.high", '"高"'),
    ]
    one = findings(whole(rest, BOTH), "SR758")[0]
    assert one.help("en").startswith('write `names = { "…" = { zh = "…", en = "…" } }`')


def test_a_name_of_a_grade_in_one_language() -> None:
    """The table of a grade is as good as any."""
    rest = f"{TIER}{NAMED}[grade]\nbands = [{{ grade = 'A' }}]\nnames = {{ A = {{ en = '优' }} }}"
    assert found(rest) == [("SR757", "grade.names.A", "{ en = '优' }"), ("SR759", "grade.names.A.en", "'优'")]


def test_a_header_without_a_name_is_told_by_its_id() -> None:
    """The form would be headed by the id."""
    assert found(TIER + NAMED, header="") == [("SR758", "ruleset", "ruleset")]


def test_many_names_of_a_section_are_told_together() -> None:
    """Up to three one by one; more in one message, which points at the others."""
    few = "".join(f'[input.i{k}]\nname = "数{k}"\n' for k in range(3))
    reading = RULE.replace("input = {}", 'value = "i0 + i1 + i2"') + 'name = { zh = "甲", en = "First" }\n'
    assert found(TIER + reading + few) == [("SR758", f"input.i{k}", f'"数{k}"') for k in range(3)]
    many = few + '[input.i3]\nname = "数3"\n[input.i4]\nname = "Number"\n'
    rest = TIER + reading.replace("i2", "i2 + i3 + i4") + many
    together, apart = findings(whole(rest, BOTH), "SR758")
    assert together.headline("en") == "`input.i0` and 3 more without a name in English"
    assert together.headline("zh") == "`input.i0` 等 4 项没有英文名称"
    assert together.path == "input"
    assert labels(together)[:3] == [(f'"数{k}"', "nor does this") for k in (1, 2, 3)]
    assert (apart.path, apart.headline("en")) == ("input.i4", "`input.i4` without a name in Chinese")


def test_a_long_message_points_at_a_dozen() -> None:
    """Of very many names the first twelve are shown, and all are counted."""
    data = "".join(f'[input.i{k}]\nname = "数{k}"\n' for k in range(30))
    reading = RULE.replace("input = {}", f'value = "{" + ".join(f"i{k}" for k in range(30))}"')
    (one,) = findings(whole(f'{TIER}{reading}name = {{ zh = "甲", en = "First" }}\n{data}', BOTH), "SR758")
    assert one.headline("en") == "`input.i0` and 29 more without a name in English"
    assert len(one.labels) == 12


def test_inherited_names_are_found_where_they_stand(tmp_path: Path) -> None:
    """What the form shows counts, whichever file says it."""
    base = (
        'scorerules = 1\n[ruleset]\nid = "base"\nname = "共用"\nabstract = true\n'
        '[tier.top]\nname = "产出"\nweight = 100\n'
    )
    (tmp_path / "base.toml").write_text(base, encoding="utf-8")
    child = f'scorerules = 1\n[ruleset]\nid = "small"\n{BOTH}\nextends = "base.toml"\n{NAMED}'
    (tmp_path / "child.toml").write_text(child, encoding="utf-8")
    assert check(tmp_path / "base.toml") == ()
    (one,) = check(tmp_path / "child.toml")
    assert (one.code, one.path) == ("SR758", "tier.top")
    assert one.span is not None
    assert Path(one.span.source.name).name == "base.toml"
    (tmp_path / "child.toml").write_text(f"{child}[change.tier.top]\n{TIER}", encoding="utf-8")
    assert check(tmp_path / "child.toml") == ()


def test_an_allowance_covers_a_name_or_a_section() -> None:
    """One by one by the item, many by their section."""
    rest = f"{TIER}{RULE}"
    assert found(f'{rest}name = "合格率"\n[check]\nallow = {{ "SR758 indicator.x" = "国标名称" }}') == []
    assert found(f'{rest}name = "合格率"\n[check]\nallow = {{ "SR758 indicator" = "国标名称" }}') == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name = { zh = "合格率" }', [("SR757", "indicator.x.name", '{ zh = "合格率" }')]),
        ('source.en = "Notice 5"', [("SR757", "indicator.x.source", "source")]),
        (
            'bands = [{ from = 3, points = 100, reason = { en = "few" } }, { points = 0 }]',
            [("SR757", "indicator.x.bands[1].reason", '{ en = "few" }')],
        ),
        ('text = { zh = "达标得分", en = "Full mark when met" }', []),
        ('text = { zh = "达标得分", en = "达标得分" }', [("SR759", "indicator.x.text.en", '"达标得分"')]),
        ('text = { zh = "Full mark", en = "达标得分" }',
         [("SR759", "indicator.x.text.zh", '"Full mark"'), ("SR759", "indicator.x.text.en", '"达标得分"')]),
        ('text = { zh = "Full mark", en = "The full mark" }',
         [("SR759", "indicator.x.text.zh", '"Full mark"')]),
        ('text = { zh = "Microsoft", en = "Microsoft" }', []),
        ('text = { zh = "《通知》Notice", en = "Notice 《通知》" }', []),
        ('text = { zh = "PM2.5", en = "≤ 3" }', []),
        ('remark = { zh = "{lost}", en = "{lost:.2万}" }', []),
        ('remark = { zh = "{lost} lost", en = "lost {lost:.2万}" }',
         [("SR759", "indicator.x.remark.zh", '"{lost} lost"')]),
        ('remark = { zh = "扣{lost}", en = "扣{lost}" }', [("SR759", "indicator.x.remark.en", '"扣{lost}"')]),
    ],
)  # fmt: skip
def test_texts_of_a_table(text: str, expected: list[Finding]) -> None:
    """A language that is forgotten, copied or swapped is found in any text, of whatever ruleset."""
    rule = RULE if "bands" not in text else RULE.replace("ratio = { full = 3 }\n", "")
    assert found(f'name = "产出"\n{rule}{text}\n', 'name = "小规则"') == expected


def test_one_language_in_a_table_makes_no_ruleset_bilingual() -> None:
    """It is itself the finding; the names beside it lack nothing."""
    rest = f'name = "产出"\n{RULE}name = {{ zh = "合格率" }}\n'
    assert [code for code, _, _ in found(rest, 'name = "小规则"')] == ["SR757"]


def test_keys_that_a_tier_shares_are_told_once() -> None:
    """A text that all indicators of a tier share has one place."""
    rest = (
        'each = { source = { zh = "第三条" }, weight = 50, input = {}, ratio = { full = 1 } }\n'
        '[indicator]\na = { tier = "top" }\nb = { tier = "top" }\n'
    )
    assert [(code, span) for code, _, span in found(rest, "")] == [("SR757", '{ zh = "第三条" }')]
