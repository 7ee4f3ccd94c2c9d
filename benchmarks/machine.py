"""What a measurement was made on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "numpy", "pyarrow", "polars", "pandas", "duckdb", "numba", "openfisca-core", "simpleeval", "datalogic-py",
    "zen-engine", "common-expression-language", "cel-expr-python", "rule-engine",
)  # fmt: skip


def machine() -> dict[str, str]:
    """The processor, the system, Python, and the packages that are there."""
    return {
        "processor": _processor(),
        "cores": f"{os.cpu_count()} cores",
        "system": platform.platform(terse=True),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        **dict(_versions()),
    }


def _versions() -> list[tuple[str, str]]:
    found = []
    for name in PACKAGES:
        try:
            found.append((name, f"{name} {version(name)}"))
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
