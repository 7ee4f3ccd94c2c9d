"""The public names of the package."""

import subprocess
import sys

import pytest

import scorerules


def test_every_public_name_is_there_and_sorted() -> None:
    """``__all__`` is sorted, at most 16 names, and each can be imported."""
    assert sorted(scorerules.__all__) == scorerules.__all__
    assert len(scorerules.__all__) <= 16
    assert set(scorerules.__all__) <= set(dir(scorerules))
    assert all(getattr(scorerules, name).__module__.startswith("scorerules") for name in scorerules.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as it does in any module."""
    with pytest.raises(AttributeError, match="has no attribute 'laod'"):
        _ = scorerules.laod  # type: ignore[attr-defined]


def test_importing_brings_nothing_heavy() -> None:
    """``import scorerules`` imports no dependency, and scoring none but the three of the core."""
    heavy = ["attr", "simpleeval", "tomli", "click", "rich", "hypothesis", "pytest", "numpy", "pandas"]
    code = f"""
import sys
import scorerules
print(sorted(set({heavy}) & set(sys.modules)))
scorerules.load
print(sorted(set({heavy}) & set(sys.modules)))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["[]", "['attr', 'simpleeval', 'tomli']"]
