"""How large a document may be.

Every later step may rely on these bounds: nothing that was read here can exhaust the stack or the clock.
"""

from __future__ import annotations

from attrs import frozen


@frozen
class Limits:
    """Bounds of one document.

    Args:
        bytes: Length of the file in bytes of UTF-8.
        depth: Levels of tables, arrays and dotted keys inside each other.
        digits: Digits of one number, those of an exponent written out included.
        keys: Keys, section headers and items of arrays in the whole document.
    """

    bytes: int
    depth: int
    digits: int
    keys: int


LIMITS = Limits(bytes=4 * 1024 * 1024, depth=64, digits=1000, keys=100_000)
MAX_BYTES = LIMITS.bytes
