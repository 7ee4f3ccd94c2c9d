"""Reads a ruleset file and, below one folder, the files it extends.

This is the only way from a ruleset to another file: relative paths, resolved links included, that stay
inside the folder tree the caller allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType

from attrs import evolve

from scorerules.build.compose import compose, entries
from scorerules.build.found import is_case_file
from scorerules.build.sections import LANGUAGE_VERSION, SECTIONS, VERSION_KEY, headers_of_keys
from scorerules.diagnostics import Faults, Fix, Label, Words
from scorerules.diagnostics.near import near
from scorerules.document import Node, parse_toml, read_source
from scorerules.model import Header
from scorerules.reading import At, Broken, corrected, keys_of
from scorerules.source import Source, Span

NO_TEXTS: Mapping[Path, str] = MappingProxyType({})


def read_ruleset(
    path: Path,
    root: Path | None,
    faults: Faults,
    remarks: Faults | None = None,
    texts: Mapping[Path, str] = NO_TEXTS,
) -> Node | None:
    """The document at ``path`` joined with everything it extends; ``None`` when it cannot be used.

    Args:
        path: The file.
        root: The folder below which ``extends`` may read; the folder of the file unless said.
        faults: Where faults go.
        remarks: Where findings about the joining go that are no faults; only those of the file itself.
        texts: Texts in place of files, by resolved path, such as those that are not saved yet.
    """
    source = _source(path, str(path), faults, texts, None)
    folder = (root if root is not None else path.parent).resolve()
    return None if source is None else Family(folder, faults, remarks, texts).join(source, path.resolve())


def read_sources(path: Path, root: Path | None, faults: Faults) -> dict[Path, Source]:
    """The ruleset at ``path`` and every file that it extends, by resolved path."""
    source = _source(path, str(path), faults, NO_TEXTS, None)
    if source is None:
        return {}
    family = Family((root if root is not None else path.parent).resolve(), faults)
    family.join(source, path.resolve())
    return {path.resolve(): source, **family.sources}


def _source(
    path: Path, name: str, faults: Faults, texts: Mapping[Path, str], below: Path | None
) -> Source | None:
    """The text of a file, which messages call ``name``; only from the folder ``below`` where one is given."""
    text = texts.get(path.resolve()) if texts else None
    if text is not None:
        return Source(name, text)
    return read_source(path, faults, bom="refuse", name=name, below=below)


def read_text(
    source: Source, root: Path | None, faults: Faults, remarks: Faults | None = None
) -> Node | None:
    """The same for a text that is no file; its ``extends`` are looked for in ``root``."""
    folder = None if root is None else root.resolve()
    return Family(folder, faults, remarks).join(source, None if folder is None else folder / "<text>")


class Family:
    """The files that one ruleset is joined from."""

    def __init__(
        self,
        root: Path | None,
        faults: Faults,
        remarks: Faults | None = None,
        texts: Mapping[Path, str] = NO_TEXTS,
    ) -> None:
        self._root = root
        self._faults = faults
        self._remarks = remarks
        self._texts = texts
        self._chain: list[tuple[Path | None, str]] = []
        self._joined: dict[Path, Node | None] = {}
        self._sources: dict[Path, Source] = {}
        self._keys = 0

    @property
    def sources(self) -> Mapping[Path, Source]:
        """The files that were read so far because another one extends them, by resolved path."""
        return self._sources

    def join(self, source: Source, path: Path | None) -> Node | None:
        """Parse ``source`` and join it with what it extends."""
        node = parse_toml(source, self._faults, self._keys)
        if node is None:
            return None
        self._keys += node.count
        if no_ruleset(node):
            words = Words(
                f"评分规则的第一行是 {VERSION_KEY} = {LANGUAGE_VERSION}；这个文件是不是填报数据？",
                f"a ruleset begins with {VERSION_KEY} = {LANGUAGE_VERSION}; is this a record?",
            )
            if is_case_file(source.name):
                words = Words(
                    "这是用例文件，不是评分规则；请检查它旁边的评分规则，用例会一并检查",
                    "this file has cases and is no ruleset; check the ruleset beside it, which checks both",
                )
            start = Span(source, 0, 0)
            self._faults.add("SR208", start, path=VERSION_KEY, better=words)
            return None
        node = check_top(node, self._faults)
        self._chain.append((path, source.name))
        parents: list[Node] = []
        named = extends(node, self._faults)
        whole = named is not None
        for text, span in named or ():
            parent = self._parent(text, span, path)
            whole = whole and parent is not None
            if parent is not None:
                parents.append(parent)
        self._chain.pop()
        # A child whose parent cannot be read would only show faults that are not its own.
        remarks = None if self._chain else self._remarks
        return compose(node, tuple(parents), self._faults, remarks) if whole else None

    def _parent(self, text: str, span: Span, child: Path | None) -> Node | None:
        path = self._allowed(text, span, child)
        if path is None:
            return None
        for index, (known, _) in enumerate(self._chain):
            if known == path:
                chain = " → ".join(name for _, name in (*self._chain[index:], self._chain[index]))
                self._faults.add("SR226", span, path="ruleset.extends", chain=chain)
                return None
        if path not in self._joined:
            most = self._faults.limits.parents
            if len(self._joined) >= most:
                self._faults.add("SR228", span, path="ruleset.extends", limit=most)
                return None
            self._joined[path] = None
            folder = Path(self._chain[-1][1]).parent
            found = self._faults.apart()
            source = _source(path, str(folder / text), found, self._texts, self._root)
            # A file that cannot be read has no place of its own: the place is where it is named.
            for one in found.sorted():
                if one.code == "SR100":
                    self._faults.add("SR229", span, path="ruleset.extends", file=text)
                else:
                    self._faults.extend((one if one.span else evolve(one, span=span),))
            if source is not None:
                self._sources[path] = source
            self._joined[path] = None if source is None else self.join(source, path)
        return self._joined[path]

    def _allowed(self, text: str, span: Span, child: Path | None) -> Path | None:
        """The file that ``extends`` names, if it lies inside the root."""
        if self._root is None or child is None:
            self._faults.add(
                "SR227", span, path="ruleset.extends", file=text, root=Words("（未给出）", "(none given)")
            )
            return None
        path = None
        # Asked first: to look for //server/share would already speak to that server.
        if not leads_away(text):
            with suppress(OSError, ValueError, RuntimeError):
                path = (child.parent / PurePosixPath(text)).resolve()
        if path is None or not path.is_relative_to(self._root):
            self._faults.add("SR227", span, path="ruleset.extends", file=text, root=self._root.name or "/")
            return None
        return path


def leads_away(text: str) -> bool:
    """Whether a path is no relative one with ``/`` between its parts, on whatever system it is read."""
    return bool(
        PurePosixPath(text).is_absolute() or "\\" in text or PureWindowsPath(text).anchor or "\0" in text
    )


def extends(node: Node, faults: Faults) -> list[tuple[str, Span]] | None:
    """The files that a document names, each with its place; ``None`` when they cannot be read."""
    value = entries(entries(node).get("ruleset")).get("extends")
    if value is None:
        return []
    at = At("ruleset", faults).under("extends")
    if isinstance(keys_of(Header)["extends"].type.read(value, at), Broken):
        return None
    items = value.value if isinstance(value.value, tuple) else (value,)
    return [(one.value, one.span) for one in items if isinstance(one.value, str)]


def check_top(node: Node, faults: Faults) -> Node:
    """Note a wrong language version, and keys and sections that nothing reads; the document without them."""
    elsewhere = headers_of_keys()
    kept, _, _ = corrected(node, SECTIONS, At("", faults), elsewhere)
    check_version(node, entries(kept).get(VERSION_KEY), faults)
    header = entries(kept).get("ruleset")
    if header is None or not header.is_table:
        return kept
    # Read before everything else: it says which other files belong to this one.
    others = {name: there for name, there in elsewhere.items() if there != "[ruleset]"}
    header, _, _ = corrected(header, keys_of(Header), At("ruleset", faults), others)
    return evolve(kept, value={**entries(kept), "ruleset": header})


def no_ruleset(node: Node) -> bool:
    """Whether a document has neither of the two things that every ruleset begins with."""
    return not any(near(name, (VERSION_KEY, "ruleset")) for name in entries(node))


def check_version(node: Node, version: Node | None, faults: Faults) -> None:
    """The version of the language stands first and is the one that is read here."""
    if version is None:
        start = Span(node.span.source, 0, 0)
        line = f"{VERSION_KEY} = {LANGUAGE_VERSION}"
        better = Words(f"请在第一行写 {line}", f"write {line} on the first line")
        faults.add("SR208", start, path=VERSION_KEY, fix=_first(node, line), better=better)
        return
    first = next(iter(entries(node).values()))
    if version.value != LANGUAGE_VERSION or isinstance(version.value, bool):
        same = str(version.value).strip() in (f"{LANGUAGE_VERSION}", f"{LANGUAGE_VERSION}.0")
        fix = Fix(version.span, str(LANGUAGE_VERSION)) if same else None
        faults.add(
            "SR209",
            version.span,
            path=VERSION_KEY,
            fix=fix,
            version=LANGUAGE_VERSION,
            found=version.span.text,
        )
    elif first is not version:
        words = Words("这一行在前", "this stands before it")
        labels = (Label(first.key_span, words),) if first.key_span else ()
        fix = _to_the_top(node, version)
        faults.add("SR219", version.key_span, path=VERSION_KEY, labels=labels, fix=fix)


def _first(node: Node, line: str) -> Fix | None:
    """The version before the first statement, behind the comments above it; ends of lines as in the file."""
    place = next(iter(entries(node).values())).key_span
    if place is None:
        return None
    source, start = place.source, place.source.line_starts[place.line - 1]
    end = "\r\n" if "\r\n" in source.text else "\n"
    return Fix(Span(source, start, start), line + end * (2 if source.text.startswith("[", start) else 1))


def _to_the_top(node: Node, version: Node) -> Fix | None:
    """The line of the version before the first statement, when nothing else stands on it."""
    first, place = next(iter(entries(node).values())).key_span, version.key_span
    if first is None or place is None or place.line >= len(place.source.line_starts):
        return None
    source, line = place.source, place.line
    start, end = source.line_starts[line - 1], source.line_starts[line]
    if source.text[start : version.span.end].count("\n") or source.text[start : place.start].strip():
        return None
    above = source.text[source.line_starts[first.line - 1] : start]
    return Fix(Span(source, source.line_starts[first.line - 1], end), source.text[start:end] + above)
