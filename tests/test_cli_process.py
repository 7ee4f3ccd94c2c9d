"""The command as a process of its own: encodings, pipes, interrupts, a bare installation."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command_line import write_scheme

RUN = "import sys; from scorerules.cli import main; sys.exit(main())"
WITHOUT = "import sys; sys.modules[{name!r}] = None; " + RUN


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small scheme."""
    write_scheme(tmp_path)
    return tmp_path


def start(folder: Path, *arguments: str, code: str = RUN, **variables: str) -> subprocess.Popen[bytes]:
    """Start the command in ``folder``."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes], stdin: bytes = b"") -> tuple[int, str, str]:
    """Exit code and both outputs, which must be UTF-8."""
    out, err = process.communicate(stdin, timeout=30)
    return process.returncode, out.decode("utf-8"), err.decode("utf-8")


def test_output_is_utf_8_in_the_c_locale(folder: Path) -> None:
    """Chinese is printed as UTF-8 even where the locale knows only ASCII."""
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    code, out, err = finish(start(folder, "score", "rules.toml", "record.toml", "--lang", "zh", **bare))
    assert (code, err) == (0, "")
    assert "│ 制发卡数量 │" in out
    assert "\x1b" not in out
    code, out, err = finish(start(folder, "score", "rules.toml", "bad.toml", "--lang", "zh", **bare))
    assert (code, out) == (1, "")
    assert err.startswith("错误[SR4")


def test_closed_pipe_ends_quietly(folder: Path) -> None:
    """When nobody reads any more, the command ends without a message."""
    with start(folder, "score", "rules.toml", "-", "full.json") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"planned = 1\nmade = 1\nlasting = 40\n")
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently")
def test_interrupt_ends_quietly(folder: Path) -> None:
    """Ctrl-C ends the command with 130 and without a traceback."""
    announce = (
        "import sys; from scorerules.cli import main; import scorerules.cli.program; print(flush=True); "
    )
    process = start(folder, "score", "rules.toml", "-", code=announce + "sys.exit(main())")
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.3)  # it now waits for standard input
    process.send_signal(signal.SIGINT)
    code, _, err = finish(process)
    assert (code, err.strip()) == (130, "")


@pytest.mark.parametrize("name", ["click", "rich"])
def test_bare_installation_says_what_it_lacks(folder: Path, name: str) -> None:
    """Without the optional packages the command names the extra to install."""
    code, out, err = finish(start(folder, "check", ".", code=WITHOUT.format(name=name), SCORERULES_LANG="en"))
    assert (code, out) == (2, "")
    assert err == f'the command line needs the package {name}; run: pip install "scorerules[cli]"\n'


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_a_message(folder: Path) -> None:
    """Output that cannot be written is told, not a traceback."""
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-c", RUN, "score", "rules.toml", "record.toml"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "SCORERULES_LANG": "en"},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.decode().startswith("system error: ")
    assert b"Traceback" not in ran.stderr
