"""Tables of the page on performance, made from the report that ``benchmarks/run.py`` wrote.

Goes in: the words behind ``benchmark`` in the name of a table, and a language. Comes out: heads and rows.
Nothing is measured here, and no figure is written by hand: the report is ``benchmarks/results.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from scorerules.diagnostics import Lang, Words

RESULTS = Path(__file__).resolve().parent.parent / "benchmarks" / "results.json"

Rows = tuple[Sequence[str], list[Sequence[str]]]

BASES = {
    "single": "by hand, Python floats",
    "one-thread": "by hand, Polars",
    "all-cores": "by hand, Polars",
    "files": "by hand, Polars, scan_parquet to sink_parquet",
}

CHINESE = (
    ("by hand, Python floats", "手写 Python（浮点）"),
    ("by hand, ", "手写 "),
    ("total and grade", "读总分和等级"),
    ("every score from its result", "从各项结果读全部得分"),
    ("every score", "读全部得分"),
    ("reference evaluation", "参照计算"),
    ("parsed before, floats", "预先解析，浮点"),
    ("parsed before, fractions", "预先解析，分数"),
    ("grade as Enum", "等级为 Enum"),
    ("streaming", "流式"),
    (", decimals", "，Decimal 列"),
    (", Decimals", "，Decimal"),
    (", texts", "，文字"),
    ("Parquet to Parquet", "Parquet 到 Parquet"),
    ("scan_parquet to sink_parquet", "scan_parquet 到 sink_parquet"),
    ("file, ", "文件："),
    ("import scorerules, ms above bare Python", "导入 scorerules，比空的 Python 多用的毫秒"),
    ("load of the residence cards, ms", "读入居住证规则，毫秒"),
    ("wrong scores and grades", "算错的得分和等级"),
    (", ", "，"),
)
"""Names of cases in Chinese, piece by piece."""

PARTS = {
    "single": Words("单条", "one record"),
    "one-thread": Words("表格，单线程", "table, one thread"),
    "all-cores": Words("表格，全部核心", "table, all cores"),
    "files": Words("文件", "files"),
    "loading": Words("导入与读入", "loading"),
}


@cache
def report() -> dict[str, Any]:
    """The report of the last run."""
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def table(of: str, lang: Lang) -> Rows:
    """The table that the words stand for."""
    part, _, scheme = of.partition(" ")
    if part in BASES:
        heads, rows = _cases(part, scheme, lang)
    else:
        heads, rows = OTHERS[part](lang)
    return heads, list(rows)


def _name(case: str, lang: Lang) -> str:
    if lang == "zh":
        case, bracket, rest = case.partition(" (")
        for english, chinese in CHINESE:
            case = case.replace(english, chinese)
        case += bracket + rest
    return case


def _number(value: float) -> str:
    """Three digits that count, no exponent."""
    if value >= 100 or not value:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def _cases(part: str, scheme: str, lang: Lang) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    unit = {
        "single": Words("微秒/条", "µs a record"),
        "files": Words("秒/百万行", "s a million rows"),
    }.get(part, Words("百万行/秒", "million rows/s"))
    rows = report()[part][scheme]
    base = {one["case"]: one["times"] for one in rows}[BASES[part]]
    named = Words(f"相对于{_name(BASES[part], 'zh')}的速度", f"speed, {BASES[part]} being 1")
    wrong = Words("算错得分的记录", "records with a wrong score"), Words("等级错误", "wrong grade")
    heads = (*_words(Words("做法", "case"), unit, named, lang=lang), *_words(*wrong, lang=lang))

    def each() -> Iterator[Sequence[str]]:
        for one in rows:
            speed = one["seconds"] * 1e6 if part in ("single", "files") else 1 / one["seconds"] / 1e6
            ratio = _median([other / own for own, other in zip(one["times"], base, strict=True)])
            counted = one["wrong"]
            faults = ("", "") if counted is None else (f"{counted['scores']:,}", f"{counted['grades']:,}")
            yield (_bold(one["case"], _name(one["case"], lang)), _number(speed), _number(ratio), *faults)

    return heads, each()


def _bold(case: str, shown: str) -> str:
    return f"**{shown}**" if case.startswith("scorerules") else shown


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _words(*words: Words, lang: Lang) -> tuple[str, ...]:
    return tuple(one[lang] for one in words)


def targets(lang: Lang) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """Every target with what was measured."""
    heads = _words(
        Words("场合", "case"), Words("比什么", "against"), Words("目标", "target"), Words("实测", "measured"),
        Words("结果", "verdict"), lang=lang,
    )  # fmt: skip

    def each() -> Iterator[Sequence[str]]:
        for one in report()["targets"]:
            own, peer = _name(one["own"], lang), _name(one["peer"], lang)
            case = f"{PARTS[one['part']][lang]}: {own}"
            asked, found = _target(one, lang)
            verdict = Words("达到", "met") if one["met"] else Words("**未达到**", "**missed**")
            yield case, peer, asked, found, verdict[lang]

    return heads, each()


def _target(one: dict[str, Any], lang: Lang) -> tuple[str, str]:
    if not one["peer"]:
        return f"< {one['asked']}", _number(one["found"])
    if not one["asked"]:
        return "0", str(one["found"])
    if one["asked"] < 1:
        slower = Words("{} 倍用时以内", "at most {} × its time")[lang]
        taken = Words("{} 倍用时", "{} × its time")[lang]
        return slower.format(_number(1 / one["asked"])), taken.format(_number(1 / one["found"]))
    faster = Words("{} 倍速度", "{} × as fast")[lang]
    return faster.format(_number(one["asked"])), faster.format(_number(one["found"]))


def machine(lang: Lang) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """What it was measured on, and how much."""
    found, asked = report()["machine"], report()["asked"]
    places = {
        "processor": Words("处理器", "processor"), "cores": Words("核心", "cores"),
        "system": Words("系统", "system"), "python": Words("Python", "Python"),
    }  # fmt: skip
    packages = [value for name, value in found.items() if name not in places]
    rows = [(words[lang], found[name].removesuffix(" cores")) for name, words in places.items()]
    rows.append((Words("各个包", "packages")[lang], ", ".join(packages)))
    rows.append((Words("表格行数", "rows of a table")[lang], f"{asked['rows']:,}"))
    rows.append((Words("轮数", "rounds")[lang], f"{asked['rounds']}"))
    return _words(Words("项目", "what"), Words("值", "value"), lang=lang), iter(rows)


STAGES = {
    "amounts and rates": Words("读金额和百分比", "reading amounts and rates"),
    "counts": Words("读整数", "reading counts"),
    "judged items and their remarks": Words("读打分和备注", "reading judged items and their remarks"),
    "others": Words("读其他列", "reading other columns"),
    "computing": Words("计算", "computing"),
    "writing": Words("写结果列", "writing the columns of results"),
}


def profile(lang: Lang) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """Where the time of a table goes."""
    found = report()["profile"]
    unit = Words("{}，纳秒/行", "{}, ns a row")[lang]
    heads = (Words("步骤", "stage")[lang], *(unit.format(scheme) for scheme in found))
    return heads, (
        (words[lang], *(_number(one[stage]) for one in found.values())) for stage, words in STAGES.items()
    )


def memory(lang: Lang) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """Memory by rows."""
    listed = report()["memory"]["cases"]
    sizes = sorted({one["rows"] for one in listed})
    by_case: dict[str, dict[int, int | None]] = {}
    for one in listed:
        by_case.setdefault(one["case"], {})[one["rows"]] = one["bytes"]
    said = Words("{:,} 行，MiB", "{:,} rows, MiB")[lang]
    heads = (Words("做法", "case")[lang], *(said.format(size) for size in sizes))

    def each() -> Iterator[Sequence[str]]:
        for case, found in by_case.items():
            given = [found.get(size) for size in sizes]
            shown = ("—" if one is None else f"{one / 2**20:,.0f}" for one in given)
            yield _bold(re.sub("^file, ", "", case), _name(case, lang)), *shown

    return heads, each()


def rows_growth(lang: Lang) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """The cost of a row by the number of rows."""
    heads = _words(Words("行数", "rows"), Words("秒", "seconds"), Words("纳秒/行", "ns a row"), lang=lang)
    return heads, (
        (f"{one['rows']:,}", _number(one["seconds"]), _number(one["seconds"] / one["rows"] * 1e9))
        for one in report()["growth"]["rows"]
    )


def indicators_growth(lang: Lang) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """The cost of an indicator by the number of indicators: in a table, alone, when it is loaded."""
    heads = _words(
        Words("指标数", "indicators"), Words("表格：纳秒/行·指标", "table: ns a row and indicator"),
        Words("单条：微秒", "one record: µs"), Words("读入：毫秒", "loading: ms"),
        Words("编译：毫秒", "compiling: ms"), lang=lang,
    )  # fmt: skip
    wide = {
        one["indicators"]: one["seconds"] / one["rows"] / one["indicators"] * 1e9
        for one in report()["growth"]["indicators"]
    }
    return heads, (
        (
            f"{one['indicators']:,}",
            _number(wide[one["indicators"]]) if one["indicators"] in wide else "—",
            *(_number(one[name]) for name in ("score", "load", "compile")),
        )
        for one in report()["loading"]["sizes"]
    )


OTHERS: dict[str, Callable[[Lang], tuple[Sequence[str], Iterator[Sequence[str]]]]] = {
    "targets": targets,
    "machine": machine,
    "memory": memory,
    "profile": profile,
    "rows": rows_growth,
    "indicators": indicators_growth,
}
