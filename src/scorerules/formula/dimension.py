"""What units multiply and divide to: 元 divided by 张 is 元/张.

A dimension is a text in one canonical form, so that equal ones are equal texts; ``""`` is a mere number.
There is no table of physical units here: 千克 and 克 are two different ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_POWER = re.compile(r"(?P<base>.+?)\^(?P<power>[0-9]{1,3})")


@lru_cache(maxsize=1024)
def powers_of(dimension: str) -> Mapping[str, int]:
    """Every base unit of a dimension with its power."""
    powers: dict[str, int] = {}
    for index, part in enumerate(dimension.split("/")):
        for factor in part.split("·"):
            match = _POWER.fullmatch(factor)
            base, power = (match["base"], int(match["power"])) if match else (factor, 1)
            if base not in ("", "1"):
                powers[base] = powers.get(base, 0) + (power if index == 0 else -power)
    return powers


def dimension_of(powers: Mapping[str, int]) -> str:
    """The canonical text of base units and their powers."""
    above = [_factor(base, power) for base, power in sorted(powers.items()) if power > 0]
    below = [_factor(base, -power) for base, power in sorted(powers.items()) if power < 0]
    if not below:
        return "·".join(above)
    return "/".join(["·".join(above) or "1", *below])


def canonical(dimension: str) -> str:
    """The canonical text of a unit such as ``ug/m3`` or ``1/天``."""
    return dimension_of(powers_of(dimension))


def product(left: str, right: str, sign: int = 1) -> str:
    """The dimension of a product, or with ``sign=-1`` of a quotient."""
    powers = dict(powers_of(left))
    for base, power in powers_of(right).items():
        powers[base] = powers.get(base, 0) + sign * power
    return dimension_of(powers)


def raised(dimension: str, power: int) -> str:
    """The dimension of a whole power."""
    return dimension_of({base: one * power for base, one in powers_of(dimension).items()})


def root(dimension: str) -> str | None:
    """The dimension of a square root; ``None`` when it has no name."""
    powers = powers_of(dimension)
    if any(power % 2 for power in powers.values()):
        return None
    return dimension_of({base: power // 2 for base, power in powers.items()})


def _factor(base: str, power: int) -> str:
    return base if power == 1 else f"{base}^{power}"
