"""Other ways to score one record: rule engines and expression languages that can be installed.

Each takes a record and gives all scores, the tiers, the total and the grade. Its expressions are compiled
once. What an engine has no words for, the sums of tiers and the grade, is done in Python beside it, compiled
too. None of the engines checks the record, which only helps them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from importlib.metadata import version
from math import ceil, floor
from typing import Any

from dialects import Cel, Python, RuleEngine, Zen, json_logic
from scheme import Outcome, Record, Scheme, plain_name

Peer = Callable[[Record], Outcome]
FUNCTIONS = {"floor": floor, "ceil": ceil, "min": min, "max": max}


class _Exact(Python):
    """Python with numbers of another class, made once."""

    def __init__(self, scheme: Scheme, number: Callable[[str], Any]) -> None:
        super().__init__(scheme)
        self._number, self.made = number, dict[str, Any]()

    def number(self, value: float) -> str:
        name = f"n{value!r}".replace(".", "_")
        self.made[name] = self._number(repr(value))
        return name


def finishing(
    scheme: Scheme, number: Callable[[Any], Any] | None = None
) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Outcome]:
    """Tiers, total and grade in Python: the scores of indicators and a flat record in, all results out."""
    dialect = Python(scheme) if number is None else _Exact(scheme, number)
    lines = [f"s_{name} = scores[{name!r}]" for name in scheme.indicators]
    later = [pair for stage in scheme.later for pair in stage.items()]
    lines += [f"{plain_name(one)} = data[{plain_name(one)!r}]" for one in _columns(text for _, text in later)]
    lines += [f"s_{name} = {dialect.formula(text)}" for name, text in later]
    found = ", ".join(f"{name!r}: s_{name}" for name in (*scheme.results, "grade"))
    return compiled("scores, data", lines, f"{{{found}}}", {} if number is None else dialect.made)


def _columns(texts: Any) -> list[str]:
    """The data that formulas read directly."""
    found: dict[str, None] = {}
    for text in texts:
        for node in ast.walk(ast.parse(text, mode="eval")):
            match node:
                case ast.Attribute(value=ast.Name(id=item), attr=part) if item != "score":
                    found[f"{item}.{part}"] = None
                case ast.Name(id=name) if name not in {"score", "total", *FUNCTIONS}:
                    found[name] = None
    items = {name.partition(".")[0] for name in found if "." in name}
    return [name for name in found if name not in items]


def compiled(given: str, lines: list[str], result: str, names: dict[str, Any]) -> Callable[..., Any]:
    """A function of Python with this body."""
    text = "\n    ".join((f"def score({given}):", *lines, f"return {result}"))
    found: dict[str, Any] = {**FUNCTIONS, **names}
    exec(compile(text, "<benchmark>", "exec"), found)  # noqa: S102 - our own formulas
    made: Callable[..., Any] = found["score"]
    return made


def simple_eval(scheme: Scheme, number: Callable[[Any], Any] = float) -> Peer:
    """Simpleeval over expressions that were parsed before; in floats, or exact in fractions."""
    from simpleeval import SimpleEval

    evaluator = SimpleEval(functions=FUNCTIONS)
    dialect, finish = Python(scheme), finishing(scheme, None if number is float else number)
    trees = {
        name: ast.parse(dialect.formula(text), mode="eval").body for name, text in scheme.indicators.items()
    }
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and not isinstance(node.value, str):
                node.value = number(str(node.value))

    def prepare(data: dict[str, Any]) -> dict[str, Any]:
        if number is float:
            return data
        return {
            name: value if isinstance(value, bool | str) else number(str(value))
            for name, value in data.items()
        }

    def score(record: Record) -> Outcome:
        data = evaluator.names = prepare(scheme.flat(record))
        return finish({name: evaluator._eval(tree) for name, tree in trees.items()}, data)  # noqa: SLF001 - the way to evaluate a parsed tree

    return score


def _listed(
    scheme: Scheme, evaluate: Callable[[dict[str, Any]], Any], number: Callable[[Any], Any] | None = None
) -> Peer:
    """A peer whose engine gives the scores of indicators as one list; they are of the class ``number``."""
    finish, names = finishing(scheme, number), tuple(scheme.indicators)

    def score(record: Record) -> Outcome:
        data = scheme.flat(record)
        return finish(dict(zip(names, evaluate(data), strict=True)), data)

    return score


def json_logic_peer(scheme: Scheme) -> Peer:
    """datalogic-py: JSONLogic in Rust."""
    from datalogic_py import Engine

    rule = Engine().compile([json_logic(text) for text in scheme.indicators.values()])
    return _listed(scheme, rule.evaluate)


def _as_list(dialect: Python) -> str:
    return f"[{', '.join(dialect.formula(text) for text in dialect.scheme.indicators.values())}]"


def zen(scheme: Scheme) -> Peer:
    """zen-engine: its expression language, in Rust, with decimals inside that come out as floats."""
    from zen import compile_expression

    expression = compile_expression(_as_list(Zen(scheme)))

    def evaluate(data: dict[str, Any]) -> list[Decimal]:
        return [Decimal(str(value)) for value in expression.evaluate(data)]

    return _listed(scheme, evaluate, Decimal)


def cel_rust(scheme: Scheme) -> Peer:
    """common-expression-language: CEL in Rust."""
    from cel import compile as compile_cel

    return _listed(scheme, compile_cel(_as_list(Cel(scheme))).execute)


def cel_cpp(scheme: Scheme) -> Peer:
    """cel-expr-python: CEL in C++."""
    from cel_expr_python import cel

    types = {
        **{plain_name(name): cel.Type.DYN for name in scheme.places},
        **dict.fromkeys(scheme.flags, cel.Type.BOOL),
        **{name: cel.Type.STRING for name in scheme.texts if "." not in name},
    }
    expression = cel.NewEnv(variables=types).compile(_as_list(Cel(scheme)))

    def evaluate(data: dict[str, Any]) -> list[Any]:
        values = expression.eval(data=data).value()
        return [one.value() if hasattr(one, "value") else one for one in values]

    return _listed(scheme, evaluate)


def rule_engine(scheme: Scheme) -> Peer:
    """rule-engine: its expression language, in Python, with decimals of its own."""
    from rule_engine import Rule

    return _listed(scheme, Rule(_as_list(RuleEngine(scheme))).evaluate, Decimal)


ENGINES: dict[str, tuple[str, Callable[[Scheme], Peer]]] = {
    "simpleeval, parsed before, floats": ("simpleeval", simple_eval),
    "simpleeval, parsed before, fractions": ("simpleeval", partial(simple_eval, number=Fraction)),
    "datalogic-py (JSONLogic, Rust)": ("datalogic-py", json_logic_peer),
    "zen-engine (ZEN, Rust)": ("zen-engine", zen),
    "common-expression-language (CEL, Rust)": ("common-expression-language", cel_rust),
    "cel-expr-python (CEL, C++)": ("cel-expr-python", cel_cpp),
    "rule-engine (Python)": ("rule-engine", rule_engine),
}
"""By the name that the table shows: the distribution, and what makes the peer."""


def engines(scheme: Scheme) -> dict[str, tuple[Peer | None, str]]:
    """The peers that are installed, with their versions; others say why they are left out."""
    found: dict[str, tuple[Peer | None, str]] = {}
    for name, (distribution, make) in ENGINES.items():
        try:
            found[name] = make(scheme), version(distribution)
        except ImportError:
            found[name] = None, "not installed"
    return found
