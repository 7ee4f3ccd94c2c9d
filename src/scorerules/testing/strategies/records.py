"""Hypothesis strategies of records: ``records(ruleset)`` and ``cohorts(ruleset)``.

Goes in: a ruleset. Comes out: strategies whose records stand where scores bend, jump or stop, and shrink to
the plain record of the ruleset with as few and as short changes as show the same. What can be changed, and
into what, is worked out once in :mod:`scorerules.testing.strategies.ground`; here it is only drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen
from hypothesis import reject
from hypothesis import strategies as st

from scorerules.errors import RecordError
from scorerules.record import Datum
from scorerules.ruleset import Ruleset
from scorerules.testing.strategies.alternatives import Change, is_left_out
from scorerules.testing.strategies.choices import Slots, choose, sizes
from scorerules.testing.strategies.faulty import faults_of, unknown_keys
from scorerules.testing.strategies.ground import Aims, Ground, Written, by_key, ground_of

_DRAWN = 1
"""The number of records that are put together of many choices."""

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]


def records(
    ruleset: Ruleset,
    *,
    valid: bool = True,
    fixed: Mapping[str, Datum | st.SearchStrategy[Datum]] | None = None,
    missing: bool | Collection[str] = True,
    near: str | None = None,
) -> st.SearchStrategy[Written]:
    """Records for a ruleset, near everything that its rules tell apart.

    Args:
        ruleset: The ruleset; not an abstract one.
        valid: Whether every record scores. Otherwise every record has a fault, and scoring it raises
            ``RecordError``.
        fixed: What stands under some keys: values, or strategies of values. ``None`` leaves a key out.
        missing: Whether keys may be left out where the ruleset has a policy for that; or the keys that may.
        near: What the records come near: a grade, or the id of a goal or of an indicator.

    Returns:
        A strategy of dictionaries. In a ruleset that compares records, each scores among the records of the
        first example; see :func:`cohorts` for whole groups.

    Raises:
        RulesetError: The ruleset is abstract (SR271).
        RecordError: A key of ``fixed`` or ``missing`` is none of the ruleset (SR401).

    Example:
        >>> import scorerules
        >>> from hypothesis import given
        >>> from scorerules.testing import records
        >>> ruleset = scorerules.loads('''
        ... scorerules = 1
        ... [ruleset]
        ... id = "demo"
        ... [tier.output]
        ... [indicator.made]
        ... tier = "output"
        ... weight = 100
        ... input = { unit = "%", from = "0%" }
        ... ratio = { full = "100%" }
        ... ''')
        >>> @given(records(ruleset))
        ... def never_above_full(record):
        ...     assert ruleset.score(record).total <= 100
        >>> never_above_full()
    """
    drawing = drawing_of(ruleset, fixed=fixed, missing=missing, near=near)
    return valid_records(drawing) if valid else faulty_records(drawing)


def cohorts(
    ruleset: Ruleset,
    *,
    min_size: int = 1,
    max_size: int = 6,
    fixed: Mapping[str, Datum | st.SearchStrategy[Datum]] | None = None,
    missing: bool | Collection[str] = True,
) -> st.SearchStrategy[list[Written]]:
    """Groups of records that score together in ``score_many``.

    Args:
        ruleset: The ruleset; not an abstract one.
        min_size: How many records a group has at least.
        max_size: How many it has at most.
        fixed: What stands under some keys of every record, as in :func:`records`.
        missing: Whether keys may be left out, as in :func:`records`.

    Raises:
        RulesetError: The ruleset is abstract (SR271).
        RecordError: A key of ``fixed`` or ``missing`` is none of the ruleset (SR401).
    """
    drawing = drawing_of(ruleset, fixed=fixed, missing=missing)
    return groups(drawing, min_size, max_size)


@frozen(repr=False)
class Drawing:
    """What one strategy draws from.

    Args:
        ground: The ruleset.
        fixed: What stands under some keys.
        optional: The keys that may be left out.
        aims: Whole records that reach something, as changes of the plain one.
        aimed: Whether every record starts from one of them.
        strict: Whether no other keys are left out.
        shown: Whole records that are drawn as they are.
    """

    ground: Ground
    fixed: Mapping[str, Datum | st.SearchStrategy[Datum]]
    optional: frozenset[str]
    aims: Aims
    aimed: bool
    strict: bool
    shown: tuple[Change, ...]


def drawing_of(
    ruleset: Ruleset,
    *,
    fixed: Mapping[str, Datum | st.SearchStrategy[Datum]] | None = None,
    missing: bool | Collection[str] = True,
    near: str | None = None,
) -> Drawing:
    """What strategies draw records of a ruleset from; see :func:`records`."""
    ruleset.refuse_abstract()
    ground = ground_of(ruleset)
    fixed = dict(fixed or {})
    named = () if isinstance(missing, bool) else tuple(missing)
    ground.refuse_unknown((*fixed, *named))
    optional = frozenset(named)
    if missing is True:
        optional = ground.optional
    aims = ground.aims if near is None else ground.aims_near(near)
    # Everything that takes long is worked out here, not while the first example is drawn.
    _ = (ground.base, ground.alternatives, ground.fragments)
    shown = ground.shown if near is None else tuple(one for group in aims for one in group)
    return Drawing(ground, fixed, optional, aims, near is not None, missing is not True, shown)


@st.composite
def valid_records(draw: Draw, drawing: Drawing) -> Written:
    """Valid records: all that is chosen stands in bytes of one length, each choice at its own place.

    Hypothesis makes a text of bytes shorter byte by byte, 0 meaning the plain record. Choices drawn one by
    one would be copied over each other half of the time, which makes few records of many.
    """
    ground = drawing.ground
    # Hypothesis never draws the same twice: a record that is chosen by its number alone comes up once.
    number = draw(st.integers(0, len(drawing.shown) + 1))
    size = sizes(ground)
    # What is smaller counts as plainer: the plain record, then changes of it, then whole other records.
    drawn = draw(st.binary(min_size=size, max_size=size) if number == _DRAWN else st.integers(0, 0))
    fixed = {
        name: draw(one) if isinstance(one, st.SearchStrategy) else one for name, one in drawing.fixed.items()
    }
    if number != _DRAWN:
        parts = by_key(drawing.shown[number - 2]) if number else {}
        changes = [
            one
            for name, one in parts.items()
            if not (drawing.strict and name not in drawing.optional and is_left_out(one, name))
        ]
        record = ground.sound(changes, fixed, {})
        return reject() if record is None else record
    chosen = choose(
        drawing.ground,
        Slots(drawn),
        drawing.optional,
        drawing.aims,
        frozenset(fixed),
        aimed=drawing.aimed,
        strict=drawing.strict,
    )
    record = drawing.ground.sound(chosen.changes.values(), fixed, chosen.ways)
    return reject() if record is None else record


@st.composite
def faulty_records(draw: Draw, drawing: Drawing) -> Written:
    """Records with a fault: valid ones into which something was put that must not be there."""
    record: Written = dict(draw(valid_records(drawing)))
    ground = drawing.ground
    faults = [
        (name, datum)
        for name, key in ground.keys.items()
        if name not in drawing.fixed
        for datum in faults_of(key)
    ]
    faults += [(name, 1) for name in unknown_keys(ground.keys)]
    for _ in range(draw(st.integers(1, 2))):
        name, datum = draw(st.sampled_from(faults))
        record[name] = datum
        if datum is None and draw(st.booleans()):
            del record[name]
    if ground.scores(record):  # what was put in is no fault of this ruleset: a key that may be left out
        record[unknown_keys(ground.keys)[0]] = 1
    return record


@st.composite
def groups(draw: Draw, drawing: Drawing, least: int = 1, most: int = 4) -> list[Written]:
    """Groups of records that score together."""
    ruleset = drawing.ground.ruleset
    group: list[Written] = draw(st.lists(valid_records(drawing), min_size=least, max_size=most))
    if _scoregroups(ruleset, group):
        return group
    kept: list[Written] = []
    for one in group:
        if _scoregroups(ruleset, [*kept, one]):
            kept.append(one)
    return kept if len(kept) >= least else reject()


def _scoregroups(ruleset: Ruleset, group: Sequence[Written]) -> bool:
    try:
        ruleset.score_many(group)
    except RecordError:
        return False
    except Exception:  # noqa: BLE001 - a fault of the library, met by those who score the group
        return True
    return True
