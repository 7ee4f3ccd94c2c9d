"""The formulas of a scheme in the words of each peer.

Goes in: formulas in the part of Python that :class:`scheme.Scheme` describes. Comes out: the same formulas
as another language has them, as one would write them by hand: operators where there are operators, ``clip``
where one bound is a number, ``CASE`` where SQL says so. Nothing is rearranged: floats give what they give in
this order. ``python benchmarks/dialects.py residence-card`` shows every text.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, ClassVar

from scheme import Scheme, plain_name

OPERATORS: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.LtE: "<=", ast.Lt: "<", ast.GtE: ">=", ast.Gt: ">", ast.Eq: "==",
    ast.And: "and", ast.Or: "or",
}  # fmt: skip
TIMES = (ast.Mult, ast.Div)


class Python:
    """Python: one record at a time, or one row inside a loop that numba compiles.

    Args:
        scheme: Whose formulas they are.
        coded: Whether texts are given as numbers, their places in the lists of the scheme.
        graded: Whether grades are; without it, as texts are.
    """

    words: ClassVar[Mapping[str, str]] = {}
    """Operators and functions by their words in Python, where they are others."""
    brackets = False
    """Whether a condition inside a condition stands in brackets."""

    def __init__(self, scheme: Scheme, *, coded: bool = False, graded: bool | None = None) -> None:
        self.scheme, self._coded = scheme, coded
        self._graded = coded if graded is None else graded

    def formula(self, text: str) -> str:
        """The formula, in this language."""
        return self._render(ast.parse(text, mode="eval").body)

    def column(self, name: str) -> str:
        """A datum."""
        return plain_name(name)

    def score(self, name: str) -> str:
        """What was scored in an earlier stage."""
        return f"s_{name}"

    def number(self, value: float) -> str:
        """A number."""
        return repr(value)

    def text(self, value: str) -> str:
        """A text."""
        return repr(value)

    def grade(self, value: str) -> str:
        """A grade."""
        return self.text(value)

    def choose(self, when: str, value: str, otherwise: str) -> str:
        """The first where a condition holds, else the other."""
        return f"({value} if {when} else {otherwise})"

    def extreme(self, name: str, given: Sequence[str], numbers: Sequence[bool]) -> str:
        """``min`` or ``max`` of two, of which some are plain numbers."""
        return f"{name}({', '.join(given)})"

    def whole(self, name: str, given: str) -> str:
        """``floor`` or ``ceil``."""
        return f"{self.words.get(name, name)}({given})"

    def negated(self, given: str) -> str:
        """The opposite of a truth value."""
        return f"{self.words.get('not', 'not ')}{given}"

    def _render(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=str(text)):
                return str(self.scheme.grades.index(text)) if self._graded else self.grade(text)
            case ast.Constant(value=int(number) | float(number)):
                return self.number(number)
            case ast.Name(id="total"):
                return self.score("total")
            case ast.Name(id=name):
                return self.column(name)
            case ast.Attribute(value=ast.Name(id="score"), attr=name):
                return self.score(name)
            case ast.Attribute(value=ast.Name(id=item), attr=part):
                return self.column(f"{item}.{part}")
            case ast.BinOp(left=left, op=op, right=right):
                return f"{self._left(left, op)} {self._word(op)} {self._right(right, op)}"
            case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=str(text))]):
                known = str(self.scheme.texts[name].index(text)) if self._coded else self.text(text)
                return f"{self.column(name)} {self._word(op)} {known}"
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return f"{self._render(left)} {self._word(op)} {self._render(right)}"
            case ast.BoolOp(op=op, values=values):
                return f" {self._word(op)} ".join(self._condition(one) for one in values)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.negated(self._render(operand))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.choose(self._render(test), self._render(body), self._render(orelse))
            case ast.Call(func=ast.Name(id="min" | "max" as name), args=args):
                return self.extreme(
                    name, [self._render(one) for one in args], [isinstance(one, ast.Constant) for one in args]
                )
            case ast.Call(func=ast.Name(id=name), args=[given]):
                return self.whole(name, self._render(given))
        raise NotImplementedError(ast.dump(node))

    def _word(self, op: Any) -> str:
        return self.words.get(OPERATORS[type(op)], OPERATORS[type(op)])

    def _left(self, node: ast.expr, outer: ast.operator) -> str:
        loose = isinstance(node, ast.BinOp) and not isinstance(node.op, TIMES)
        return f"({self._render(node)})" if loose and isinstance(outer, TIMES) else self._render(node)

    def _right(self, node: ast.expr, outer: ast.operator) -> str:
        tight = not isinstance(node, ast.BinOp) or (
            isinstance(node.op, TIMES) and not isinstance(outer, TIMES)
        )
        return self._render(node) if tight else f"({self._render(node)})"

    def _condition(self, node: ast.expr) -> str:
        bare = isinstance(node, ast.Name) or not self.brackets
        return self._render(node) if bare else f"({self._render(node)})"


class Zen(Python):
    """ZEN: a question mark for conditions, lists for the least and the largest."""

    def choose(self, when: str, value: str, otherwise: str) -> str:
        return f"({when} ? {value} : {otherwise})"

    def extreme(self, name: str, given: Sequence[str], numbers: Sequence[bool]) -> str:
        return f"{name}([{', '.join(given)}])"


class RuleEngine(Zen):
    """rule-engine: functions have a dollar, rounding is an attribute."""

    words: ClassVar[Mapping[str, str]] = {"floor": "floor", "ceil": "ceiling"}

    def extreme(self, name: str, given: Sequence[str], numbers: Sequence[bool]) -> str:
        return f"${name}([{', '.join(given)}])"

    def whole(self, name: str, given: str) -> str:
        return f"({given}).{self.words[name]}"


class Cel(Zen):
    """CEL: whole numbers and others do not mix, and nothing rounds but the conversion to a whole number."""

    words: ClassVar[Mapping[str, str]] = {"and": "&&", "or": "||", "not": "!"}

    def column(self, name: str) -> str:
        plain = plain_name(name)
        return f"double({plain})" if name in self.scheme.places else plain

    def number(self, value: float) -> str:
        return repr(float(value))

    def extreme(self, name: str, given: Sequence[str], numbers: Sequence[bool]) -> str:
        return f"({given[0]} {'<' if name == 'min' else '>'} {given[1]} ? {given[0]} : {given[1]})"

    def whole(self, name: str, given: str) -> str:
        down = f"double(int({given}))"
        return down if name == "floor" else f"({down} < {given} ? {down} + 1.0 : {down})"


class Sql(Python):
    """SQL as DuckDB has it."""

    words: ClassVar[Mapping[str, str]] = {"==": "=", "and": "AND", "or": "OR", "not": "NOT "}

    def column(self, name: str) -> str:
        return f'"{name}"'

    def score(self, name: str) -> str:
        return f'"score.{name}"'

    def number(self, value: float) -> str:
        return repr(value) if isinstance(value, int) else f"{value!r}e0"  # else it would be a DECIMAL

    def text(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    def choose(self, when: str, value: str, otherwise: str) -> str:
        return f"CASE WHEN {when} THEN {value} ELSE {otherwise} END"

    def extreme(self, name: str, given: Sequence[str], numbers: Sequence[bool]) -> str:
        return f"{'least' if name == 'min' else 'greatest'}({', '.join(given)})"


class NumPy(Python):
    """NumPy, and Series of pandas, which take its functions."""

    words: ClassVar[Mapping[str, str]] = {
        "and": "&", "or": "|", "not": "~", "floor": "np.floor", "ceil": "np.ceil",
    }  # fmt: skip
    brackets = True

    def choose(self, when: str, value: str, otherwise: str) -> str:
        return f"np.where({when}, {value}, {otherwise})"

    def extreme(self, name: str, given: Sequence[str], numbers: Sequence[bool]) -> str:
        return f"np.{name}imum({', '.join(given)})"


class Polars(Python):
    """Expressions of Polars."""

    words: ClassVar[Mapping[str, str]] = {"and": "&", "or": "|", "not": "~"}
    brackets = True

    def column(self, name: str) -> str:
        return f"pl.col({name!r})"

    def score(self, name: str) -> str:
        return f"pl.col('score.{name}')"

    def text(self, value: str) -> str:
        return f"pl.lit({value!r})"

    def choose(self, when: str, value: str, otherwise: str) -> str:
        return f"pl.when({when}).then({value}).otherwise({otherwise})"

    def extreme(self, name: str, given: Sequence[str], numbers: Sequence[bool]) -> str:
        bound = "upper_bound" if name == "min" else "lower_bound"
        for own, other, plain in ((0, 1, numbers[0]), (1, 0, numbers[1])):
            if plain:
                return f"({given[other]}).clip({bound}={given[own]})"
        return f"pl.{name}_horizontal({', '.join(given)})"

    def whole(self, name: str, given: str) -> str:
        return f"({given}).{name}()"


class PolarsEnum(Polars):
    """The same, grades being of the type ``grades``, an Enum."""

    def grade(self, value: str) -> str:
        return f"pl.lit({value!r}, dtype=grades)"


def json_logic(text: str) -> Any:
    """A formula as JSONLogic."""
    return _logic(ast.parse(text, mode="eval").body)


def _logic(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return {"var": name}
        case ast.Attribute(value=ast.Name(id=item), attr=part):
            return {"var": plain_name(f"{item}.{part}")}
        case ast.BinOp(left=left, op=op, right=right):
            return {OPERATORS[type(op)]: [_logic(left), _logic(right)]}
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return {OPERATORS[type(op)]: [_logic(left), _logic(right)]}
        case ast.BoolOp(op=op, values=values):
            return {OPERATORS[type(op)]: [_logic(one) for one in values]}
        case ast.UnaryOp(operand=operand):
            return {"!": [_logic(operand)]}
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return {"if": [_logic(test), _logic(body), _logic(orelse)]}
        case ast.Call(func=ast.Name(id=name), args=args):
            return {name: [_logic(one) for one in args] if len(args) > 1 else _logic(args[0])}
    raise NotImplementedError(ast.dump(node))


def body(dialect: Python) -> list[str]:
    """Every formula as an assignment, those that others need first."""
    return [
        f"s_{name} = {dialect.formula(text)}"
        for stage in dialect.scheme.stages
        for name, text in stage.items()
    ]


def select(scheme: Scheme) -> str:
    """One query of DuckDB over a table ``given``, a stage inside the next."""
    dialect = Sql(scheme)

    def stage(inner: str, formulas: Mapping[str, str]) -> str:
        named = [f'{dialect.formula(text)} AS "score.{name}"' for name, text in formulas.items()]
        return f"SELECT *, {', '.join(named)} FROM {inner}"  # noqa: S608 - our own formulas

    inner = reduce(lambda inner, formulas: f"({stage(inner, formulas)})", scheme.stages, "given")
    return f"SELECT {', '.join(dialect.score(name) for name in (*scheme.results, 'grade'))} FROM {inner}"  # noqa: S608 - our own formulas


def main() -> None:
    """Show the formulas of the schemes that are named, in every language."""
    from peer_schemes import SCHEMES

    for name in sys.argv[1:] or SCHEMES:
        scheme = SCHEMES[name]
        for dialect in (Python, NumPy, Polars, Sql, Zen, Cel, RuleEngine):
            print(f"# {name}: {dialect.__name__}", *body(dialect(scheme)), "", sep="\n")
        print(f"# {name}: JSONLogic", *map(json_logic, scheme.indicators.values()), "", sep="\n")


if __name__ == "__main__":
    main()
