"""Every way to feed the library: how the inputs of each are made, and what is done with them.

Each target makes its inputs from a source of chance, always the same from the same, as bytes that can be
kept, cut down and run again.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import pickle
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import attrs
from attrs import frozen
from fuzz_records import hostile_record, record_of, shaped_record
from fuzz_schemes import small_ruleset
from fuzz_texts import (
    ROOT,
    any_bytes,
    any_text,
    by_line,
    by_sign,
    by_token,
    corpus,
    good,
    mutant,
    quoted,
)
from fuzz_watch import complete, harmless, refused, score, use

import scorerules
from scorerules import Limits, Record, RecordError, Ruleset, RulesetError
from scorerules.cli import main
from scorerules.review import check_text


@frozen
class Target:
    """A way to feed the library.

    Args:
        make: Makes an input.
        run: Feeds it; raises whatever is wrong.
    """

    make: Callable[[Random], bytes]
    run: Callable[[bytes], None]


@cache
def rulesets() -> tuple[Ruleset, ...]:
    """The good rulesets of the repository that can be scored."""
    found: list[Ruleset] = []
    for folder, text in good():
        with contextlib.suppress(RulesetError):
            ruleset = scorerules.loads(text, root=ROOT / folder)
            if not ruleset.scheme.header.abstract:
                found.append(ruleset)
    assert len(found) > 20
    return tuple(found)


def _text(make: Callable[[Random], str]) -> Callable[[Random], bytes]:
    return lambda chance: make(chance).encode("utf-8", "surrogatepass")


def _of_text(run: Callable[[str], None]) -> Callable[[bytes], None]:
    return lambda data: run(data.decode("utf-8", "surrogatepass"))


def _file(data: bytes) -> None:
    """Read a file of these bytes in every way there is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.toml")
        path.write_bytes(data)
        complete(scorerules.check(path))
        with contextlib.suppress(RulesetError):
            scorerules.load(path)
        for name in ("file.toml", "file.json"):
            (Path(folder) / name).write_bytes(data)
            try:
                _read(scorerules.load_record(Path(folder) / name))
            except RecordError as error:
                refused(error)


def _read(record: Record) -> None:
    """Score a record that was read from a file under a ruleset that wants other data."""
    score(rulesets()[0], record)


def _anything(text: str) -> None:
    """Read a text as a ruleset, and as a record of either format."""
    complete(check_text(text))
    try:
        scorerules.loads(text)
    except RulesetError as error:
        refused(error)
    for format_ in ("toml", "json"):
        try:
            _read(scorerules.loads_record(text, format=format_))  # type: ignore[arg-type]
        except RecordError as error:
            refused(error)


def _hostile(chance: Random) -> str:
    """The number of a ruleset and two records for it."""
    number = chance.randrange(len(rulesets()))
    keys = rulesets()[number].plan.keys
    return f"{number}\n{hostile_record(keys, chance)}\n{shaped_record(keys, chance)}"


def _shaped(chance: Random) -> str:
    number = chance.randrange(len(rulesets()))
    keys = rulesets()[number].plan.keys
    return "\n".join((str(number), *(shaped_record(keys, chance) for _ in range(3))))


def _records(text: str) -> None:
    number, *records = text.split("\n")
    if not number.isdecimal() or int(number) >= len(rulesets()):
        return
    try:
        values = [record_of(one) for one in records if one]
    except Exception:  # noqa: BLE001 - a record that was cut down to what is no expression
        return
    if values:
        score(rulesets()[int(number)], *values)


def _record_text(chance: Random) -> str:
    """The text of a record file, as it is or with slips, behind the number of a ruleset and the format."""
    number = chance.randrange(len(rulesets()))
    keys = rulesets()[number].plan.keys
    pairs = [f"{quoted(name)}: {quoted('5')}" for name in keys if chance.random() < 0.8]
    text = "{" + ", ".join(pairs) + "}"
    if chance.random() < 0.5:
        paths = sorted(ROOT.glob("rulesets/*/records/*.toml"))
        text = chance.choice(paths).read_text(encoding="utf-8")
    for _ in range(chance.randrange(4)):
        text = chance.choice((by_sign, by_token, by_line))(text, chance)
    return f"{number} {chance.choice(('toml', 'json'))}\n{text}"


def _record_file(text: str) -> None:
    head, _, body = text.partition("\n")
    number, _, format_ = head.partition(" ")
    if not number.isdecimal() or int(number) >= len(rulesets()) or format_ not in ("toml", "json"):
        return
    try:
        record = scorerules.loads_record(body, format=format_)  # type: ignore[arg-type]
    except RecordError as error:
        refused(error)
        return
    pickle.loads(pickle.dumps(record))
    score(rulesets()[int(number)], record)


COMMANDS = tuple(
    tuple(line.split())
    for line in """
    check a.toml
    check a.toml b.toml --lang zh
    check a.toml --format json
    check a.toml --format sarif
    check a.toml --format github
    check a.toml --diff
    check a.toml --fix
    check .
    check -
    explain a.toml
    explain a.toml r.toml
    score a.toml r.toml
    score a.toml r.toml --format json
    score a.toml r.toml b.toml
    score a.toml -
    test a.toml b.toml
    test .
    """.strip().splitlines()
)
"""Command lines, for two rulesets and a record."""


def _commands(chance: Random) -> str:
    """The number of a command, and the files that it is run on."""
    record = _record_text(chance).partition("\n")[2]
    files = (mutant(chance), chance.choice(corpus())[1], record)
    return f"{chance.randrange(len(COMMANDS))}\n" + "\f".join(files)


@contextlib.contextmanager
def _inside(folder: str, given: bytes) -> Iterator[None]:
    """Work in a folder, with something on standard input and nothing shown."""
    before, streams = Path.cwd(), (sys.stdin, sys.stdout, sys.stderr)
    sys.stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        sys.stdin, sys.stdout, sys.stderr = streams


def _command(text: str) -> None:
    number, _, rest = text.partition("\n")
    if not number.isdecimal() or int(number) >= len(COMMANDS):
        return
    files = [one.encode("utf-8", "surrogatepass") for one in rest.split("\f")]
    with tempfile.TemporaryDirectory() as folder:
        for name, data in zip(("a.toml", "b.toml", "r.toml"), files, strict=False):
            Path(folder, name).write_bytes(data)
        with _inside(folder, files[0]):
            code = main(COMMANDS[int(number)])
            shown = [stream.buffer.getvalue() for stream in (sys.stdout, sys.stderr)]
    assert code in {0, 1, 2}, code
    if not {"json", "sarif"} & set(COMMANDS[int(number)]):
        for one in shown:
            assert harmless(one.decode()), one


def _limits(chance: Random) -> str:
    """Limits, far below the usual ones or above them, and a ruleset."""
    chosen = {}
    for one in attrs.fields(Limits):
        if chance.random() < 0.4:
            most = one.metadata["most"] or one.default * 10
            chosen[one.name] = (
                chance.choice((30, 31, 64, 100, most))
                if one.name == "decision_digits"
                else chance.choice((1, 2, 3, 5, 10, 50, 200, most))
            )
            chosen[one.name] = min(chosen[one.name], most)
    text = mutant(chance) if chance.random() < 0.3 else "# folder: {}\n{}".format(*chance.choice(good()))
    return f"{chosen!r}\f{text}"


def _limited(text: str) -> None:
    chosen, _, body = text.partition("\f")
    try:
        limits = Limits(**ast.literal_eval(chosen))
    except Exception:  # noqa: BLE001 - limits that were cut down to none
        return
    use(body, limits=limits)


TARGETS: dict[str, Target] = {
    "bytes": Target(any_bytes, _file),
    "texts": Target(_text(any_text), _of_text(_anything)),
    "rulesets": Target(_text(mutant), _of_text(use)),
    "formulas": Target(_text(small_ruleset), _of_text(use)),
    "objects": Target(_text(_hostile), _of_text(_records)),
    "records": Target(_text(_shaped), _of_text(_records)),
    "record_files": Target(_text(_record_text), _of_text(_record_file)),
    "commands": Target(_text(_commands), _of_text(_command)),
    "limits": Target(_text(_limits), _of_text(_limited)),
}
"""Every way to feed the library."""


def run(name: str, data: bytes) -> None:
    """Feed ``data`` to a target; warnings count as failures."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        TARGETS[name].run(data)
