"""What a ruleset or a record can reach: files below one folder, values of the record, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

import scorerules
from scorerules.build import files
from scorerules.diagnostics import Faults
from scorerules.document import read_source

HEAD = 'scorerules = 1\n[ruleset]\nid = "demo"\n'
SCHEME = (
    f'{HEAD}[tier.t]\n[input]\nx = {{}}\ns = {{ type = "text" }}\n[indicator.a]\ntier = "t"\nweight = 100\n'
)
SECRET = f'{HEAD}source = "secret"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 100\njudged = {{}}\n'


def write(path: Path, text: str) -> Path:
    """Write a file and the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def codes(call: Callable[[], object]) -> list[str]:
    """What a call is refused with; nothing when it is not."""
    try:
        call()
    except scorerules.ScoreRulesError as error:
        return [one.code for one in error.diagnostics]
    return []


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """The folder that may be read; the file beside it must not be."""
    write(tmp_path / "outside.toml", SECRET)
    write(tmp_path / "inside" / "base.toml", SECRET)
    return tmp_path / "inside"


AWAY = (
    *("/etc/passwd", "/proc/self/environ", "/dev/zero", "../outside.toml", "sub/../../outside.toml", ".."),
    *(
        "C:/base.toml",
        "c:base.toml",
        "C:\\\\base.toml",
        "//server/share/base.toml",
        "\\\\\\\\server\\\\base.toml",
    ),
    *(
        "\\\\\\\\?\\\\C:\\\\base.toml",
        "\\\\\\\\.\\\\nul",
        "..\\\\outside.toml",
        "base.toml\\u0000",
        "\\u0000",
    ),
    *("link.toml", "folder/outside.toml", "up/outside.toml", "up/../outside.toml"),
)
"""Ways out of the folder, as TOML writes them."""

ABSENT = (
    *(
        "BASE.TOML",
        "~/base.toml",
        "$HOME/base.toml",
        "%2e%2e/outside.toml",
        "file:base.toml",
        "．．/outside.toml",
    ),
    *(
        "https://host/base.toml",
        "base.toml ",
        "base.toml\\n",
        "nul",
        "con",
        "aux.toml",
        "*.toml",
        "base.tom?",
    ),
)
"""Names that mean something elsewhere; here they are names of files that are not there."""


@pytest.mark.parametrize("name", AWAY)
def test_no_path_leads_out(inside: Path, name: str) -> None:
    """Whatever leads out of the folder on any system is refused at its place, before it is opened."""
    (inside / "link.toml").symlink_to(inside.parent / "outside.toml")
    (inside / "up").symlink_to(inside.parent)
    (inside / "folder").symlink_to("..")
    (fault,) = scorerules.check(write(inside / "child.toml", f'{HEAD}extends = "{name}"\n'))
    assert fault.code == "SR227"
    assert fault.span is not None
    assert fault.span.text == f'"{name}"'


@pytest.mark.parametrize("name", ABSENT)
def test_no_name_is_expanded(inside: Path, name: str) -> None:
    """A name is a name: no home folder, no variable, no pattern, no address."""
    assert codes(lambda: scorerules.load(write(inside / "child.toml", f'{HEAD}extends = "{name}"\n'))) == [
        "SR229"
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_only_files_are_read(inside: Path) -> None:
    """A folder, a pipe nobody writes to and a file without an end are refused without waiting."""
    (inside / "sub").mkdir()
    os.mkfifo(inside / "pipe.toml")
    with (inside / "large.toml").open("wb") as file:
        file.truncate(1 << 40)
    for name, code in (("sub", "SR101"), (".", "SR101"), ("pipe.toml", "SR102"), ("large.toml", "SR140")):
        path = write(inside / "child.toml", f'{HEAD}extends = "{name}"\n')
        assert codes(lambda path=path: scorerules.load(path)) == [code]


def test_links_inside_the_folder_are_followed(inside: Path) -> None:
    """Links that stay inside may be used, and the folder itself may be a link."""
    write(inside / "shared" / "base.toml", SECRET)
    (inside / "to_file.toml").symlink_to("shared/base.toml")
    (inside / "to_folder").symlink_to("shared")
    (inside.parent / "alias").symlink_to(inside)
    for name in ("to_file.toml", "to_folder/base.toml", "shared/../to_folder/base.toml"):
        path = write(inside / "child.toml", f'{HEAD}extends = "{name}"\n')
        assert codes(lambda path=path: scorerules.load(path)) == []
        alias = inside.parent / "alias" / "child.toml"
        assert codes(lambda alias=alias: scorerules.load(alias)) == []
        assert codes(lambda alias=alias: scorerules.load(alias, root=inside.parent / "alias")) == []


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system cannot open without following links")
@pytest.mark.parametrize("swapped", ["base.toml", "sub"])
def test_a_link_put_in_the_way_meanwhile_is_not_followed(
    inside: Path, monkeypatch: pytest.MonkeyPatch, swapped: str
) -> None:
    """Between the check of a path and the opening of the file its parts may be exchanged: it stays inside."""
    write(inside / "sub" / "base.toml", SECRET)
    write(inside.parent / "away" / "base.toml", SECRET)
    name = "base.toml" if swapped == "base.toml" else "sub/base.toml"
    path = write(inside / "child.toml", f'{HEAD}extends = "{name}"\n')
    read: list[bool] = []

    def swap(file: Path, *arguments: object, **more: object) -> object:
        if file.name == "base.toml":
            (inside / swapped).rename(inside / "old")
            (inside / swapped).symlink_to(
                inside.parent / ("outside.toml" if swapped == "base.toml" else "away")
            )
        source = read_source(file, *arguments, **more)  # type: ignore[arg-type]
        read.append(source is not None)
        return source

    monkeypatch.setattr(files, "read_source", swap)
    assert codes(lambda: scorerules.load(path)) in (["SR104"], ["SR229"])
    assert read == [True, False]


def test_a_file_that_is_not_ready_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the system that has nothing to say yet is not waited for."""

    class Waiting:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def fileno(self) -> int:
            return self.file

        def read(self, _: int) -> None:
            os.close(self.file)

    def opened(file: int, _: str) -> Waiting:
        waiting = Waiting()
        waiting.file = file  # type: ignore[attr-defined]
        return waiting

    path = write(tmp_path / "rules.toml", SECRET)
    monkeypatch.setattr(os, "fdopen", opened)
    faults = Faults()
    assert read_source(path, faults) is None
    assert [one.code for one in faults.sorted()] == ["SR104"]


def test_long_and_wide_families(inside: Path) -> None:
    """Chains, circles, many parents and parents shared by all end with one word on what is too much."""
    for index in range(60):
        write(inside / f"chain{index}.toml", f'{HEAD}extends = "chain{index + 1}.toml"\n')
        write(inside / f"circle{index}.toml", f'{HEAD}extends = "circle{(index + 1) % 20}.toml"\n')
        listed = ", ".join(f'"dense{below}.toml"' for below in range(index + 1, 25)) or '"base.toml"'
        write(inside / f"dense{index}.toml", f"{HEAD}extends = [{listed}]\n")
        write(inside / f"single{index}.toml", f"{HEAD}abstract = true\n")
    wide = ", ".join(f'"single{index}.toml"' for index in range(60))
    write(inside / "wide.toml", f'{HEAD}extends = [{wide}, "base.toml"]\n')
    assert codes(lambda: scorerules.load(inside / "chain0.toml")) == ["SR228"]
    (fault,) = scorerules.check(inside / "circle0.toml")
    assert fault.code == "SR226"
    assert str(fault.arguments["chain"]).count("→") == 20
    assert codes(lambda: scorerules.load(inside / "dense0.toml")) == []
    assert codes(lambda: scorerules.load(inside / "wide.toml")) == ["SR228"] * (60 - 32 + 1)


def test_keys_of_all_files_count_together(inside: Path) -> None:
    """Many large files do not take many times the memory of one."""
    lines = "\n".join(f"k{index} = 1" for index in range(60))
    write(
        inside / "base.toml",
        f"{HEAD}abstract = true\n[parameter]\n{lines.replace('= 1', '= { value = 1 }')}\n",
    )
    path = write(
        inside / "child.toml", SCHEME.replace("[tier.t]", 'extends = "base.toml"\n[tier.t]') + "judged = {}\n"
    )
    assert codes(lambda: scorerules.load(path, limits=scorerules.Limits(file_keys=200))) == []
    assert codes(lambda: scorerules.load(path, limits=scorerules.Limits(file_keys=130))) == ["SR143"]


FORMULAS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("__import__('os').system('true')", ("SR334", "SR321")),
    ("x.__class__.__mro__", ("SR321",)),
    ("().__class__", ("SR321", "SR334")),
    ("'a'.upper()", ("SR321",)),
    ("score.__class__", ("SR321",)),
    ("weight.__init__.__globals__", ("SR321",)),
    ("__builtins__", ("SR334",)),
    ("open('/etc/passwd')", ("SR330",)),
    ("eval('1')", ("SR330",)),
    ("getattr(x, 'real')", ("SR330",)),
    ("globals()", ("SR330",)),
    ("[x for x in [1]]", ("SR320",)),
    ("lambda: x", ("SR320", "SR310")),
    ("x := 1", ("SR310",)),
    ("x[0]", ("SR322",)),
    ("*x", ("SR317",)),
    ("yield x", ("SR320",)),
    ("await x", ("SR320",)),
    ("f'{x}'", ("SR319",)),
    ("'%s' % x", ("SR310",)),
    ("'{}'.format(x)", ("SR321",)),
    ("'{x.__class__}'", ("SR361",)),
    ("s + 'a'", ("SR351",)),
    ("s * 5", ("SR351",)),
    ("'a' * x", ("SR351",)),
    ("9**9**9", ("SR502",)),
    ("10**10**10", ("SR502",)),
    ("2**-(10**9)", ("SR502",)),
    ("(10**1000)**1000", ("SR502",)),
    ("1e9999", ("SR303",)),
    ("9" * 1001, ("SR302",)),
    ("1<" * 1500 + "1", ("SR361",)),
    ("x + " * 2000 + "x", ("SR300",)),
    ("(" * 1000 + "x", ("SR301",)),
    ("-" * 3000 + "x", ("SR301",)),
    ("not " * 900 + "x", ("SR301",)),
    ("x**" * 1000 + "1", ("SR301",)),
    ("1 if x else " * 300 + "1", ("SR301",)),
    ("max(" * 900 + "x", ("SR301",)),
    ("х", ("SR350",)),  # a Cyrillic letter
    ("x\\u200b", ("SR304",)),
    ("\\u202ex", ("SR304",)),
    ("x\\u2066", ("SR304",)),
    ("x\\u0000", ("SR304",)),
    ("'\\u0000'", ("SR361",)),
    ("'\\u202e'", ("SR361",)),
    ("x\\u00a0", ("SR305",)),
    ("x²", ("SR306",)),
    ("½", ("SR304",)),
    ("٣", ("SR304",)),
)
"""Formulas that want more than to compute, or too much of it, as TOML writes them; and their faults."""


@pytest.mark.parametrize(("formula", "wanted"), FORMULAS, ids=[formula[:20] for formula, _ in FORMULAS])
def test_formulas_only_compute(formula: str, wanted: tuple[str, ...]) -> None:
    """Names with underscores, attributes, calls, texts and huge numbers are refused."""
    assert codes(lambda: scorerules.loads(f'{SCHEME}formula = "{formula}"\n')) == list(wanted)


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("{x.__class__}", ["SR350"]),
        ("{x.real}", ["SR350"]),
        ("{__class__}", ["SR350"]),
        ("{x:{s}}", ["SR270", "SR270"]),
        *((one, ["SR270"]) for one in ("{0}", "{}", "{x!r}", "{x!s:>10}", "{x[0]}", "{x:>99}", "{x", "}")),
        *((one, []) for one in ("%s %(x)s", "$x ${x[0]}"[:2], "{{x.__class__}}", "f'{{x}}'", "{x:.2}")),
    ],
)
def test_templates_only_show_values(template: str, wanted: list[str]) -> None:
    """No format string of Python is filled in: what is no slot is refused or shown as it is."""
    text = f"{SCHEME}formula = \"0 * x\"\nremark = '''{template}'''\n"
    assert codes(lambda: scorerules.loads(text)) == wanted
    if not wanted:
        shown = scorerules.loads(text).score({"x": 5}).indicators["a"].remark
        assert shown == template.replace("{{", "{").replace("}}", "}").replace("{x:.2}", "5.00")


def test_values_of_records_are_shown_as_they_are() -> None:
    """A text of a record that looks like a slot, a format or an escape is nothing but a text."""
    ruleset = scorerules.loads(f'{SCHEME}formula = "0 * x"\nremark = "{{s}}|{{x}}"\n')
    for said in ("{x}", "{0.__class__}", "%s", "{{}}", "\\x41", "{s}"):
        assert ruleset.score({"x": 5, "s": said}).indicators["a"].remark == f"{said}|5"


AUDIT = r"""
import os, re, sys

sys.path.insert(0, "tests/fuzz")
from random import Random

import fuzz_targets, fuzz_watch
import scorerules.compile.together
from scorerules import scoring
from fuzz_targets import TARGETS
from fuzz_texts import FORMULAS, TEMPLATES, good, quoted

TEXT = "scorerules = 1\n[ruleset]\nid = 'a'\n[tier.t]\n[input]\nx = {}\n[indicator.a]\n"
TEXT += "tier = 't'\nweight = 100\n"
EXAMPLE = "[[example]]\nname = 'e'\nrecord = { x = 5 }\nexpect = { total = 1 }\n"
FED = [text for _, text in good() if "extends" not in text]
FED += [f"{TEXT}formula = {quoted(one)}\n{EXAMPLE}" for one in FORMULAS if "ln(sqrt" not in one]
FED += [f"{TEXT}formula = '0 * x'\nremark = {quoted(one)}\n" for one in TEMPLATES]
FED = [("rulesets", one.encode("utf-8", "surrogatepass")) for one in FED]
for name in ("objects", "record_files"):
    FED += [(name, TARGETS[name].make(Random(number))) for number in range(10)]
ALLOWED = re.compile(r"\((?:[a-zA-Z_]\w*|[-+*/<>=!()\[\],.\s])*\)")
COMPILED = "<compiled ruleset>"
WORD = "[vcxn][0-9]+(?:_[0-9]+)?|[0-9]+(?:\\.[0-9]+)?|0x[0-9a-f]+|" + "|".join(
    "and as break changeable compute count data def elif else except False float get if in int is isascii "
    "isspace len max min None not or part pass record return round score sorted store str sum True try type "
    "read while days _".split()
)
PRINTED = re.compile(f"(?:(?:{WORD})(?![a-zA-Z_0-9])|[-+*/%<>=!(),.: \\n\\[\\]])*")
printed = []
ASKED = {"SCORERULES_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}
seen = {}
armed = False


def hook(event, arguments):
    if not armed or event in {"builtins.id", "object.__getattr__", "pickle.find_class"}:
        return
    # Python's grammar is asked for the structure of a formula: of its tokens, never of anything else.
    if event == "compile" and isinstance(arguments[0], bytes) and ALLOWED.fullmatch(arguments[0].decode()):
        return
    # A ruleset is compiled to Python of integers and numbered names.
    if event == "compile" and arguments[1] == COMPILED and PRINTED.fullmatch(arguments[0].decode()):
        printed.append(arguments[0])
        return
    if event == "exec" and arguments[0].co_filename == COMPILED and printed:
        return
    seen[event, str(arguments)[:200]] = None


class Environment(dict):
    def get(self, key, default=None):
        if armed and key not in ASKED:
            seen["environment", key] = None
        return super().get(key, default)

    __getitem__ = get


def unseen(text, record_of=fuzz_targets.record_of):
    global armed
    before, armed = armed, False
    try:
        return record_of(text)
    finally:
        armed = before


fuzz_targets.record_of = fuzz_watch.record_of = unseen
os.environ = Environment(os.environ)
scoring.WARM_UP = -1
sys.addaudithook(hook)
for step in (12, 1):  # first a part of it, so that everything is imported that ever is
    for name, data in FED[::step]:
        TARGETS[name].run(data)
    armed = True
armed = False
print(len(FED) > 150 and len(printed) > 50, *seen)
"""


def test_nothing_else_is_reached() -> None:
    """While anything is read, scored and told, the interpreter opens, imports, runs and connects nothing.

    It reports two events only: Python's own grammar parses the tokens of a formula, and it compiles what was
    printed for a ruleset, in which nothing of the author stands but integers.
    """
    root = Path(__file__).parents[1]
    result = subprocess.run(
        [sys.executable, "-c", AUDIT], capture_output=True, text=True, check=False, cwd=root, encoding="utf-8"
    )
    assert (result.stdout, result.stderr) == ("True\n", "")
