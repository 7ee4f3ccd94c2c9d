"""The order of tables changes nothing but the order of print, and scoring is a pure function."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from agreement import scored
from hypothesis import given
from hypothesis import strategies as st
from records import Cells, cells, record_of

from scorerules import Diagnostic, Evaluation, Ruleset, load, loads
from scorerules.testing import run_examples
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import blocks, text
from shipped_files import rulesets_in

FORMS = Path(__file__).parents[2] / "rulesets" / "shanghai-2019"


@st.composite
def rulesets_with_records(draw: st.DrawFn) -> tuple[Ruleset, Cells]:
    """A loaded ruleset and a record for it."""
    ruleset = loads(text(draw(schemes())))
    return ruleset, draw(cells(ruleset))


def told(found: Evaluation | tuple[Diagnostic, ...]) -> object:
    """What a result or an error says, without the order of its parts."""
    if isinstance(found, Evaluation):
        plain = found.to_dict()
        for name in ("tiers", "indicators", "derived", "reasons"):
            plain[name] = {one["id"]: one for one in plain[name]}  # type: ignore[attr-defined]
        return plain
    return {(one.code, one.path) for one in found}


@given(st.data())
def test_the_order_of_tables_changes_nothing(data: st.DataObject) -> None:
    """Every order of the tables of a file gives the same scores, remarks and errors."""
    scheme = data.draw(schemes())
    first = loads(text(scheme))
    record = data.draw(cells(first))
    other = loads(text(scheme, data.draw(st.permutations(range(len(blocks(scheme)))))))
    found, again = scored(first, record), scored(other, record)
    if isinstance(found, Evaluation):
        assert told(found) == told(again)
    else:
        assert not isinstance(again, Evaluation)
        # Of a chain of items that lack one datum, the first in order is the one that is named.
        assert {one.code for one in found} == {one.code for one in again}


@given(rulesets_with_records())
def test_scoring_twice_is_scoring_once(pair: tuple[Ruleset, Cells]) -> None:
    """The same record has the same result again, also in another order of its keys."""
    ruleset, record = pair
    found = scored(ruleset, record)
    turned = dict(reversed(record.items()))
    again = scored(ruleset, turned)
    assert told(found) == told(again)
    if isinstance(found, Evaluation) and isinstance(again, Evaluation):
        assert found.explain("zh") == again.explain("zh")


@given(rulesets_with_records())
def test_rulesets_and_evaluations_travel(pair: tuple[Ruleset, Cells]) -> None:
    """A pickled ruleset scores alike, and a pickled evaluation says the same."""
    ruleset, record = pair
    found = scored(ruleset, record)
    again = pickle.loads(pickle.dumps(ruleset))
    assert told(scored(again, record)) == told(found)
    if isinstance(found, Evaluation):
        sent = pickle.loads(pickle.dumps(found))
        assert sent.to_json() == found.to_json()
        assert sent.explain("en") == found.explain("en")


@given(rulesets_with_records())
def test_json_reads_back(pair: tuple[Ruleset, Cells]) -> None:
    """The JSON of a result reads back as its plain values, and its numbers are exact."""
    found = scored(*pair)
    if not isinstance(found, Evaluation):
        return
    read = json.loads(found.to_json())
    assert read == found.to_dict()
    total = read["total"]
    assert Fraction(total if isinstance(total, str) else total["fraction"]) == found.exact_total
    for one in read["indicators"]:
        score = one["score"]
        exact = found.indicators[one["id"]].exact_score
        assert (score is None) == (exact is None)
        if score is not None:
            assert Fraction(score if isinstance(score, str) else score["fraction"]) == exact


@given(rulesets_with_records())
def test_whatever_scores_can_be_explained(pair: tuple[Ruleset, Cells]) -> None:
    """Explanations name every indicator and the total; errors have texts; both in both languages."""
    ruleset, record = pair
    found = scored(ruleset, record)
    for lang in ("zh", "en"):
        assert ruleset.explain(lang).count("\n") >= len(ruleset.indicators)  # type: ignore[arg-type]
        if isinstance(found, Evaluation):
            explained = found.explain(lang)  # type: ignore[arg-type]
            assert all(one.name in explained for one in found.indicators.values())
            assert all(one.reason(lang) for one in found.indicators.values())  # type: ignore[arg-type]
            continue
        for one in found:
            assert "{" not in one.headline(lang).replace("{ … }", "")  # type: ignore[arg-type]
            one.help(lang)  # type: ignore[arg-type]


@given(rulesets_with_records())
def test_a_float_means_its_shortest_decimal(pair: tuple[Ruleset, Cells]) -> None:
    """A record of floats gives what the same digits as Decimal give."""
    ruleset, record = pair
    plain = record_of(record)
    floats = {
        name: float(one) if isinstance(one, (Decimal, Fraction, int)) and not isinstance(one, bool) else one
        for name, one in plain.items()
    }
    digits = {name: Decimal(repr(one)) if isinstance(one, float) else one for name, one in floats.items()}
    first = scored(ruleset, {name: record[name].__class__(one) for name, one in floats.items()})
    second = scored(ruleset, {name: record[name].__class__(one) for name, one in digits.items()})
    assert told(first) == told(second)


def test_threads_do_not_meet() -> None:
    """One ruleset scores many records at once as it scores them one after another."""
    ruleset = load(FORMS / "residence-card.toml")
    scored_ones = [one for one in run_examples(ruleset) if one.evaluation is not None]
    named = {one.name for one in scored_ones}
    examples = [
        one.record.plain() for one in ruleset.examples if one.name in named and one.record is not None
    ]
    assert examples
    records = [
        {**example, "made_cards": 864_441 + 1_000 * n} for example in examples for n in range(100)
    ]  # fmt: skip
    alone = [ruleset.score(one).to_json() for one in records]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda one: load_and_score(ruleset, one), records))
    assert together == alone
    assert len(set(alone)) > 1


def load_and_score(ruleset: Ruleset, record: object) -> str:
    """Score and look at everything, as a thread would."""
    evaluation = ruleset.score(record)  # type: ignore[arg-type]
    evaluation.explain("zh")
    return evaluation.to_json()


@pytest.mark.parametrize("name", [path.stem for path in rulesets_in(FORMS) if path.stem != "base"])
def test_the_shipped_rulesets_obey_the_laws(name: str) -> None:
    """Generated records of the shipped forms score within bounds, explain themselves and travel."""
    ruleset = load(FORMS / f"{name}.toml")

    @given(cells(ruleset, sound=True))
    def obeys(record: Cells) -> None:
        evaluation = ruleset.score(record_of(record))
        assert evaluation.exact_total is not None
        assert 0 <= evaluation.exact_total <= 100
        for one in evaluation.indicators.values():
            assert one.exact_score is not None
            assert 0 <= one.exact_score <= one.exact_weight
            assert one.exact_score.denominator == 1
        assert evaluation.exact_total == sum(one.exact_score or 0 for one in evaluation.indicators.values())
        assert evaluation.grade is not None
        assert pickle.loads(pickle.dumps(evaluation)).to_json() == evaluation.to_json()
        assert evaluation.explain("zh")

    obeys()
