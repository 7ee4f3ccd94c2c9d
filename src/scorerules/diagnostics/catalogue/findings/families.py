"""SR750-759: rulesets that belong together."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, warning

FAMILIES: dict[str, Entry] = {
    "SR755": warning(
        "`{key}` 写的与所继承的相同，不起作用",
        "`{key}` says what was inherited anyway",
        "如果要改成别的，请改这里；否则删去",
        "if something else was meant, write it here; otherwise take it out",
    ),
    "SR756": warning(
        "`{key}` 在这里修改，又在 drop 中去掉，修改不起作用",
        "`{key}` is changed here and dropped as well, so the change has no effect",
        "要保留修改的，从 drop 中删去它；不要这一项的，删去这里的修改",
        "to keep the change, take it out of `drop`; to be without it, take the change out",
    ),
}
