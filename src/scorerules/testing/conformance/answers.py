"""The answers of another program to the cases of a pack.

Goes in: a table (CSV, Excel and what else tables are read from) with a row for each case, or JSON like that
of the pack. Comes out: the answers by case and path. In a table the column ``name`` (or ``case``) says which
case a row answers. Results are headed by their path (``total``, ``cards.score``), as score tables head them
(``score.cards``, the id of an outcome or a derived value), or with ``answer.`` in front where a column of the
record is called the same. Columns of records and ``expect.`` columns of the pack are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from scorerules.tables.files.problems import refused
from scorerules.tables.needed import needed
from scorerules.testing.conformance.pack import ERROR, Pack
from scorerules.testing.conformance.pack_files import COHORT, EXPECT, NAMES, read_json, record_columns

ANSWER = "answer."


@frozen
class Answers:
    """What a program answered.

    Args:
        cases: For each case its answers by path.
        paths: The paths that are answered at all.
        unread: Columns that nothing reads.
    """

    cases: Mapping[str, Mapping[str, object]]
    paths: tuple[str, ...]
    unread: tuple[str, ...] = ()


def read_answers(file: Path, pack: Pack) -> Answers:
    """Read answers.

    Raises:
        RecordError: They cannot be read (SR1xx, SR45x), or do not say which case they answer (SR621), or
            answer one twice (SR606).
    """
    if file.suffix.lower() == ".json":
        return _of_json(file, pack)
    headers, rows = _table(file)
    name = next((one for one in NAMES if one in headers), None)
    if name is None:
        raise refused("SR621", name=str(file))
    records = record_columns(pack)
    meant = {one: _path(one, pack) for one in headers if one != name and one not in records}
    paths = {header: path for header, path in meant.items() if path is not None}
    unread = (one for one, path in meant.items() if path is None and one != COHORT)
    cases: dict[str, dict[str, object]] = {}
    for row in rows:
        if row[name] is not None:
            _add(cases, str(row[name]), {path: row[header] for header, path in paths.items()})
    return Answers(
        cases,
        tuple(dict.fromkeys(paths.values())),
        tuple(one for one in unread if not one.startswith(EXPECT)),
    )


def _table(file: Path) -> tuple[list[str], list[dict[str, Any]]]:
    with needed():
        from scorerules.tables.files.run import opened  # noqa: PLC0415 - needs the extra packages
    with opened(file) as reader:
        headers = list(reader.schema.names)
        rows = [row for batch in reader.batches(headers) for row in batch.to_pylist()]
    return headers, rows


def _of_json(file: Path, pack: Pack) -> Answers:
    document = read_json(file)
    items = document.get("cases") if isinstance(document, dict) else document
    cases: dict[str, dict[str, object]] = {}
    for one in items if isinstance(items, list) else ():
        if not isinstance(one, dict) or not isinstance(one.get("name"), str):
            raise refused("SR621", name=str(file))
        results = one.get("results")
        given: dict[str, object] = dict(results) if isinstance(results, dict) else {}
        if one.get("errors") is not None:
            given[ERROR] = _error(one["errors"])
        _add(cases, one["name"], given)
    if not cases:
        raise refused("SR621", name=str(file))
    answered = dict.fromkeys(path for one in cases.values() for path in one)
    meant = {path: _path(path, pack) for path in answered}
    known = {path: found for path, found in meant.items() if found is not None}
    read = {
        name: {known[path]: value for path, value in one.items() if path in known}
        for name, one in cases.items()
    }
    paths = dict.fromkeys((*known.values(), ERROR))
    return Answers(read, tuple(paths), tuple(path for path in answered if path not in known))


def _add(cases: dict[str, dict[str, object]], name: str, given: dict[str, object]) -> None:
    """Note the answers to a case, which must be answered once."""
    if name in cases:
        raise refused("SR606", name=name)
    cases[name] = given


def _error(errors: object) -> str:
    """What a record was refused with, as the column ``error`` says it."""
    if not isinstance(errors, list):
        return str(errors)
    told: Iterable[str] = (
        f"{one.get('code')} ({one['key']})" if one.get("key") else str(one.get("code"))
        if isinstance(one, dict) else str(one)
        for one in errors
    )  # fmt: skip
    return ", ".join(told)


def _path(header: str, pack: Pack) -> str | None:
    """The result that a header means; ``None`` for none."""
    text = header.strip().removeprefix(ANSWER)
    of, _, item = text.partition(".")
    ways = (text, f"{item}.score" if of == "score" else "", f"{text}.value")
    known = {*pack.types, *(path for one in pack.cases for path in one.results), ERROR}
    return next((one for one in ways if one in known), None)
