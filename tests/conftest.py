"""How much the property tests try: a little and always the same by default, more on request.

Set ``SCORERULES_TRIES`` to a number to try every property that often on new examples, such as 2000 before
a release.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from both_ways import watch

collect_ignore = ["data"]
"""Its rulesets are bad on purpose: the tests of the corpus look at them, not the plugin."""

# A ruleset is a large example, and machines differ: neither is a fault of the code.
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

settings.register_profile(
    "scorerules", max_examples=30, deadline=None, derandomize=True, suppress_health_check=SLOW
)
settings.register_profile(
    "many",
    max_examples=int(os.environ.get("SCORERULES_TRIES", "1000")),
    deadline=None,
    suppress_health_check=SLOW,
)
settings.load_profile("many" if "SCORERULES_TRIES" in os.environ else "scorerules")


@pytest.fixture(scope="session", autouse=True)
def _both_ways() -> Iterator[None]:
    """Whatever a test scores is scored by the reference too."""
    with pytest.MonkeyPatch.context() as patch:
        watch(patch)
        yield
