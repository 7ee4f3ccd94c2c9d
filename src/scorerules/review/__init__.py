"""The review of a ruleset: mistakes found before anyone is scored."""

from scorerules.review.fixing import Fixed, fix_all, fixed
from scorerules.review.points import Points, points_budget
from scorerules.review.reviewers import (
    Reviewed,
    check,
    check_all,
    check_text,
    review_file,
    review_text,
    settled,
    settled_together,
)
from scorerules.review.subject import Subject

__all__ = [
    "Fixed",
    "Points",
    "Reviewed",
    "Subject",
    "check",
    "check_all",
    "check_text",
    "fix_all",
    "fixed",
    "points_budget",
    "review_file",
    "review_text",
    "settled",
    "settled_together",
]
