"""Laws of rendered diagnostics, over any text and any place in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scorerules.diagnostics.snippet import Mark, snippet
from scorerules.diagnostics.width import visible, width
from scorerules.source import Source, Span

TEXTS = st.text(
    st.one_of(
        st.sampled_from('a="中，（\t\n\r\u0301\u200b\ufeff\x1b\x85\u2028😀'),
        st.characters(),
    ),
    max_size=300,
)


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    """A mark at any place of any text."""
    source = Source(draw(TEXTS), draw(TEXTS.filter(bool)))
    start = draw(st.integers(0, len(source.text)))
    return Mark(Span(source, start, draw(st.integers(start, len(source.text)))), "here", primary=True)


def drawn_rows(mark: Mark) -> list[str]:
    """The line of the mark, and the marks below it."""
    return ["".join(text for _, text in row) for row in snippet((mark,))][2:]


@given(marks())
def test_marks_stand_under_their_characters(mark: Mark) -> None:
    """The line above the carets shows, over them, exactly the marked characters of the first line."""
    line, drawn = drawn_rows(mark)
    before, count = drawn.index("^"), drawn.count("^")
    span = mark.span
    text = span.source.line_text(span.line)
    wanted = visible(text[span.column - 1 :][: span.end - span.start].replace("\t", "    "))
    # Spaces at the end of a line are not printed.
    padded = line + " " * 400
    if count == max(1, width(wanted)):
        places = (index for index in range(len(padded)) if width(padded[:index]) == before)
        assert any(padded.startswith(wanted, index) for index in places)
    else:
        assert count < width(wanted)
        assert line.endswith("…")


@given(marks())
def test_nothing_raw_is_printed(mark: Mark) -> None:
    """Whatever the text, only printable characters and line ends come out, in lines of bounded width."""
    rows = ["".join(text for _, text in row) for row in snippet((mark,))]
    assert all(visible(line) == line for line in rows)
    assert all(width(line) <= 130 for line in rows[2:])


@given(TEXTS)
def test_visible_is_safe_and_stable(text: str) -> None:
    """Text made visible is encodable, on one line, and stays as it is when made visible again."""
    shown = visible(text)
    shown.encode("utf-8")
    assert visible(shown) == shown
    assert len(shown.splitlines()) <= 1
