"""The texts of every diagnostic, Chinese and English, one module per family of codes."""

from scorerules.diagnostics.catalogue.codes import CATALOGUE, entry
from scorerules.diagnostics.catalogue.entry import Entry

__all__ = ["CATALOGUE", "Entry", "entry"]
