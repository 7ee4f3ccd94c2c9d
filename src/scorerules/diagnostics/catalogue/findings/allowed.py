"""SR770-779: findings that a ruleset allows."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error, hint

ALLOWED: dict[str, Entry] = {
    "SR770": error(
        "`{code}` 是错误，不能允许",
        "`{code}` is an error, which cannot be allowed",
        "请改正它所指的问题；allow 只用于警告和提示",
        "mend what it points at; only warnings and hints can be allowed",
    ),
    "SR771": error(
        "没有 `{code}` 这个代码{nearest}",
        "there is no code `{code}`{nearest}",
        '键写代码，如 SR735；只允许某一处时写代码和位置，如 "SR735 input.visitors"',
        'a key is a code, such as SR735, or a code and a place, such as "SR735 input.visitors"',
    ),
    "SR772": error(
        "允许 `{code}` 却没有写理由",
        "`{code}` is allowed without a reason",
        "请写明为什么这里没有问题，以便日后查阅",
        "say why it is meant, for those who read the scheme later",
    ),
    "SR773": hint(
        "允许了 `{code}`，但它没有出现{elsewhere}",
        "`{code}` is allowed but does not occur{elsewhere}",
        "请删去这一项，或改写它的位置",
        "take it out, or correct its place",
    ),
}
