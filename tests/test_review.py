"""The review of a ruleset: its examples, and what it allows with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import scorerules
from plainly import check, check_text
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.review import reviewers
from scorerules.review.subject import Subject
from scorerules.source import Span

RULES = """scorerules = 1
[ruleset]
id = "small"
[tier.top]
[indicator.cards]
tier = "top"
weight = 60
input = { unit = "%" }
ratio = { full = "100%" }
[indicator.visits]
tier = "top"
weight = 40
input = { above = 1 }
formula = "40 / (visits - 1)"
"""
BASE = RULES.replace('id = "small"', 'id = "base"\nabstract = true')
CHILD = """scorerules = 1
[ruleset]
id = "child"
extends = "base.toml"
"""
FINDING = "SR773"
"""A hint, which any reviewer could note; here a reviewer of our own does, at the places of a test."""

Found = tuple[str, str | None, str | None]


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the review find a hint at each of the given paths."""

    def find(*paths: str) -> None:
        def reviewer(subject: Subject, faults: Faults) -> None:
            for index, path in enumerate(paths):
                place = Span(subject.document.span.source, index, index + 1)
                faults.add(FINDING, place, path=path, code="x", elsewhere="")

        monkeypatch.setattr(reviewers, "REVIEWERS", (reviewer,))

    return find


def seen(found: tuple[Diagnostic, ...]) -> list[Found]:
    """Code, path and reason of each."""
    return [(one.code, one.path, one.allowed) for one in found]


def reviewed(allow: str, text: str = RULES) -> list[Found]:
    """What a ruleset with this ``allow`` is found to have, allowed findings included."""
    return seen(check_text(f"{text}[check]\nallow = {{ {allow} }}\n", allowed=True))


def test_a_finding_is_allowed_with_its_reason(findings: Callable[..., None]) -> None:
    """What is allowed is no result of the check; who asks gets it with the reason."""
    findings("indicator.cards", "tier.top")
    text = f'{RULES}[check]\nallow = {{ {FINDING} = "meant" }}\n'
    assert check_text(text) == ()
    everything = check_text(text, allowed=True)
    assert seen(everything) == [
        (FINDING, "indicator.cards", "meant"),
        (FINDING, "tier.top", "meant"),
    ]
    assert everything[0].to_dict("en")["allowed"] == "meant"
    assert check_text(RULES)[0].to_dict("en")["allowed"] is None


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        ("indicator.cards", ["indicator.cards", "indicator.cards.bands[2].from", "indicator.cards[1]"]),
        ("indicator.cards.bands", ["indicator.cards.bands[2].from"]),
        ("indicator.cards.bands[2]", ["indicator.cards.bands[2].from"]),
        (
            "indicator",
            ["indicator.cards", "indicator.cards.bands[2].from", "indicator.cards[1]", "indicator.cards_b"],
        ),
    ],
)
def test_a_place_narrows(findings: Callable[..., None], place: str, allowed: list[str]) -> None:
    """A place allows what stands at it or below it, and nothing that only begins with the same letters."""
    paths = (
        "indicator.cards",
        "indicator.cards.bands[2].from",
        "indicator.cards[1]",
        "indicator.cards_b",
        "x",
    )
    findings(*paths)
    found = reviewed(f'"{FINDING}   {place}" = "meant"')
    assert [path for _, path, reason in found if reason == "meant"] == allowed
    assert [path for _, path, reason in found if reason is None] == [
        one for one in paths if one not in allowed
    ]


def test_two_allowances_of_one_code(findings: Callable[..., None]) -> None:
    """Each finding has the reason of the allowance that covers it."""
    findings("indicator.cards", "indicator.visits")
    keys = f'"{FINDING} indicator.cards" = "one", "{FINDING} indicator.visits" = "two"'
    assert reviewed(keys) == [
        (FINDING, "indicator.cards", "one"),
        (FINDING, "indicator.visits", "two"),
    ]


@pytest.mark.parametrize(
    ("allow", "code", "path"),
    [
        ('SR610 = "x"', "SR770", "check.allow.SR610"),
        ('"SR610 example[1]" = "x"', "SR770", "check.allow.SR610 example[1]"),
        ('sr773 = "x"', "SR771", "check.allow.sr773"),
        ('"" = "x"', "SR771", "check.allow."),
        ('"[indicator.x]" = "x"', "SR771", "check.allow.[indicator.x]"),
        ('"SR773 a b" = "x"', "SR771", "check.allow.SR773 a b"),
        ('SR773 = " "', "SR772", "check.allow.SR773"),
    ],
)
def test_faulty_allowances(allow: str, code: str, path: str) -> None:
    """Errors, unknown codes and empty reasons are errors, and such an entry allows nothing."""
    assert reviewed(allow) == [(code, path, None)]


def test_faulty_allowances_are_told_beside_other_errors() -> None:
    """They need no review: they are found together with the errors of the ruleset."""
    assert [code for code, _, _ in reviewed('SR610 = "x"', RULES.replace("= 60", "= 61"))] == [
        "SR262",
        "SR770",
    ]


def test_unknown_code_names_the_nearest() -> None:
    """The nearest code that can be allowed is offered; of two codes in one key there is none."""
    (one,) = check_text(f'{RULES}[check]\nallow = {{ SR0773 = "x" }}\n')
    assert one.headline("en") == "there is no code `SR0773`; did you mean `SR773`"
    (one,) = check_text(f'{RULES}[check]\nallow = {{ "SR773, SR773" = "x" }}\n')
    assert "did you mean `SR773`" in one.headline("en")


def test_an_allowance_that_allows_nothing(findings: Callable[..., None]) -> None:
    """It is a hint, which says where the code does occur."""
    findings("indicator.cards")
    text = f'{RULES}[check]\nallow = {{ "{FINDING} indicator.crads" = "x" }}\n'
    first, second = check_text(text)
    assert (first.path, second.path) == ("indicator.cards", "check.allow.SR773 indicator.crads")
    assert second.severity == "hint"
    assert second.headline("en").endswith("does not occur; `SR773` occurs at `indicator.cards`")
    assert second.span is not None
    assert second.span.text == f'"{FINDING} indicator.crads"'


def test_nothing_is_said_of_allowances_when_the_review_stopped() -> None:
    """With an error nobody knows what the review would have found."""
    assert [code for code, _, _ in reviewed('SR773 = "x"', RULES.replace("= 60", "= 61"))] == ["SR262"]


def test_a_child_inherits_what_its_parent_allows(tmp_path: Path, findings: Callable[..., None]) -> None:
    """What the parent allows holds in the child, is added to, and need not serve every child."""
    (tmp_path / "base.toml").write_text(
        f'{BASE}[check]\nallow = {{ "{FINDING} indicator.cards" = "base", "{FINDING} tier" = "base" }}\n'
    )
    child = tmp_path / "child.toml"
    child.write_text(f'{CHILD}[check]\nallow = {{ "{FINDING} indicator.visits" = "own" }}\n')
    findings("indicator.cards", "indicator.visits", "outcome.rank")
    assert seen(check(child, allowed=True)) == [
        (FINDING, "indicator.cards", "base"),
        (FINDING, "indicator.visits", "own"),
        (FINDING, "outcome.rank", None),
    ]
    assert seen(check(tmp_path / "base.toml"))[0] == (FINDING, "indicator.visits", None)


def test_a_child_has_the_last_word_on_a_reason(tmp_path: Path, findings: Callable[..., None]) -> None:
    """The same key in the child replaces the reason; a change replaces all of them; a drop takes them out."""
    (tmp_path / "base.toml").write_text(
        f'{BASE}[check]\nallow = {{ "{FINDING} indicator.cards" = "base", "{FINDING} tier" = "base" }}\n'
    )
    child = tmp_path / "child.toml"
    findings("indicator.cards", "tier.top")

    def reasons(end: str) -> list[str | None]:
        child.write_text(CHILD + end)
        return [one.allowed for one in check(child, allowed=True)]

    assert reasons("") == ["base", "base"]
    assert reasons(f'[check]\nallow = {{ "{FINDING} indicator.cards" = "own" }}\n') == ["own", "base"]
    assert reasons(f'[change.check]\nallow = {{ "{FINDING} tier" = "own" }}\n') == [None, "own"]
    assert reasons('drop = ["check"]\n') == [None, None]


def test_two_parents_allow_side_by_side(tmp_path: Path, findings: Callable[..., None]) -> None:
    """What either parent allows is allowed; only two reasons for the same key are a conflict."""
    (tmp_path / "base.toml").write_text(f'{BASE}[check]\nallow = {{ "{FINDING} indicator" = "one" }}\n')
    other = 'scorerules = 1\n[ruleset]\nid = "other"\nabstract = true\n[check]\n'
    (tmp_path / "other.toml").write_text(f'{other}allow = {{ "{FINDING} tier" = "two" }}\n')
    child = tmp_path / "child.toml"
    child.write_text(CHILD.replace('"base.toml"', '["base.toml", "other.toml"]'))
    findings("indicator.cards", "tier.top")
    assert [one.allowed for one in check(child, allowed=True)] == ["one", "two"]
    (tmp_path / "other.toml").write_text(f'{other}allow = {{ "{FINDING} indicator" = "two" }}\n')
    assert [one.code for one in check(child)] == ["SR221"]


def test_load_takes_any_code() -> None:
    """A ruleset that allows a code of a later version is scored as before; only its shape must be right."""
    text = f'{RULES}[check]\nallow = {{ SR999 = "later" }}\n'
    assert scorerules.loads(text).score({"cards": 50, "visits": 2}).total == 70
    with pytest.raises(scorerules.RulesetError) as raised:
        scorerules.loads(text.replace('"later"', "true"))
    assert [one.code for one in raised.value.diagnostics] == ["SR203"]


EXAMPLE = """
[[example]]
name = "one"
record = { cards = 50, visits = 2 }
expect = { cards = 31 }
"""


def test_examples_are_run() -> None:
    """An example that does not come out is an error at its expectation; loading does not run it."""
    (one,) = check_text(RULES + EXAMPLE)
    assert (one.code, one.severity, one.path) == ("SR610", "error", "cards")
    assert one.span is not None
    assert (one.span.text, one.span.line) == ("31", 19)
    assert scorerules.loads(RULES + EXAMPLE).examples[0].name == "one"
    assert check_text(RULES + EXAMPLE.replace("31", "30")) == ()


def test_a_record_that_cannot_be_scored_names_its_example() -> None:
    """A problem of a formula stands at the formula, with the example beside it."""
    rules = RULES.replace("above = 1", "above = 0") + EXAMPLE.replace("visits = 2", "visits = 1")
    (one,) = (found for found in check_text(rules) if found.severity == "error")
    assert one.code == "SR500"
    assert one.span is not None
    assert one.span.text == "40 / (visits - 1)"
    (label,) = one.labels
    assert (label.span.line, label.words.en) == (16, "in this example")


def test_an_expected_error_that_does_not_come() -> None:
    """An example that expects an error and is scored is an error."""
    (one,) = check_text(RULES + EXAMPLE.replace("cards = 31", 'error = "SR500"'))
    assert one.code == "SR611"


def test_examples_of_what_is_only_extended_are_not_run() -> None:
    """An abstract ruleset scores nothing, so its examples wait for a child."""
    assert check_text(BASE + EXAMPLE) == ()
