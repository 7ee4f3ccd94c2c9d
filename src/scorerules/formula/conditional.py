"""``if … then … else`` and ``IF(…, …, …)`` of other languages, written the way formulas have it.

Goes in: tokens that begin with the foreign way to choose. Comes out: the same choice as ``a if c else b``,
for a message; nothing is parsed, and what cannot be made out is left to the general advice.
"""

from __future__ import annotations

from collections.abc import Sequence

from scorerules.diagnostics import Words
from scorerules.formula.symbols import instead_of
from scorerules.formula.tokens import Token

IF_WORDS = frozenset({"if", "如果", "若"})
_THEN = frozenset({"then", "那么", "则"})
_ELSE = frozenset({"else", "否则"})
_OPENING = frozenset({"(", "["})
_CLOSING = frozenset({")", "]"})


def begins_choice(token: Token) -> bool:
    """Whether a token is the word that other languages begin a choice with."""
    return token.kind in {"word", "name"} and token.text.lower() in IF_WORDS


def choice_help(tokens: Sequence[Token]) -> Words:
    """What to write instead of the choice that begins with the first of ``tokens``."""
    text = _rewritten(tokens)
    if text is not None:
        return written_so(text)
    general = instead_of("then")
    assert general is not None
    return general


def written_so(text: str) -> Words:
    """The advice to write ``text``."""
    return Words(f"写作 `{text}`", f"write `{text}`")


def _rewritten(tokens: Sequence[Token]) -> str | None:
    """The choice in the words of formulas; ``None`` when its three parts cannot be told apart."""
    end, outer = len(tokens), _outer(tokens)
    stop = next((index for index in outer if tokens[index].text in {",", *_CLOSING}), end)
    outer = [index for index in outer if index < stop]
    then = next((index for index in outer if tokens[index].text.lower() in _THEN), None)
    if then is not None:
        otherwise = next((one for one in outer if one > then and tokens[one].text.lower() in _ELSE), None)
        return (
            None
            if otherwise is None
            else _choice(tokens, (1, then), (then + 1, otherwise), (otherwise + 1, stop))
        )
    return _of_call(tokens)


def _of_call(tokens: Sequence[Token]) -> str | None:
    """``if(c, a, b)`` as ``a if c else b``."""
    if len(tokens) < 2 or tokens[1].text != "(":
        return None
    inside = tokens[2:]
    outer = _outer(inside)
    close = next((index for index in outer if inside[index].text == ")"), None)
    commas = [index for index in outer if inside[index].text == "," and (close is None or index < close)]
    if close is None or len(commas) != 2:
        return None
    first, second = commas
    return _choice(inside, (0, first), (first + 1, second), (second + 1, close))


def _choice(
    tokens: Sequence[Token], condition: tuple[int, int], then: tuple[int, int], otherwise: tuple[int, int]
) -> str | None:
    parts = [_text(tokens[start:end]) for start, end in (then, condition, otherwise)]
    return "{} if {} else {}".format(*parts) if all(parts) else None


def _text(tokens: Sequence[Token]) -> str:
    """Tokens as they were written; a choice inside them is written anew too."""
    if tokens and begins_choice(tokens[0]):
        return _rewritten(tokens) or ""
    pieces = []
    for before, token in zip([None, *tokens[:-1]], tokens, strict=True):
        pieces.append(" " if before is not None and token.start > before.end else "")
        pieces.append(token.text)
    return "".join(pieces)


def _outer(tokens: Sequence[Token]) -> list[int]:
    """The tokens outside brackets, and the bracket that closes what was opened before them."""
    found: list[int] = []
    depth = 0
    for index, token in enumerate(tokens):
        if token.kind == "operator" and token.text in _OPENING:
            depth += 1
        elif token.kind == "operator" and token.text in _CLOSING:
            depth -= 1
            if depth < 0:
                return [*found, index]
        elif depth == 0:
            found.append(index)
    return found
