"""What a table of results shall hold."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from scorerules.diagnostics import Lang

OnError: TypeAlias = Literal["column", "raise"]
Names: TypeAlias = Literal["id", "name"]


@frozen
class Options:
    """What a table of results shall hold.

    Args:
        columns: The result columns, by id or group; ``None`` for the usual.
        keep: Columns of the data that are carried along, in front of the results; ``None`` for all.
        names: Whether result columns are called by id or as people say.
        on_error: Whether a row that cannot be scored has its error in a column or ends the run.
        lang: The language of names and messages; that of the locale when it is ``None``.
    """

    columns: tuple[str, ...] | None = None
    keep: tuple[str, ...] | None = ()
    names: Names = "id"
    on_error: OnError = "column"
    lang: Lang | None = None


USUAL_OPTIONS = Options()
