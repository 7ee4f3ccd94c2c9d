"""The compiled evaluation: what it prints, what it covers, what it leaves to the reference.

That it gives what the reference gives is held for everything that any test scores: see both_ways.
"""

from __future__ import annotations

import io
import keyword
import re
import threading
import tokenize
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import scorerules
from both_ways import hold_all
from scorerules import Limits, RulesetError, scoring
from scorerules.compile import compiled
from scorerules.compile.evaluations import Variant
from scorerules.compile.lanes import Unsupported
from scorerules.compile.printing import Lines
from scorerules.compile.sources import NARROW, WIDE
from scorerules.diagnostics import Faults
from scorerules.plan import Plan
from scorerules.record import load_record, read_record
from scorerules.result import Computed, Traced
from shipped_files import SHIPPED_RULESETS
from small_ruleset import small

ROOT = Path(__file__).resolve().parent.parent
RULESETS = SHIPPED_RULESETS + sorted(ROOT.glob("tests/data/good/*.toml"))
CARDS = ROOT / "rulesets" / "shanghai-2019" / "residence-card.toml"

NAMES = re.compile(r"[vcx]\d+|score|record|compute|data|store|part|read|count|changeable|days|_")
BUILTINS = frozenset(
    {"float", "get", "int", "isspace", "len", "max", "min", "round", "sorted", "str", "sum", "type"}
)


def single(path: Path) -> scorerules.Ruleset | None:
    """A ruleset at hand that scores records alone."""
    try:
        ruleset = scorerules.load(path, root=ROOT)
    except RulesetError:
        return None
    alone = not ruleset.scheme.header.abstract and not ruleset.plan.compares_records
    return ruleset if alone else None


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is compiled during a test."""
    texts: list[str] = []
    function = Lines.function

    def keep(self: Lines, name: str) -> Any:
        texts.append("\n".join(self._lines))
        return function(self, name)

    monkeypatch.setattr(Lines, "function", keep)
    return texts


def names_of(text: str) -> Iterator[str]:
    """The names in a text of Python, after it was found to hold no text of anybody."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        assert token.type not in (tokenize.STRING, tokenize.COMMENT), token
        if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
            yield token.string


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_printed_text_holds_nothing_of_an_author(path: Path, printed: list[str]) -> None:
    """Numbers and names with numbers, nothing else: no id, no text, no attribute that a file could name."""
    ruleset = single(path)
    if ruleset is None:
        return
    for scale in (NARROW, WIDE, None):
        variant = Variant(ruleset.plan, scale)
        assert variant.run if scale is None else variant.score
    assert len(printed) == 3
    for text in printed:
        assert text.isascii()
        assert [one for one in names_of(text) if one not in BUILTINS and not NAMES.fullmatch(one)] == []


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_examples_are_scored_by_what_is_compiled(path: Path) -> None:
    """No example of a ruleset at hand that has a score is left to the reference."""
    ruleset = single(path)
    if ruleset is None:
        return
    for example in ruleset.examples:
        assert example.record is not None
        record = example.record.plain()
        assert isinstance(record, dict)
        faults = Faults()
        values = read_record(record, ruleset.plan.keys, faults)
        if len(faults):
            continue
        hold_all(ruleset.plan, values)
        try:
            evaluation = ruleset.score(record)
        except scorerules.RecordError:
            continue
        assert isinstance(evaluation.facts, Computed)


SOUND = {
    "budget": 12_720_000.00,
    "spent": Decimal("12706104.50"),
    "planned_cards": "100万张",
    "made_cards": 864_441,
    "pass_rate": "98.77%",
    "on_time_rate": 100,
    "complaints": 0,
    "satisfaction": 99.05,
    "fund_compliance": 6,
    "goal_soundness": {"deduct": 2, "remark": "未细化"},
    "project_setup": 5,
    "finance_management": Decimal(5),
    "project_management": 4.0,
    "training": 8,
    "long_term": {"score": 6, "remark": "未健全"},
}


def test_a_record_is_kept_as_it_was() -> None:
    """What is changed in a record after it was scored changes no result that is looked at later."""
    ruleset = scorerules.load(CARDS)
    record = {name: dict(one) if isinstance(one, dict) else one for name, one in SOUND.items()}
    evaluation, expected = ruleset.score(record), ruleset.score(SOUND).to_dict()
    record["goal_soundness"]["remark"] = "改了"  # type: ignore[index]
    record["goal_soundness"]["deduct"] = 8  # type: ignore[index]
    record["made_cards"] = 0
    del record["complaints"]
    assert isinstance(evaluation.facts, Computed)
    assert evaluation.to_dict() == expected


def test_mappings_of_every_class_are_scored_alike() -> None:
    """A record from a file, a read-only mapping and a subclass of dict give what a dict gives."""
    ruleset = scorerules.load(CARDS)
    expected = ruleset.score(SOUND).to_dict()

    class Row(dict[str, Any]):
        """A row of somebody's table."""

    for record in (MappingProxyType(SOUND), Row(SOUND)):
        assert ruleset.score(record).to_dict() == expected
    written = load_record(CARDS.parent / "records" / "residence-card.toml")
    assert ruleset.score(written).to_dict() == ruleset.score(dict(written)).to_dict()


FAULTY: tuple[tuple[str, object, str], ...] = (
    ("pass_rate", 100.01, "SR407"),
    ("pass_rate", float("nan"), "SR403"),
    ("pass_rate", Decimal("Infinity"), "SR403"),
    ("pass_rate", Decimal("0E-1500"), "SR403"),
    ("pass_rate", Decimal(1).scaleb(-1500), "SR403"),
    ("pass_rate", True, "SR402"),
    ("pass_rate", "98.77元", "SR408"),
    ("made_cards", 864_441.5, "SR405"),
    ("made_cards", -1, "SR407"),
    ("made_cards", [864_441], "SR402"),
    ("complaints", None, "SR420"),
    ("complaints", "  ", "SR420"),
    ("training", 7, "SR411"),
    ("training", {"score": 7}, "SR411"),
    ("training", {"score": 9, "remark": "多"}, "SR409"),
    ("training", {"score": 7, "remark": " "}, "SR411"),
    ("training", {"deduct": 0, "score": 8, "why": "无"}, "SR413"),
    ("training", 7.5, "SR406"),
    ("planned_cards", 0, "SR407"),
    ("cards", 5, "SR401"),
    ("cards_made", 5, "SR412"),
)


@pytest.mark.parametrize(("name", "value", "code"), FAULTY, ids=lambda one: repr(one)[:30])
def test_faults_are_told_by_the_reference(name: str, value: object, code: str) -> None:
    """A record with a fault gets its message, however fast the others are."""
    ruleset = scorerules.load(CARDS)
    with pytest.raises(scorerules.RecordError) as caught:
        ruleset.score(SOUND | {name: value})
    assert [one.code for one in caught.value.diagnostics] == [code]


SCALED: tuple[tuple[object, str], ...] = (
    (33.33, "narrow"), (33, "narrow"), ("33.3333%", "narrow"), (Decimal("33.3333"), "narrow"),
    (33.33333333333333, "wide"), (Decimal("33.33333"), "wide"), (1e-15, "wide"),
    (Fraction(100, 3), "exact"), (1e-300, "exact"), (Decimal(1).scaleb(-50), "exact"),
)  # fmt: skip


@pytest.mark.parametrize(("value", "variant"), SCALED, ids=repr)
def test_the_scale_follows_the_record(value: object, variant: str) -> None:
    """Numbers with few decimals are small integers, others larger ones, and any are exact fractions."""
    ruleset = small('input = { unit = "%", from = 0, upto = "100%" }\nratio = { full = "100%" }')
    found = ruleset.score({"x": value}).facts
    assert isinstance(found, Computed)
    assert getattr(compiled(ruleset.plan), f"_{variant}") is found._variant


def test_integers_beyond_every_lane() -> None:
    """Counts around the sizes of machine words, and far beyond them, are exact."""
    ruleset = small('input = { type = "integer" }\nformula = "mod(x, 7) + x / x"')
    for bits in (15, 31, 53, 62, 63, 64, 127, 128, 500):
        for near in (-1, 0, 1):
            for sign in (1, -1):
                count = sign * 2**bits + near
                expected = min(Fraction(10), Fraction(count % 7) + 1)
                assert ruleset.score({"x": count}).exact_total == expected, count


@pytest.mark.parametrize("count", [1e15, 9007199254740994.0, 1.2345678901234567e17, 1e22, 1e23, -1e23, 1e300])
def test_large_floats_for_whole_numbers(count: float) -> None:
    """A large double means the decimal that Python writes for it, not the integer that it stores."""
    ruleset = small('input = { type = "integer" }\nformula = "x"', below='[derived.d]\nformula = "x"')
    assert ruleset.score({"x": count}).derived["d"].exact_value == Fraction(repr(count))


class Named:
    """A key of a record that is found under a name, and then fails."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __hash__(self) -> int:
        return hash(self._name)

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError


class Masked:
    """An object that does not say what it is."""

    @property
    def __class__(self) -> Any:  # type: ignore[override]
        raise ZeroDivisionError


def test_names_and_values_that_fail_are_faults() -> None:
    """Whatever methods of other classes raise, the record gets its messages."""
    ruleset = scorerules.load(CARDS)
    for name in SOUND:
        for record in (
            {Named(name) if one == name else one: value for one, value in SOUND.items()},
            SOUND | {name: Named(name)},
            SOUND | {Masked(): 5},
            SOUND | {name: {Named("score"): 1, "remark": "少"}},
        ):
            with pytest.raises(scorerules.RecordError) as caught:
                ruleset.score(record)  # type: ignore[arg-type]
            assert caught.value.diagnostics


def test_a_ruleset_is_compiled_once_it_has_scored_some_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first records are scored by the reference, which is sooner done than compiling."""
    monkeypatch.setattr(scoring, "WARM_UP", 3)
    ruleset = small("input = {}\nratio = { full = 10 }")
    kinds = [type(ruleset.score({"x": 4}).facts) for _ in range(5)]
    assert kinds == [Traced] * 3 + [Computed] * 2
    many = small("input = {}\nratio = { full = 10 }").score_many([{"x": 4}] * 5)
    assert [type(one.facts) for one in many] == kinds
    assert len({one.total for one in many}) == 1


def test_tight_limits_are_left_to_the_reference() -> None:
    """A ruleset whose numbers may hardly grow is not computed with integers that may."""
    text = small("input = {}\nratio = { full = 10 }").scheme.header.id
    assert text == "small"
    for limits in (Limits(bits=1000), Limits(digits=50)):
        ruleset = scorerules.loads(
            'scorerules = 1\n[ruleset]\nid = "tight"\n[tier.t]\n[indicator.x]\ntier = "t"\nweight = 100\n'
            "input = {}\nratio = { full = 10 }\n",
            limits=limits,
        )
        assert isinstance(ruleset.score({"x": 4}).facts, Traced)
        with pytest.raises(Unsupported):
            Variant(ruleset.plan, NARROW)


def test_threads_may_score_at_once() -> None:
    """Compiled or not yet, records scored by many threads come to the same."""
    ruleset = scorerules.load(CARDS)
    barrier = threading.Barrier(4)

    def score(made: int) -> Decimal | None:
        barrier.wait()
        return [ruleset.score(SOUND | {"made_cards": made}).total for _ in range(30)][-1]

    counts = (700_000, 750_000, 800_000, 900_000)
    with ThreadPoolExecutor(4) as pool:
        totals = list(pool.map(score, counts))
    assert totals == [ruleset.score(SOUND | {"made_cards": made}).total for made in counts]


def chain(count: int) -> str:
    """Conditions inside conditions, and no two alike."""
    return "".join(f"{n} if x < {n} else " for n in range(1, count)) + "10"


def each(count: int, text: str) -> str:
    """The text for every number, with the number put in."""
    return "".join(text.format(n) for n in range(count))


SHAPES: dict[str, Callable[[int], str]] = {
    "a long sum": lambda n: " + ".join(["x"] * n),
    "nested calls": lambda n: "abs(1 - " * n + "x" + ")" * n,
    "nested choices": chain,
    "nested choices in front": lambda n: "(" * n + "x" + each(n, " if x > {0} else {0})"),
    "many conditions": lambda n: f"1 if x == -1{each(n, ' or x == {0}')} else 0",
    "conditions of conditions": lambda n: f"1 if {'(' * n}x > 1{each(n, ') == (x > {0})')} else 0",
    "roots of roots": lambda n: "sqrt(1 + " * (n // 4) + "abs(x)" + ")" * (n // 4),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("size", [3, 20, 45])
def test_formulas_of_every_shape(name: str, size: int) -> None:
    """Deep and long formulas are compiled too; none of them is too much for Python's own compiler."""
    ruleset = small(f'input = {{}}\nformula = "{SHAPES[name](size)}"')
    for x in (0, 1, 2.5, 7, size):
        assert isinstance(ruleset.score({"x": x}).facts, Computed)


def test_a_table_of_a_thousand_rows() -> None:
    """Bands without end are compiled, each row of them right."""
    above = ", ".join(str(n) for n in range(1000))
    points = ", ".join(str(n % 11) for n in range(1001))
    ruleset = small(f"input = {{}}\nbands = {{ above = [{above}], points = [{points}] }}")
    for x in (-1, 0, 0.5, 1, 499, 499.5, 998, 999, 1000):
        row = max(0, min(1000, -(-Fraction(str(x)).__floor__() // 1) + (1 if Fraction(str(x)) % 1 else 0)))
        assert ruleset.score({"x": x}).exact_total == row % 11, x


def many(count: int) -> scorerules.Ruleset:
    """A ruleset of so many indicators."""
    lines = ["scorerules = 1", '[ruleset]\nid = "many"', f"[total]\nfull = {count}", "[tier.t]"]
    for n in range(count):
        lines.append(f'[indicator.x{n}]\ntier = "t"\nweight = 1\ninput = {{ unit = "%" }}')
        lines.append('ratio = { full = "90%" }\nround = { to = 0.01 }')
    return scorerules.loads("\n".join(lines))


def test_a_large_ruleset_is_compiled_in_parts(printed: list[str]) -> None:
    """Lines grow with the ruleset and not faster, in functions that stay short."""
    sizes = []
    for count in (150, 300, 600):
        ruleset = many(count)
        printed.clear()
        record = {f"x{n}": n % 100 for n in range(count)}
        evaluation = ruleset.score(record)
        assert isinstance(evaluation.facts, Computed)
        sizes.append(sum(text.count("\n") for text in printed))
        assert max(text.count("\n") for text in printed) < 6000
    assert sizes[2] < 2.6 * sizes[1]
    assert sizes[1] < 2.6 * sizes[0]


def test_a_plan_that_was_compiled_can_be_copied() -> None:
    """Functions that were compiled do not stand in the way of a pickle."""
    import pickle  # noqa: PLC0415 - what this test is about

    ruleset = scorerules.load(CARDS)
    before = ruleset.score(SOUND)
    copy: Plan = pickle.loads(pickle.dumps(ruleset.plan))
    assert "_compiled" in ruleset.plan.__dict__
    assert "_compiled" not in copy.__dict__
    again = pickle.loads(pickle.dumps(before))
    assert again == before
    assert again.to_dict() == before.to_dict()
