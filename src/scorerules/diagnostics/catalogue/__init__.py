"""The texts of every diagnostic, Chinese and English, one module per family of codes."""

from scorerules.diagnostics.catalogue.codes import CATALOGUE, Entry, entry

__all__ = ["CATALOGUE", "Entry", "entry"]
