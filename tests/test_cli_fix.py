"""``scorerules check --fix`` and ``--diff``: what is corrected, how it is written, what is refused."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from command_line import RULESET, Run, runner
from scorerules.cli import rewrite
from scorerules.cli.rewrite import ChangedMeanwhile, replace_file

SLIPS = RULESET.replace("weight = 60\nvalue", "wieght = 60  # 满分\nvalue").replace(
    "made / planned", "made ÷ planned"
)
FIXED = SLIPS.replace("wieght", "weight").replace("÷", "/")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands run in the folder, in English."""
    assert folder.is_dir()
    monkeypatch.setenv("SCORERULES_LANG", "en")
    return runner(capsys, monkeypatch)


def put(path: Path, text: str) -> Path:
    """Write a file as it is, line ends included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def names(folder: Path) -> list[str]:
    """The names of all files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_what_can_be_corrected_is_told(folder: Path, run: Run) -> None:
    """The check says how many of its findings have a safe correction."""
    put(folder / "a.toml", SLIPS)
    ran = run("check", "a.toml")
    assert ran.out.endswith("\n\nfound 2 errors\n2 of these can be corrected with --fix\n")
    assert "--fix" not in run("check", "a.toml", "--format", "concise").out


def test_fix(folder: Path, run: Run) -> None:
    """The file is corrected, told, and checked again."""
    file = put(folder / "a.toml", SLIPS)
    ran = run("check", "--fix", "a.toml")
    assert (ran.code, ran.out, ran.err) == (0, "a.toml: fine\n", "a.toml: 2 corrected\n")
    assert file.read_text() == FIXED
    again = run("check", "--fix", "a.toml", "--lang", "zh")
    assert (again.code, again.out, again.err) == (0, "a.toml：没有问题\n", "")


def test_fix_leaves_what_is_not_certain(folder: Path, run: Run) -> None:
    """What is left is shown, and decides the exit code."""
    put(folder / "a.toml", SLIPS.replace("judged = {}", "judgd = 7"))
    ran = run("check", "--fix", "a.toml", "--format", "concise")
    assert (ran.code, ran.err) == (1, "a.toml: 3 corrected\n")
    assert [line.split(": ")[1][:5] for line in ran.out.splitlines()] == ["SR203"]


def test_fix_json(folder: Path, run: Run) -> None:
    """JSON says how many corrections were made in each file."""
    put(folder / "a.toml", SLIPS)
    put(folder / "b.toml", RULESET.replace('"demo"', '"other"'))
    ran = run("check", "--fix", ".", "--json")
    assert ran.code == 0
    assert [(one["file"], one["fixes"], one["ok"]) for one in ran.json["files"]] == [
        ("a.toml", 2, True),
        ("b.toml", 0, True),
    ]


def test_diff(folder: Path, run: Run) -> None:
    """The differences are printed as a patch, and nothing is written."""
    file = put(folder / "a.toml", SLIPS)
    ran = run("check", "--fix", "--diff", "a.toml")
    assert (ran.code, ran.err) == (1, "2 can be corrected\n")
    assert ran.out.startswith("--- a.toml\n+++ a.toml\n@@ ")
    assert [line for line in ran.out.splitlines()[2:] if line[0] in "+-"] == [
        "-wieght = 60  # 满分",
        '-value = "made ÷ planned"',
        "+weight = 60  # 满分",
        '+value = "made / planned"',
    ]
    assert file.read_text() == SLIPS
    put(folder / "a.toml", FIXED)
    assert (run("check", "--diff", "a.toml").code, run("check", "--diff", "a.toml").out) == (0, "")


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_diff_is_a_patch(folder: Path, run: Run, line_end: str, end: str) -> None:
    """Applied to the file, the printed differences give what ``--fix`` writes, byte for byte."""
    text = SLIPS.rstrip("\n").replace("\n", line_end) + end
    file = put(folder / "a.toml", text.replace("judged = {}", "judgd = {}"))
    patch = run("check", "--diff", "a.toml").out
    try:
        done = subprocess.run(
            ["patch", "--binary", "-o", "patched.toml", "a.toml"],  # noqa: S607
            input=patch.encode(),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("there is no program `patch`")
    assert done.returncode == 0, done.stdout
    run("check", "--fix", "a.toml")
    assert (folder / "patched.toml").read_bytes() == file.read_bytes()
    assert file.read_bytes() == FIXED.rstrip("\n").replace("\n", line_end).encode() + end.encode()


def test_diff_json(folder: Path, run: Run) -> None:
    """JSON holds the differences of each file and what would be left."""
    put(folder / "a.toml", SLIPS.replace("judged = {}", "judgd = 7"))
    ran = run("check", "--diff", "a.toml", "none.toml", "--json")
    assert (ran.code, ran.json["ok"]) == (2, False)
    (one,) = ran.json["files"]
    assert (one["file"], one["fixes"]) == ("a.toml", 3)
    assert one["diff"].startswith("--- a.toml\n")
    assert [problem["code"] for problem in one["problems"]] == ["SR203"]
    assert [problem["code"] for problem in ran.json["problems"]] == ["SR100"]


def test_diff_says_what_is_left(folder: Path, run: Run) -> None:
    """The summary counts what no correction settles, and what cannot be read is told."""
    put(folder / "a.toml", SLIPS.replace("judged = {}", "judgd = 7"))
    ran = run("check", "--diff", "a.toml")
    assert (ran.code, ran.err) == (1, "3 can be corrected, leaving 1 error\n")
    assert run("check", "--diff", "none.toml").code == 2
    assert run("check", "--diff", "a.toml", "--format", "sarif").code == 2


def test_diff_does_not_steer_the_terminal(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the differences are coloured, and what was typed is made safe."""
    monkeypatch.setattr("scorerules.cli.streams.colorful", lambda _: True)
    put(folder / "a.toml", SLIPS.replace('"示例自评"', '"示例\x1b[31m自评\r"').replace("\n", "\r\n"))
    out = run("check", "--diff", "a.toml").out
    assert "\x1b[31m自评" not in out
    assert "\x1b[31m-" in out
    assert "\x1b[32m+" in out
    assert "\r" not in out


def test_a_parent_is_corrected_when_it_is_named(folder: Path, run: Run) -> None:
    """A parent that was not named stays; in a folder it is corrected, and then what it hid in its child."""
    base = put(folder / "base.toml", SLIPS.replace('id = "demo"', 'id = "base"\nabstract = True'))
    text = 'scorerules = 1\n[ruleset]\nid = "child"\nextends = "base.toml"\n[indictor]\n'
    child = put(folder / "child.toml", text)
    ran = run("check", "--fix", "child.toml")
    assert (ran.code, ran.err) == (1, "child.toml: 1 corrected\n")
    assert "True" in base.read_text()
    put(child, text.replace("[indictor]", '[outcome]\nx = { formula = "score.cards × 2" }'))
    assert "3 can be corrected" not in run("check", "--diff", "child.toml").err
    patch = run("check", "--diff", ".")
    assert patch.err == "4 can be corrected\n"
    ran = run("check", "--fix", ".")
    assert (ran.code, ran.err) == (0, "base.toml: 3 corrected\nchild.toml: 1 corrected\n")
    assert "abstract = true" in base.read_text()
    assert "score.cards * 2" in child.read_text()


def test_the_same_file_twice(folder: Path, run: Run) -> None:
    """A file under two names is corrected once."""
    file = put(folder / "a.toml", SLIPS)
    (folder / "link.toml").symlink_to("a.toml")
    ran = run("check", "--fix", "a.toml", "./a.toml", "link.toml", "a.toml")
    assert ran.code == 0
    assert ran.err == "a.toml: 2 corrected\n"
    assert file.read_text() == FIXED
    assert (folder / "link.toml").is_symlink()


def test_a_link_stays_a_link(folder: Path, run: Run) -> None:
    """What a link leads to is corrected, the link stays."""
    file = put(folder / "real" / "a.toml", SLIPS)
    (folder / "link.toml").symlink_to("real/a.toml")
    assert run("check", "--fix", "link.toml").code == 0
    assert file.read_text() == FIXED
    assert (folder / "link.toml").is_symlink()


def test_standard_input_is_a_filter(run: Run) -> None:
    """The corrected text comes out on standard output, what is left to say on standard error."""
    ran = run("check", "--fix", "-", stdin=SLIPS.replace("\n", "\r\n").encode())
    assert (ran.code, ran.out, ran.err) == (0, FIXED.replace("\n", "\r\n"), "")
    ran = run(
        "check", "--fix", "-", "--format", "concise", stdin=SLIPS.replace("judged = {}", "judgd = 7").encode()
    )
    assert ran.code == 1
    assert ran.err.startswith("<stdin>:27:10: SR203 ")
    assert run("check", "--fix", "-", "a.toml").code == 2
    assert run("check", "--fix", "-", "--json").code == 2
    ran = run("check", "--fix", "-", stdin="制卡".encode("gbk"))
    assert (ran.code, ran.out) == (2, "")
    assert "SR107" in ran.err


def test_what_cannot_be_read_is_not_touched(folder: Path, run: Run) -> None:
    """Files that are no text, and files that are not there, are told as without ``--fix``."""
    data = SLIPS.encode("gbk", "replace")
    (folder / "a.toml").write_bytes(data)
    ran = run("check", "--fix", "a.toml", "none.toml", "--format", "concise")
    assert ran.code == 2
    assert [code in line for code, line in zip(("SR107", "SR100"), ran.out.splitlines(), strict=True)] == [
        True,
        True,
    ]
    assert (folder / "a.toml").read_bytes() == data


def test_a_byte_order_mark_is_taken_out(folder: Path, run: Run) -> None:
    """The mark goes, everything else stays."""
    file = put(folder / "a.toml", "\ufeff" + RULESET)
    assert run("check", "--fix", "a.toml").code == 0
    assert file.read_bytes() == RULESET.encode()


def test_a_protected_file_is_not_written(folder: Path, run: Run) -> None:
    """A file without the right to write stays as it is, is told, and the others are corrected."""
    file = put(folder / "a.toml", SLIPS)
    other = put(folder / "b.toml", SLIPS.replace('"demo"', '"other"'))
    file.chmod(0o444)
    ran = run("check", "--fix", ".")
    assert ran.code == 2
    assert ran.err.splitlines() == ["a.toml: cannot be written (Permission denied)", "b.toml: 2 corrected"]
    assert "SR201" in ran.out
    assert file.read_text() == SLIPS
    assert "÷" not in other.read_text()
    assert names(folder) == ["a.toml", "b.toml"]


def test_rights_stay(folder: Path, run: Run) -> None:
    """The corrected file has the rights of the one it replaces."""
    file = put(folder / "a.toml", SLIPS)
    file.chmod(0o640)
    assert run("check", "--fix", "a.toml").code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_nothing_is_half_written(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, problem: BaseException
) -> None:
    """An interrupt or a full disk in the middle of writing leaves the file whole and nothing beside it."""

    def stop(_: int) -> None:
        raise problem

    file = put(folder / "a.toml", SLIPS)
    monkeypatch.setattr(rewrite.os, "fsync", stop)
    ran = run("check", "--fix", "a.toml")
    assert ran.code == (130 if isinstance(problem, KeyboardInterrupt) else 2)
    assert file.read_text() == SLIPS
    assert names(folder) == ["a.toml"]


def test_another_program_is_not_overwritten(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was changed since it was read is left alone."""
    file = put(folder / "a.toml", "new")
    with pytest.raises(ChangedMeanwhile):
        replace_file(file, b"old", b"corrected")
    assert (file.read_text(), names(folder)) == ("new", ["a.toml"])
    put(file, SLIPS)
    monkeypatch.setattr(rewrite, "_unchanged", lambda *_: (_ for _ in ()).throw(ChangedMeanwhile))
    ran = run("check", "--fix", "a.toml")
    assert (ran.code, ran.err) == (
        2,
        "a.toml: cannot be written (another program changed it meanwhile; run the command again)\n",
    )
