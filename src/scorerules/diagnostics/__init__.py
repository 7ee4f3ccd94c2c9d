"""Problems as data: codes, places, texts in Chinese and English, renderers."""

from scorerules.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity, order
from scorerules.diagnostics.faults import Faults
from scorerules.diagnostics.words import LANGS, Lang, Words, default_lang, say

__all__ = [
    "LANGS",
    "Diagnostic",
    "Faults",
    "Fix",
    "Label",
    "Lang",
    "Severity",
    "Words",
    "default_lang",
    "order",
    "say",
]
