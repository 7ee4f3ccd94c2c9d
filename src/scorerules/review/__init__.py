"""The review of a ruleset: mistakes found before anyone is scored."""

from scorerules.review.reviewers import check, check_all, check_text
from scorerules.review.subject import Subject

__all__ = ["Subject", "check", "check_all", "check_text"]
