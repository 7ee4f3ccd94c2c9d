"""Bytes of a text file to UTF-8, block by block, whatever the encoding of the file.

Goes in: a file, perhaps with its encoding. Comes out: UTF-8 without a mark. A text that begins with a mark
is what the mark says; else it is UTF-8 or GB18030, which is told by its first characters that are not ASCII.
A byte that belongs to neither is an error with its place, never a wrong character.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from scorerules.diagnostics import Words
from scorerules.document.decoding import MARKS, mostly_everyday
from scorerules.tables.files.problems import reason_of, refused

BLOCK = 1 << 20
"""Bytes of a file that are read at once."""
UTF_8, GB = "utf-8", "gb18030"
SAMPLE = 64 * 1024
"""Bytes that are looked at to tell GB18030 from what is no Chinese at all."""
EITHER = Words("UTF-8 或 GB18030", "UTF-8 or GB18030")


class Utf8(io.RawIOBase):
    """A text file as UTF-8.

    Args:
        file: The file.
        name: What messages call it.
        encoding: Its encoding; recognised when ``None``.

    Attributes:
        lines: Line ends that were read.
        mark: The byte order mark that it begins with.
    """

    def __init__(self, file: BinaryIO, name: str, encoding: str | None = None) -> None:
        super().__init__()
        self._raw = file
        compressed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        self._file = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if compressed else file
        self._name = name
        self._told = None if encoding is None else known(encoding)
        self._encoding = self._told
        self._decoder: codecs.IncrementalDecoder | None = None
        self._begun = False
        self._left = b""
        self._offset = 0
        self.lines = 0
        self.mark = b""
        if self._told is not None:
            self._decide(self._told)

    @property
    def encoding(self) -> str:
        """The encoding of what was read so far; it writes no mark."""
        return self._encoding or UTF_8

    @property
    def position(self) -> int:
        """Bytes of the file that were read, compressed ones as they are."""
        return self._raw.tell()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes of UTF-8."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._left:
            block = self._block()
            if block is None:
                return 0
            self._left = block
        given = self._left[: len(view)]
        self._left = self._left[len(view) :]
        view[: len(given)] = given
        return len(given)

    def _block(self) -> bytes | None:
        """A block in UTF-8, perhaps empty; ``None`` at the end."""
        with reading(self._name, "gzip"):
            block = self._file.read(BLOCK)
        if not self._begun:
            self._begun = True
            block = self._without_mark(block)
        if self._encoding in (None, UTF_8, GB):
            # Before anything is told of the encoding: UTF-16 without a mark is full of zeros.
            self._refuse_zero(block)
        text = self._converted(block, final=not block)
        self._refuse_zero(text)
        self.lines += text.count(b"\n")
        self._offset += len(block)
        return text if block or text else None

    def _refuse_zero(self, text: bytes) -> None:
        zero = text.find(0)
        if zero >= 0:
            raise refused("SR459", name=self._name, line=self.lines + text.count(b"\n", 0, zero) + 1)

    def _without_mark(self, block: bytes) -> bytes:
        """The first block without a mark; a mark decides the encoding unless it was told."""
        for mark, encoding in ((codecs.BOM_UTF8, UTF_8), *MARKS):
            if block.startswith(mark) and self._told in (None, encoding.lower()):
                end = "-be" if mark in (codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE) else "-le"
                self._decide(UTF_8 if encoding == UTF_8 else encoding.lower() + end)
                self._offset = len(mark)
                self.mark = mark
                return block[len(mark) :]
        return block

    def _decide(self, encoding: str) -> None:
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")

    def _converted(self, block: bytes, *, final: bool) -> bytes:
        pending = b"" if self._decoder is None else self._decoder.getstate()[0]
        if self._decoder is None or self._encoding in (UTF_8, GB):
            if block.isascii() and not pending:
                return block
            if self._decoder is None:
                self._decide(self._recognised(block))
        assert self._decoder is not None
        try:
            text = self._decoder.decode(block, final)
        except UnicodeDecodeError as problem:
            wrong = EITHER if self._told is None and self._encoding == UTF_8 else self._encoding
            raise self._wrong(pending + block, problem.start, wrong, len(pending)) from None
        return text.encode()

    def _recognised(self, block: bytes) -> str:
        """The encoding of a block that is not ASCII."""
        try:
            codecs.getincrementaldecoder(UTF_8)("strict").decode(block)
        except UnicodeDecodeError as problem:
            begin = next(at for at, byte in enumerate(block) if byte > 0x7F)
            try:
                text = codecs.getincrementaldecoder(GB)("strict").decode(block[begin : begin + SAMPLE])
            except UnicodeDecodeError:
                text = ""
            if not mostly_everyday(text):
                raise self._wrong(block, problem.start, EITHER) from None
            return GB
        return UTF_8

    def _wrong(self, block: bytes, at: int, encoding: object, pending: int = 0) -> Exception:
        before = block[:at].decode(self._encoding or UTF_8, "ignore").count("\n")
        return refused(
            "SR452", name=self._name, byte=f"0x{block[at]:02X}", offset=f"{self._offset - pending + at:,}",
            line=self.lines + before + 1, encoding=encoding,
        )  # fmt: skip


def known(encoding: str) -> str:
    """The usual name of an encoding.

    Raises:
        RecordError: There is none of that name (SR453).
    """
    try:
        "".encode(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise refused("SR453", encoding=encoding) from None


@contextmanager
def reading(name: str, format_: str, *kinds: type[Exception]) -> Iterator[None]:
    """Turn what a library says of a damaged file into our error.

    Args:
        name: What messages call the file.
        format_: The format that it should have.
        kinds: Exceptions of the library, beside those of Python.

    Raises:
        RecordError: The file is not what it should be (SR461).
    """
    damaged: tuple[type[Exception], ...] = (*kinds, EOFError, OSError, UnicodeError, zlib.error)
    try:
        yield
    except damaged as problem:
        raise refused("SR461", name=name, format=format_, reason=reason_of(problem)) from problem
