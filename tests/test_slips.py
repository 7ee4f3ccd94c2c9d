"""Sound rulesets with one thing changed: every slip is told at its place, none goes unnoticed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest
from attrs import frozen

import scorerules
from scorerules.build.sections import ITEM_SECTIONS
from scorerules.diagnostics import Diagnostic, Faults, Words
from scorerules.document import Node, parse_toml
from scorerules.source import Source, Span
from shipped_files import rulesets_in

SHIPPED = Path(__file__).parent.parent / "rulesets" / "shanghai-2019"
GOOD = Path(__file__).parent / "data" / "good"
CHILDREN = tuple(path.stem for path in rulesets_in(SHIPPED) if path.stem != "base")
SOUND = [
    pytest.param(folder, path.stem, id=path.stem)
    for folder, paths in ((SHIPPED, rulesets_in(SHIPPED)), (GOOD, sorted(GOOD.glob("*.toml"))))
    for path in paths
]
BOUNDS = {"from": "above", "above": "from", "upto": "below", "below": "upto"}


@frozen
class Place:
    """One value of a file with the keys that lead to it."""

    keys: tuple[str, ...]
    node: Node

    @property
    def key(self) -> Span:
        """Where its key stands."""
        assert self.node.key_span is not None
        return self.node.key_span


@cache
def places(origin: Path, stem: str) -> tuple[Place, ...]:
    """Every value of a file, those of records, expectations and answers left out: their keys are ids."""
    faults = Faults()
    source = Source(stem, (origin / f"{stem}.toml").read_text(encoding="utf-8"))
    node = parse_toml(source, faults)
    assert node is not None

    def inside(node: Node, keys: tuple[str, ...]) -> Iterator[Place]:
        if isinstance(node.value, dict):
            for name, item in node.value.items():
                yield Place((*keys, name), item)
                if name not in ("record", "expect", "choice", "cohort", "allow", "names"):
                    yield from inside(item, (*keys, name))
        elif isinstance(node.value, tuple):
            for item in node.value:
                yield from inside(item, keys)

    return tuple(inside(node, ()))


def changed(stem: str, span: Span, text: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What a ruleset is refused with when the characters of ``span`` are others."""
    whole = span.source.text
    (folder / f"{span.source.name}.toml").write_text(
        whole[: span.start] + text + whole[span.end :], encoding="utf-8"
    )
    try:
        scorerules.load(folder / f"{stem}.toml")
    except scorerules.RulesetError as error:
        return error.diagnostics
    return ()


def copied(origin: Path, folder: Path) -> Path:
    """A copy of a folder of rulesets."""
    return shutil.copytree(origin, folder, dirs_exist_ok=True)


def lines(fault: Diagnostic) -> set[tuple[str, int]]:
    """The files and lines that a problem points at."""
    spans = [fault.span, *(label.span for label in fault.labels)]
    return {(Path(span.source.name).stem, span.line) for span in spans if span is not None}


def weights(stem: str) -> list[Place]:
    """The weights that a file states."""
    return [place for place in places(SHIPPED, stem) if place.keys[-1] == "weight"]


@pytest.mark.parametrize("stem", CHILDREN)
def test_a_changed_weight_is_a_sum_that_does_not_come_out(stem: str, tmp_path: Path) -> None:
    """One more point anywhere is told with the tier, both sums and the line of the weight."""
    folder = copied(SHIPPED, tmp_path)
    found = weights(stem)
    assert len(found) >= 3
    ruleset = scorerules.load(SHIPPED / f"{stem}.toml")
    for place in found:
        faults = changed(stem, place.node.span, f"{place.node.value + 1}", folder)  # type: ignore[operator]
        (fault,) = faults
        tier = ruleset.indicators[place.keys[-2]].tier
        weight = ruleset.tiers[tier].weight
        assert weight is not None
        full = weight.value
        assert fault.code == "SR261"
        assert fault.arguments["tier"] == tier
        assert fault.arguments["sum"] == Words(f"{full + 1} 分", f"{full + 1} points")
        assert fault.arguments["weight"] == Words(f"{full} 分", f"{full}")
        assert (stem, place.node.span.line) in lines(fault)
        assert fault.span is not None
        assert fault.span.text == str(full)


def test_a_changed_weight_of_the_base_is_told_to_a_child(tmp_path: Path) -> None:
    """The place of a wrong weight is the base, where it stands, though a child is read."""
    folder = copied(SHIPPED, tmp_path)
    found = weights("base")
    assert len(found) == 10
    for place in found:
        faults = changed("residence-card", place.node.span, f"{place.node.value + 1}", folder)  # type: ignore[operator]
        codes = [one.code for one in faults]
        assert codes == (["SR261", "SR262"] if place.keys[0] == "tier" else ["SR261"])
        assert all(("base", place.node.span.line) in lines(one) for one in faults)
        assert faults[0].arguments["tier"] in (place.keys[1], "input")


def misspelt(name: str) -> str:
    """A key without one of its letters."""
    return name[:1] + name[2:] if len(name) > 2 else name[:1]


def spelt_keys(origin: Path, stem: str) -> Iterator[Place]:
    """The keys of the language in a file, each place once: not those that are ids."""
    seen: set[Span] = set()
    for place in places(origin, stem):
        sections = tuple(ITEM_SECTIONS)
        is_id = (len(place.keys) == 2 and place.keys[0] in sections) or (
            len(place.keys) == 3 and place.keys[0] == "change" and place.keys[1] in sections
        )
        free = ("record", "expect", "choice", "cohort", "allow", "names")
        is_free = any(name in free for name in place.keys[:-1]) or is_item(place)
        if not is_id and not is_free and place.node.key_span is not None and place.key not in seen:
            seen.add(place.key)
            yield place


@pytest.mark.parametrize(("origin", "stem"), SOUND)
def test_a_misspelt_key_is_told_once(origin: Path, stem: str, tmp_path: Path) -> None:
    """A letter left out of any key is one problem, at that key, and nothing else is blamed."""
    folder = copied(origin, tmp_path)
    found = [place for place in spelt_keys(origin, stem) if not split(place)]
    assert len(found) >= 25
    for place in found:
        faults = changed(stem, place.key, misspelt(place.keys[-1]), folder)
        assert {line for one in faults for line in lines(one)} == {(stem, place.key.line)}, place.keys
        if not is_column(place):
            (fault,) = faults
            assert fault.span is not None
            assert fault.span.text == misspelt(place.keys[-1]), place.keys
            assert fault.code in ("SR201", "SR206", "SR207"), place.keys


def is_item(place: Place) -> bool:
    """Whether a key is the id of an item of a checklist or of a defect."""
    return len(place.keys) > 1 and place.keys[-2] in ("checklist", "defects")


def is_column(place: Place) -> bool:
    """Whether a key is a column of bands, which stands for the keys of many rows."""
    return "bands" in place.keys[:-1] and isinstance(place.node.value, tuple)


def shared_keys(path: str | None, item: str) -> int:
    """How many keys of two paths are the same from the start."""
    pairs = zip((path or "").split("."), item.split("."), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def split(place: Place) -> bool:
    """Whether a key is the header of an example with headers below it, which would then be others'."""
    node = place.node
    return place.keys == ("example",) and isinstance(node.value, tuple) and len(node.value) > 1


@pytest.mark.parametrize(("origin", "stem"), SOUND)
def test_a_swapped_boundary_is_an_error_or_another_scheme(origin: Path, stem: str, tmp_path: Path) -> None:
    """含 and 不含 never mean the same: the ruleset with the other word is refused or is another one."""
    folder = copied(origin, tmp_path)
    before = scorerules.load(origin / f"{stem}.toml")
    for place in spelt_keys(origin, stem):
        if place.keys[-1] not in BOUNDS:
            continue
        faults = changed(stem, place.key, BOUNDS[place.keys[-1]], folder)
        if faults:
            item = ".".join(name for name in place.keys if name != "change")
            least = min(2, len(place.keys) - 1)
            assert all(shared_keys(one.path, item) >= least for one in faults), place.keys
        else:
            after = scorerules.load(folder / f"{stem}.toml")
            assert after.scheme != before.scheme, place.keys
            assert after.explain("zh") != before.explain("zh"), place.keys
        shutil.copy(origin / f"{stem}.toml", folder)
