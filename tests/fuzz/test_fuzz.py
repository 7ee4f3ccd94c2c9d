"""A little of every way to feed the library; ``fuzz.py`` goes on for as long as one likes."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from agree import Round
from agree_tables import Hunt
from fuzz_records import VALUES, record_of
from fuzz_targets import TARGETS, Target, rulesets
from fuzz_texts import by_sign, by_token, by_tree, by_value, corpus, good, mutant, parsed, written

from fuzz import Watch, fuzz, keep, options_of, smallest

PATIENCE = 60.0
"""Processor seconds that no input takes on any machine."""
NUMBERS = range(int(os.environ.get("SCORERULES_TRIES", "300")) // 15)
"""Inputs of each target: 20, or more on request."""


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_but_our_errors(name: str) -> None:
    """Whatever it is fed with, the library answers with a result or with complete errors of its own."""
    watch = Watch(PATIENCE)
    for number in NUMBERS:
        found = watch.failure(name, TARGETS[name].make(Random(f"suite {name} {number}")))
        assert found is None, f"{name} {number}: {found[1]}"


def test_compiled_evaluation_agrees() -> None:
    """A little of the hunt for disagreements, which says something about compiled evaluations."""
    counts = Counter[str]()
    assert Round(0, counts, examples=12).find() is None
    assert counts["compiled"]


def test_columns_agree() -> None:
    """A little of the hunt for tables whose columns are not what their rows are."""
    hunt = Hunt(5)
    while hunt.counts["tables"] < 40:
        found = hunt.step()
        assert found is None, found


def test_inputs_are_as_they_are_meant() -> None:
    """The inputs are not all refused at the door: some of each sort get far."""
    assert len(corpus()) > 200
    assert len(good()) > 40
    assert len(rulesets()) > 20
    tried = [mutant(Random(number)) for number in range(60)]
    assert sum(parsed(text) is not None for text in tried) > 20
    assert all(record_of(text) is not NotImplemented for text in VALUES)


def test_a_tree_is_written_as_it_was() -> None:
    """What is written again after a change of the tree is the same tree otherwise."""
    for _, text in good():
        tree = parsed(text)
        assert tree is not None
        assert parsed(written(tree)) == tree


def test_the_same_chance_makes_the_same_input() -> None:
    """A seed and a number are enough to make an input again."""
    for name, target in TARGETS.items():
        assert target.make(Random(f"7 {name}")) == target.make(Random(f"7 {name}"))
    for change in (by_sign, by_token, by_tree, by_value):
        text = good()[0][1]
        assert change(text, Random(3)) == change(text, Random(3))


def test_failures_are_cut_down_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An input that breaks something is cut down to what breaks it, kept, and can be run again."""

    def broken(data: bytes) -> None:
        if b"bad" in data:
            raise LookupError

    monkeypatch.setitem(TARGETS, "broken", Target(lambda _: b"one\nbad line\nthree\n", broken))
    options = options_of(["--seconds", "0.1", "--only", "broken", "--keep", str(tmp_path)])
    assert fuzz(options) == 1
    (kept,) = tmp_path.glob("*.input")
    assert kept.read_bytes() == b"bad"
    assert "LookupError" in kept.with_suffix(".txt").read_text(encoding="utf-8")
    found = Watch(PATIENCE).failure("broken", kept.read_bytes())
    assert found is not None
    assert found[0].startswith("LookupError in ")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers of processor time")
def test_what_takes_too_long_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """An input that takes longer than the patience is stopped and told."""

    def endless(_: bytes) -> None:
        while True:
            pass

    monkeypatch.setitem(TARGETS, "endless", Target(lambda _: b"", endless))
    found = Watch(0.05).failure("endless", b"")
    assert found is not None
    assert found[0] == "TooSlow"


def test_smallest_keeps_what_is_needed() -> None:
    """Of many pieces those are left that the failure needs together."""
    data = b"\n".join(b"%d" % number for number in range(100))
    assert smallest(data, lambda text: b"17" in text and b"83" in text) == b"1783"


def test_a_kept_input_is_named_by_its_target(tmp_path: Path) -> None:
    """The name of a kept input says which target it is for."""
    assert keep(tmp_path, "texts", b"x", "story").name.partition("-")[0] == "texts"
