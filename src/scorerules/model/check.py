"""``[check]``: what the review of the ruleset need not say."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from scorerules.reading import MapOf, Table, Text, key


@frozen
class Check(Table):
    """``[check]``: findings that are meant, each with the reason why. Nothing that is scored reads it."""

    allow: Mapping[str, str] = key(
        MapOf(Text(empty=True)),
        "允许的警告和提示：代码（可加位置）= 理由",
        "warnings and hints that are meant: code, perhaps with a place = reason",
        default=field(factory=dict),
    )
