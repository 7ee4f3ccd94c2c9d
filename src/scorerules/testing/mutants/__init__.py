"""Rulesets with one thing changed, and whether the cases of a ruleset notice.

Goes in: rulesets with their cases. Comes out: every small change that a person could make of a rule, with
what became of it: a case noticed, none did (and the record with which one would), or nothing changes at all.
"""
