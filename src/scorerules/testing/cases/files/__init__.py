"""Files with cases of a ruleset, beside it: TOML, and tables with one case a row."""

from scorerules.testing.cases.files.beside import named_by
from scorerules.testing.cases.files.case_file import CaseFile, beside, open_cases, ruleset_of

__all__ = ["CaseFile", "beside", "named_by", "open_cases", "ruleset_of"]
