"""Files with cases of a ruleset, beside it: TOML, and tables with one case a row."""

from scorerules.testing.case_files.beside import beside, named_by
from scorerules.testing.case_files.case_file import CaseFile, open_cases

__all__ = ["CaseFile", "beside", "named_by", "open_cases"]
