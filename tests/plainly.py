"""The checks of rulesets without hints on what no example reaches: most small rulesets have none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import scorerules
from scorerules import Diagnostic, review
from scorerules.diagnostics.catalogue.findings.coverage import COVERAGE


def left(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What is left without those hints."""
    return tuple(one for one in found if one.code not in COVERAGE)


def check(*arguments: Any, **options: Any) -> tuple[Diagnostic, ...]:
    """``scorerules.check``."""
    return left(scorerules.check(*arguments, **options))


def check_text(*arguments: Any, **options: Any) -> tuple[Diagnostic, ...]:
    """``scorerules.review.check_text``."""
    return left(review.check_text(*arguments, **options))


def check_all(*arguments: Any, **options: Any) -> Mapping[str, tuple[Diagnostic, ...]]:
    """``scorerules.review.check_all``."""
    return {file: left(found) for file, found in review.check_all(*arguments, **options).items()}
