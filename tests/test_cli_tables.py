"""``scorerules score`` for tables: what it writes and tells, how it ends, what a killed run leaves."""

from __future__ import annotations

import importlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import Run, runner, write_scheme
from scorerules.cli import score_file
from scorerules.tables.needed import needed

TABLE = """\
区,计划数量,made,长效管理,lasting.remark,note
东,100,90,37,制度尚需完善,a
西,1000,86.44万,40,,b
南,many,1,41,,c
"""
WRONG = (
    "SR409 the score of `lasting` (长效管理) must be from 0 to 40 points, here it is 41; "
    "SR403 `planned` is “many”, which is no number that can be used"
)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands run in a folder with the small scheme and a table, in English."""
    write_scheme(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCORERULES_LANG", "en")
    Path("table.csv").write_text(TABLE, encoding="utf-8")
    return runner(capsys, monkeypatch)


def test_a_table_is_scored(run: Run) -> None:
    """Results stand behind the columns of the table; the summary tells of errors and unread columns."""
    ran = run("score", "rules.toml", "table.csv", "-o", "scored.csv", "--columns", "total,grade,error")
    assert (ran.code, ran.out) == (1, "")
    assert Path("scored.csv").read_text(encoding="utf-8") == (
        "区,计划数量,made,长效管理,lasting.remark,note,total,grade,error\n"
        "东,100,90,37,制度尚需完善,a,91,优秀,\n"
        "西,1000,86.44万,40,,b,100,优秀,\n"
        f'南,many,1,41,,c,,,"{WRONG}"\n'
    )
    assert ran.err == (
        "3 rows: 2 scored, 1 with errors\n"
        "  SR403: 1 row\n"
        "  SR409: 1 row\n"
        f"  row 3: {WRONG}\n"
        "columns that nothing reads: 区, note\n"
        "results are in scored.csv\n"
    )


def test_the_summary_in_chinese(run: Run) -> None:
    """The summary is in the language that is asked for."""
    Path("table.csv").write_text("计划数量,完成数量,长效管理\n100,90,40\n", encoding="utf-8")
    ran = run("score", "rules.toml", "table.csv", "-o", "out.csv", "--lang", "zh", "--names", "name")
    assert (ran.code, ran.err) == (0, "共 1 行：已评分 1 行，有错误 0 行\n结果已写入 out.csv\n")
    header, row = Path("out.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("计划数量,完成数量,长效管理,总分,等级,")
    assert row.startswith("100,90,40,94,优秀,")


def test_the_summary_as_json(run: Run) -> None:
    """Programs get the same as JSON."""
    ran = run("score", "rules.toml", "table.csv", "-o", "out.parquet", "--json", "--threads", "1")
    assert (ran.code, ran.err) == (1, "")
    found = ran.json
    assert found.pop("first")[0]["row"] == 3
    assert found == {
        "record": "table.csv", "output": "out.parquet", "rows": 3, "scored": 2, "failed": 1,
        "codes": {"SR403": 1, "SR409": 1}, "unread": ["区", "note"],
    }  # fmt: skip


def test_results_on_standard_output(run: Run) -> None:
    """A table goes to standard output as CSV when asked; the summary stays on standard error."""
    ran = run("score", "rules.toml", "table.csv", "-o", "-", "--columns", "total", "--keep", "区")
    assert (ran.code, ran.out) == (1, "区,total\n东,91\n西,100\n南,\n")
    assert "results are in" not in ran.err


def test_options_of_texts_and_sheets(run: Run) -> None:
    """Formats, encodings, delimiters and sheets can be said."""
    Path("table").write_bytes(TABLE.replace(",", "|").encode("utf-16-le"))
    text = ("--input-format", "csv", "--input-encoding", "utf-16-le", "--delimiter", "|")
    book = ("--output-format", "xlsx", "--keep", "none", "--columns", "total")
    ran = run("score", "rules.toml", "table", *text, "-o", "out", *book)
    assert ran.code == 1, ran.err
    ran = run("score", "rules.toml", "out", "--input-format", "xlsx", "-o", "b.csv", "--sheet", "x")
    assert ran.err.startswith("error[SR463]")
    Path("table.txt").write_text(TABLE.replace(",", "\t"), encoding="utf-8")
    arguments = ("--columns", "total", "--keep", "note", "--delimiter", "tab")
    arguments += ("--output-encoding", "utf-8-sig")
    assert run("score", "rules.toml", "table.txt", "-o", "c.csv", *arguments).code == 1
    assert Path("c.csv").read_text(encoding="utf-8") == "\ufeffnote,total\na,91\nb,100\nc,\n"


def test_a_text_may_be_a_record(run: Run) -> None:
    """A text file is a record, as ever, unless results are to go to a file."""
    Path("record.txt").write_text(Path("record.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert run("score", "rules.toml", "record.txt").code == 0


def test_the_first_error_can_end_the_run(run: Run) -> None:
    """Errors can be raised: the row is named, and there is no output."""
    ran = run("score", "rules.toml", "table.csv", "-o", "out.csv", "--on-error", "raise")
    assert ran.code == 1
    assert " --> [3].planned\n" in ran.err
    assert not Path("out.csv").exists()


def test_very_many_errors_are_cut_short(run: Run) -> None:
    """Of thousands of rows with errors that end a run, the first few are shown."""
    Path("many.csv").write_text("planned,made,lasting\n" + "x,1,40\n" * 500)
    ran = run("score", "rules.toml", "many.csv", "-o", "out.csv", "--on-error", "raise")
    assert ran.code == 1
    assert ran.err.count("SR403") == score_file.MOST_SHOWN
    assert ran.err.endswith("\n480 more are not shown\n")


@pytest.mark.usefixtures("run")
def test_a_reader_that_goes_away() -> None:
    """Nobody is told when the reader of standard output has seen enough."""
    Path("long.csv").write_text("planned,made,lasting\n" + "100,1,40\n" * 50_000)
    code = "import sys; from scorerules.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "score", "rules.toml", "long.csv", "-o", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline().startswith(b"planned,made,lasting,total,")
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 141


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["none.csv", "-o", "out.csv"], "SR100"),
        (["table.csv", "-o", "table.csv"], "SR467"),
        (["table.csv", "-o", "full.json", "--output-format", "csv"], "SR466"),
        (["table.csv", "-o", "out.foo"], "SR450"),
        (["table.csv", "-o", "none/out.csv"], "SR468"),
        (["table.csv", "-o", "out.csv", "--input-encoding", "klingon"], "SR453"),
    ],
)
def test_files_that_cannot_be_used(run: Run, arguments: list[str], code: str) -> None:
    """A file that cannot be read or written ends with 2."""
    ran = run("score", "rules.toml", *arguments)
    assert ran.code == 2
    assert ran.err.startswith(f"error[{code}]")
    ran = run("score", "rules.toml", *arguments, "--json")
    assert (ran.code, ran.json["problems"][0]["code"]) == (2, code)


def test_a_missing_column_is_no_unreadable_file(run: Run) -> None:
    """What is wrong in a table ends with 1."""
    Path("table.csv").write_text("made\n1\n")
    ran = run("score", "rules.toml", "table.csv", "-o", "out.csv")
    assert (ran.code, ran.err.count("SR440")) == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["table.csv"], "say where the results go"),
        (["table.csv", "record.toml", "-o", "out.csv"], "scored alone"),
        (["table.csv", "-o", "-", "--json"], "standard output"),
        (["table.csv", "-o", "out.csv", "--format", "markdown"], "no forms"),
        (["record.toml", "-o", "out.csv"], "--output is for tables"),
        (["-", "--input-format", "csv", "-o", "out.csv"], "not from standard input"),
        (["record.toml", "--sheet", "x"], "--sheet is for tables"),
        (["table.csv", "-o", "out.csv", "--delimiter", "||"], "one sign is needed"),
    ],
)
def test_options_that_do_not_go_together(run: Run, arguments: list[str], told: str) -> None:
    """A command line that cannot be meant says why and what to do."""
    ran = run("score", "rules.toml", *arguments)
    assert ran.code == 2
    assert told in ran.err
    assert not Path("out.csv").exists()


def test_the_ruleset_is_not_written_over(run: Run) -> None:
    """Results never replace the ruleset, whatever the format and even by force."""
    before = Path("rules.toml").read_bytes()
    ran = run("score", "rules.toml", "table.csv", "-o", "./rules.toml", "--output-format", "csv", "--force")
    assert ran.code == 2
    assert "would replace the ruleset" in ran.err
    assert Path("rules.toml").read_bytes() == before


def test_records_that_are_compared(run: Run) -> None:
    """All rows of a table are compared with each other."""
    Path("bids.toml").write_text(
        '[ruleset]\nid = "bids"\nweights = "none"\n[input.price]\n[outcome.rank]\n'
        'formula = "cohort_rank(price)"\n'.replace("[ruleset]", "scorerules = 1\n[ruleset]", 1)
    )
    Path("bids.csv").write_text("price\n30\n10\n20\n")
    ran = run("score", "bids.toml", "bids.csv", "-o", "-", "--columns", "rank")
    assert (ran.code, ran.out) == (0, "price,rank\n30,1\n10,3\n20,2\n")


def test_a_bar_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, a bar tells how far the work is."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with score_file._bar("en") as progress:
        assert progress is not None
        progress(3, 0.5)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    with score_file._bar("en") as progress:
        assert progress is None


@pytest.mark.usefixtures("run")
def test_packages_that_are_missing() -> None:
    """Without a package of the extra, the command says what to install; other failures stay as they are."""
    code = "import sys; sys.modules['pyarrow'] = None; from scorerules.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "score", "rules.toml", "table.csv", "-o", "out.csv"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "error[SR451]: tables need the package pyarrow, which is not installed\n"
        'help: run: pip install "scorerules[tables]"\n\nfound 1 error\n'
    )
    with pytest.raises(ModuleNotFoundError), needed():
        importlib.import_module("scorerules.nowhere")


def test_the_command_line_needs_no_table_packages() -> None:
    """Records are scored without a single package of the extra."""
    code = (
        "import sys; from scorerules.cli.program import run; "
        "print({'numpy', 'pyarrow', 'openpyxl', 'xlsxwriter', 'narwhals'} & {*sys.modules})"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


MIDWAY = """\
import sys, time
from contextlib import contextmanager
from scorerules.cli import main, score_file

@contextmanager
def bar(lang):
    def wait(rows, share):
        print("midway", flush=True)
        time.sleep(600)
    yield wait

score_file._bar = bar
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    ("target", "sent", "code"),
    [
        ("out.csv", signal.SIGINT, 130),
        ("out.csv", signal.SIGTERM, 143),
        ("out.csv", signal.SIGKILL, -signal.SIGKILL),
        ("out.parquet", signal.SIGINT, 130),
        ("out.xlsx", signal.SIGTERM, 143),
        ("out.jsonl", signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_a_run_that_is_ended_leaves_no_half_file(target: str, sent: signal.Signals, code: int) -> None:
    """Whoever ends a run finds the old file as it was; only a killed one leaves its part, named as such."""
    Path(target).write_text("old")
    before = {*Path().iterdir()}
    command = [sys.executable, "-c", MIDWAY, "score", "rules.toml", "table.csv", "-o", target, "--force"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "midway\n"
        child.send_signal(sent)
        out, err = child.communicate(timeout=100)
    assert (child.returncode, out, err.strip()) == (code, "", "")
    assert Path(target).read_text() == "old"
    left = [one.name for one in {*Path().iterdir()} - before]
    if sent == signal.SIGKILL:
        (part,) = left
        assert part.startswith(f".{target}.")
        assert part.endswith(".part")
    else:
        assert left == []


PEAK = """\
import resource, sys
from scorerules.cli import main
code = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
sys.exit(code)
"""


@pytest.mark.usefixtures("run")
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is counted in other units elsewhere")
def test_memory_does_not_grow_with_the_file() -> None:
    """A file that is five times as long, and 100 MB longer, takes about the same memory."""
    peaks = []
    for rows in (60_000, 300_000):
        with Path("big.csv").open("w", encoding="utf-8") as file:
            file.write("note,planned,made,lasting\n")
            file.writelines(f"{'x' * 400}{row},1000,{row % 1000},40\n" for row in range(rows))
        command = [sys.executable, "-c", PEAK, "score", "rules.toml", "big.csv", "-o", f"{rows}.csv"]
        command += ["--threads", "1"]  # how far threads are apart depends on the machine
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(found.stdout))
    assert peaks[1] - peaks[0] < 50, peaks
