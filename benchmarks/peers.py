"""Other ways to score the residence-card scheme: by hand, and by rule engines that can be installed.

Each peer takes a record and gives all scores, the tiers, the total and the grade. The engines compile their
expressions once; what they have no words for, the sums of tiers and the grade, is done in Python beside them.
None of the engines checks the record, which only helps them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from importlib.metadata import version
from math import floor
from typing import Any

from residence_card import JUDGED, Record, finished, flat

Peer = Callable[[Record], dict[str, Any]]

KEYS = frozenset(
    {
        "budget", "spent", "planned_cards", "made_cards", "pass_rate", "on_time_rate", "complaints",
        "satisfaction", "budget_execution", "cards_made", *JUDGED,
    }
)  # fmt: skip


def by_hand(record: Record) -> dict[str, Any]:
    """What a careful programmer writes for this one scheme, in floats, every datum checked."""
    if not record.keys() <= KEYS:
        raise ValueError("unknown key")
    budget, spent = record["budget"], record["spent"]
    planned, made, complaints = record["planned_cards"], record["made_cards"], record["complaints"]
    pass_rate, on_time_rate = record["pass_rate"], record["on_time_rate"]
    satisfaction = record["satisfaction"]
    for value in (budget, spent, pass_rate, on_time_rate, satisfaction):
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise TypeError("not a number")
    for value in (planned, made, complaints):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise TypeError("not a count")
    for value in (pass_rate, on_time_rate, satisfaction):
        if not 0 <= value <= 100:
            raise ValueError("not a rate")
    if budget <= 0 or spent < 0 or planned == 0:
        raise ValueError("out of range")
    scores = {
        "fund_compliance": _judged(record["fund_compliance"], 6),
        "goal_soundness": _judged(record["goal_soundness"], 8),
        "project_setup": _judged(record["project_setup"], 5),
        "budget_execution": floor(min(8, 8 * spent / budget) + 0.5),
        "finance_management": _judged(record["finance_management"], 5),
        "project_management": _judged(record["project_management"], 4),
        "cards_made": floor(max(0, 12 - max(0, (1 - made / planned) / 0.01) * 0.5) + 0.5),
        "pass_rate": floor(11 * pass_rate / 100 + 0.5),
        "on_time_rate": floor(11 * on_time_rate / 100 + 0.5),
        "complaints": 8 if complaints <= 0 else 0,
        "satisfaction": floor(7 * satisfaction / 100 + 0.5),
        "training": _judged(record["training"], 8),
        "long_term": _judged(record["long_term"], 7),
    }
    inputs = (
        scores["fund_compliance"] + scores["goal_soundness"] + scores["project_setup"]
        + scores["budget_execution"] + scores["finance_management"] + scores["project_management"]
    )  # fmt: skip
    output = scores["cards_made"] + scores["pass_rate"] + scores["on_time_rate"]
    effect = scores["complaints"] + scores["satisfaction"]
    impact = scores["training"] + scores["long_term"]
    total = inputs + output + effect + impact
    grade = "优秀" if total >= 90 else "良好" if total >= 75 else "合格" if total >= 60 else "不合格"
    return {
        **scores, "input": inputs, "output": output, "effect": effect, "impact": impact, "total": total,
        "grade": grade,
    }  # fmt: skip


def _judged(given: Any, full: int) -> float:
    if isinstance(given, dict):
        score = given["score"] if "score" in given else full - given["deduct"]
        if not given.get("remark"):
            raise ValueError("points lost without a remark")
    else:
        score = given
        if score < full:
            raise ValueError("points lost without a remark")
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= full:
        raise ValueError("not a score")
    return score


FORMULAS = {
    "budget_execution": "{floor}({min}(8, 8 * spent / budget) + 0.5)",
    "cards_made": "{floor}({max}(0, 12 - {max}(0, (1 - made_cards / planned_cards) / 0.01) * 0.5) + 0.5)",
    "pass_rate": "{floor}(11 * pass_rate / 100 + 0.5)",
    "on_time_rate": "{floor}(11 * on_time_rate / 100 + 0.5)",
    "satisfaction": "{floor}(7 * satisfaction / 100 + 0.5)",
}
"""The formulas in the manner of most languages; the words of each are put in."""


def simple_eval(number: Callable[[Any], Any] = float) -> Peer:
    """Simpleeval over expressions that were parsed before; in floats, or exact in fractions."""
    from simpleeval import SimpleEval

    evaluator = SimpleEval(functions={"floor": floor, "min": min, "max": max})
    words = {"floor": "floor", "min": "min", "max": "max"}
    texts = {name: text.format(**words) for name, text in FORMULAS.items()}
    texts["complaints"] = "8 if complaints <= 0 else 0"
    texts |= {name: name for name in JUDGED}
    trees = {name: ast.parse(text, mode="eval").body for name, text in texts.items()}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant):
                node.value = number(str(node.value))

    def prepare(data: dict[str, Any]) -> dict[str, Any]:
        return data if number is float else {name: number(str(value)) for name, value in data.items()}

    def score(record: Record) -> dict[str, Any]:
        evaluator.names = prepare(flat(record))
        return finished({name: evaluator._eval(tree) for name, tree in trees.items()})  # noqa: SLF001 - the way to evaluate a parsed tree

    return score


def json_logic() -> Peer:
    """datalogic-py: JSONLogic in Rust."""
    from datalogic_py import Engine

    def var(name: str) -> dict[str, str]:
        return {"var": name}

    def rounded(rule: Any) -> Any:
        return {"floor": {"+": [rule, 0.5]}}

    rules = {
        "budget_execution": rounded({"min": [8, {"/": [{"*": [8, var("spent")]}, var("budget")]}]}),
        "cards_made": rounded({"max": [0, {"-": [12, {"*": [0.5, {"max": [0, {"/": [
            {"-": [1, {"/": [var("made_cards"), var("planned_cards")]}]}, 0.01]}]}]}]}]}),
        "pass_rate": rounded({"/": [{"*": [11, var("pass_rate")]}, 100]}),
        "on_time_rate": rounded({"/": [{"*": [11, var("on_time_rate")]}, 100]}),
        "satisfaction": rounded({"/": [{"*": [7, var("satisfaction")]}, 100]}),
        "complaints": {"if": [{"<=": [var("complaints"), 0]}, 8, 0]},
    } | {name: var(name) for name in JUDGED}  # fmt: skip
    names = tuple(rules)
    rule = Engine().compile(list(rules.values()))
    return lambda record: finished(dict(zip(names, rule.evaluate(flat(record)), strict=True)))


def zen() -> Peer:
    """zen-engine: its expression language, in Rust."""
    from zen import compile_expression

    texts = {
        "budget_execution": "floor(min([8, 8 * spent / budget]) + 0.5)",
        "cards_made": "floor(max([0, 12 - max([0, (1 - made_cards / planned_cards) / 0.01]) * 0.5]) + 0.5)",
        "pass_rate": "floor(11 * pass_rate / 100 + 0.5)",
        "on_time_rate": "floor(11 * on_time_rate / 100 + 0.5)",
        "satisfaction": "floor(7 * satisfaction / 100 + 0.5)",
        "complaints": "complaints <= 0 ? 8 : 0",
    } | {name: name for name in JUDGED}
    names = tuple(texts)
    expression = compile_expression(f"[{', '.join(texts.values())}]")
    return lambda record: finished(dict(zip(names, expression.evaluate(flat(record)), strict=True)))


def _cel_texts() -> dict[str, str]:
    def double(name: str) -> str:
        return f"double({name})"

    execution = f"(8.0 * {double('spent')} / {double('budget')})"
    below = f"((1.0 - {double('made_cards')} / {double('planned_cards')}) / 0.01)"
    lost = f"({below} > 0.0 ? {below} : 0.0) * 0.5"
    left = f"(12.0 - {lost})"
    return {
        "budget_execution": f"int(({execution} < 8.0 ? {execution} : 8.0) + 0.5)",
        "cards_made": f"int(({left} > 0.0 ? {left} : 0.0) + 0.5)",
        "pass_rate": f"int(11.0 * {double('pass_rate')} / 100.0 + 0.5)",
        "on_time_rate": f"int(11.0 * {double('on_time_rate')} / 100.0 + 0.5)",
        "satisfaction": f"int(7.0 * {double('satisfaction')} / 100.0 + 0.5)",
        "complaints": "complaints <= 0 ? 8 : 0",
    } | {name: name for name in JUDGED}


def cel_rust() -> Peer:
    """common-expression-language: CEL in Rust."""
    from cel import compile as compile_cel

    texts = _cel_texts()
    program = compile_cel(f"[{', '.join(texts.values())}]")
    names = tuple(texts)
    return lambda record: finished(dict(zip(names, program.execute(flat(record)), strict=True)))


def cel_cpp() -> Peer:
    """cel-expr-python: CEL in C++."""
    from cel_expr_python import cel

    numbers = {"budget", "spent", "pass_rate", "on_time_rate", "satisfaction"}
    counts = {"planned_cards", "made_cards", "complaints", *JUDGED}
    types = dict.fromkeys(numbers, cel.Type.DYN) | dict.fromkeys(counts, cel.Type.INT)
    texts = _cel_texts()
    expression = cel.NewEnv(variables=types).compile(f"[{', '.join(texts.values())}]")
    names = tuple(texts)

    def score(record: Record) -> dict[str, Any]:
        values = expression.eval(data=flat(record)).value()
        return finished(
            dict(zip(names, [one.value() if hasattr(one, "value") else one for one in values], strict=True))
        )

    return score


def rule_engine() -> Peer:
    """rule-engine: its expression language, in Python, with decimals of its own."""
    from rule_engine import Rule

    texts = {
        "budget_execution": "$min([8, 8 * spent / budget]) + 0.5",
        "cards_made": "$max([0, 12 - $max([0, (1 - made_cards / planned_cards) / 0.01]) * 0.5]) + 0.5",
        "pass_rate": "11 * pass_rate / 100 + 0.5",
        "on_time_rate": "11 * on_time_rate / 100 + 0.5",
        "satisfaction": "7 * satisfaction / 100 + 0.5",
        "complaints": "complaints <= 0 ? 8 : 0",
    } | {name: name for name in JUDGED}
    names = tuple(texts)
    rule = Rule(f"[{', '.join(texts.values())}]")
    return lambda record: finished(
        {name: floor(value) for name, value in zip(names, rule.evaluate(flat(record)), strict=True)}
    )


ENGINES: dict[str, tuple[str, Callable[[], Peer]]] = {
    "simpleeval, parsed before, floats": ("simpleeval", simple_eval),
    "simpleeval, parsed before, fractions": ("simpleeval", partial(simple_eval, Fraction)),
    "datalogic-py (JSONLogic, Rust)": ("datalogic-py", json_logic),
    "zen-engine (ZEN, Rust)": ("zen-engine", zen),
    "common-expression-language (CEL, Rust)": ("common-expression-language", cel_rust),
    "cel-expr-python (CEL, C++)": ("cel-expr-python", cel_cpp),
    "rule-engine (Python)": ("rule-engine", rule_engine),
}
"""By the name that the table shows: the distribution, and what makes the peer."""


def engines() -> dict[str, tuple[Peer | None, str]]:
    """The peers that are installed, with their versions; others say why they are left out."""
    found: dict[str, tuple[Peer | None, str]] = {}
    for name, (distribution, make) in ENGINES.items():
        try:
            found[name] = make(), version(distribution)
        except ImportError:
            found[name] = None, "not installed"
    return found
