"""Reading of files and bytes: what is no text is named, with the way out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scorerules.diagnostics import Diagnostic, Faults, Words
from scorerules.document import decode, read_source
from scorerules.limits import USUAL

TEXT = '[ruleset]\nname = "正式居住证制作经费绩效自评"\n'


def only(faults: Faults) -> Diagnostic:
    """The one fault there is, with its sentences complete."""
    (fault,) = faults.sorted()
    for lang in ("zh", "en"):
        assert "{" not in fault.headline(lang)
        assert fault.help(lang)
    return fault


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_utf_8_is_read_as_it_is(newline: str) -> None:
    """Line ends stay as they are in the file."""
    faults = Faults()
    text = TEXT.replace("\n", newline)
    source = decode(text.encode(), "rules.toml", faults)
    assert source is not None
    assert (source.name, source.text, len(faults)) == ("rules.toml", text, 0)


def test_a_byte_order_mark_is_refused_or_dropped() -> None:
    """Rulesets refuse it with a word of its own, records are read without it."""
    faults = Faults()
    data = TEXT.encode("utf-8-sig")
    assert decode(data, "rules.toml", faults) is None
    fault = only(faults)
    assert fault.code == "SR105"
    assert fault.span is not None
    assert (fault.span.line, fault.span.column) == (1, 1)
    source = decode(data, "record.toml", faults, bom="accept")
    assert source is not None
    assert source.text == TEXT


@pytest.mark.parametrize(
    ("data", "code", "facts"),
    [
        (TEXT.encode("utf-16"), "SR106", {"encoding": "UTF-16"}),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "SR106", {"encoding": "UTF-16"}),
        (TEXT.encode("utf-16-le"), "SR106", {"encoding": "UTF-16"}),
        ("a = 1\n".encode("utf-16-be"), "SR106", {"encoding": "UTF-16"}),
        (TEXT.encode("utf-32"), "SR106", {"encoding": "UTF-32"}),
        (TEXT.encode("gbk"), "SR107", {"name": "x"}),
        ("# 备注：㐀\n中文为主的文件，大部分是常用字".encode("gb18030"), "SR107", {"name": "x"}),
        ('a = 1\nn = "制é"'.encode()[:-2] + b'\xff"', "SR108", {"byte": "0xC3", "line": 2, "column": 7}),
        ('n = "Général"'.encode("latin-1"), "SR108", {"byte": "0xE9", "line": 1, "column": 7}),
        (b'a = "\xe5\x88"', "SR108", {"byte": "0xE5", "line": 1, "column": 6}),
        (b"a = 1\nb = \x00\n", "SR109", {"name": "x"}),
        (b"#" * (USUAL.file_bytes + 1), "SR140", {"limit": Words("4 MiB", "4 MiB")}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_bytes_are_named(data: bytes, code: str, facts: dict[str, object]) -> None:
    """Another encoding is called by its name, a wrong byte has its place."""
    faults = Faults()
    assert decode(data, "x", faults, bom="accept") is None
    fault = only(faults)
    assert fault.code == code
    assert {name: fault.arguments[name] for name in facts} == facts
    if "line" in facts:
        assert fault.span is not None
        assert (fault.span.line, fault.span.column) == (facts["line"], facts["column"])


def test_a_gbk_file_shows_its_first_chinese_character() -> None:
    """The place is the first character that is not ASCII, shown as it was meant."""
    faults = Faults()
    decode(TEXT.encode("gbk"), "x", faults)
    span = only(faults).span
    assert span is not None
    assert (span.line, span.column, span.text) == (2, 9, "正")


def test_the_largest_file_is_read() -> None:
    """A file of exactly the bound is read."""
    faults = Faults()
    assert decode(b"#" * USUAL.file_bytes, "x", faults) is not None


def test_a_file_is_read(tmp_path: Path) -> None:
    """A regular file gives its text under its path or the name that was said."""
    path = tmp_path / "规则.toml"
    path.write_bytes(TEXT.encode())
    faults = Faults()
    source = read_source(path, faults)
    named = read_source(path, faults, name="规则.toml")
    assert source is not None
    assert named is not None
    assert (source.name, source.text, named.name, len(faults)) == (str(path), TEXT, "规则.toml", 0)


def test_a_missing_file(tmp_path: Path) -> None:
    """Neither a missing name nor a path through a file is found."""
    (tmp_path / "file").write_bytes(b"")
    for name in ("nowhere.toml", "file/rules.toml"):
        faults = Faults()
        assert read_source(tmp_path / name, faults, name=name) is None
        fault = only(faults)
        assert (fault.code, fault.span, fault.arguments["name"]) == ("SR100", None, name)


def test_a_folder(tmp_path: Path) -> None:
    """A folder is no file."""
    faults = Faults()
    assert read_source(tmp_path, faults) is None
    assert only(faults).code == "SR101"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_never_waits(tmp_path: Path) -> None:
    """A pipe without a writer is refused at once, a device too."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        faults = Faults()
        assert read_source(path, faults) is None
        assert only(faults).code == "SR102"


def test_a_forbidden_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system forbids to open has a word of its own."""
    path = tmp_path / "secret.toml"
    path.write_bytes(b"")

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)
    faults = Faults()
    assert read_source(path, faults) is None
    assert only(faults).code == "SR103"


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000])
def test_an_impossible_path(name: str) -> None:
    """A path that the system cannot take is refused with the system's reason."""
    faults = Faults()
    assert read_source(Path(name), faults) is None
    assert only(faults).code == "SR104"


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    """A file beyond the bound is refused, however large."""
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(1 << 32)
    faults = Faults()
    assert read_source(path, faults) is None
    assert only(faults).code == "SR140"
