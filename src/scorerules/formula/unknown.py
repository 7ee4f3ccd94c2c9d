"""Names that an expression reads and nobody declares."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from scorerules.diagnostics import Faults, Fix, Words
from scorerules.diagnostics.near import near, same
from scorerules.formula.nodes import Expr, Name, walk
from scorerules.formula.symbols import instead_of


def resolve(
    expr: Expr, known: Mapping[str, Words] | Collection[str], faults: Faults, path: str | None = None
) -> bool:
    """Note every unknown name of an expression, with the known one it was probably meant to be.

    Args:
        expr: The expression.
        known: The ids that may be read, ``score.x`` and the like included; a mapping also gives the name
            that people know each by.
        faults: Where SR350 is noted.
        path: The key of the ruleset that holds the expression.

    Returns:
        Whether all names are known.
    """
    fine = True
    for node in walk(expr):
        if isinstance(node, Name) and node.id not in known:
            fine = False
            right = same(node.id, known) or _titled(node.id, known)
            fix = Fix(node.span, right) if node.span is not None and right is not None else None
            faults.add("SR350", node.span, path=path, fix=fix, name=node.id, better=_better(node.id, known))
    return fine


def _titled(name: str, known: Mapping[str, Words] | Collection[str]) -> str | None:
    """The only id that people call ``name``, in either language."""
    named = known if isinstance(known, Mapping) else {}
    ids = [id_ for id_, words in named.items() if name in (words.zh, words.en)]
    return ids[0] if len(ids) == 1 else None


def _better(name: str, known: Mapping[str, Words] | Collection[str]) -> Words:
    named = known if isinstance(known, Mapping) else {}
    ids: dict[str, str] = {}
    for id_, words in named.items():
        for text in (words.zh, words.en):
            ids.setdefault(text, id_)
    if name in ids:
        return _id_of(name, ids[name])
    better = instead_of(name)
    if better is not None:
        return better
    alike = near(name, known, 2)
    if alike:
        return Words(
            f"是否想写{'或'.join(f' `{one}` ' for one in alike).rstrip()}？",
            f"did you mean {' or '.join(f'`{one}`' for one in alike)}?",
        )
    alike = near(name, ids)
    if alike:
        return _id_of(alike[0], ids[alike[0]])
    return Words(
        "请先在 [input]、[parameter] 或 [derived] 中声明；文字要加引号",
        "declare it under [input], [parameter] or [derived]; text stands in quotes",
    )


def _id_of(name: str, id_: str) -> Words:
    return Words(f"“{name}”的编号是 `{id_}`", f"the id of “{name}” is `{id_}`")
