"""What becomes of changes: killed by a case, survived with a record that shows it, equivalent, refused."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

import scorerules
from scorerules.testing import MutationReport, load_suite, mutate
from scorerules.testing.mutants.comparing import Comparison, Scored
from scorerules.testing.mutants.mutation import Judged, Tally
from scorerules.testing.mutants.writing import expected
from small_ruleset import text_of

PASSES = 'input = { unit = "件", type = "integer", from = 0, upto = 9 }\npass = { upto = 3 }\n'
RATE = 'input = { unit = "%", from = "0%", upto = "100%" }\n'


def case(name: str, x: str, expect: str) -> str:
    """An example whose record says one thing."""
    return f'[[example]]\nname = "{name}"\nrecord = {{ x = {x} }}\nexpect = {{ {expect} }}\n'


def judged(folder: Path, rule: str, *cases: str, **options: object) -> MutationReport:
    """What becomes of the changes of a small ruleset with some cases."""
    file = folder / "small.toml"
    file.write_text(text_of(rule, below="\n".join(cases)), encoding="utf-8")
    return mutate([load_suite(file)], **options)  # type: ignore[arg-type]


def fates(report: MutationReport, path: str) -> list[tuple[str, str, str]]:
    """New text, fate and case or proof of the changes at a path."""
    return [
        (one.mutant.new, one.fate, one.verdict.case or ("proven" if one.verdict.proven else ""))
        for one in report.judged
        if one.mutant.path == path
    ]


def only(report: MutationReport, path: str, new: str) -> Judged:
    """The change at a path into a text."""
    (found,) = [one for one in report.judged if (one.mutant.path, one.mutant.new) == (path, new)]
    return found


def test_the_first_case_that_no_longer_holds_kills(tmp_path: Path) -> None:
    """At the boundary, and just beyond it."""
    report = judged(tmp_path, PASSES, case("three", "3", "x = 10"), case("four", "4", "x = 0"))
    assert fates(report, "indicator.x.pass.upto") == [
        ("4", "killed", "four"),
        ("2", "killed", "three"),
        ("below", "killed", "three"),
        ("", "refused", ""),
    ]


def test_a_survivor_comes_with_a_record_like_a_case(tmp_path: Path) -> None:
    """The record is the case's but for what it takes, and both results are told."""
    report = judged(tmp_path, PASSES, case("none", "0", "x = 10"), case("many", "9", "x = 0"))
    killer = only(report, "indicator.x.pass.upto", "4").verdict.killer
    assert killer is not None
    assert (killer.like, dict(killer.changes)) == ("none", {"x": 4})
    assert (killer.before["x"], killer.after["x"]) == (Fraction(0), Fraction(10))


def test_the_record_of_a_survivor_is_scored_as_it_says(tmp_path: Path) -> None:
    """By the ruleset as it is, and by the ruleset with the change in it."""
    report = judged(
        tmp_path, RATE + 'ratio = { full = "90%" }\nround = { to = 1 }', case("full", "95", "x = 10")
    )
    text = (tmp_path / "small.toml").read_text("utf-8")
    original = scorerules.loads(text)
    assert len(report.survivors) >= 5
    for one in report.survivors:
        killer = one.verdict.killer
        assert killer is not None
        edits = sorted(one.mutant.edits, key=lambda edit: -edit.span.start)
        changed_text = text
        for edit in edits:
            changed_text = changed_text[: edit.span.start] + edit.new + changed_text[edit.span.end :]
        assert outcome(original, killer.record) == told(killer.before, outcome(original, killer.record))
        changed = scorerules.loads(changed_text)
        assert outcome(original, killer.record) != outcome(changed, killer.record)


def outcome(ruleset: scorerules.Ruleset, record: Mapping[str, object]) -> object:
    """The score, or the codes of a refused record."""
    try:
        return ruleset.score(record).indicators["x"].exact_score  # type: ignore[arg-type]
    except scorerules.RecordError as error:
        return {one.code for one in error.diagnostics}


def told(before: Mapping[str, object], otherwise: object) -> object:
    """What a killer says that the ruleset gives."""
    error = before.get("error")
    return {code for code, _ in error} if isinstance(error, frozenset) else before.get("x", otherwise)


def test_what_no_record_can_show_is_proven_to_be_equivalent(tmp_path: Path) -> None:
    """A cap above the full mark of a rule that never gives more; halves where only whole numbers occur."""
    report = judged(
        tmp_path,
        'input = { type = "integer", from = 0, upto = 5 }\n'
        "earn = { each = 1, points = 2 }\nround = { to = 1 }\n",
        *(case(f"{x}", f"{x}", f"x = {2 * x}") for x in range(6)),
    )
    assert fates(report, "indicator.x.round") == [
        *(
            (f', mode = "{mode}"', "equivalent", "proven")
            for mode in ("half-even", "half-down", "up", "down")
        ),
        ("", "equivalent", "proven"),
    ]
    assert fates(report, "indicator.x.round.to") == [("10", "killed", "1"), ("0.1", "equivalent", "proven")]


def test_a_rounding_that_hides_how_parts_count_is_proven(tmp_path: Path) -> None:
    """Half a point for every started unit or for its part: whole points come to the same everywhere."""
    rule = (
        'input = { unit = "%", from = "0%" }\nround = { to = 1, mode = "half-up" }\n'
        'deduct = { below = "100%", each = "1pp", points = 0.5, partial = "prorated" }\n'
    )
    report = judged(tmp_path, rule, case("full", "100", "x = 10"))
    assert fates(report, "indicator.x.deduct.partial")[:2] == [
        ('"whole"', "survived", ""),
        ('"started"', "equivalent", "proven"),
    ]


def test_a_ruleset_that_does_not_load_is_refused_with_the_reason(tmp_path: Path) -> None:
    """It counts neither for nor against the cases."""
    report = judged(tmp_path, PASSES, case("none", "0", "x = 10"), operators=["weight"])
    assert {one.fate for one in report.judged} == {"refused"}
    assert {one.verdict.problems[0].code for one in report.judged} == {"SR262"}
    assert report.score == 1


def test_changes_that_do_the_same_are_told_once(tmp_path: Path) -> None:
    """A type left out is the same as the other type written."""
    report = judged(tmp_path, PASSES, case("none", "0", "x = 10"))
    paths = [one.mutant.path for one in report.judged]
    assert paths.count("indicator.x.input.type") == 1
    assert report.alike >= 1


def test_a_parent_is_changed_once_for_all_that_extend_it(tmp_path: Path) -> None:
    """A change is noticed when the cases of any of them notice it."""
    base = text_of(PASSES).replace('id = "small"', 'id = "base"\nabstract = true')
    (tmp_path / "base.toml").write_text(base, encoding="utf-8")
    for name, x in (("one", "3"), ("two", "4")):
        heir = f'scorerules = 1\n[ruleset]\nid = "{name}"\nextends = "base.toml"\n'
        expect = "x = 10" if x == "3" else "x = 0"
        (tmp_path / f"{name}.toml").write_text(heir + case(name, x, expect), encoding="utf-8")
    both = mutate([load_suite(tmp_path / f"{name}.toml") for name in ("one", "two")])
    assert {Path(one.mutant.file).name for one in both.judged} == {"base.toml"}
    assert fates(both, "indicator.x.pass.upto")[:2] == [("4", "killed", "two"), ("2", "killed", "one")]
    alone = mutate([load_suite(tmp_path / "one.toml")])
    assert fates(alone, "indicator.x.pass.upto")[:2] == [("4", "survived", ""), ("2", "killed", "one")]


def test_cases_must_hold_before_anything_is_changed(tmp_path: Path) -> None:
    """A case that fails anyway would kill every change."""
    with pytest.raises(scorerules.RulesetError) as raised:
        judged(tmp_path, PASSES, case("wrong", "0", "x = 7"))
    assert [one.code for one in raised.value.diagnostics] == ["SR610"]


def test_several_processes_say_the_same_as_one(tmp_path: Path) -> None:
    """Down to the killing case and the record of every survivor."""
    cases = (case("none", "0", "x = 10"), case("many", "9", "x = 0"))
    alone, together = (judged(tmp_path, PASSES, *cases, jobs=jobs) for jobs in (1, 2))
    assert [told_of(one) for one in alone.judged] == [told_of(one) for one in together.judged]
    assert alone.alike == together.alike


def told_of(one: Judged) -> tuple[object, ...]:
    """All that is said of a change."""
    killer = one.verdict.killer
    record = None if killer is None else (killer.like, killer.record, killer.before, killer.after)
    return one.mutant.path, one.mutant.new, one.fate, one.verdict.case, one.verdict.proven, record


def test_a_draw_hangs_on_its_seed(tmp_path: Path) -> None:
    """The same seed draws the same changes."""
    cases = case("none", "0", "x = 10")
    one, same, other = (
        [told_of(found) for found in judged(tmp_path, PASSES, cases, sample=4, seed=seed).judged]
        for seed in (1, 1, 2)
    )
    assert one == same != other


def test_the_score_counts_only_what_changes_something() -> None:
    """Equivalent and refused changes say nothing of the cases."""
    assert Tally(killed=3, survived=1, proven=5, same=2, refused=7).score == Fraction(3, 4)
    assert Tally(proven=1).score == 1
    assert Tally(killed=3, survived=1, proven=5, same=2, refused=7).mutants == 18


def test_quotients_that_only_large_whole_numbers_come_to(tmp_path: Path) -> None:
    """15 points of 99 % or of 100 % are rounded alike for every part of eight devices, not for 39 of 69."""
    rule = 'value = "(kinds - faulty) / kinds"\nratio = { full = "100%" }\nround = { to = 1 }\n'
    data = (
        '[input]\nkinds = { type = "integer", above = 0 }\nfaulty = { type = "integer", from = 0 }\n'
        '[[example]]\nname = "three of eight"\nrecord = { kinds = 8, faulty = 3 }\nexpect = { x = 9 }\n'
    )
    file = tmp_path / "small.toml"
    file.write_text(text_of(rule, weight="15", below=data), encoding="utf-8")
    killer = only(mutate([load_suite(file)]), "indicator.x.ratio.full", '"99%"').verdict.killer
    assert killer is not None
    assert (killer.like, dict(killer.changes)) == ("three of eight", {"kinds": 69, "faulty": 30})
    assert (killer.before["x"], killer.after["x"]) == (Fraction(8), Fraction(9))


def test_a_score_is_expected_in_points_whatever_the_unit_of_its_datum(tmp_path: Path) -> None:
    """The datum of x is a percentage; the ten points of x are ten."""
    rule = 'input = { unit = "%", from = "0%", upto = "100%" }\npass = { from = "60%" }\n'
    least = '[[example]]\nname = "none"\nrecord = { x = 0 }\nexpect = { x = 0 }\n'
    file = tmp_path / "small.toml"
    file.write_text(text_of(rule, below=least), encoding="utf-8")
    suite = load_suite(file)
    killer = only(mutate([suite]), "indicator.x.pass.from", '"61%"').verdict.killer
    assert killer is not None
    assert expected(killer.before, killer.after, suite.ruleset.plan)["x"] == 10


def test_that_there_is_no_score_is_nothing_that_a_case_states() -> None:
    """What is missing has no score, or 0: its status and the highest of all scores are the same."""

    def highest(policy: str) -> scorerules.Ruleset:
        return scorerules.loads(
            f"""scorerules = 1
[ruleset]
id = "highest"
name = "Highest"
weights = "none"
on_missing = "skip"
not_applicable = "{policy}"
[tier.all]
join = "max"
[indicator]
x = {{ tier = "all", input = {{ from = 0 }}, line = [[0, 0], [9, 9]] }}
y = {{ tier = "all", input = {{ from = 0 }}, line = [[0, 0], [9, 9]] }}
"""
        )

    ruleset = highest("rescale-tier")
    comparison = Comparison(ruleset, highest("zero"))
    one = Scored(ruleset, {"y": 5})
    assert (one.stated["x"], one.stated["x.status"], one.stated["total"]) == (None, "not_applicable", 5)
    assert comparison.difference(one) is None
