"""Laws of safe corrections, over sound rulesets with slips of the hand put into them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from scorerules.diagnostics import Diagnostic
from scorerules.review import Fixed, check_text, fix_all, fixed
from scorerules.review.fixing import understood
from shipped_files import SHIPPED_RULESETS

ROOT = Path(__file__).parents[2]
SOUND = sorted({*SHIPPED_RULESETS, *(ROOT / "tests/data/good").glob("*.toml")})
WIDE = {
    "=": "＝",
    ",": "，",
    "(": "（",
    ">": "＞",
    "<=": "≤",
    "*": "×",
    "/": "÷",
    '"': "“",
    "[": "【",
    "-": "—",
}

Slip = Callable[[str, int], str]


def swapped(text: str, at: int) -> str:
    """Two neighbours the wrong way round."""
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def left_out(text: str, at: int) -> str:
    """A character less."""
    return text[:at] + text[at + 1 :]


def doubled(text: str, at: int) -> str:
    """A character twice."""
    return text[:at] + text[at : at + 1] + text[at:]


def wide(text: str, at: int) -> str:
    """The next sign that has one in its full-width form."""
    places = [(text.find(sign, at), sign) for sign in WIDE]
    found = [(place, sign) for place, sign in places if place >= 0]
    if not found:
        return text
    place, sign = min(found)
    return text[:place] + WIDE[sign] + text[place + len(sign) :]


def unquoted(text: str, at: int) -> str:
    """The next text in quotes without them."""
    start = text.find('"', at)
    end = text.find('"', start + 1)
    return text if start < 0 or end < 0 else text[:start] + text[start + 1 : end] + text[end + 1 :]


def capital(text: str, at: int) -> str:
    """The rest of the word in capitals."""
    end = next((place for place in range(at, len(text)) if not text[place].isalpha()), len(text))
    return text[:at] + text[at:end].upper() + text[end:]


SLIPS: tuple[Slip, ...] = (swapped, left_out, doubled, wide, unquoted, capital)
PLACED = st.tuples(st.sampled_from(SLIPS), st.floats(0, 1, exclude_max=True))


@st.composite
def slipped(draw: st.DrawFn) -> tuple[str, Path]:
    """A sound ruleset with a few slips, and the folder that it stands in."""
    path = draw(st.sampled_from(SOUND))
    text = path.read_text(encoding="utf-8")
    for slip, share in draw(st.lists(PLACED, min_size=1, max_size=4)):
        text = slip(text, int(share * len(text)))
    return text, path.parent


def corrected(text: str, root: Path) -> tuple[tuple[Diagnostic, ...], Fixed]:
    """What is said about a text, and the text after its corrections."""

    def check(one: str) -> tuple[Diagnostic, ...]:
        return check_text(one, name="slipped.toml", root=root, allowed=True)

    return check(text), fix_all(text, check)


@given(slipped())
def test_nothing_gets_worse(made: tuple[str, Path]) -> None:
    """A corrected text is understood at least as far, and has no more errors than one that stays there."""
    text, root = made
    before, done = corrected(text, root)
    assert understood(done.left) >= understood(before)
    if understood(done.left) == understood(before):
        keys = [
            {one.path or one.span for one in found if one.severity == "error"}
            for found in (done.left, before)
        ]
        assert len(keys[0]) <= len(keys[1])
    assert (done.fixes == 0) is (done.text == text)


@given(slipped())
def test_corrections_are_complete(made: tuple[str, Path]) -> None:
    """Corrected once is corrected for good."""
    text, root = made
    _, done = corrected(text, root)
    assert fixed(done.text, name="slipped.toml", root=root) == done.text


@given(slipped())
def test_lines_without_a_correction_stay(made: tuple[str, Path]) -> None:
    """No more lines differ than corrections were made, and what is put in adds at most the first line."""
    text, root = made
    _, done = corrected(text, root)
    before, after = text.splitlines(), done.text.splitlines()
    assert len(set(before) - set(after)) <= done.fixes
    assert 0 <= len(after) - len(before) <= 2


@given(st.text(max_size=200))
@example("\ufeff" * 3)
@example("scorerules: 1\r\n[ruleset]\r\nid = “x”\r\n")
@example("“" * 300)
def test_any_text_can_be_corrected(text: str) -> None:
    """Whatever the text, corrections end, and a corrected text is corrected for good."""
    once = fixed(text)
    assert fixed(once) == once
