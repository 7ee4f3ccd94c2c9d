"""UTF-8 that a writer gives to the encoding that was asked for."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from scorerules.diagnostics import Words
from scorerules.tables.files.problems import refused
from scorerules.tables.files.text import UTF_8, known


class Transcoded(io.RawIOBase):
    """Takes UTF-8 and writes another encoding.

    Args:
        file: Where the bytes go.
        encoding: The encoding.
        name: What messages call the file.

    Raises:
        RecordError: There is no such encoding (SR453), or it has no sign for a character (SR469).
    """

    def __init__(self, file: BinaryIO, encoding: str, name: str) -> None:
        super().__init__()
        self._file, self._name, self._encoding = file, name, known(encoding)
        self._decoder = codecs.getincrementaldecoder(UTF_8)()
        self._encoder = codecs.getincrementalencoder(self._encoding)()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Write a piece of UTF-8, which may end inside a character."""
        block = bytes(data)  # type: ignore[call-overload]
        if self._encoding == UTF_8:
            self._file.write(block)
            return len(block)
        try:
            self._file.write(self._encoder.encode(self._decoder.decode(block)))
        except UnicodeEncodeError as problem:
            sign = problem.object[problem.start]
            what = Words(f"编码 {self._encoding} 没有“{sign}”这个字", f"{self._encoding} has no “{sign}”")
            raise refused("SR469", name=self._name, what=what) from None
        return len(block)
