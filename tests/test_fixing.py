"""Safe corrections: each settles its finding, nothing else in the text changes, nothing gets worse."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from plainly import check, check_text
from scorerules.diagnostics import Diagnostic, Fix
from scorerules.diagnostics.near import same, slip
from scorerules.review import fix_all, fixed
from scorerules.review.fixing import ROUNDS
from scorerules.source import Source, Span

BAD = Path(__file__).parent / "data" / "bad"
RULES = """\
# 评分规则  # 注释
scorerules = 1

[ruleset]
id      = "demo"   # 编号
version = "2019"

[input]
made    = { name = "制卡数量", unit = "张", type = "integer" }
planned = { name = "计划数量", unit = "张", type = "integer", above = 0 }
level   = { choices = ["优", "良"] }

[tier.top]

[indicator.cards]
tier   = "top"
weight = 60
value  = "made / planned"
deduct = { below = "100%", each = "1pp", points = 1, partial = "whole" }

[indicator.visits]
tier    = "top"
weight  = 40
when    = "level == '优' and made > 1"
not_applicable = "full"
bonus   = false
formula = "40 if made == 1 else 20"
"""


def changed(old: str, new: str) -> str:
    """The sound ruleset with one thing written otherwise."""
    assert RULES.count(old) == 1
    return RULES.replace(old, new)


def errors(found: tuple[Diagnostic, ...]) -> list[str]:
    """The codes of the errors."""
    return [one.code for one in found if one.severity == "error"]


def with_fixes() -> list[str]:
    """The bad rulesets that have a correction of their own text."""
    return [
        path.stem
        for path in sorted(BAD.glob("*.toml"))
        if any(one.fix and one.fix.span.source.name == str(path) for one in check(path))
    ]


def test_the_ruleset_is_sound() -> None:
    """What the other tests break has nothing to correct."""
    assert check_text(RULES) == ()
    assert fixed(RULES) == RULES


@pytest.mark.parametrize("stem", with_fixes())
def test_bad_rulesets_are_corrected(stem: str) -> None:
    """The code is gone, no other error has come, and all but the edited characters is as it was."""
    path = BAD / f"{stem}.toml"
    text = path.read_bytes().decode()
    (problem,) = check(path)
    done = fix_all(text, lambda one: check(path, allowed=True, texts={path.resolve(): one}))
    assert done.fixes == 1
    assert errors(done.left) == []
    assert problem.code not in [one.code for one in done.left]
    fix = problem.fix
    assert fix is not None
    assert done.text == text[: fix.span.start] + fix.text + text[fix.span.end :]
    assert not fix.text or fix.text not in fix.span.text or problem.code in ("SR128", "SR219")


def test_bad_rulesets_with_corrections_are_many() -> None:
    """The corpus does show the corrections."""
    assert len(with_fixes()) > 25


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"whole"', '"Whole"'),
        ('"whole"', '"whoel"'),
        ('"integer", above', '"intger", above'),
        ('"full"', '"Full"'),
        ('["优", "良"]', '["优" "良"]'),
        ('["优", "良"]', '["优"， "良"]'),
        ('version = "2019"', "version = 2019"),
        ('version = "2019"', "version = 2019-01-01"),
        ("bonus   = false", 'bonus   = "false"'),
        ("bonus   = false", 'bonus   = "否"'),
        ("bonus   = false", "bonus   = False"),
        ('name = "制卡数量"', "name = 制卡数量"),
        ('"made / planned"', "made / planned"),
        ("'优' and made", "“优” and made"),
        ("'优' and made", "'优' 并且 made"),
        ("'优' and made", "'优'&&made"),
        ("level == '优'", "level = '优'"),
        ("level == '优'", "level ＝ '优'"),
        ("made == 1", "made = 1"),
        ("made == 1", "MADE == 1"),
        ("made == 1", "制卡数量 == 1"),
        ("made / planned", "made ÷ planned"),
        ("made / planned", "made ／ 计划数量"),
        ('tier    = "top"', 'tier    = "Top"'),
        ("weight = 60", "wieght = 60"),
        ("weight = 60", "weight = 60."),
        ("scorerules = 1\n", ""),
        ("scorerules = 1\n", 'scorerules = "1"\n'),
        ("scorerules = 1\n", "scorerules = 1.0\n"),
        ("scorerules = 1\n", "round = {}\nscorerules = 1\n"),
        ("# 评分规则", "\ufeff# 评分规则"),
        ("not_applicable", "not-applicable"),
        ("[tier.top]", "[teir.top]"),
        ("[indicator.visits]", "[indicatr.visits]"),
    ],
)
def test_slips_are_corrected(old: str, new: str) -> None:
    """What is certain is corrected, and the rest of the file stays byte for byte."""
    text = changed(old, new)
    after = fixed(text)
    assert errors(check_text(after)) == []
    edits = [
        one for one in SequenceMatcher(None, text, after, autojunk=False).get_opcodes() if one[0] != "equal"
    ]
    at = text.index(new) if new else text.index("[ruleset]")
    assert all(at <= start + 8 and end <= at + len(new) + 8 for _, start, end, _, _ in edits)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("weight = 60", "colour = 60"),
        ("weight = 60", "weight = 060"),
        ("weight = 60", "weight = 60 50"),
        ('name = "制卡数量"', r"name = 制卡\数量"),
        ('{ name = "计划数量", unit', '{ name = "计划数量," unit'),
        ("made == 1", "maed == 1"),
        ("made == 1", "made == 5%3"),
        ('tier    = "top"', 'tier    = "tops"'),
        ('"100%"', "100"),
        ("[tier.top]", "[tier.to"),
        ("bonus   = false", "bonus   = flase"),
        ("bonus   = false", "bonus   = 是"),
    ],
)
def test_guesses_are_not_made(old: str, new: str) -> None:
    """Where the meaning would be guessed, the text stays as it is."""
    text = changed(old, new)
    assert errors(check_text(text))
    assert fixed(text) == text


def test_line_ends_stay() -> None:
    """A file with the line ends of Windows keeps them, in what is put in too."""
    text = RULES.replace("scorerules = 1\n", "").replace("weight = 60", "wieght = 60").replace("\n", "\r\n")
    assert fixed(text) == RULES.replace("scorerules = 1\n\n", "\nscorerules = 1\n\n").replace("\n", "\r\n")


def test_what_comes_to_light_is_corrected_in_turn() -> None:
    """A text that could not be read hides unknown keys, and those hide wrong formulas."""
    text = changed('id      = "demo"', "id      = “demo”")
    text = text.replace("weight = 60", "wieght = 60").replace("made == 1", "made ＞ 1 && planned>=1")
    done = fix_all(text, lambda one: check_text(one, allowed=True))
    assert errors(check_text(text)) == ["SR137"]
    assert done.fixes == 4
    assert done.text == RULES.replace("made == 1", "made > 1 and planned>=1")


def test_failing_examples_do_not_keep_slips_from_being_corrected() -> None:
    """Examples run once there are no other errors; that they fail is no harm of the correction."""
    record = 'record = { made = 1, planned = 1, level = "优" }'
    example = f'\n[[example]]\nname = "x"\n{record}\nexpect = {{ total = 1 }}\n'
    text = changed("weight = 60", "wieght = 60") + example
    done = fix_all(text, lambda one: check_text(one, allowed=True))
    assert (done.text, errors(done.left)) == (RULES + example, ["SR610"])


def stand_in(harm: str) -> Callable[[str], tuple[Diagnostic, ...]]:
    """A check that wants every ``x`` to be a ``y`` and finds ``harm`` to be three errors."""

    def check(text: str) -> tuple[Diagnostic, ...]:
        source = Source("rules.toml", text)
        spans = [Span(source, at, at + 1) for at, sign in enumerate(text) if sign == "x"]
        found = tuple(
            Diagnostic("SR201", {}, span, f"key.{span.start}", fix=Fix(span, "y")) for span in spans
        )
        worse = [Diagnostic("SR261", {}, None, f"sum.{index}") for index in range(3 * text.count(harm))]
        return (*found, *worse)

    return check


@pytest.mark.parametrize(
    ("text", "harm", "after", "fixes"),
    [
        ("x a x b x", "y b", "y a x b y", 2),
        ("x b", "y b", "x b", 0),
        ("x a x", "y b", "y a y", 2),
        ("xx", "z", "yy", 2),
    ],
)
def test_a_correction_that_does_harm_is_not_made(text: str, harm: str, after: str, fixes: int) -> None:
    """An edit that leaves more errors does not keep the others from being made."""
    done = fix_all(text, stand_in(harm))
    assert (done.text, done.fixes) == (after, fixes)


def test_an_edit_that_settles_nothing_is_not_made() -> None:
    """A finding that is still there afterwards was not corrected."""

    def check(text: str) -> tuple[Diagnostic, ...]:
        span = Span(Source("rules.toml", text), 0, 1)
        return (Diagnostic("SR201", {}, span, "key", fix=Fix(span, "xx")),)

    assert fix_all("x", check).text == "x"


def test_corrections_that_go_round_in_circles_end() -> None:
    """Findings that undo each other are not followed for ever."""

    def check(text: str) -> tuple[Diagnostic, ...]:
        span, right = Span(Source("rules.toml", text), 0, 1), "y" if text == "x" else "x"
        return (Diagnostic("SR201" if text == "x" else "SR203", {}, span, "key", fix=Fix(span, right)),)

    assert fix_all("x", check).fixes == ROUNDS


def test_a_key_is_not_written_twice() -> None:
    """A misspelt key beside the right one is no safe correction."""
    text = changed("weight = 60", "weight = 60\nwieght = 60")
    (problem,) = [one for one in check_text(text) if one.severity == "error"]
    assert (problem.code, problem.fix) == ("SR201", None)
    assert fixed(text) == text


def test_misspelt_headers_of_one_section() -> None:
    """Every header that is misspelt the same way is corrected, though one finding stands for all."""
    text = RULES.replace("[indicator.", "[indcator.")
    assert fixed(text) == RULES


def test_texts_of_others_stay(tmp_path: Path) -> None:
    """What is wrong in a parent is corrected there, not in the text of the child."""
    (tmp_path / "base.toml").write_text(RULES.replace("weight = 60", "wieght = 60"), encoding="utf-8")
    child = 'scorerules = 1\n[ruleset]\nid = "child"\nextends = "base.toml"\n'
    assert errors(check_text(child, root=tmp_path)) == ["SR201"]
    assert fixed(child, root=tmp_path) == child


def test_allowed_findings_are_not_corrected() -> None:
    """What the ruleset allows is meant as it is."""
    finding = check_text(changed("weight = 60", "wieght = 60"))[0]

    def check(one: str) -> tuple[Diagnostic, ...]:
        source = Source("rules.toml", one)
        assert finding.span is not None
        return (Diagnostic("SR735", {}, None, "x", (), finding.fix, "meant"),) if source else ()

    assert fix_all("text", check).fixes == 0


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("wieght", "weight"),
        ("weigth", "weight"),
        ("weght", "weight"),
        ("weightt", "weight"),
        ("weigjt", "weight"),
        ("WEIGHT", "weight"),
        ("ｗｅｉｇｈｔ", "weight"),
        ("on-missing", "on_missing"),
        ("On Missing", "on_missing"),
        ("form", "from"),
        ("Cap", "cap"),
        ("test", None),
        ("cat", None),
        ("wgiht", None),
        ("rounds", None),
        ("", None),
        ("a" * 1_000_000, None),
    ],
)
def test_a_slip_of_the_hand(word: str, name: str | None) -> None:
    """One letter too many, too few or swapped is certain; a letter replaced only in a longer name."""
    assert slip(word, ("weight", "on_missing", "from", "cap", "text", "round", "roundss")) == name


def test_slips_between_two_names() -> None:
    """A word that is one slip away from two names is neither for certain."""
    assert slip("judge", ("judges", "judged")) is None
    assert slip("judges", ("judges", "judged")) == "judges"
    assert same("a-b", ("a_b", "a b")) is None
    assert same("A", ("a", "b")) == "a"
