"""Computed values written into cases that their author has reviewed; everything else stays as it is."""

from scorerules.testing.cases.accepting.change import Change, Unacceptable
from scorerules.testing.cases.accepting.changes import changes_of
from scorerules.testing.cases.accepting.edited import Edited, edited

__all__ = ["Change", "Edited", "Unacceptable", "changes_of", "edited"]
