"""The places of a TOML text: what `tomli` reads but does not keep.

Goes in: any text. Comes out: a tree of offsets with the shape of the values tomli gives for it, and what
stands in the way: keys that clash, a bound that is exceeded, the place where the text stops being TOML.
It accepts every text that tomli accepts and, up to its first fault, every text that tomli rejects; it
must not judge values, which is why a bad number or date passes here.

Functions of ``(src, pos)`` that return the next position, as in tomli itself. They recurse as
deep as the limits allow. It runs before tomli, so that hostile texts never get there.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from attrs import Factory, define, frozen

from scorerules.document.bounds import Bound, BoundError, check_digits
from scorerules.document.strings import STRING, string_text
from scorerules.limits import USUAL, Limits

BLANKS = re.compile(r"[ \t]*+")
GAP = re.compile(r"(?:[ \t\r\n]++|\#[^\n]*+)*+")
LINE_REST = re.compile(r"[ \t]*+(?:\#[^\n]*+)?\r?(?:\n|\Z)")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
SCALAR = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?"
    r"|[^\s,\]}\#]++"
)

DEPTH: Final = "file_depth"
KEYS: Final = "file_keys"

Part: TypeAlias = tuple[str, int, int]
Made: TypeAlias = Literal["scalar", "array", "inline", "dotted", "implied", "header", "tables"]


@define
class Place:
    """Offsets of a value and of its key; ``made`` says by which notation it came to be."""

    start: int
    end: int
    made: Made
    key: tuple[int, int] | None = None
    table: dict[str, Place] = Factory(dict)
    items: list[Place] = Factory(list)


@frozen
class Clash:
    """A key that is used a second time: offsets of the first use and of the second."""

    kind: Literal["key", "table", "mixed"]
    name: str
    first: tuple[int, int]
    second: tuple[int, int]


@define
class Scan:
    """What was found; ``stopped`` is where the text stopped being TOML, ``over`` which bound gave way."""

    root: Place
    limits: Limits
    clashes: list[Clash] = Factory(list)
    keys: int = 0
    stopped: int | None = None
    over: tuple[Bound, int, int] | None = None


class NotTomlError(Exception):
    """The text is not TOML from ``pos`` on. Never leaves this module."""

    def __init__(self, pos: int) -> None:
        self.pos = pos
        super().__init__(pos)


def scan(src: str, limits: Limits = USUAL, before: int = 0) -> Scan:
    """Find the places of ``src``, as far as it is TOML and within the limits.

    Args:
        src: The text.
        limits: How deep and how long it may be.
        before: Keys and items of other files that count too.
    """
    found = Scan(Place(0, len(src), "header"), limits, keys=before)
    section, level = found.root, 0
    try:
        pos = gap(src, 0)
        while pos < len(src):
            if src.startswith("[[", pos):
                pos, section, level = tables_header(src, pos, found)
            elif src.startswith("[", pos):
                pos, section, level = table_header(src, pos, found)
            else:
                pos = key_value(src, pos, found, section, level)
            pos = gap(src, line_rest(src, pos))
    except NotTomlError as stop:
        found.stopped = stop.pos
    except BoundError as exceeded:
        found.over = exceeded.over
    return found


def blanks(src: str, pos: int) -> int:
    """Skip spaces and tabs."""
    match = BLANKS.match(src, pos)
    return match.end() if match else pos


def gap(src: str, pos: int) -> int:
    """Skip spaces, line ends and comments."""
    match = GAP.match(src, pos)
    return match.end() if match else pos


def line_rest(src: str, pos: int) -> int:
    """Skip the rest of a line, which may hold a comment and nothing else."""
    rest = LINE_REST.match(src, pos)
    if rest is None:
        raise NotTomlError(pos)
    return rest.end()


def expect(src: str, pos: int, mark: str) -> int:
    """Skip ``mark``, which must be here."""
    if not src.startswith(mark, pos):
        raise NotTomlError(pos)
    return pos + len(mark)


def key_parts(src: str, pos: int, found: Scan, level: int) -> tuple[int, list[Part]]:
    """Read a key with its dots; ``level`` is the depth of the table it is written in."""
    parts: list[Part] = []
    while True:
        pos = blanks(src, pos)
        bare = BARE_KEY.match(src, pos)
        match = bare or STRING.match(src, pos)
        if match is None or (bare is None and src.startswith(('"""', "'''"), pos)):
            raise NotTomlError(pos)
        end = match.end()
        if level + len(parts) >= found.limits.file_depth:
            raise BoundError(DEPTH, pos, end)
        parts.append((match.group() if bare else string_text(src, pos, end), pos, end))
        pos = blanks(src, end)
        if not src.startswith(".", pos):
            count(found, parts[0][1], end, len(parts))
            return pos, parts
        pos += 1


def count(found: Scan, start: int, end: int, several: int = 1) -> None:
    """Count one more item, or the parts of a key or header: each part can be a table of its own."""
    found.keys += several
    if found.keys > found.limits.file_keys:
        raise BoundError(KEYS, start, end)


def descend(table: Place, part: Part) -> Place | None:
    """The table behind one part of a header, made when it is new; ``None`` when something else is there."""
    name, start, end = part
    inner = table.table.get(name)
    if inner is None:
        inner = table.table[name] = Place(start, end, "implied", (start, end))
    if inner.made == "tables":
        return inner.items[-1]
    return None if inner.made in {"scalar", "array", "inline"} else inner


def clash(found: Scan, kind: Literal["key", "table", "mixed"], first: Place, part: Part) -> None:
    """Note that ``part`` uses the name of ``first`` again."""
    name, start, end = part
    found.clashes.append(Clash(kind, name, first.key or (first.start, first.end), (start, end)))


def header_parent(found: Scan, parts: list[Part]) -> Place | None:
    """The table that a header's last part stands in; ``None`` when the header clashes."""
    table = found.root
    for part in parts[:-1]:
        inner = descend(table, part)
        if inner is None:
            clash(found, "mixed", table.table[part[0]], part)
            return None
        table = inner
    return table


def table_header(src: str, start: int, found: Scan) -> tuple[int, Place, int]:
    """``[a.b]``: the position after it, the table it opens, the depth of that table."""
    pos, parts = key_parts(src, start + 1, found, 0)
    end = expect(src, pos, "]")
    name, key_start, key_end = parts[-1]
    opened = Place(start, end, "header", (key_start, key_end))
    parent = header_parent(found, parts)
    if parent is None:
        return end, opened, len(parts)
    before = parent.table.get(name)
    if before is None:
        parent.table[name] = opened
    elif before.made == "implied":
        before.start, before.end, before.made, before.key = start, end, "header", (key_start, key_end)
        opened = before
    else:
        tables = before.made in {"header", "dotted", "tables"}
        clash(found, "table" if tables else "mixed", before, parts[-1])
    return end, opened, len(parts)


def tables_header(src: str, start: int, found: Scan) -> tuple[int, Place, int]:
    """``[[a.b]]``: the position after it, the new item it opens, the depth of that item."""
    pos, parts = key_parts(src, start + 2, found, 1)
    end = expect(src, pos, "]]")
    name, key_start, key_end = parts[-1]
    opened = Place(start, end, "header", (key_start, key_end))
    parent = header_parent(found, parts)
    if parent is None:
        return end, opened, len(parts) + 1
    array = parent.table.get(name)
    if array is None:
        array = parent.table[name] = Place(start, end, "tables", (key_start, key_end))
    if array.made == "tables":
        array.items.append(opened)
    else:
        clash(found, "mixed", array, parts[-1])
    return end, opened, len(parts) + 1


def key_value(src: str, pos: int, found: Scan, table: Place, level: int) -> int:
    """``a.b = value`` into ``table``, which is ``level`` deep; the position after the value."""
    pos, parts = key_parts(src, pos, found, level)
    pos = blanks(src, expect(src, pos, "="))
    pos, value = any_value(src, pos, found, level + len(parts))
    for part in parts[:-1]:
        name, start, end = part
        inner = table.table.get(name)
        if inner is None:
            inner = table.table[name] = Place(start, end, "dotted", (start, end))
        elif inner.made == "implied":
            inner.made = "dotted"
        elif inner.made != "dotted":
            clash(found, "mixed", inner, part)
            return pos
        table = inner
    name, start, end = parts[-1]
    if name in table.table:
        clash(found, "key", table.table[name], parts[-1])
        return pos
    value.key = (start, end)
    table.table[name] = value
    return pos


def any_value(src: str, pos: int, found: Scan, level: int) -> tuple[int, Place]:
    """The position after the value here, and its place; the value is ``level`` deep."""
    first = src[pos : pos + 1]
    if first in {'"', "'"}:
        string = STRING.match(src, pos)
        if string is None:
            raise NotTomlError(pos)
        return string.end(), Place(pos, string.end(), "scalar")
    if first and first in "[{":
        if level >= found.limits.file_depth:
            raise BoundError(DEPTH, pos, pos + 1)
        return array(src, pos, found, level) if first == "[" else inline_table(src, pos, found, level)
    scalar = SCALAR.match(src, pos)
    if scalar is None:
        raise NotTomlError(pos)
    check_digits(scalar.group(), pos, found.limits)
    return scalar.end(), Place(pos, scalar.end(), "scalar")


def array(src: str, start: int, found: Scan, level: int) -> tuple[int, Place]:
    """``[value, …]``."""
    place = Place(start, start, "array")
    pos = gap(src, start + 1)
    while not src.startswith("]", pos):
        pos, item = any_value(src, pos, found, level + 1)
        place.items.append(item)
        count(found, item.start, item.end)
        pos = gap(src, pos)
        if not src.startswith("]", pos):
            pos = gap(src, expect(src, pos, ","))
    place.end = pos + 1
    return place.end, place


def inline_table(src: str, start: int, found: Scan, level: int) -> tuple[int, Place]:
    """``{ key = value, … }``, over several lines too, as TOML 1.1 allows."""
    place = Place(start, start, "inline")
    pos = gap(src, start + 1)
    while not src.startswith("}", pos):
        pos = gap(src, key_value(src, pos, found, place, level))
        if not src.startswith("}", pos):
            pos = gap(src, expect(src, pos, ","))
    place.end = pos + 1
    return place.end, place
