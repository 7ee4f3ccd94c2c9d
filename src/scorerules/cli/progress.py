"""A progress bar for long lists, where nobody sees the results come by.

Goes in: what is to be worked through. Comes out: the same, with a bar on standard error while the work
goes on. A terminal that shows each result as it comes needs no bar.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

Item = TypeVar("Item")

_MANY = 20


def watched(items: Sequence[Item], *, shown: bool = True) -> Iterator[Item]:
    """``items``, one by one; ``shown`` when the result of each is printed as it comes."""
    if len(items) <= _MANY or (shown and sys.stdout.isatty()) or not sys.stderr.isatty():
        yield from items
        return
    yield from track(items, description="", console=Console(stderr=True), transient=True)
