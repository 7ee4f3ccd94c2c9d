"""Texts in two languages: how they are read, and that everything is said in the language asked for."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scorerules
from scorerules import testing
from scorerules.diagnostics import LANGS, Faults, Lang, Words
from scorerules.document import parse_toml
from scorerules.model import title
from scorerules.reading import At, Broken, Wording, keys_of
from scorerules.report.table import form
from scorerules.source import Source
from small_ruleset import faults, seen, small
from test_corpus import GOOD, GOOD_RULESETS, good_schemes, tables

HAN = re.compile(r"[\u4e00-\u9fff]")
BILINGUAL = scorerules.load(GOOD / "bilingual.toml")
RECORD = {
    "loans": 900,
    "residents": 1000,
    "opening": 25,
    "accidents": 1,
    "safety": {"exits": True, "training": False},
    "records": {"gap": 1},
}
EVALUATION = BILINGUAL.score(RECORD)


def read(text: str) -> tuple[Words | Broken, list[tuple[str, str | None, str]]]:
    """What ``name = …`` is read as, and its faults."""
    found = Faults()
    document = parse_toml(Source("name.toml", f"name = {text}"), found)
    assert document is not None
    words = Wording().read(document.value["name"], At("x.name", found))  # type: ignore[index, call-overload]
    return words, [seen(one) for one in found.sorted()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"产出"', Words("产出", "产出")),
        ('{ zh = "产出", en = "Output" }', Words("产出", "Output")),
        ('{ en = "Output", zh = "产出" }', Words("产出", "Output")),
        ('{ zh = "产出" }', Words("产出", "产出")),
        ('{ en = "Output" }', Words("Output", "Output")),
    ],
)
def test_a_text_is_said_once_or_in_each_language(text: str, words: Words) -> None:
    """A text stands for both languages; of a table with one language, its text stands for the other."""
    assert read(text) == (words, [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("3", ("SR203", "x.name", "3")),
        ("{}", ("SR203", "x.name", "{}")),
        ('["产出"]', ("SR203", "x.name", '["产出"]')),
        ('""', ("SR204", "x.name", '""')),
        ('{ zh = "产出", en = " " }', ("SR204", "x.name.en", '" "')),
        ('{ zh = 3, en = "Output" }', ("SR203", "x.name.zh", "3")),
        ('{ zh = "产出", eng = "Output" }', ("SR201", "x.name.eng", "eng")),
        ('{ zh = "产出", eng = 3 }', ("SR201", "x.name.eng", "eng")),
        ('{ zh = "产出", fr = "Production" }', ("SR207", "x.name.fr", "fr")),
        ('{ fr = "Production" }', ("SR207", "x.name.fr", "fr")),
    ],
)
def test_other_languages_and_values_are_faults(text: str, fault: tuple[str, str, str]) -> None:
    """An unknown language is an unknown key; each text is as strict as one that stands alone."""
    assert read(text)[1] == [fault]


def test_every_text_for_people_is_written_in_both_ways_by_a_good_ruleset() -> None:
    """No key of this type is without an example of a text and of a table."""
    written: dict[str, set[str]] = {"text": set(), "table": set()}
    known: set[str] = set()
    for table in (one for scheme in good_schemes() for one in tables(scheme)):
        for key in keys_of(type(table)).values():
            if isinstance(key.type, Wording):
                place = f"{type(table).__name__}.{key.name}"
                known.add(place)
                node = table.written(key.name)
                if node is not None:
                    written["table" if node.is_table else "text"].add(place)
    assert len(known) > 30
    assert known - written["table"] == set()
    assert len(written["text"]) > 10


def texts(value: Any) -> Iterator[str]:
    """Every text of a JSON value that is a name, a reason or a remark."""
    match value:
        case dict():
            for key, inner in value.items():
                if key in ("name", "text", "remark") and inner is not None:
                    yield inner
                else:
                    yield from texts(inner)
        case list():
            for inner in value:
                yield from texts(inner)


@pytest.mark.parametrize("lang", LANGS)
def test_a_result_speaks_one_language(lang: Lang) -> None:
    """Names, reasons, remarks, sentences of vetoes and the form are in the language asked for."""
    told = EVALUATION.in_language(lang)
    found = [*texts(json.loads(told.to_json()))]
    found += [cell for row in form(EVALUATION, lang).rows for cell in (row.label, row.remark) if cell]
    found += [row.score for row in form(EVALUATION, lang).rows if row.kind == "grade"]
    found += [one.text for one in told.vetoes if one.text]
    assert len(found) > 25
    assert [one for one in found if bool(HAN.search(one)) is (lang == "en")] == []


def test_names_of_results() -> None:
    """The language of the locale unless another was asked for; it goes on to everything below."""
    for lang, words in (("zh", Words("外借", "服务")), ("en", Words("Lending", "Service"))):
        told = BILINGUAL.in_language(lang).score(RECORD)
        assert (told.indicators["lending"].name, told.tiers["service"].name) == (words.zh, words.en)
    zh, en = (EVALUATION.in_language(lang) for lang in LANGS)
    assert (zh.ruleset_name, en.ruleset_name) == ("社区图书室评估", "Assessment of community libraries")
    assert (zh.outcomes["grant"].name, en.outcomes["grant"].name) == ("奖补资金", "Grant")
    assert (zh.derived["enough"].text(), en.derived["enough"].text()) == ("否", "false")
    assert (zh.grade, zh.grade_name, en.grade_name) == ("不合格", "不合格", "fail")
    grants = zh.outcomes["grant"], en.outcomes["grant"]
    assert [(one.grade, one.grade_name) for one in grants] == [("large", "大额"), ("large", "large")]
    assert (zh.vetoes[0].name, en.vetoes[0].name) == ("安全事故", "Accident")
    assert [one.text for one in zh.reasons] == ["开放时间不足", "安全", "外借偏少", "台账"]
    assert [one.text for one in en.reasons] == ["Open too few hours", "Safety", "Few loans", "Records"]
    assert en.indicators["safety"].reason().startswith("4 points lost; items, each with its points: Exits")
    assert en.indicators["safety"].reason("zh").startswith("扣 4 分；逐项核对")
    assert en.in_language("zh").total == en.total == zh.exact_total


def test_the_language_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody asked for in a language follows the environment, at the moment of looking."""
    monkeypatch.setenv("SCORERULES_LANG", "zh")
    assert (BILINGUAL.name, BILINGUAL.source) == ("社区图书室评估", "文公共发〔2021〕5号")
    assert EVALUATION.indicators["lending"].remark == "共外借900册次，扣2分；达标：否。"
    monkeypatch.setenv("SCORERULES_LANG", "en")
    assert (BILINGUAL.name, BILINGUAL.source) == (
        "Assessment of community libraries",
        "Notice 5 of 2021 on public culture",
    )
    assert EVALUATION.indicators["lending"].remark == "900 loans, 2 points lost; enough: no."
    chinese = BILINGUAL.in_language("zh")
    assert (chinese.name, chinese.source, chinese.explain()[:7]) == (
        "社区图书室评估",
        "文公共发〔2021〕5号",
        "社区图书室评估",
    )


def test_declared_names_are_words() -> None:
    """What the ruleset declares keeps both languages, and travels with it."""
    ruleset = pickle.loads(pickle.dumps(BILINGUAL))
    assert title(ruleset.indicators["lending"]) == Words("外借", "Lending")
    assert ruleset.inputs["residents"].name == Words("服务人口", "Residents served")
    assert ruleset.indicators["safety"].input is None
    assert [key.words.en for key in ruleset.plan.keys["safety"].items.values()] == [
        "Exits are clear",
        "Yearly training",
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_explanations_speak_one_language(lang: Lang) -> None:
    """Rules and scores are told in one language but for ids and units."""
    for text in (BILINGUAL.explain(lang), EVALUATION.explain(lang)):
        assert "Words(" not in text
        other = title(BILINGUAL.indicators["lending"])["en" if lang == "zh" else "zh"]
        assert other not in text
        assert title(BILINGUAL.indicators["lending"])[lang] in text
    if lang == "en":
        left = {"册次", "元"}
        text = BILINGUAL.explain("en") + EVALUATION.explain("en")
        assert set(re.findall(r"[\u4e00-\u9fff]+", text)) <= left


@pytest.mark.parametrize("name", GOOD_RULESETS)
def test_no_text_shows_both_languages_at_once(name: str) -> None:
    """Nowhere is the pair printed instead of one of its texts."""
    ruleset = scorerules.load(GOOD / f"{name}.toml")
    assert all("Words(" not in ruleset.explain(lang) for lang in LANGS)


def test_messages_name_things_in_the_language_of_the_message() -> None:
    """The Chinese message says the Chinese name, the English one the English name."""
    with pytest.raises(scorerules.RecordError) as raised:
        BILINGUAL.score({**RECORD, "loans": -1, "opening": None, "safety": {"exits": True}})
    told = {one.code: one for one in raised.value.diagnostics}
    assert told["SR407"].headline("zh").startswith("`loans`（年外借册次）")
    assert told["SR407"].headline("en").startswith("`loans` (Loans a year)")
    assert "（每年培训）" in told["SR418"].headline("zh") + told["SR418"].help("zh")
    assert "(Yearly training)" in told["SR418"].headline("en") + told["SR418"].help("en")
    assert told["SR420"].headline("zh").startswith("缺 `opening`（开放时间）")
    assert told["SR420"].headline("en").startswith("`opening` (Opening hours)")


@pytest.mark.parametrize("name", ["服务人口", "Residents served"])
def test_a_record_that_uses_a_name_is_told_the_id(name: str) -> None:
    """The name in either language leads to the id."""
    record = {key: value for key, value in RECORD.items() if key != "residents"}
    with pytest.raises(scorerules.RecordError) as raised:
        BILINGUAL.score({**record, name: 1000})
    assert [one.code for one in raised.value.diagnostics] == ["SR401"]
    assert "`residents`" in raised.value.diagnostics[0].headline("en")


@pytest.mark.parametrize("name", ["合格率", "rate_of_sound_cards"])
def test_a_formula_that_uses_a_name_is_told_the_id(name: str) -> None:
    """The name in either language leads to the id."""
    above = '[input.ok]\nname = { zh = "合格率", en = "rate_of_sound_cards" }'
    with pytest.raises(scorerules.RulesetError) as raised:
        small(f'formula = "{name} * 10"', above=above)
    assert [one.help("en") for one in raised.value.diagnostics] == [f"the id of “{name}” is `ok`"]


def test_a_grade_without_a_name_is_called_what_it_is() -> None:
    """Names may be said for some grades, once or in each language; no grade, no name."""
    above = (
        '[grade]\nbands = [{ from = 9, grade = "A" }, { from = 6, grade = "B" }, { grade = "C" }]\n'
        'names = { A = "优", B = { zh = "良", en = "good" } }\n[veto.v]\nwhen = "y > 0"\ngrade = "B"\n'
        '[veto.w]\nwhen = "y > 1"\ndisqualify = true\n[input.y]\ndefault = 0\n'
    )
    ruleset = small("judged = { remark = 'optional' }", above=above).in_language("en")
    records: list[dict[str, Any]] = [{"x": 9}, {"x": 6}, {"x": 0}, {"x": 0, "y": 2}]
    scored = [ruleset.score(record) for record in records]
    assert [(one.grade, one.grade_name) for one in scored] == [
        ("A", "优"),
        ("B", "good"),
        ("C", "C"),
        (None, None),
    ]
    assert "Grade, by total: at least 9: 优; at least 6: good; otherwise: C" in ruleset.explain()
    assert "when y > 0, the grade is good" in ruleset.explain()
    assert "grade = good (total at least 6)" in scored[1].explain()
    assert json.loads(scored[1].to_json())["grade_name"] == "good"


@pytest.mark.parametrize(
    ("rest", "fault"),
    [
        ('[grade]\nbands = [{ grade = "优秀" }]\nnames = { "优良" = "A" }',
         ("SR272", "grade.names.优良", '"优良"')),
        ('[outcome.o]\nformula = "total"\nbands = [{ grade = "high" }]\nnames = { hihg = "A" }',
         ("SR272", "outcome.o.names.hihg", "hihg")),
        ('[outcome.o]\nformula = "total"\nnames = { high = "A" }', ("SR272", "outcome.o.names.high", "high")),
        ('[grade]\nbands = [{ grade = "A" }]\norder = ["B", "A"]\nnames = { B = "差", A = "好" }', None),
    ],
)  # fmt: skip
def test_only_a_grade_has_a_name(rest: str, fault: tuple[str, str, str] | None) -> None:
    """A name of a grade that is nowhere is a fault; what only a veto gives is in ``order``."""
    assert faults("judged = {}", below=rest) == ([] if fault is None else [fault])


def test_each_template_of_a_remark_is_checked() -> None:
    """A slot that nothing fills, or a broken one, is found in the language that has it."""
    rule = 'input = {}\nratio = { full = 1 }\nremark = { zh = "扣{losst}分", en = "{lost points" }'
    assert faults(rule) == [
        ("SR350", "indicator.x.remark.zh", "{losst}"),
        ("SR270", "indicator.x.remark.en", "{"),
    ]
    assert faults('input = {}\nratio = { full = 1 }\nremark = { en = "{lost:.x} lost" }') == [
        ("SR270", "indicator.x.remark.en", "{lost:.x}")
    ]


def test_a_remark_in_one_language_stands_for_both() -> None:
    """A template of one language is filled in either; yes and no follow the language of the form."""
    ruleset = small(
        'input = {}\nratio = { full = 1 }\nremark = { en = "{lost} lost, {ok}, {low}" }',
        above='[input.ok]\ntype = "boolean"\n[derived.low]\nformula = "argmin(score.x, score.top)"',
    )
    scored = ruleset.score({"x": 0, "ok": True})
    assert scored.in_language("zh").indicators["x"].remark == "10 lost, 是, x、top"
    assert scored.in_language("en").indicators["x"].remark == "10 lost, yes, x, top"


@pytest.mark.parametrize(("remark", "codes"), [("扣2分", []), ("2 points lost", []), ("2 points", ["SR610"])])
def test_an_example_may_expect_a_remark_in_either_language(remark: str, codes: list[str]) -> None:
    """A difference shows what the remark is in each language."""
    example = f'[[example]]\nname = "e"\nrecord = {{ x = 8 }}\nexpect = {{ x = {{ remark = "{remark}" }} }}'
    rule = 'input = {}\nratio = { full = 10 }\nremark = { zh = "扣{lost}分", en = "{lost} points lost" }'
    (result,) = testing.run_examples(small(rule, below=example))
    assert [one.code for one in result.diagnostics] == codes
    if codes:
        assert "扣2分" in result.diagnostics[0].headline("zh")
        assert "2 points lost" in result.diagnostics[0].headline("en")


def test_judges_are_numbered_in_both_languages() -> None:
    """The scores of several judges are called by the name of the indicator and a number."""
    ruleset = small('name = { zh = "答辩", en = "Defence" }\njudged = { judges = 3 }')
    assert ruleset.plan.keys["x"].items["2"].words == Words("答辩 第2位", "Defence no. 2")


def test_a_change_replaces_both_languages(tmp_path: Path) -> None:
    """A child says a name again in whole, as it does with every key."""
    base = 'scorerules = 1\n[ruleset]\nid = "base"\nabstract = true\n[tier.t]\nname = "产出"\nweight = 100\n'
    (tmp_path / "base.toml").write_text(base, encoding="utf-8")
    child = (
        'scorerules = 1\n[ruleset]\nid = "child"\nextends = "base.toml"\n'
        '[change.tier.t]\nname.zh = "产出"\nname.en = "Output"\n'
        '[indicator.a]\ntier = "t"\nweight = 100\njudged = {}\n'
    )
    ruleset = scorerules.loads(child, root=tmp_path)
    assert ruleset.tiers["t"].name == Words("产出", "Output")
