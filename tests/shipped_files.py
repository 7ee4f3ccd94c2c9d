"""The rulesets that the project ships, without the cases and records beside them."""

from __future__ import annotations

from pathlib import Path

from scorerules.build.found import rulesets

ROOT = Path(__file__).resolve().parents[1]

SHIPPED_RULESETS = sorted(map(Path, rulesets([str(ROOT / "rulesets")])))
"""All of them, also those that are only extended."""


def rulesets_in(folder: Path) -> list[Path]:
    """Those of one folder."""
    return [path for path in SHIPPED_RULESETS if path.parent == folder.resolve()]
