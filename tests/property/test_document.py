"""Laws of reading: places agree with tomli's values, and no text whatever gets anything but faults."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from scorerules.diagnostics import Faults
from scorerules.document import Node, decode, parse_json, parse_toml
from scorerules.document.tokens import tokens
from scorerules.source import Source, Span

# Documents take long to generate; every one of them is checked in many places.
MANY = settings(max_examples=60, deadline=None)

BARE = st.sampled_from(["a", "b", "key", "制", "x-1", "_", "1", "3_4", "true", "A"]).filter(str.isascii)
SPOKEN = st.sampled_from(["制发卡数量", "a b", "a.b", "", "a", "\t", '"', "\\", "é", "😀", "=", "#", "]"])
LETTERS = st.text(st.sampled_from("ab 制度“，”#=[]{}.,:\t😀é"), max_size=8)
BLANK = st.sampled_from(["", " ", "\t", "  "])
COMMENT = st.sampled_from(["", "", " # 说明", '#"', "# '''", "# [x]"])
NUMBERS = st.sampled_from(
    [
        "0",
        "-0",
        "+7",
        "1_000_000",
        "0xDEAD_beef",
        "0o17",
        "0b1_0",
        "3.14",
        "-0.001",
        "1e6",
        "1E-3",
        "6.02_2e+2_3",
        "0e0",
        "9_9.5_0",
        "-17",
    ]
)
DATES = st.sampled_from(
    [
        "2019-01-01",
        "2019-12-31T07:08:09",
        "2019-12-31T07:08",
        "07:32:00",
        "07:32",
        "07:32:00.5",
        "0001-01-01",
        "2019-12-31 07:08:09.123456Z",
        "2020-02-29t00:00:00+08:00",
    ]
)
ESCAPES = st.sampled_from(
    [r"\n", r"\t", r"\"", r"\\", r"\u4e2d", r"\U0001F600", r"\e", r"\x41", r"\b", r"\r"]
)
# Never three quotes in a row, whatever stands beside.
LINES = st.sampled_from(["\n", "\n\n", "制", "a"])
QUOTES = st.sampled_from(['q"q', 'q""q', "q'q", "q''q", "\\\n", "\\  \n \n\t"])


@st.composite
def basic(draw: st.DrawFn) -> str:
    """A string on one line, in double or single quotes."""
    if draw(st.booleans()):
        return f"'{draw(LETTERS)}'"
    return '"' + "".join(draw(st.lists(st.one_of(LETTERS, ESCAPES), max_size=4))) + '"'


@st.composite
def multiline(draw: st.DrawFn) -> str:
    """A string of several lines, with up to two quotes before the three at its end."""
    start = draw(st.sampled_from(["", "\n"]))
    quote = draw(st.sampled_from("'\""))
    parts = st.one_of(LETTERS, LINES, QUOTES, ESCAPES) if quote == '"' else st.one_of(LETTERS, LINES)
    inside = "".join(draw(st.lists(parts, max_size=4)))
    return quote * 3 + start + inside + quote * draw(st.integers(3, 5))


SCALARS = st.one_of(NUMBERS, DATES, basic(), multiline(), st.sampled_from(["true", "false"]))


@st.composite
def keys(draw: st.DrawFn) -> tuple[str, str]:
    """A key as it is written, and what it says."""
    if draw(st.booleans()):
        bare = draw(BARE)
        return bare, bare
    spoken = draw(SPOKEN)
    if draw(st.booleans()) and "'" not in spoken:
        return f"'{spoken}'", spoken
    return json.dumps(spoken, ensure_ascii=draw(st.booleans()) and "😀" not in spoken), spoken


@st.composite
def gaps(draw: st.DrawFn) -> str:
    """What may stand between the items of an array or of an inline table."""
    return "".join(draw(st.lists(st.sampled_from([" ", "\n", "\t", "# ]\n", "#,}\n"]), max_size=2)))


@st.composite
def inline(draw: st.DrawFn, depth: int) -> str:
    """Any value that stands behind an ``=``."""
    kind = draw(st.sampled_from(["scalar", "scalar", "array", "table"])) if depth else "scalar"
    if kind == "scalar":
        return draw(SCALARS)
    if kind == "array":
        items = draw(st.lists(inline(depth - 1), max_size=3))
    else:
        items, _ = draw(pairs(depth - 1, most=3))
    opening, closing = "[]" if kind == "array" else "{}"
    trailing = draw(st.booleans())
    comma = "," if items and trailing else ""
    spaced = [draw(gaps()) + item + draw(gaps()) for item in items]
    return opening + ",".join(spaced) + comma + draw(gaps()) + closing


@st.composite
def pairs(draw: st.DrawFn, depth: int, most: int) -> tuple[list[str], set[str]]:
    """Several ``key = value`` of one table, some with dotted keys, and the keys that are taken."""
    lines: list[str] = []
    used: set[str] = set()
    for _ in range(draw(st.integers(0, most))):
        written, said = draw(keys())
        if said in used:
            continue
        used.add(said)
        tails = {tail[1]: tail[0] for tail in draw(st.lists(keys(), max_size=2))}
        if not tails:
            lines.append(f"{written}{draw(BLANK)}={draw(BLANK)}{draw(inline(depth))}")
        for tail in tails.values():
            dot = draw(BLANK) + "." + draw(BLANK)
            lines.append(f"{written}{dot}{tail}{draw(BLANK)}={draw(BLANK)}{draw(inline(depth))}")
    return lines, used


@st.composite
def section(draw: st.DrawFn, header: str, depth: int) -> list[str]:
    """The lines of one table, its sub-tables below it."""
    written_pairs, used = draw(pairs(2, most=3))
    lines = [draw(BLANK) + line + draw(BLANK) + draw(COMMENT) for line in written_pairs]
    for _ in range(draw(st.integers(0, 2)) if depth else 0):
        written, said = draw(keys())
        if said in used:
            continue
        used.add(said)
        inner = f"{header}{draw(BLANK)}.{draw(BLANK)}{written}" if header else written
        repeat = draw(st.integers(0, 2))
        marks = [f"[{inner}]"] if repeat == 0 else [f"[[{inner}]]"] * repeat
        for mark in marks:
            lines += [draw(BLANK) + mark + draw(COMMENT), *draw(section(inner, depth - 1))]
    return lines


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A TOML document that tomli accepts."""
    lines = draw(section("", 2))
    return draw(st.sampled_from(["\n", "\r\n"])).join([*lines, ""]).replace("\r\r", "\r")


STATEMENTS = ["a = 1\n", "[a]\n", "[[a]]\n", "[a.b]\n", "a.b = 2\n", "b = {a = 1}\n"]
WORDS = ["\r\n", '"""', "'''", "true", "[[", "]]", "a", "b", "制", "＝", "“", "98%", "，", "x"]
PIECES = st.sampled_from([*"""=[]{},.#"'\n\t\\ :-+_0179aefnux""", *WORDS, *STATEMENTS])
SOUPS = st.lists(PIECES, max_size=25).map("".join)


def nodes(node: Node) -> Iterator[Node]:
    """``node`` and everything inside it."""
    yield node
    inside = node.value.values() if isinstance(node.value, dict) else node.value
    for inner in inside if isinstance(inside, type({}.values()) | tuple) else ():
        yield from nodes(inner)


def read(text: str) -> Node:
    """The document, which must have no faults."""
    faults = Faults()
    node = parse_toml(Source("doc.toml", text), faults)
    assert node is not None, (text, faults.sorted())
    return node


@MANY
@given(documents())
def test_values_are_tomlis_and_places_are_theirs(text: str) -> None:
    """Values, types and order of keys are tomli's; what stands at a place reads as what is placed there."""
    document = read(text)
    expected = tomli.loads(text, parse_float=Decimal)
    assert document.plain() == expected
    assert repr(document.plain()) == repr(expected)
    for node in nodes(document):
        places_of_keys(node)
        places_between_brackets(node)
        if not isinstance(node.value, dict | tuple):
            assert tomli.loads("x = " + node.span.text, parse_float=Decimal)["x"] == node.value
        if isinstance(node.value, str):
            places_of_characters(node, node.value)


def places_of_keys(table: Node) -> None:
    """The characters of every key, read alone, are the key."""
    for key, node in table.value.items() if isinstance(table.value, dict) else ():
        assert node.key_span is not None
        assert tomli.loads(node.key_span.text + " = 1") == {key: 1}


def places_between_brackets(node: Node) -> None:
    """What is written between brackets lies between them, in order and without overlap."""
    written_so = node.span.text.startswith("{") or (node.is_array and not node.span.text.startswith("[["))
    if not isinstance(node.value, dict | tuple) or not written_so:
        return
    last = node.span.start
    for one in node.value.values() if isinstance(node.value, dict) else node.value:
        assert last < one.span.start < one.span.end < node.span.end
        last = one.span.end if one.span.text[0] in "{[" or not one.is_table else one.span.start
    for one in nodes(node):
        assert node.span.start <= one.span.start < one.span.end <= node.span.end


def places_of_characters(node: Node, said: str) -> None:
    """The place of a character says that character, and places run from left to right."""
    last = node.span.start
    for index, character in enumerate(said):
        place = node.text_span(index, index + 1)
        assert last < place.start + 1 <= place.end < node.span.end
        last = place.end
        raw = place.text.replace("\r\n", "\n")
        assert raw == character or (raw[0] == "\\" and tomli.loads(f'x = "{raw}"') == {"x": character})


@MANY
@given(st.one_of(SOUPS, st.builds(lambda one, two: one + two, documents(), SOUPS)))
def test_a_text_is_read_when_tomli_reads_it(text: str) -> None:
    """Any text either has tomli's values or has faults; conflicts of names show both places."""
    faults = Faults()
    node = parse_toml(Source("doc.toml", text), faults)
    try:
        expected = tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError:
        assert node is None
        assert faults.errors
        assert "SR136" not in {one.code for one in faults.sorted()}
    else:
        assert node is not None or {one.code for one in faults.sorted()} == {"SR133"}
        assert node is None or node.plain() == expected


@MANY
@given(documents(), st.data())
def test_a_broken_text_has_a_fault_inside(text: str, data: st.DataObject) -> None:
    """A document with a piece cut out or put in is read, or has faults within its text."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    broken = text[:start] + data.draw(st.one_of(st.just(""), PIECES)) + text[end:]
    faults = Faults()
    node = parse_toml(Source("doc.toml", broken), faults)
    assert (node is None) == faults.errors
    for one in faults.sorted():
        places = [one.span, *(label.span for label in one.labels)]
        assert all(place is not None and 0 <= place.start <= place.end <= len(broken) for place in places)


@given(SOUPS)
def test_the_tokens_are_the_text(text: str) -> None:
    """The pieces of any text, put together, are the text."""
    assert "".join(token.text for token in tokens(text)) == text


@given(
    st.one_of(st.binary(max_size=60), st.text(max_size=30).map(lambda text: text.encode("gb18030", "ignore")))
)
def test_any_bytes_are_text_or_a_fault(data: bytes) -> None:
    """Bytes decode to their text, or have exactly one fault."""
    faults = Faults()
    source = decode(data, "doc.toml", faults, bom="accept")
    if source is None:
        assert len(faults) == 1
    else:
        assert not len(faults)
        assert source.text == data.decode("utf-8-sig")


JSON_VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.decimals(-(10**9), 10**9, places=3)
    )
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('a制"\\\n😀', max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def written(value: object, *, narrow: bool) -> str:
    """``value`` as JSON, decimals with the digits they have."""
    match value:
        case dict():
            inner = (
                f"{json.dumps(key, ensure_ascii=narrow)} :\t{written(one, narrow=narrow)}"
                for key, one in value.items()
            )
            return "{ " + " ,\n".join(inner) + " }"
        case list():
            return "[" + ", ".join(written(one, narrow=narrow) for one in value) + "]"
        case Decimal():
            return f"{value:f}"
        case _:
            return json.dumps(value, ensure_ascii=narrow)


@given(JSON_VALUES, st.booleans())
def test_json_reads_back(value: object, narrow: bool) -> None:
    """A JSON text has the values it was written from, each at its place."""
    faults = Faults()
    node = parse_json(Source("record.json", written(value, narrow=narrow)), faults)
    assert node is not None
    assert node.plain() == value
    for one in nodes(node):
        again = parse_json(Source("record.json", one.span.text), faults)
        assert again is not None
        assert again.plain() == one.plain()
        if isinstance(one.value, str):
            whole = one.text_span(0, len(one.value))
            assert (whole.start, whole.end) == (one.span.start + 1, one.span.end - 1)
    assert not len(faults)


@given(
    st.lists(
        st.sampled_from([*'{}[],:"\\ \n0123456789.eE+-', "true", "null", "NaN", '"a"', "，", "\\u", "d800"])
    )
)
def test_json_soup_is_read_or_has_a_fault(pieces: list[str]) -> None:
    """Any text either has the values that the standard library finds or has faults within it."""
    text = "".join(pieces)
    faults = Faults()
    node = parse_json(Source("record.json", text), faults)
    for one in faults.sorted():
        assert isinstance(one.span, Span)
        assert one.span.end <= len(text)
    try:
        expected = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError:
        assert node is None
    else:
        assert node is None or node.plain() == expected
        assert node is not None or faults.errors
