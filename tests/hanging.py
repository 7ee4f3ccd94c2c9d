"""Catches work that would never end, without measuring how fast a machine is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

PATIENCE = 60.0
"""Seconds of processor time that no bounded refusal needs on any machine."""


@contextmanager
def not_hanging() -> Iterator[None]:
    """Fail when the work inside took as long as only unbounded work takes."""
    before = process_time()
    yield
    assert process_time() - before < PATIENCE
