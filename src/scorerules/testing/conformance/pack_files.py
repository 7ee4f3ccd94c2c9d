"""A pack as files: ``pack.json`` for programs, ``pack.csv`` for spreadsheets.

Goes in: a pack. Comes out: its files, the same bytes wherever and whenever they are written; and from
``pack.json`` the pack again. Numbers of records stand in JSON as they were written, digit for digit.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from os import PathLike
from pathlib import Path
from typing import Any, cast

from scorerules.diagnostics import LANGS, Faults, Words, say
from scorerules.document import parse_json, read_source
from scorerules.errors import RecordError
from scorerules.expect import Refusal
from scorerules.numbers import to_decimal
from scorerules.tables.files.output import check_target
from scorerules.tables.files.output import written as written_file
from scorerules.tables.files.problems import reason_of, refused
from scorerules.testing.conformance.digest import FileDigest
from scorerules.testing.conformance.exact import Type, Written
from scorerules.testing.conformance.pack import ERROR, Pack, PackCase

JSON_NAME, CSV_NAME = "pack.json", "pack.csv"
VERSION_KEY, VERSION = "scorerules_pack", 1
EXPECT = "expect."
NAMES = ("name", "case")
"""Headers of the names of cases; the second where records have a key that is called like the first."""
COHORT = "cohort"

_MISSING = Words("缺少 {key}，或者写得不对", "{key} is missing or not as in a pack")
_OTHER = Words("版本 {found}，这里只认得版本 {known}", "it is of version {found}, this is version {known}")


def write_pack(pack: Pack, folder: str | PathLike[str], *, force: bool = False) -> tuple[Path, Path]:
    """Write the files of a pack.

    Args:
        pack: The pack.
        folder: The folder that gets them; it is made where there is none.
        force: Whether files that are there are replaced.

    Returns:
        ``pack.json`` and ``pack.csv``.

    Raises:
        RecordError: They cannot be written (SR466, SR468).
    """
    home = Path(folder)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise refused("SR468", name=str(home), reason=reason_of(problem)) from problem
    texts = {home / JSON_NAME: json_of(pack).encode(), home / CSV_NAME: csv_of(pack).encode("utf-8-sig")}
    for path in texts:
        check_target(path, home, force=force)
    for path, data in texts.items():
        with written_file(path, home, force=force) as file:
            file.write(data)
    return home / JSON_NAME, home / CSV_NAME


def json_of(pack: Pack) -> str:
    """The text of ``pack.json``."""
    return (
        _text(
            {
                VERSION_KEY: VERSION,
                "ruleset": {
                    "id": pack.id,
                    "name": {"zh": pack.name.zh, "en": pack.name.en},
                    "version": pack.version,
                    "sha256": pack.digest,
                    "files": [{"path": one.path, "sha256": one.sha256} for one in pack.files],
                },
                "types": pack.types,
                "cases": [_case(one) for one in pack.cases],
            }
        )
        + "\n"
    )


def _case(one: PackCase) -> dict[str, object]:
    found: dict[str, object] = {"name": one.name, "record": one.record}
    if one.cohort:
        found[COHORT] = list(one.cohort)
    if one.errors:
        return {**found, "errors": [{"code": error.code, "key": error.key} for error in one.errors]}
    return {**found, "data": one.data, "results": one.results}


def _text(value: object, margin: str = "") -> str:
    """JSON with two spaces a level; decimals with all their digits, which ``json`` cannot write."""
    inner = margin + "  "
    match value:
        case Mapping() if value:
            rows = (f"{inner}{_text(str(key))}: {_text(item, inner)}" for key, item in value.items())
            return "{\n" + ",\n".join(rows) + f"\n{margin}}}"
        case list() | tuple() if value:
            return "[\n" + ",\n".join(inner + _text(item, inner) for item in value) + f"\n{margin}]"
        case Decimal() | Fraction():
            return _digits(value)
        case tuple():
            return "[]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _digits(number: Decimal | Fraction) -> str:
    return f"{to_decimal(number) if isinstance(number, Fraction) else number:f}"


def csv_of(pack: Pack) -> str:
    """The text of ``pack.csv``: a row for each case, with its record and with what is expected of it."""
    rows = [_flat(one.record) for one in pack.cases]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    name = next((one for one in NAMES if one not in keys), NAMES[0])
    grouped = any(one.cohort for one in pack.cases)
    refuses = any(one.errors for one in pack.cases)
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    cohort = [COHORT] if grouped else []
    error = [EXPECT + ERROR] if refuses else []
    lines.writerow([name, *keys, *cohort, *(EXPECT + path for path in pack.types), *error])
    for one, row in zip(pack.cases, rows, strict=True):
        others = [_line(one.cohort) if one.cohort else ""] if grouped else []
        answers = [_cell(one.results.get(path)) for path in pack.types]
        lines.writerow(
            [
                one.name,
                *(row.get(key, "") for key in keys),
                *others,
                *answers,
                *([one.error] if refuses else []),
            ]
        )
    return text.getvalue()


def record_columns(pack: Pack) -> frozenset[str]:
    """The columns of ``pack.csv`` that hold records."""
    return frozenset(key for one in pack.cases for key in _flat(one.record))


def _flat(record: Mapping[str, object], above: str = "") -> dict[str, str]:
    """A record as cells: a part of a key is ``key.part``."""
    found: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{above}{key}.")
        else:
            found[above + key] = _line(value) if isinstance(value, list) else _plain(value)
    return found


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal() | Fraction():
            return _digits(value)
        case _:
            return str(value)


def _line(value: object) -> str:
    """JSON on one line."""
    return " ".join(one.strip() for one in _text(value).splitlines())


def _cell(value: Written) -> str:
    """A result as a cell: ids with commas between them, an irrational number with how far off it is."""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, dict):
        return " ± ".join(value.values()) if "near" in value else " / ".join(value.values())
    return _plain(value)


def read_pack(path: str | PathLike[str]) -> Pack:
    """Read a pack.

    Args:
        path: Its folder, or its ``pack.json``.

    Raises:
        RecordError: It cannot be read (SR100 to SR109, SR15x), or is no pack (SR620).
    """
    file = Path(path)
    if file.is_dir():
        file /= JSON_NAME
    document = read_json(file)
    try:
        return _pack(document)
    except _NoPack as problem:
        raise refused("SR620", name=str(file), reason=problem.words) from None


def read_json(file: Path) -> object:
    """A JSON file as plain values, numbers exact.

    Raises:
        RecordError: It cannot be read.
    """
    faults = Faults()
    source = read_source(file, faults, bom="accept")
    node = None if source is None else parse_json(source, faults)
    if node is None or faults.errors:
        raise RecordError(faults.sorted())
    return node.plain()


class _NoPack(Exception):  # noqa: N818 - what is wrong with a file
    def __init__(self, words: Words) -> None:
        self.words = words


def _missing(key: str) -> Words:
    return Words(*(say(_MISSING, lang, {"key": f"`{key}`"}) for lang in LANGS))


def _take(table: object, key: str, kind: type | tuple[type, ...]) -> Any:
    """What stands under a key of a table, if it is of the right type."""
    found = table.get(key, ...) if isinstance(table, dict) else ...
    if not isinstance(found, kind):
        raise _NoPack(_missing(key))
    return found


def _pack(document: object) -> Pack:
    version = _take(document, VERSION_KEY, int)
    if version != VERSION:
        facts = {"found": version, "known": VERSION}
        raise _NoPack(Words(*(say(_OTHER, lang, facts) for lang in LANGS)))
    ruleset, types = _take(document, "ruleset", dict), _take(document, "types", dict)
    name = _take(ruleset, "name", dict)
    return Pack(
        _take(ruleset, "id", str),
        Words(_take(name, "zh", str), _take(name, "en", str)),
        _take(ruleset, "version", (str, type(None))),
        _take(ruleset, "sha256", str),
        tuple(
            FileDigest(_take(one, "path", str), _take(one, "sha256", str))
            for one in _take(ruleset, "files", list)
        ),
        {path: cast("Type", _take(types, path, str)) for path in types},
        tuple(_read_case(one) for one in _take(document, "cases", list)),
    )


def _read_case(case: object) -> PackCase:
    name, record = _take(case, "name", str), _take(case, "record", dict)
    assert isinstance(case, dict)
    cohort = _records(_take(case, COHORT, list)) if COHORT in case else ()
    if "errors" in case:
        errors = _take(case, "errors", list)
        found = tuple(Refusal(_take(one, "code", str), _take(one, "key", str)) for one in errors)
        return PackCase(name, record, cohort, errors=found)
    return PackCase(name, record, cohort, _take(case, "data", dict), _take(case, "results", dict))


def _records(items: Iterable[object]) -> tuple[Mapping[str, object], ...]:
    found = tuple(items)
    if not all(isinstance(one, dict) for one in found):
        raise _NoPack(_missing(COHORT))
    return cast("tuple[Mapping[str, object], ...]", found)
