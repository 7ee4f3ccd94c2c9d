"""Texts to values with places: files, encodings, TOML and JSON."""

from scorerules.document.decoding import decode
from scorerules.document.files import read_bytes, read_source
from scorerules.document.json_text import parse_json
from scorerules.document.node import Node, Scalar
from scorerules.document.toml import parse_toml

__all__ = [
    "Node",
    "Scalar",
    "decode",
    "parse_json",
    "parse_toml",
    "read_bytes",
    "read_source",
]
