"""The reference evaluation: a plan and the values of a record to the value of every step.

This is what scoring means; every other evaluator must agree with it. Nothing is raised for a record: what
cannot be computed is noted when a result needs it, and everything that depends on it is left out without a
second complaint. A rule that does not apply can neither lack data nor divide by zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from attrs import field, frozen

from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Evaluator, Missing, Problem, Value
from scorerules.numbers import computing
from scorerules.plan import DISQUALIFIED, Plan, Step
from scorerules.record import RecordValues
from scorerules.source import Span


class Failed(Problem):
    """A step or datum that is read has a problem of its own.

    Args:
        cause: The step whose problem it is; ``None`` when the problem is already noted.
    """

    def __init__(self, cause: str | None) -> None:
        super().__init__("", None, {})
        self.cause = cause


@frozen
class Trace:
    """What every step came to.

    Args:
        values: The value of every step that has one.
        absent: Steps without a value, with the ids that they lack; no ids for what does not apply.
        taken: The row taken by every tagged choice.
        record: The values that were evaluated.
    """

    values: Mapping[str, Value]
    absent: Mapping[str, tuple[str, ...]]
    taken: Mapping[str, int]
    record: RecordValues = field(repr=False)


def evaluate(plan: Plan, record: RecordValues, titles: Mapping[str, Words], faults: Faults) -> Trace:
    """Compute every step of a plan for one record.

    Args:
        plan: What to compute, in order.
        record: The values to compute it from.
        titles: What people call the items of the ruleset, for messages.
        faults: Where problems of the record go.

    Returns:
        The value of every step; usable as a score only when ``faults`` holds no error.
    """
    run = Run(plan, record, titles, faults)
    with computing(plan.limits):
        for step in plan.steps:
            run.compute(step)
        return run.trace()


class Run:
    """The evaluation of one record, step by step.

    Args:
        plan: What is computed.
        record: The values to compute it from.
        titles: What people call the items of the ruleset, for messages.
        faults: Where problems of the record go.
    """

    def __init__(self, plan: Plan, record: RecordValues, titles: Mapping[str, Words], faults: Faults) -> None:
        self._plan = plan
        self._record = record
        self._titles = titles
        self._faults = faults
        self._values: dict[str, Value] = {}
        self._absent: dict[str, Missing] = {}
        self._failed: dict[str, str | None] = {}
        self._problems: dict[str, tuple[Step, Problem]] = {}
        self._waiting: list[tuple[Step, Missing]] = []
        self._noted: set[tuple[str, str]] = set()
        self._taken: dict[str, int] = {}
        self._evaluator = Evaluator(self.read, self._taken)

    @property
    def failed(self) -> bool:
        """Whether the record has a fault or a problem so far."""
        return self._faults.errors or bool(self._waiting)

    def compute(self, step: Step) -> None:
        """Compute a step; those that it reads were computed before."""
        try:
            self.settle(step, self._evaluator.value(step.expr))
        except Missing as absence:
            self.lack(step, absence)
        except Failed as failed:
            self._fails(step, failed.cause)
        except Problem as problem:
            self.fail(step, problem)

    def settle(self, step: Step, value: Value) -> None:
        """Keep the value of a step."""
        self._values[step.id] = value
        if step.role == "explain" and value is True and step.owner not in self._record.remarks:
            labels = self._labels(step.span)
            words = self._called(step.owner)
            # What stands under the id is its value, unless that is computed from other data.
            own = step.owner in self._record.values
            form = f'{step.owner} = {{ {"value = …, " if own else ""}remark = "…" }}'
            self._faults.add("SR423", None, path=step.owner, labels=labels, words=words, form=form)

    def lack(self, step: Step, absence: Missing) -> None:
        """Keep that a step has no value, and note it when it must have one."""
        self._absent[step.id] = absence
        unexplained = step.id == "total" and self._values.get(DISQUALIFIED) is not True
        # A disqualified record takes part in no comparison: what is made of its place there is not missing.
        expected = absence.not_applicable and self._values.get(DISQUALIFIED) is True
        if step.required and (absence.needs or unexplained) and not expected:
            self._failed[step.id] = None
            if step.role == "derived":
                # An indicator that needs the datum too says more than a value that is only printed.
                self._waiting.append((step, absence))
            else:
                self._lacks(step, absence)

    def fail(self, step: Step, problem: Problem) -> None:
        """Keep why a step cannot be computed."""
        self._problems[step.id] = (step, problem)
        self._fails(step, step.id)

    def fail_with_others(self, step: Step) -> None:
        """Keep that a step cannot be computed because of another record, whose problem is noted there."""
        self._failed[step.id] = None

    def trace(self) -> Trace:
        """What the steps came to, after everything that is missing was noted."""
        for step, absence in self._waiting:
            self._lacks(step, absence)
        self._waiting.clear()
        absent = {name: absence.needs for name, absence in self._absent.items()}
        return Trace(self._values, absent, self._taken, self._record)

    def _fails(self, step: Step, cause: str | None) -> None:
        """Keep why a step has no value, and note it when the result needs the step."""
        self._failed[step.id] = cause
        if cause is not None and (step.required or step.role == "grade"):
            self._problem(cause)

    def read(self, name: str) -> Value:
        """The value of a step, a datum or a parameter.

        Raises:
            Missing: It has none.
            Failed: It cannot be computed.
        """
        value = self._values.get(name)
        if value is not None:
            return value
        if name in self._failed:
            raise Failed(self._failed[name])
        absence = self._absent.get(name)
        if absence is not None:
            # What reads the score of an item that does not apply lacks that item; a step of its own does not.
            needs = absence.needs or ((name,) if name.startswith("score.") else ())
            raise Missing(*needs, not_applicable=absence.not_applicable)
        value = self._record.values.get(name)
        if value is None and name in self._record.not_applicable:
            raise Missing(name, not_applicable=True)
        if value is None and name in self._record.faulty:
            raise Failed(None)
        if value is None:
            value = self._plan.constants.get(name)
        if value is None:
            raise Missing(name)
        return value

    def _title(self, step: Step) -> Words:
        fixed = {"total": Words("总分", "the total"), "grade": Words("绩效等级", "the grade")}
        named = self._called(step.owner)
        return fixed.get(step.owner, Words(f"“{named.zh}”", f"“{named.en}”"))

    def _called(self, id_: str) -> Words:
        return self._titles.get(id_) or Words.same(id_)

    def _labels(self, span: Span | None) -> tuple[Label, ...]:
        if span is None:
            return ()
        return (Label(span, Words("在这条规则里用到", "needed by this rule")),)

    def _lacks(self, step: Step, absence: Missing) -> None:
        """Note every datum that a required step lacks, each once."""
        if not absence.needs:
            self._faults.add("SR422", None, path=step.owner, labels=self._labels(step.span))
        for name in absence.needs:
            id_ = name.removeprefix("score.")
            code = "SR421" if absence.not_applicable else "SR420"
            if self._is_new(code, id_):
                self._faults.add(
                    code,
                    None,
                    path=id_,
                    labels=self._labels(step.span),
                    key=id_,
                    words=self._called(id_),
                    item=self._title(step),
                )

    def _problem(self, cause: str) -> None:
        """Note the problem of the step ``cause``, once."""
        step, problem = self._problems[cause]
        if not self._is_new(problem.code, cause):
            return
        span = problem.span if problem.span is not None else step.span
        self._faults.add(
            problem.code,
            span,
            path=step.owner,
            item=self._title(step),
            **cast("dict[str, Any]", problem.arguments),
        )

    def _is_new(self, code: str, about: str) -> bool:
        known = (code, about) in self._noted
        self._noted.add((code, about))
        return not known
