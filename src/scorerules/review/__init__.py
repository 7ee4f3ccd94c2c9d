"""The review of a ruleset: mistakes found before anyone is scored."""

from scorerules.review.fixing import Fixed, fix_all, fixed
from scorerules.review.reviewers import check, check_all, check_text
from scorerules.review.subject import Subject

__all__ = ["Fixed", "Subject", "check", "check_all", "check_text", "fix_all", "fixed"]
