"""Text of a formula -> tokens.

Numbers and quantities are read here, before Python's grammar sees anything: ``98% - x`` is a percentage
and ``0.1`` one tenth. Signs of other languages and of printed Chinese are refused with the right word.
Functions of ``(text, at)``, no hidden state; the order of tokens is not looked at.
"""

from __future__ import annotations

import keyword
import re
import unicodedata

from scorerules.formula.instead import compares, safe_character, safe_sign
from scorerules.formula.notes import Notes
from scorerules.formula.symbols import (
    COMPARISON_RUN,
    FOREIGN,
    NONE,
    OPERATOR,
    QUOTES,
    SIGNS,
    STEPS,
    TRUTH,
    WORDS,
    ascii_form,
    python_word,
    sign_help,
)
from scorerules.formula.tokens import Token
from scorerules.numbers import NumberProblem, match_quantity

_SPACE = " \t\r\n"
_DIGITS = frozenset("0123456789")
_NUMBER = re.compile(r"(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE]([+-]?[0-9]+))?")
_DOT = re.compile(r"[ \t\r\n]*\.[ \t\r\n]*")
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t"}
_CLOSING_QUOTES = {"“": "”", "„": "”", "‘": "’", "「": "」"}
_PREFIXES = frozenset({"f", "r", "b", "u", "rb", "br", "fr", "rf"})


def tokenize(text: str, notes: Notes) -> tuple[Token, ...]:
    """Split a formula into tokens; faults are noted and their characters skipped."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character in _SPACE:
            at += 1
            continue
        if character in _DIGITS or (character == "." and text[at + 1 : at + 2] in _DIGITS):
            token, at = _number(text, at, notes)
        elif character in "\"'":
            token, at = _text(text, at, notes)
        elif character.isidentifier():
            token, at = _word(text, at, notes)
        else:
            token, at = _sign(text, at, notes)
        if token is not None:
            found.append(token)
    return tuple(found)


def word_end(text: str, at: int) -> int:
    """The offset after the letters, digits and underscores that begin at ``at``."""
    while at < len(text) and ("a" + text[at]).isidentifier():
        at += 1
    return at


def _number(text: str, at: int, notes: Notes) -> tuple[Token | None, int]:
    plain = _NUMBER.match(text, at)
    if plain is None:
        notes.fault("SR314", at, at + 1, found=text[at])
        return None, at + 1
    digits, most = sum(character in _DIGITS for character in plain[0]), notes.limits.digits
    if digits > most:
        notes.fault("SR302", at, plain.end(), digits=digits, limit=most)
        return None, word_end(text, plain.end())
    if plain[1] is not None and abs(int(plain[1])) > most:
        notes.fault("SR303", at, plain.end(), found=plain[0], limit=most)
        return None, word_end(text, plain.end())
    if text.startswith("%", plain.end()) and _is_remainder(text, plain.end() + 1):
        end = plain.end() + 1
        notes.fault("SR311", at, end, left=plain[0], right=_operand(text, end))
        return None, end
    try:
        matched = match_quantity(text, at, most)
    except NumberProblem:
        notes.fault("SR303", at, plain.end(), found=plain[0], limit=most)
        return None, word_end(text, plain.end())
    if matched is None:
        notes.fault("SR314", at, plain.end(), found=plain[0])
        return None, plain.end()
    end, value, unit = matched
    wide = text.find("％", at, end)
    if wide >= 0:
        notes.fault("SR306", wide, wide + 1, "%", found="％", ascii="%")
        return None, end
    stop = word_end(text, end)
    if stop > end:
        notes.fault("SR314", at, stop, found=text[at:stop])
        return None, stop
    return Token("value", text[at:end], at, end, value, unit), end


def _is_remainder(text: str, at: int) -> bool:
    """Whether ``5%`` is followed by something to divide by: ``5%3``, ``5% x``, ``5%(a + b)``."""
    at = _skip(text, at)
    if at >= len(text):
        return False
    if text[at] in _DIGITS or text[at] == "(":
        return True
    return text[at].isidentifier() and text[at : word_end(text, at)] not in {*WORDS, "is", "for"}


def _operand(text: str, at: int) -> str:
    at = _skip(text, at)
    number = _NUMBER.match(text, at)
    end = number.end() if number else word_end(text, at)
    return text[at:end] or "…"


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _text(text: str, at: int, notes: Notes) -> tuple[Token | None, int]:
    quote, pieces, here = text[at], [], at + 1
    while here < len(text) and text[here] not in quote + "\r\n":
        if text[here] != "\\":
            pieces.append(text[here])
            here += 1
            continue
        escape = text[here + 1 : here + 2]
        if escape not in _ESCAPES:
            notes.fault("SR309", here, min(here + 2, len(text)), found=text[here : here + 2])
        pieces.append(_ESCAPES.get(escape, ""))
        here += 2
    if here >= len(text) or text[here] != quote:
        notes.fault("SR308", at, at + 1, quote=quote)
        return None, min(here, len(text))
    return Token("value", text[at : here + 1], at, here + 1, "".join(pieces)), here + 1


def _word(text: str, at: int, notes: Notes) -> tuple[Token | None, int]:
    end = word_end(text, at)
    written = text[at:end]
    word = unicodedata.normalize("NFKC", written)
    if word in TRUTH and word == written:
        return Token("value", word, at, end, TRUTH[word]), end
    if word == written == NONE:
        return Token("value", word, at, end), end
    if word in WORDS and word == written:
        return Token("word", word, at, end), end
    if text[end : end + 1] in ("'", '"') and word.lower() in _PREFIXES:
        notes.fault("SR319", at, end, found=word)
        return None, end
    dot = _DOT.match(text, end)
    if dot is not None:
        return _step(text, at, word, dot.end(), notes)
    if keyword.iskeyword(word) or word in TRUTH or word == NONE:
        if word == written:
            construct, instead = python_word(word)
            notes.fault("SR320", at, end, construct=construct, better=instead)
        else:
            notes.fault("SR306", at, end, word, found=written, ascii=word)
        return None, end
    if word.startswith("__"):
        notes.fault("SR334", at, end, found=word)
        return None, end
    return Token("name", word, at, end), end


def _step(text: str, at: int, word: str, after: int, notes: Notes) -> tuple[Token | None, int]:
    """Read ``score.x``; any other dot is refused together with what follows it."""
    end = word_end(text, after)
    member = unicodedata.normalize("NFKC", text[after:end])
    following = _DOT.match(text, end)
    if word in STEPS and member.isidentifier() and following is None and not member.startswith("__"):
        return Token("name", f"{word}.{member}", at, end), end
    while following is not None:
        end = word_end(text, following.end())
        following = _DOT.match(text, end)
    notes.fault("SR321", at, end, found=text[at:end])
    return None, end


def _sign(text: str, at: int, notes: Notes) -> tuple[Token | None, int]:
    run = COMPARISON_RUN.match(text, at)
    if run is not None:
        plain = unicodedata.normalize("NFKC", run[0])
        safe = (
            None if plain == "=" and not compares(text, at, notes.path) else "==" if plain == "=" else plain
        )
        notes.fault("SR306", at, run.end(), safe, found=run[0], ascii="==" if plain == "=" else plain)
        return None, run.end()
    foreign = FOREIGN.match(text, at)
    if foreign is not None:
        safe = safe_sign(foreign[0], text, at, notes.path)
        notes.fault("SR310", at, foreign.end(), safe, found=foreign[0], better=sign_help(foreign[0]))
        return None, foreign.end()
    sign = OPERATOR.match(text, at)
    if sign is not None:
        return Token("operator", sign[0], at, sign.end()), sign.end()
    character = text[at]
    if character in QUOTES:
        closing = text.find(_CLOSING_QUOTES.get(character, character), at + 1)
        inside = text[at + 1 : closing]
        # A pair is one slip; single quotes stand inside the quotes of the file without more ado.
        if closing > 0 and "\n" not in inside and "'" not in inside:
            found = f"{character}…{text[closing]}"
            quote = '"' if notes.quote == "'" else "'"
            safe = None if "\\" in inside or '"' in inside else f"{quote}{inside}{quote}"
            notes.fault("SR307", at, closing + 1, safe, found=found, ascii=f"{quote}{inside}{quote}")
            return None, closing + 1
        notes.fault("SR307", at, at + 1, found=character, ascii=QUOTES[character])
        return None, at + 1
    plain_character = ascii_form(character)
    if plain_character is not None and plain_character in SIGNS:
        notes.fault("SR310", at, at + 1, found=character, better=sign_help(plain_character))
    elif plain_character == " ":
        notes.fault("SR305", at, at + 1, " ")
    elif plain_character is not None:
        safe = safe_character(plain_character, text, at)
        notes.fault("SR306", at, at + 1, safe, found=character, ascii=plain_character)
    elif character == ".":
        notes.fault("SR321", at, at + 1, found=".")
    else:
        notes.fault("SR304", at, at + 1, found=_shown(character))
    return None, at + 1


def _shown(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"
