"""A file with changes made in its text, everything else in it as it was, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from scorerules.diagnostics import Faults, Words
from scorerules.testing.cases.accepting.change import Change, Unacceptable
from scorerules.testing.cases.files.delimited_grid import read_text

_WORKBOOK = Words(
    "Excel 文件请自行填写：改写它会丢失图表等内容",
    "fill in workbooks yourself: rewriting one would lose its charts and the like",
)
_PACKED = Words(
    "文件是压缩的，或编码不规范，不能只改其中几处；请另存为 UTF-8",
    "the file is compressed, or its encoding has several ways to say a character; save it as UTF-8",
)
_MEANWHILE = Words(
    "文件已被别的程序改动；请再运行一次", "another program changed the file; run the command again"
)


@frozen
class Edited:
    """A file before and after its changes.

    Args:
        file: The file.
        text: Its text.
        changed: Its text after the changes.
        before: Its bytes.
        after: Its bytes after the changes.
    """

    file: str
    text: str
    changed: str
    before: bytes
    after: bytes


def edited(file: str, changes: Iterable[Change]) -> Edited:
    """Make changes in the text of a file; nothing is written.

    Args:
        file: The file.
        changes: Changes of its cases, which do not overlap.

    Raises:
        Unacceptable: It is a workbook, was changed meanwhile, or its encoding has not the characters.
    """
    if file.lower().endswith(".xlsx"):
        raise Unacceptable(_WORKBOOK)
    faults = Faults()
    decoded = read_text(Path(file), faults)
    chosen = sorted(changes, key=lambda one: one.span.start)
    if decoded is None or any(one.span.source.text != decoded.source.text for one in chosen):
        raise Unacceptable(_MEANWHILE)
    text, pieces, at = decoded.source.text, [], 0
    for one in chosen:
        pieces += [text[at : one.span.start], one.text]
        at = one.span.end
    changed = "".join((*pieces, text[at:]))
    if decoded.encode(text) != decoded.data:
        raise Unacceptable(_PACKED)
    try:
        return Edited(file, text, changed, decoded.data, decoded.encode(changed))
    except UnicodeEncodeError as problem:
        words = Words(
            f"文件的编码 {decoded.encoding} 中没有字符“{problem.object[problem.start]}”；请另存为 UTF-8",
            f"its encoding {decoded.encoding} has no “{problem.object[problem.start]}”; save it as UTF-8",
        )
        raise Unacceptable(words) from None
