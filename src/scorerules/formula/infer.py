"""Types and units of an expression, checked when a ruleset is loaded.

Goes in: an expression and the types of the names it reads. Comes out: its type, after every mistake in it
was noted at its place. Unknown names are not reported here (:mod:`names` does), and nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce

from scorerules.diagnostics import Faults, Words
from scorerules.diagnostics.near import near
from scorerules.formula.dimension import product, raised, root
from scorerules.formula.functions import FUNCTIONS, LOW, PICKING, Kind
from scorerules.formula.joins import JOINS
from scorerules.formula.mixing import Mixer
from scorerules.formula.nodes import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    Logic,
    Member,
    Name,
    Negate,
    Not,
)
from scorerules.formula.notes import Findings
from scorerules.formula.value_type import BOOLEAN, DATE, NUMBER, TEXT, Type, dimension_words, measured
from scorerules.formula.words import kind_words

Env = Callable[[str], Type | None]
"""The type of a name; ``None`` when it is not known."""


def infer(expr: Expr, env: Env, faults: Faults, path: str | None = None) -> Type | None:
    """The type of ``expr``; ``None`` when it cannot be said, mostly because of a fault already noted."""
    return _Inference(env, faults, path).type_of(expr)


def expect(found: Type | None, kind: Kind, expr: Expr, faults: Faults, path: str | None = None) -> bool:
    """Whether an expression is of the kind that its place in the ruleset asks for; notes SR361 if not."""
    if found is None or found.kind == kind:
        return True
    faults.add("SR361", expr.span, path=path, wanted=kind_words(kind), found=kind_words(found.kind))
    return False


class _Inference:
    def __init__(self, env: Env, faults: Faults, path: str | None) -> None:
        self._env = env
        self._findings = Findings(faults, path)
        self._mixer = Mixer(self._findings)

    def type_of(self, expr: Expr) -> Type | None:
        match expr:
            case Const():
                return _const(expr)
            case Name(id_):
                return self._env(id_)
            case Negate(operand):
                return self._of_kind(operand, "number", "-")
            case Not(operand):
                self._condition(operand)
                return BOOLEAN
            case Logic(_, operands):
                for operand in operands:
                    self._condition(operand)
                return BOOLEAN
            case Arithmetic():
                return self._arithmetic(expr)
            case Compare(operators, operands):
                self._comparison(operands, ordered=not {"==", "!="}.issuperset(operators))
                return BOOLEAN
            case Member(operand, items):
                self._comparison((operand, *items), ordered=False)
                return BOOLEAN
            case Cases():
                return self._cases(expr)
            case Call():
                return self._call(expr)
            case Known(operand):
                self.type_of(operand)
                return BOOLEAN
            case Absent():
                return None

    def _fault(self, code: str, expr: Expr, /, **facts: object) -> None:
        self._findings.fault(code, expr, facts)

    def _of_kind(self, expr: Expr, kind: Kind, place: str) -> Type | None:
        """The type of a part that must be of ``kind``; ``None`` when it is not."""
        found = self.type_of(expr)
        if found is None or found.kind == kind:
            return found
        self._fault("SR351", expr, place=place, wanted=kind_words(kind), found=kind_words(found.kind))
        return None

    def _condition(self, expr: Expr) -> None:
        found = self.type_of(expr)
        if found is not None and found.kind != "boolean":
            self._fault("SR357", expr, found=kind_words(found.kind))

    def _arithmetic(self, expr: Arithmetic) -> Type | None:
        types = [self.type_of(expr.left), self.type_of(expr.right)]
        if expr.operator == "-" and all(one is not None and one.kind == "date" for one in types):
            earlier, later = expr.right.span, expr.left.span
            days = f"days({earlier.text}, {later.text})" if earlier and later else None
            self._findings.fault("SR362", expr, {}, instead=days)
            return NUMBER
        for operand, found in zip((expr.left, expr.right), types, strict=True):
            if found is not None and found.kind != "number":
                facts = {"wanted": kind_words("number"), "found": kind_words(found.kind)}
                self._fault("SR351", operand, place=expr.operator, **facts)
                return NUMBER
        left, right = (NUMBER if one is None else one for one in types)
        match expr.operator:
            case "+" | "-":
                return self._mixer.mixed(((expr.left, types[0]), (expr.right, types[1])))
            case "*":
                return _scaled_by(left, right, 1)
            case "/":
                return _scaled_by(left, right, -1)
            case "**":
                return self._power(expr, left, right)

    def _power(self, expr: Arithmetic, left: Type, right: Type) -> Type:
        if right.dimension:
            self._fault("SR359", expr.right, found=dimension_words(right.dimension))
        if left.bare and right.bare:
            return Type("number", bare=True)
        if not left.dimension:
            return Type("number", left.dimension)
        exponent = expr.right.value if isinstance(expr.right, Const) else None
        if exponent is None or isinstance(exponent, (str, bool, date)) or exponent.denominator != 1:
            return NUMBER
        return Type("number", raised(left.dimension, int(exponent)) if abs(exponent) < 100 else None)

    def _comparison(self, operands: Sequence[Expr], *, ordered: bool) -> None:
        typed = [(operand, self.type_of(operand)) for operand in operands]
        known = [(operand, found) for operand, found in typed if found is not None]
        for operand, found in known[1:]:
            if found.kind != known[0][1].kind:
                self._fault(
                    "SR352",
                    operand,
                    left=kind_words(known[0][1].kind),
                    right=kind_words(found.kind),
                    better=_matching(known[0][1].kind, found.kind),
                )
                return
        for operand, found in known[:1] if ordered else ():
            if found.kind in ("text", "boolean", "ids"):
                self._fault("SR360", operand, found=kind_words(found.kind))
                return
        if known and known[0][1].kind == "number":
            self._mixer.mixed(typed)
        choices = next((found.choices for _, found in known if found.choices is not None), None)
        if choices is not None:
            self._choices([operand for operand, _ in known], choices)

    def _choices(self, operands: Sequence[Expr], choices: tuple[str, ...]) -> None:
        """Refuse texts that a value with listed choices cannot be."""
        for operand in operands:
            if isinstance(operand, Const) and operand.value not in choices:
                alike = near(str(operand.value), choices)
                listed = "、".join([*alike, *(one for one in choices if one not in alike)][:10])
                self._fault("SR356", operand, found=operand.value, choices=listed)

    def _cases(self, expr: Cases) -> Type | None:
        for condition, _ in expr.rows:
            self._condition(condition)
        arms = [value for _, value in expr.rows]
        if expr.default is not None:
            arms.append(expr.default)
        # An arm without a value has no type of its own: the other arms decide.
        typed = [(arm, self.type_of(arm)) for arm in arms if not isinstance(arm, Absent)]
        known = [(arm, found) for arm, found in typed if found is not None]
        if not known:
            return None
        first = known[0][1]
        for arm, found in known[1:]:
            if found.kind != first.kind:
                self._fault("SR358", arm, left=kind_words(first.kind), right=kind_words(found.kind))
                return None
        return self._mixer.mixed(typed) if first.kind == "number" else Type(first.kind)

    def _call(self, expr: Call) -> Type | None:
        if expr.function in JOINS:
            return self._join(expr)
        if expr.function not in FUNCTIONS:
            for argument in expr.arguments:
                self.type_of(argument)
            return None
        function = FUNCTIONS[expr.function]
        arguments = expr.arguments[1::2] if function.name in PICKING else expr.arguments
        if function.name == "cohort_rank":
            arguments = tuple(one for one in arguments if not (isinstance(one, Const) and one.value == LOW))
        typed = [
            (argument, self._of_kind(argument, function.kind_of(index), function.name))
            for index, argument in enumerate(arguments)
        ]
        if function.name in PICKING:
            self._mixer.mixed(typed)
        if function.gives != "number":
            return Type(function.gives)
        first = (typed[0][1] if typed else None) or NUMBER
        if function.name == "round":
            self._step(expr, first)
        match function.measure:
            case "all":
                return self._mixer.mixed(typed)
            case "first":
                return first
            case "root":
                return Type("number", None if first.dimension is None else root(first.dimension))
            case "bare":
                return NUMBER if function.name == "days" else Type("number", "")

    def _join(self, expr: Call) -> Type:
        """The type of scores put together; a weight beside them has no say in it."""
        join = JOINS[expr.function]
        typed = [(one, self._of_kind(one, "number", join.label["en"])) for one in expr.arguments]
        joined = typed[join.reads]
        if expr.function == ".product":
            return reduce(
                lambda left, right: _scaled_by(left, right, 1), (one or NUMBER for _, one in joined)
            )
        return self._mixer.mixed(joined)

    def _step(self, expr: Call, value: Type) -> None:
        """Check the step of ``round``: 1 unless said, which is one whole for a percentage."""
        unit = "%" if value.percent else value.scaled.symbol if value.scaled else None
        step = expr.arguments[1] if len(expr.arguments) > 1 else None
        if unit is not None and (step is None or (isinstance(step, Const) and step.unit is None)):
            self._fault("SR363", expr if step is None else step, unit=unit)
        elif step is not None:
            self._mixer.mixed(((expr.arguments[0], value), (step, self.type_of(step))))


def _const(expr: Const) -> Type:
    match expr.value:
        case bool():
            return BOOLEAN
        case str():
            return TEXT
        case date():
            return DATE
        case number if expr.unit is None:
            return Type("number", bare=number != 0)
        case _:
            return measured(expr.unit)


def _scaled_by(left: Type, right: Type, sign: int) -> Type:
    """The type of a product or quotient: units multiply, the way they are written is lost."""
    if left.bare and right.bare:
        return Type("number", bare=True)
    ours = "" if left.bare else left.dimension
    theirs = "" if right.bare else right.dimension
    return Type("number", None if ours is None or theirs is None else product(ours, theirs, sign))


def _matching(left: Kind, right: Kind) -> Words:
    kinds = {left, right}
    if kinds == {"date", "text"}:
        return Words('日期写作 `date("2019-01-01")`', 'write a date as `date("2019-01-01")`')
    if kinds == {"number", "text"}:
        return Words("数不加引号，文字加引号", "a number stands without quotes, a text in quotes")
    return Words("请比较同一类的值", "compare values of one kind")
