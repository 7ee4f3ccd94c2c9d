"""The order of tokens: brackets in pairs, a value where one is due, an operator between two values.

Goes in: the tokens of a formula. Comes out: whether they can be handed to Python's grammar; faults are
noted at their places. It builds nothing and knows no precedence.
"""

from __future__ import annotations

from scorerules.diagnostics import Words
from scorerules.formula.conditional import begins_choice, choice_help
from scorerules.formula.instead import safe_word
from scorerules.formula.notes import Notes
from scorerules.formula.symbols import instead_of
from scorerules.formula.tokens import Token

_OPENING = {"(": ")", "[": "]"}
_CLOSING = {")": "(", "]": "["}
_SIGNS = frozenset({"+", "-"})


def well_formed(tokens: tuple[Token, ...], notes: Notes) -> bool:
    """Whether the tokens follow each other as an expression does; notes the first fault otherwise."""
    return (
        _brackets(tokens, notes)
        and _order(tokens, notes)
        and _prefixes(tokens, notes)
        and _choices(tokens, notes)
    )


def _brackets(tokens: tuple[Token, ...], notes: Notes) -> bool:
    open_ones: list[Token] = []
    most = notes.limits.formula_nesting
    for token in tokens:
        if token.kind != "operator":
            continue
        if token.text in _OPENING:
            open_ones.append(token)
            if len(open_ones) > most:
                notes.fault("SR301", token.start, token.end, limit=most)
                return False
        elif token.text in _CLOSING:
            if not open_ones:
                notes.fault("SR316", token.start, token.end, found=token.text)
                return False
            opening = open_ones.pop()
            if opening.text != _CLOSING[token.text]:
                wanted = _OPENING[opening.text]
                notes.fault("SR312", token.start, token.end, found=token.text, wanted=wanted)
                return False
    if open_ones:
        last = open_ones[-1]
        notes.fault("SR315", last.start, last.end, found=last.text, wanted=_OPENING[last.text])
    return not open_ones


def _order(tokens: tuple[Token, ...], notes: Notes) -> bool:
    """Walk the tokens, knowing only whether a value or an operator is due next."""
    value_due, previous = True, None
    for index, token in enumerate(tokens):
        if value_due:
            before = tokens[index - 2] if index > 1 else None
            if _starts_value(token, previous, before):
                value_due = not _ends_value(token)
            elif begins_choice(token):
                _begins_with_if(tokens[index:], notes)
                return False
            else:
                notes.fault("SR317", token.start, token.end, found=token.text)
                return False
        elif _follows_value(token, previous, tokens[index + 1 : index + 2]):
            value_due = token.text not in _CLOSING
        else:
            if previous is not None and begins_choice(previous):
                _begins_with_if(tokens[index - 1 :], notes)
            else:
                _missing_operator(previous, token, notes)
            return False
        previous = token
    if value_due and previous is not None:
        notes.fault("SR318", previous.start, previous.end, found=previous.text)
        return False
    return True


def _starts_value(token: Token, previous: Token | None, before: Token | None) -> bool:
    """Whether ``token`` may stand where a value is due; ``before`` stands before ``previous``."""
    if token.kind in {"value", "name"} or token.text in _OPENING or token.text in _SIGNS:
        return True
    if token.text in _CLOSING:
        called = before is not None and before.kind == "name"
        return previous is not None and (previous.text == "," or (previous.text == "(" and called))
    if token.text == "in":
        return previous is not None and previous.text == "not" and before is not None and _ends_value(before)
    return token.text == "not"


def _follows_value(token: Token, previous: Token | None, following: tuple[Token, ...]) -> bool:
    """Whether ``token`` may stand after a value; ``not`` only as part of ``not in``."""
    if token.text == "not":
        return any(one.text == "in" for one in following)
    if token.kind in {"value", "name"} or token.text == "[":
        return False
    if token.text == "(":
        return previous is not None and previous.kind == "name"
    return True


def _ends_value(token: Token) -> bool:
    return token.kind in {"value", "name"} or token.text in _CLOSING


def _begins_with_if(tokens: tuple[Token, ...], notes: Notes) -> None:
    """Note a choice in the order of other languages."""
    first = tokens[0]
    construct = Words(f"以 `{first.text}` 开头", f"a choice that begins with `{first.text}`")
    notes.fault("SR320", first.start, first.end, construct=construct, better=choice_help(tokens))


def _missing_operator(previous: Token | None, token: Token, notes: Notes) -> None:
    left = previous if previous is not None else token
    if token.text == "[":
        notes.fault("SR322", token.start, token.end)
        return
    for word in (token, left):
        better = instead_of(word.text) if word.kind == "name" else None
        if better is not None:
            safe = safe_word(word.text)
            notes.fault("SR310", word.start, word.end, safe, found=word.text, better=better)
            return
    notes.fault("SR313", left.start, token.end, left=left.text, right=token.text)


def _prefixes(tokens: tuple[Token, ...], notes: Notes) -> bool:
    """Whether no more signs, ``not`` or powers stand in a row than the formula may be deep."""
    most = notes.limits.formula_depth
    run = 0
    for token in tokens:
        if token.kind in {"value", "name"} or token.text in _CLOSING:
            continue
        run = run + 1 if token.text in {"+", "-", "not", "**", "if", "else"} else 0
        if run > most:
            notes.fault("SR301", token.start, token.end, limit=most)
            return False
    return True


def _choices(tokens: tuple[Token, ...], notes: Notes) -> bool:
    """Whether every ``if`` meets its ``else`` inside the same brackets."""
    waiting: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "operator" and token.text in _OPENING:
            waiting.append([])
        elif token.text in {"if", "else", ",", ")", "]"} and token.kind in {"operator", "word"}:
            if token.text == "if":
                waiting[-1].append(token)
            elif token.text == "else" and waiting[-1]:
                waiting[-1].pop()
            elif token.text == "else" or waiting[-1]:
                culprit = waiting[-1][-1] if waiting[-1] else token
                notes.fault("SR323", culprit.start, culprit.end)
                return False
            if token.text in _CLOSING:
                waiting.pop()
    if waiting[-1]:
        notes.fault("SR323", waiting[-1][-1].start, waiting[-1][-1].end)
        return False
    return True
