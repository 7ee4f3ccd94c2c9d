"""Conformance packs: the same everywhere, read as they were written; every answer that differs is found."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from command_line import EXAMPLE, RULESET, WRONG_EXAMPLE, Run, runner
from scorerules.ruleset import load, loads
from scorerules.testing.cases.suites import load_suite
from scorerules.testing.conformance import (
    Pack,
    check_answers,
    check_ruleset,
    make_pack,
    read_pack,
    write_pack,
)
from scorerules.testing.conformance.digest import digest_of, file_digests
from shipped_files import SHIPPED_RULESETS

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = [path for path in SHIPPED_RULESETS if path.name != "base.toml"]
CASES = """
[[example]]
name = "三分之一"
record = { planned = 3, made = 1, lasting = { deduct = 0.30, remark = "缺制度" } }
expect = { cards = 20, total = 59.7 }

[[example]]
name = "没有计划"
record = { planned = 0, made = 1, lasting = 40 }
expect = { error = { planned = "SR407" } }
"""
BLURRED = (
    "        off by 1.0E-14: it looks rounded by binary floating point; compute with decimals or fractions"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command line in a folder with a ruleset of three cases."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCORERULES_LANG", "en")
    Path("rules.toml").write_text(RULESET + EXAMPLE + CASES, encoding="utf-8")
    return runner(capsys, monkeypatch)


@pytest.fixture
def pack(run: Run) -> Pack:
    """The pack of these cases, written to ``pack``."""
    assert run("pack", "rules.toml", "-o", "pack").code == 0
    return read_pack("pack")


def answer(rows: list[dict[str, Any]], name: str = "answers.csv") -> str:
    """A table of answers."""
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        table.writeheader()
        table.writerows(rows)
    return name


def test_there_are_rulesets() -> None:
    """The rulesets that the next test walks are found."""
    assert {"news2.toml", "ranking.toml", "residence-card.toml"} <= {path.name for path in SHIPPED}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_rulesets_give_what_their_packs_say(path: Path, tmp_path: Path) -> None:
    """A pack is read as it was written; the ruleset gives the same again, and so does the pack itself."""
    suite = load_suite(path)
    made = make_pack(suite)
    files = write_pack(made, tmp_path / "pack")
    read = read_pack(tmp_path / "pack")
    assert read == made
    again = check_ruleset(read, load(path), digest_of(file_digests(path)))
    assert (again.ok, again.differences, again.same_text) == (True, (), True)
    assert again.compared > len(suite.examples) > 0
    own = check_answers(read, files[0])
    assert (own.ok, own.differences, own.left_out, own.unread) == (True, (), (), ())
    names = [row["name"] for row in csv.DictReader(files[1].read_text("utf-8-sig").splitlines())]
    assert names == [one.name for one in suite.examples]


def test_the_files(pack: Pack) -> None:
    """Results are exact texts; records stand as they were written; a refusal has codes and keys."""
    document = json.loads(Path("pack/pack.json").read_text(encoding="utf-8"), parse_float=str)
    full, third, refused = document["cases"]
    assert third["record"] == {
        "planned": 3,
        "made": 1,
        "lasting": {"deduct": "0.30", "remark": "缺制度"},
    }
    assert third["data"] == {"planned": "3", "made": "1", "lasting": "39.7"}
    assert third["results"]["cards.value"] == "1/3"
    assert third["results"]["cards.score"] == "20"
    assert third["results"]["lasting.remark"] == "缺制度"
    assert full["results"]["lasting.remark"] is None
    assert list(third["results"])[:6] == [
        "total",
        "grade",
        "status",
        "vetoes",
        "output.score",
        "output.deduction",
    ]
    assert refused["errors"] == [{"code": "SR407", "key": "planned"}]
    assert "results" not in refused
    assert document["ruleset"]["version"] == "2019"
    assert pack.types["cards.value"] == "number"
    data = Path("pack/pack.csv").read_bytes()
    assert data.startswith(
        b"\xef\xbb\xbfname,planned,made,lasting,lasting.deduct,lasting.remark,expect.total,"
    )
    row = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))[1]
    assert (row["lasting.deduct"], row["expect.cards.value"], row["expect.total"]) == ("0.30", "1/3", "59.7")


def test_a_pack_is_the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the language, nor the folder, nor line ends change a byte of it."""
    home = ROOT / "rulesets/shanghai-2019"
    seen = set()
    for lang, folder, end in (("zh", "a", b"\n"), ("en", "b/deep", b"\r\n")):
        monkeypatch.setenv("SCORERULES_LANG", lang)
        there = tmp_path / folder
        there.mkdir(parents=True)
        for name in ("base.toml", "senior-card.toml"):
            (there / name).write_bytes((home / name).read_bytes().replace(b"\n", end))
        monkeypatch.chdir(there)
        files = write_pack(make_pack(load_suite("senior-card.toml")), "pack")
        seen.add(tuple(one.read_bytes() for one in files))
    assert len(seen) == 1


def test_the_digest_is_that_of_sha256sum(tmp_path: Path) -> None:
    """It is the digest of the list that ``sha256sum`` prints; every file that is extended counts."""
    home = ROOT / "rulesets/shanghai-2019"
    names = ["base.toml", "senior-card.toml"]
    lines = [f"{hashlib.sha256((home / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    files = file_digests(home / names[1])
    assert [one.path for one in files] == names
    assert digest_of(files) == hashlib.sha256("".join(lines).encode()).hexdigest()
    for name in names:
        shutil.copy(home / name, tmp_path)
    with (tmp_path / names[0]).open("a") as base:
        base.write("# changed\n")
    assert digest_of(file_digests(tmp_path / names[1])) != digest_of(files)


def test_cases_of_groups_and_irrational_numbers(tmp_path: Path) -> None:
    """A case carries its group; a number that cannot be written says how far off it is at most."""
    made = make_pack(load_suite(ROOT / "rulesets/hdi/ranking.toml"))
    first = made.cases[0]
    assert len(first.cohort) == 3
    assert first.results["rank.value"] == "3"
    assert first.results["income.score"] == {"near": "0.780208494988727", "within": "0.000000000000001"}
    answers = {
        "cases": [
            {"name": one.name, "results": {"income.score": "0.78020849498872655"}} for one in made.cases
        ]
    }
    (tmp_path / "a.json").write_text(json.dumps(answers), encoding="utf-8")
    found = check_answers(made, tmp_path / "a.json")
    assert first.name not in {one.case for one in found.differences}
    assert len(found.differences) == len(made.cases) - 1


# A port of NEWS2 that shares no code with the library: the chart as lists, numbers as fractions.


def port_of_news2(record: dict[str, Any]) -> dict[str, str]:
    """What the chart gives for a record, or that it is refused."""
    numbers = ("respiration_rate", "spo2", "systolic", "pulse", "temperature")
    data = {key: Fraction(str(record.get(key, -1))) for key in numbers}
    tenths = data["temperature"] * 10
    if any(value < 0 for value in data.values()) or data["spo2"] > 100 or tenths.denominator > 1:
        return {"error": "refused"}
    if any(data[key].denominator > 1 for key in numbers[:4]) or record["consciousness"] not in ("A", "CVPU"):
        return {"error": "refused"}
    low = [(83, 3), (85, 2), (87, 1)]
    oxygen = [(91, 3), (93, 2), (95, 1), (100, 0)]
    if record["hypercapnic"]:
        oxygen = [*low, (92, 0), (94, 1), (96, 2), (100, 3)] if record["on_oxygen"] else [*low, (100, 0)]
    most = 10**9
    chart = {
        "respiration_rate": [(8, 3), (11, 1), (20, 0), (24, 2), (most, 3)],
        "spo2": oxygen,
        "systolic": [(90, 3), (100, 2), (110, 1), (219, 0), (most, 3)],
        "pulse": [(40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (most, 3)],
        "temperature": [(35, 3), (36, 1), (38, 0), (39, 1), (most, 2)],
    }
    points = {key: next(given for upto, given in rows if data[key] <= upto) for key, rows in chart.items()}
    points |= {"oxygen": 2 * record["on_oxygen"], "consciousness": 3 * (record["consciousness"] == "CVPU")}
    total = sum(points.values())
    low_grade = "Low-Medium" if 3 in points.values() else "Low"
    grade = "High" if total >= 7 else "Medium" if total >= 5 else low_grade
    return {
        "total": f"{total}.0",
        "grade": grade,
        **{f"score.{key}": str(one) for key, one in points.items()},
    }


def test_an_independent_port_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program reads the pack, answers every case in a CSV file, and agrees with all of it."""
    monkeypatch.chdir(tmp_path)
    write_pack(make_pack(load_suite(ROOT / "rulesets/news2/news2.toml")), "pack")
    document = json.loads(Path("pack/pack.json").read_text(encoding="utf-8"), parse_float=str)
    rows = [{"name": one["name"], **port_of_news2(one["record"])} for one in document["cases"]]
    found = check_answers(read_pack("pack"), answer(rows))
    assert found.differences == ()
    assert found.ok
    assert "total" not in found.left_out
    scored = sum("errors" not in one for one in document["cases"])
    assert 20 < scored < len(document["cases"])
    assert found.compared == 9 * scored + len(document["cases"]) - scored
    rows[0]["score.pulse"] = "1"
    (spoiled,) = check_answers(read_pack("pack"), answer(rows)).differences
    assert (spoiled.case, spoiled.path, spoiled.expected, spoiled.got) == (
        document["cases"][0]["name"],
        "pulse.score",
        "0",
        "1",
    )


@pytest.mark.parametrize(
    ("path", "given", "agrees"),
    [
        ("total", "59.7", True),
        ("total", "59.70", True),
        ("total", "597e-1", True),
        ("total", "597/10", True),
        ("total", " 59.7 ", True),
        ("total", "59.70000000000001", False),
        ("total", "59,7", False),
        ("total", "", False),
        ("total", "1/0", False),
        ("total", "1e999999999", False),
        ("cards.score", "20.0", True),
        ("score.cards", "20", True),
        ("answer.cards.score", "20", True),
        ("cards.value", "1/3", True),
        ("cards.value", "2/6", True),
        ("cards.value", "0.3333333333333333", False),
        ("grade", "不合格", True),
        ("grade", "合格", False),
        ("vetoes", "", True),
        ("vetoes", "red", False),
        ("answer.lasting.remark", "缺制度", True),
        ("answer.lasting.remark", "缺", False),
        ("error", "", True),
        ("error", "SR407", False),
    ],
)
@pytest.mark.usefixtures("run")
def test_answers_are_compared_as_values(pack: Pack, path: str, given: str, agrees: bool) -> None:
    """Numbers are compared exactly, however they are written; texts as they are."""
    found = check_answers(pack, answer([{"name": "三分之一", path: given}]))
    assert [one.path for one in found.differences if one.case == "三分之一"] == (
        [] if agrees else [path.removeprefix("answer.").replace("score.cards", "cards.score")]
    )
    assert {one.case for one in found.differences if not one.path} == {"满分", "没有计划"}


@pytest.mark.parametrize(
    ("given", "agrees"),
    [("SR407 (planned)", True), ("SR407 `planned` must be above 0", True), ("planned is wrong", True),
     ("SR407 (made)", False), ("SR403", False), ("", False)],
)  # fmt: skip
@pytest.mark.usefixtures("run")
def test_refusals_are_compared(pack: Pack, given: str, agrees: bool) -> None:
    """A program that knows our codes must give the same; any other must refuse the record at all."""
    found = check_answers(pack, answer([{"name": "没有计划", "error": given}]))
    assert [one.path for one in found.differences if one.case == "没有计划"] == ([] if agrees else ["error"])


def test_a_workbook_with_answers(pack: Pack) -> None:
    """A spreadsheet may keep the columns of the pack and put its own results beside them."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = list(csv.reader(Path("pack/pack.csv").read_text("utf-8-sig").splitlines()))
    for row, total in zip(rows[:3], ["total", 100, 59.7], strict=True):
        sheet.append([*row, total, "x"] if total != "total" else [*row, total, "own note"])
    book.save("answers.xlsx")
    found = check_answers(pack, "answers.xlsx")
    assert [(one.case, one.path) for one in found.differences] == [("没有计划", "")]
    assert (found.compared, found.unread) == (2, ("own note",))


def test_verify_tells_every_difference(run: Run, pack: Pack) -> None:
    """Cases without an answer, unknown cases, differences and what floats did are told, and counted."""
    assert pack.cases
    rows = [
        {"name": "满分", "total": "100", "grade": "合格"},
        {"name": "三分之一", "total": "59.70000000000001", "grade": "不合格"},
        {"name": "多余", "total": "1", "grade": ""},
    ]
    ran = run("verify", "pack", answer(rows), "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines()[:6] == [
        "DIFFERS 满分 · grade: should be 优秀 and is 合格",
        "DIFFERS 三分之一 · total: should be 59.7 and is 59.70000000000001",
        BLURRED,
        "DIFFERS 没有计划: there is no answer",
        "the pack has no case “多余”",
        "4 results of 3 cases: 3 differences",
    ]
    zh = run("verify", "pack", "answers.csv", "--lang", "zh").out
    assert "不一致  满分 · grade：应为 优秀，实际为 合格" in zh
    assert "相差 1.0E-14：像是二进制浮点数的舍入误差" in zh
    found = run("verify", "pack", "answers.csv", "--json").json
    assert (found["ok"], found["compared"], found["unknown_cases"]) == (False, 4, ["多余"])
    assert found["differences"][1] == {
        "case": "三分之一",
        "path": "total",
        "expected": "59.7",
        "got": "59.70000000000001",
        "off": "1.0E-14",
    }


def test_verify_a_ruleset(run: Run, pack: Pack) -> None:
    """A ruleset that gives the same agrees, even if its text changed; one with another weight does not."""
    assert pack.cases
    same = run("verify", "pack", "rules.toml")
    assert (same.code, same.err) == (0, "")
    assert same.out.endswith(" results of 3 cases agree\n")
    text = Path("rules.toml").read_text(encoding="utf-8")
    Path("new.toml").write_text(f"{text}# a remark\n", encoding="utf-8")
    again = run("verify", "pack/pack.json", "new.toml", "--json")
    assert (again.code, again.json["ok"], again.json["same_text"]) == (0, True, False)
    Path("new.toml").write_text(text.replace("above = 0", "above = 1"), encoding="utf-8")
    assert run("verify", "pack", "new.toml").code == 0
    changed = loads(text.replace("from = 60, grade", "from = 50, grade"))
    assert [(one.case, one.path) for one in check_ruleset(pack, changed).differences] == [
        ("三分之一", "grade")
    ]
    refusing = loads(text.replace("above = 0", "above = 3"))
    (difference,) = check_ruleset(pack, refusing).differences
    assert (difference.path, difference.expected, difference.got) == ("error", None, "SR407 (planned)")


def test_nothing_to_compare_is_no_agreement(run: Run, pack: Pack) -> None:
    """Answers that say nothing of any result do not agree."""
    assert pack.cases
    rows = [{"name": one.name, "sum": "1"} for one in pack.cases]
    ran = run("verify", "pack", answer(rows))
    assert ran.code == 1
    assert ran.out.startswith("nothing could be compared\n")
    assert "columns that nothing reads: sum" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["pack", "rules.toml", "-o", "pack"], 2, "SR466"),
        (["pack", "rules.toml", "-o", "pack", "--force"], 0, ""),
        (["pack", "gone.toml", "-o", "new"], 2, "SR100"),
        (["pack", "wrong.toml", "-o", "new"], 1, "SR610"),
        (["pack", "none.toml", "-o", "new"], 1, "there are no cases to pack"),
        (["pack", "twice.toml", "-o", "new"], 1, "SR606"),
        (["pack", "rules.toml", "-o", "rules.toml"], 2, "SR468"),
        (["verify", "gone", "rules.toml"], 2, "SR100"),
        (["verify", "pack", "gone.csv"], 2, "SR100"),
        (["verify", "pack", "twice.csv"], 1, "SR606"),
        (["verify", "rules.toml", "rules.toml"], 1, "SR150"),
    ],
)
@pytest.mark.usefixtures("pack")
def test_exit_codes(run: Run, arguments: list[str], code: int, says: str) -> None:
    """What cannot be read or written ends with 2, what does not hold with 1, and then nothing is written."""
    Path("wrong.toml").write_text(RULESET + WRONG_EXAMPLE, encoding="utf-8")
    Path("none.toml").write_text(RULESET, encoding="utf-8")
    Path("twice.toml").write_text(RULESET + EXAMPLE + EXAMPLE, encoding="utf-8")
    answer([{"name": "满分", "total": "100"}, {"name": "满分", "total": "100"}], "twice.csv")
    ran = run(*arguments)
    assert ran.code == code
    assert says in ran.err
    assert not Path("new").exists()


def test_case_files_are_packed_too(run: Run) -> None:
    """The case files beside a ruleset count, or those that are named."""
    Path("rules.toml").write_text(RULESET, encoding="utf-8")
    Path("rules.cases.toml").write_text(CASES, encoding="utf-8")
    Path("other.cases.toml").write_text(EXAMPLE, encoding="utf-8")
    assert run("pack", "rules.toml", "-o", "a", "--json").json["cases"] == 2
    assert run("pack", "rules.toml", "other.cases.toml", "-o", "b", "--json").json["cases"] == 1
