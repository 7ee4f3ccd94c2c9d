"""The eight published forms come out of the shipped rulesets, number for number."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli

import scorerules
from shipped_files import rulesets_in

HERE = Path(__file__).parent
RULESETS = HERE.parent / "rulesets" / "shanghai-2019"
FORMS: list[dict[str, Any]] = json.loads((HERE / "data" / "forms.json").read_text(encoding="utf-8"))
IDS = [form["id"] for form in FORMS]
WEIGHT = re.compile(r"\bweight *= *(\d+)")
NUMBER = re.compile(r"\d[\d,]*")

# Numbers of a record, as "form.path", that may change without a trace in the result. There is none: even
# where the score stays (a card more above a plan already exceeded), the value that was scored changes.
UNSEEN: frozenset[str] = frozenset()


def ruleset_path(form_id: str) -> Path:
    """The shipped ruleset of a form."""
    return RULESETS / f"{form_id}.toml"


def record_path(form_id: str) -> Path:
    """The shipped record of a form."""
    return RULESETS / "records" / f"{form_id}.toml"


def plain_record(form_id: str) -> dict[str, Any]:
    """The shipped record of a form as plain values."""
    return tomli.loads(record_path(form_id).read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.fixture(scope="module", params=FORMS, ids=IDS)
def scored(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Any]:
    """A printed form and the evaluation of its shipped record."""
    form = request.param
    ruleset = scorerules.load(ruleset_path(form["id"]))
    return form, ruleset.score(scorerules.load_record(record_path(form["id"])))


def test_there_are_eight_forms_and_a_ruleset_and_a_record_for_each() -> None:
    """Nothing below passes because there was nothing to look at."""
    children = {path.stem for path in rulesets_in(RULESETS)} - {"base"}
    assert len(IDS) == 8
    assert children == set(IDS)
    assert {path.stem for path in (RULESETS / "records").glob("*.toml")} == set(IDS)


def test_every_indicator_matches_the_print_by_name_and_order(scored: tuple[dict[str, Any], Any]) -> None:
    """Tier, name, weight, score and remark of every row are the printed ones, in the printed order."""
    form, evaluation = scored
    computed = [
        (evaluation.tiers[one.tier].name, one.name, one.weight, one.score, one.remark)
        for one in evaluation.indicators.values()
    ]
    printed = [
        (row["tier"], row["name"], row["weight"], row["score"], row["remark"]) for row in form["indicators"]
    ]
    assert computed == printed


def test_every_deduction_is_the_weight_less_the_printed_score(scored: tuple[dict[str, Any], Any]) -> None:
    """The points lost are those between the printed weight and the printed score."""
    form, evaluation = scored
    assert [one.deduction for one in evaluation.indicators.values()] == [
        row["weight"] - row["score"] for row in form["indicators"]
    ]


def test_every_tier_matches_the_print(scored: tuple[dict[str, Any], Any]) -> None:
    """Name, points and the sum of the printed scores of every tier agree, in the printed order."""
    form, evaluation = scored
    computed = [(tier.name, tier.weight, tier.score) for tier in evaluation.tiers.values()]
    printed = [
        (
            tier["name"],
            tier["points"],
            sum(row["score"] for row in form["indicators"] if row["tier"] == tier["name"]),
        )
        for tier in form["tiers"]
    ]
    assert computed == printed


def test_total_and_grade_match_the_print(scored: tuple[dict[str, Any], Any]) -> None:
    """The total and the grade are the printed ones."""
    form, evaluation = scored
    assert (evaluation.full, evaluation.total, evaluation.grade) == (
        form["printed_total_weight"],
        form["printed_total"],
        form["printed_grade"],
    )


def test_the_printed_execution_rate_comes_from_the_money(scored: tuple[dict[str, Any], Any]) -> None:
    """The derived rate, written with two decimals, is the one in the head of the form."""
    form, evaluation = scored
    assert f"{evaluation.derived['printed_execution_rate'].value:.2%}" == form["printed_execution_rate"]


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_explanations_and_project_are_the_printed_ones(form: dict[str, Any]) -> None:
    """The ruleset carries the name of the project and the explanation of every indicator."""
    ruleset = scorerules.load(ruleset_path(form["id"]))
    base = tomli.loads((RULESETS / "base.toml").read_text(encoding="utf-8"))
    own = tomli.loads(ruleset_path(form["id"]).read_text(encoding="utf-8"))
    written = {one["name"]: one["description"] for one in (base["indicator"] | own["indicator"]).values()}
    assert ruleset.id == f"shanghai-2019.{form['id']}"
    assert ruleset.name == form["project"] + "自评"
    assert written == {row["name"]: row["explanation"] for row in form["indicators"]}


@pytest.mark.parametrize("form_id", IDS)
def test_the_form_has_nothing_to_complain_of(form_id: str) -> None:
    """No error, no warning, no hint but what the form allows with a reason."""
    assert scorerules.check(ruleset_path(form_id)) == ()


@pytest.mark.parametrize("form_id", IDS)
def test_the_example_carries_the_shipped_record(form_id: str) -> None:
    """The first example in the ruleset and the record beside it are the same figures."""
    own = tomli.loads(ruleset_path(form_id).read_text(encoding="utf-8"), parse_float=Decimal)
    assert own["example"][0]["record"] == plain_record(form_id)


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_the_example_expects_every_printed_number(form: dict[str, Any]) -> None:
    """The example expects each indicator and remark, each tier, the total and the grade."""
    base = tomli.loads((RULESETS / "base.toml").read_text(encoding="utf-8"))
    own = tomli.loads(ruleset_path(form["id"]).read_text(encoding="utf-8"))
    indicators = base["indicator"] | own["indicator"]
    expected = own["example"][0]["expect"]
    by_name = {one["name"]: expected[name] for name, one in indicators.items()}
    assert by_name == {
        row["name"]: {"score": row["score"], "remark": row["remark"]} if row["remark"] else row["score"]
        for row in form["indicators"]
    }
    assert {base["tier"][name]["name"]: expected[name] for name in base["tier"]} == {
        tier["name"]: sum(row["score"] for row in form["indicators"] if row["tier"] == tier["name"])
        for tier in form["tiers"]
    }
    assert (expected["total"], expected["grade"]) == (form["printed_total"], form["printed_grade"])


def test_every_printed_figure_is_computed() -> None:
    """Where a form prints a figure for an indicator, the record gives the figure and not a score."""
    figures = {
        form_id: {name: value for name, value in plain_record(form_id).items() if isinstance(value, str)}
        for form_id in IDS
    }
    for form in FORMS:
        own = figures[form["id"]]
        assert own.pop("budget").removesuffix("元").replace(",", "") == form["budget_yuan"]
        assert own.pop("spent").removesuffix("元").replace(",", "") == form["spent_yuan"]
    assert figures == {
        "exchange-platform": {},
        "senior-card": {"issue_rate": "100%", "pass_rate": "98%"},
        "social-security-card": {
            "planned_cards": "700万张",
            "made_cards": "9940100张",
            "pass_rate": "98.78%",
            "on_time_rate": "100%",
            "department_satisfaction": "100%",
            "satisfaction": "99.05%",
        },
        "service-outlets": {},
        "voice-hotline": {},
        "residence-card": {
            "planned_cards": "100万张",
            "made_cards": "864441张",
            "pass_rate": "98.77%",
            "on_time_rate": "100%",
            "satisfaction": "99.05%",
        },
        "card-equipment": {"device_kinds": "8类"},
        "information-system": {},
    }
    for form in FORMS:
        for name, text in figures[form["id"]].items():
            if name != "planned_cards":  # the plan stands under 主要问题 on one form
                assert text.rstrip("张") in form["main_performance"]


def changed_numbers(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every way to raise one number of a record by one, with the path of that number."""
    if isinstance(value, dict):
        for key, inner in value.items():
            for where, other in changed_numbers(inner, f"{path}.{key}" if path else key):
                yield where, {**value, key: other}
    elif isinstance(value, int):
        yield path, value + 1
    elif not path.endswith(".remark"):
        yield path, NUMBER.sub(lambda found: f"{int(found[0].replace(',', '')) + 1:,}", value, count=1)


CHANGES = [
    pytest.param(form_id, path, record, id=f"{form_id}-{path}")
    for form_id in IDS
    for path, record in changed_numbers(plain_record(form_id))
    if f"{form_id}.{path}" not in UNSEEN
]


@pytest.mark.parametrize(("form_id", "path", "record"), CHANGES)
def test_no_number_of_a_record_goes_unseen(form_id: str, path: str, record: dict[str, Any]) -> None:
    """One more of any number shows in the result or is an error that names the place."""
    ruleset = scorerules.load(ruleset_path(form_id))
    before = ruleset.score(plain_record(form_id)).to_dict()
    try:
        after = ruleset.score(record).to_dict()
    except scorerules.RecordError as error:
        blamed = {(one.path or "").partition(".")[0] for one in error.diagnostics}
    else:
        blamed = {path.partition(".")[0]} if after != before else set()
    assert blamed == {path.partition(".")[0]}


def raised_weights(file: str) -> Iterator[str]:
    """The text of a shipped file with one of its weights raised by a point, for every weight in turn."""
    text = (RULESETS / file).read_text(encoding="utf-8")
    for found in WEIGHT.finditer(text):
        yield text[: found.start(1)] + str(int(found[1]) + 1) + text[found.end(1) :]


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_no_weight_of_a_ruleset_goes_unseen(form: dict[str, Any], tmp_path: Path) -> None:
    """One more point on any one weight, own or inherited, is refused with a place."""
    child = f"{form['id']}.toml"
    changes = [(file, text) for file in ("base.toml", child) for text in raised_weights(file)]
    assert len(changes) == len(form["indicators"]) + len(form["tiers"])
    for file, text in changes:
        for name in ("base.toml", child):
            shutil.copyfile(RULESETS / name, tmp_path / name)
        (tmp_path / file).write_text(text, encoding="utf-8")
        with pytest.raises(scorerules.RulesetError) as caught:
            scorerules.load(tmp_path / child)
        assert all(one.span is not None for one in caught.value.diagnostics)


@pytest.mark.parametrize(
    ("form_id", "written", "changed", "facts"),
    [
        ("residence-card", "weight      = 12", "weight      = 13", ("output", "35", "34")),
        ("information-system", "weight      = 15", "weight      = 14", ("effect", "14", "15")),
    ],
    ids=["too-much", "too-little"],
)
def test_a_bad_weight_names_the_tier_and_both_sums(
    tmp_path: Path, form_id: str, written: str, changed: str, facts: tuple[str, ...]
) -> None:
    """Indicators that do not add up to their tier: the message says which tier, the sum and the points."""
    text = ruleset_path(form_id).read_text(encoding="utf-8")
    assert text.count(written) == 1
    shutil.copyfile(RULESETS / "base.toml", tmp_path / "base.toml")
    (tmp_path / f"{form_id}.toml").write_text(text.replace(written, changed), encoding="utf-8")
    with pytest.raises(scorerules.RulesetError) as caught:
        scorerules.load(tmp_path / f"{form_id}.toml")
    (found,) = caught.value.diagnostics
    assert found.span is not None
    for headline in (found.headline("zh"), found.headline("en")):
        assert all(re.search(rf"\b{fact}\b", headline, re.ASCII) for fact in facts)


def test_over_achievement_changes_the_value_but_not_the_score() -> None:
    """A card more than the exceeded plan leaves the full mark, and shows in the value."""
    ruleset = scorerules.load(ruleset_path("social-security-card"))
    record = plain_record("social-security-card")
    before = ruleset.score(record).indicators["cards_made"]
    after = ruleset.score({**record, "made_cards": "9940101张"}).indicators["cards_made"]
    assert (before.score, after.score) == (12, 12)
    assert before.exact_value < after.exact_value


@pytest.mark.parametrize(
    ("rule", "score"),
    [
        ('{ below = "100%", each = "1pp", points = 0.5, partial = "prorated" }', 5),
        ('{ below = "100%", each = "1pp", points = 0.5, partial = "started" }', 5),
        ('{ below = "100%", each = "2pp", points = 1, partial = "started" }', 5),
        ('{ below = "100%", each = "1pp", points = 0.5, partial = "whole" }', 6),
    ],
)
def test_the_rivals_named_beside_the_residence_card_rule(tmp_path: Path, rule: str, score: int) -> None:
    """The comment's list holds: these rules give the printed score, counting whole points does not."""
    text = ruleset_path("residence-card").read_text(encoding="utf-8")
    shipped = 'deduct      = { below = "100%", each = "1pp", points = 0.5, partial = "prorated" }\n'
    assert text.count(shipped) == 1
    shutil.copyfile(RULESETS / "base.toml", tmp_path / "base.toml")
    changed = tmp_path / "residence-card.toml"
    changed.write_text(text.replace(shipped, f"deduct = {rule}\n"), encoding="utf-8")
    evaluation = scorerules.load(changed).score(plain_record("residence-card"))
    assert evaluation.indicators["cards_made"].score == score
