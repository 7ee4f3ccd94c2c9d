"""How the data of a record stand in a lane program: numbers scaled to integers, each with its bounds.

Goes in: the keys of a ruleset and a scale. Comes out: for every datum that is read its lane. A datum is an
integer times a constant: its unit, divided by ten as often as it may have decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from attrs import field, frozen

from scorerules.compile.arithmetic import fits
from scorerules.compile.builder import Builder
from scorerules.compile.lanes import (
    LEFT_OUT_READ,
    MISSING,
    PRESENT,
    Codes,
    Content,
    Exact,
    Lane,
    Number,
    Other,
    Source,
    Truth,
    Unsupported,
)
from scorerules.kinds import NOT_APPLICABLE, REMARK_ONLY, RecordKey, Value
from scorerules.numbers import decimal_places
from scorerules.record.key_reader import REMARK


@frozen
class Scale:
    """How fine and how large the integers are that numbers of records become.

    Args:
        places: Decimals of a number, in the unit of its key, where the key declares none.
        limit: The largest integer.
        own: Scales of single keys, by id.
    """

    places: int
    limit: int
    own: Mapping[str, Scale] = field(factory=dict, eq=False, repr=False)

    def of(self, key: RecordKey) -> Scale:
        """The scale of a key; what stands in a table under a key has that of the whole."""
        return self.own.get(key.id.partition(".")[0], self)


NARROW = Scale(4, 10**18)
"""For what people write: amounts to a hundredth of a cent, percentages with four decimals."""

WIDE = Scale(20, 10**40)
"""For what programs compute: a double has 17 digits."""


@frozen
class Datum:
    """A value that a record gives, of a key itself or of a part of it.

    Args:
        key: What is declared of it.
        whole: The key that it stands under.
    """

    key: RecordKey
    whole: RecordKey

    @property
    def is_skip(self) -> bool:
        """Whether it says that the key does not apply."""
        return self.key.id == f"{self.whole.id}.{NOT_APPLICABLE}" and self.whole.may_skip

    @property
    def is_remark(self) -> bool:
        """Whether it says only that the record has a remark there."""
        return self.key.type == REMARK_ONLY and self.key is not self.whole

    @property
    def is_mention(self) -> bool:
        """Whether it says only that the record mentions the key: it is then true."""
        return self.key is self.whole and bool(self.whole.items)

    @property
    def codes(self) -> Codes:
        """The states that it can be in."""
        found = {PRESENT}
        if not self.is_skip and not self.is_remark:
            own = self.key is self.whole
            if not own or self.whole.default is None or self.whole.may_skip:
                found.add(MISSING)
            if not own and self.key.may_skip:
                found.add(LEFT_OUT_READ)
        return frozenset(found)

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return self.key.type in ("number", "integer")


def data_of(keys: Mapping[str, RecordKey]) -> dict[str, Datum]:
    """Every datum that can be read, by id: what formulas name, and whether there is a remark."""
    found: dict[str, Datum] = {}
    for whole in keys.values():
        found[whole.id] = Datum(whole, whole)
        found |= {part.id: Datum(part, whole) for part in whole.parts}
        remark = RecordKey(remark_of(whole.id), whole.words, REMARK_ONLY)
        found[remark.id] = Datum(remark, whole)
    return found


def remark_of(id_: str) -> str:
    """What a program calls whether the record has a remark under a key."""
    return f"{id_}.{REMARK}"


def source_of(datum: Datum, scale: Scale | None, needed: bool, build: Builder) -> Source:
    """The datum as a source; without a scale numbers stay exact objects.

    Args:
        datum: The datum.
        scale: How numbers become integers.
        needed: Whether a record that lacks it is given up before anything is computed.
        build: Makes the variables.
    """
    codes = datum.codes - {MISSING} if needed else datum.codes
    state = PRESENT if codes == {PRESENT} else build.state(codes)
    lane = Lane(_content(datum, scale, build), state)
    return Source(datum.key.id, lane, codes, datum.whole.id if datum.is_remark else None)


def _content(datum: Datum, scale: Scale | None, build: Builder) -> Content:
    key = datum.key
    if datum.is_number:
        low, high = _end(key.low), _end(key.high)
        if scale is None:
            return Exact(build.thing(), low, high)
        factor, (least, most) = factor_of(key, scale), limits_of(key, scale)
        if least > most:  # the bounds leave nothing that is so coarse
            return Exact(build.thing(), low, high)
        number = Number(factor, build.whole(least, most), None, factor * least, factor * most)
        return number if fits(number) else Exact(build.thing(), low, high)
    if datum.is_mention:
        return Truth(True)
    if key.type == "boolean" or datum.is_remark:
        return Truth(build.truth())
    return Other("date" if key.type == "date" else "text", build.thing())


def factor_of(key: RecordKey, scale: Scale) -> Fraction:
    """What the integers of a key count: its unit, divided by ten as often as it has decimals."""
    unit = Fraction(1) if key.unit is None else key.unit.scale
    places = scale.of(key).places
    if key.step is not None:
        own = [decimal_places(one / unit) for one in (key.step, key.full) if one is not None]
        if None in own:
            raise Unsupported
        places = max(one for one in own if one is not None)
    return unit / int(10**places)


def limits_of(key: RecordKey, scale: Scale) -> tuple[int, int]:
    """The smallest and the largest integer that a value of the key can be."""
    factor = factor_of(key, scale)
    limit = scale.of(key).limit
    least, most = -limit, limit
    low, high = key.low, key.high
    if low is not None and isinstance(low[0], Fraction):
        end = low[0] / factor
        least = max(least, ceil(end) if low[1] else floor(end) + 1)
    if high is not None and isinstance(high[0], Fraction):
        end = high[0] / factor
        most = min(most, floor(end) if high[1] else ceil(end) - 1)
    return least, most


def _end(bound: tuple[Value, bool] | None) -> Fraction | None:
    return bound[0] if bound is not None and isinstance(bound[0], Fraction) else None
