"""Records that hold objects of any class: none of their methods can do harm."""

from __future__ import annotations

import enum
from collections import OrderedDict, UserDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest

import scorerules
from hanging import not_hanging
from scorerules.record.plain import Foreign, plain_key, plain_value, shown
from small_ruleset import small

NUMBER = small('input = { unit = "张" }\nratio = { full = 10 }')
TEXT = small('input = { type = "text" }\ntable = [{ when = "x == \'a\'", points = 5 }, { points = 0 }]')
DAY = small(
    'input = { type = "date" }\ntable = [{ when = "x == date(\'2019-06-30\')", points = 5 }, { points = 0 }]'
)
JUDGES = small('judged = { judges = 3, remark = "optional" }')
COMPARED = small('formula = "clamp(cohort_count(y > 0), 0, weight)"', above="[input]\ny = {}\n")


class Broken(Exception):  # noqa: N818 - not an error of ours
    """What the methods of hostile objects raise."""


def fails(*_: object, **__: object) -> Any:
    """Any method of a hostile object."""
    raise Broken


def hostile(base: type, *values: Any, **methods: Any) -> Any:
    """An object of a class derived from ``base`` whose methods fail."""
    names = (
        *(
            "__eq__",
            "__hash__",
            "__str__",
            "__repr__",
            "__bool__",
            "__len__",
            "__iter__",
            "__getitem__",
            "__int__",
        ),
        *(
            "__float__",
            "__index__",
            "__trunc__",
            "strip",
            "lower",
            "items",
            "isoformat",
            "is_finite",
            "as_tuple",
        ),
        *("numerator", "denominator", "year", "month", "day", "translate", "partition", "bit_length"),
    )
    body = {name: fails for name in names if base is object or hasattr(base, name)}
    return type("Hostile", (base,), body | methods)(*values)


class Masked:
    """An object that does not even say what it is."""

    @property
    def __class__(self) -> Any:  # type: ignore[override]
        raise Broken


class Nameless(type):
    """A class that does not say what it is called."""

    __name__ = property(fails)  # type: ignore[assignment]


class Endless(Sequence[int]):
    """A list that claims to be longer than any memory."""

    def __getitem__(self, index: Any) -> Any:
        return 1

    def __len__(self) -> int:
        return 10**18


class Sealed(Mapping[str, object]):
    """A mapping that cannot be read to its end."""

    def __getitem__(self, key: str) -> object:
        return 5

    def __iter__(self) -> Iterator[str]:
        yield "x"
        raise Broken

    def __len__(self) -> int:
        return 1


class Unsure:
    """What it answers, when compared, is neither true nor false."""

    def __eq__(self, other: object) -> Any:
        return hostile(object)

    __hash__ = None  # type: ignore[assignment]


class Answer(enum.StrEnum):
    """Texts as an enumeration."""

    YES = "a"


def codes(ruleset: scorerules.Ruleset, record: Any, **more: Any) -> list[str]:
    """What a record is refused with."""
    try:
        ruleset.score(record, **more)
    except scorerules.RecordError as error:
        return [one.code for one in error.diagnostics if str(error)]
    return []


FOREIGN = (
    *(
        hostile(object),
        Masked(),
        Nameless("Plain", (), {})(),
        Endless(),
        Sealed(),
        Unsure(),
        object(),
        ...,
        1j,
        b"5",
    ),
    *(
        bytearray(b"5"),
        memoryview(b"5"),
        range(10**12),
        {1, 2},
        iter(()),
        int,
        datetime(2019, 6, 30, tzinfo=UTC),
    ),
    *(hostile(bytes, b"5"), hostile(list, [1]), hostile(dict, x=1), [[5]], {"value": hostile(object)}),
    *(UserDict({"value": Masked()}), MappingProxyType({"value": {}})),
)
"""Objects that are no value of any record."""


@pytest.mark.parametrize("ruleset", [NUMBER, TEXT, DAY], ids=["number", "text", "date"])
@pytest.mark.parametrize("index", range(len(FOREIGN)))
def test_what_is_no_value_is_refused(ruleset: scorerules.Ruleset, index: int) -> None:
    """It is refused as any wrong value is, and nothing that it raises comes through."""
    with not_hanging():
        assert codes(ruleset, {"x": FOREIGN[index]}) in (["SR402"], ["SR402", "SR413"], ["SR413", "SR420"])


@pytest.mark.parametrize(
    ("value", "total"),
    [
        (hostile(int, 5), 5),
        (hostile(Fraction, 5, 2), Decimal("2.5")),
        (hostile(float, 2.5), Decimal("2.5")),
        (hostile(Decimal, "2.5"), Decimal("2.5")),
        (hostile(str, "2.5张"), Decimal("2.5")),
        (enum.IntEnum("Five", {"FIVE": 5}).FIVE, 5),
        (OrderedDict(value=5), 5),
        (UserDict(value=5), 5),
        (MappingProxyType({"value": 5}), 5),
    ],
    ids=["int", "fraction", "float", "decimal", "text", "enum", "ordered", "user", "proxy"],
)
def test_values_of_subclasses_count_as_their_base_sees_them(value: object, total: object) -> None:
    """A subclass may change every method: the value is that of the class it is derived from."""
    assert NUMBER.score({"x": value}).total == total  # type: ignore[dict-item]


def test_texts_and_dates_of_subclasses() -> None:
    """The same for texts and dates."""
    assert TEXT.score({"x": hostile(str, "a")}).total == 5
    assert TEXT.score({"x": Answer.YES}).total == 5
    assert type(TEXT.score({"x": Answer.YES}).data["x"]) is str
    assert DAY.score({"x": hostile(date, 2019, 6, 30)}).total == 5


def test_keys_of_other_classes() -> None:
    """A text of a subclass is a key like any other; what is no text is an unknown key."""
    key = hostile(str, "x", __hash__=str.__hash__, __eq__=str.__eq__)
    assert codes(NUMBER, {key: 5}) == []
    strange = (1, None, 0.5, (1, 2), b"x", 10**5000, hostile(object, __hash__=object.__hash__), Answer)
    for one in strange:
        assert codes(NUMBER, {"x": 5, one: 5}) == ["SR401"]
        assert codes(NUMBER, {"x": {"value": 5, one: 5}}) == ["SR413"]


def test_records_of_other_classes() -> None:
    """Any mapping is a record; one that cannot be read is none."""
    assert codes(NUMBER, UserDict(x=5)) == []
    for record in (Sealed(), Masked(), hostile(dict, x=5), hostile(object), [("x", 5)], "x", None, Endless()):
        assert codes(NUMBER, record) == ["SR400"]


def test_lists_of_judges() -> None:
    """Scores may come as any list; one that claims to be endless is not walked through."""
    assert JUDGES.score({"x": (10, 10, 10)}).total == 10
    assert JUDGES.score({"x": [hostile(int, 10), "10分", Decimal(10)]}).total == 10
    with not_hanging():
        assert codes(JUDGES, {"x": range(3)}) == []
        for endless in (range(10**15), Endless()):
            assert codes(JUDGES, {"x": endless}) == ["SR402"]
    assert codes(JUDGES, {"x": [10, Masked(), 10]}) == ["SR402"]
    assert codes(JUDGES, {"x": hostile(list, [10, 10, 10])}) == ["SR402"]


def test_records_that_cannot_be_compared_are_others() -> None:
    """The record itself is looked for in its cohort; objects that refuse to be compared do no harm."""
    for value in (Unsure(), hostile(object), Masked()):
        record = {"y": 1, "z": value}
        assert codes(COMPARED, record, cohort=[{"y": 1, "z": Unsure()}, record]) == ["SR401"] * 2
    found = COMPARED.score({"y": 1}, cohort=[{"y": 2}, {"y": 1}, {"y": 3}])
    assert found.total == 3


def test_half_a_character_is_refused() -> None:
    """A text that no file can hold and nobody can print is no value and no remark."""
    assert codes(TEXT, {"x": "a\ud800"}) == ["SR134"]
    assert codes(NUMBER, {"x": {"value": 5, "remark": "\udc80"}}) == ["SR134"]


def test_a_record_may_change_while_it_is_read() -> None:
    """An object that changes the record when it is looked at does not stop the reading of it."""
    record: dict[str, Any] = {}

    class Adding(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            return 5

        def __iter__(self) -> Iterator[str]:
            record[f"more{len(record)}"] = 5
            return iter(("value",))

        def __len__(self) -> int:
            return 1

    record["x"] = Adding()
    assert codes(NUMBER, record) == []


def test_plain_values_are_of_the_own_types_of_python() -> None:
    """Nothing of another class is left, and messages have words for all of it."""
    own = (bool, int, float, str, Decimal, Fraction, date, datetime, dict, list, tuple, Foreign, type(None))
    for one in (
        *FOREIGN,
        hostile(int, 5),
        hostile(str, "a"),
        Answer.YES,
        True,
        None,
        10**5000,
        Decimal("sNaN"),
    ):
        assert type(plain_value(one)) in own
        assert isinstance(shown(plain_value(one)), str)
        assert len(shown(plain_value(one))) <= 41
    assert plain_key(Answer.YES) == "a"
    assert isinstance(plain_key(5), Foreign)
    assert plain_key(5) != plain_key(5)
