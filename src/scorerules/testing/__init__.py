"""Tests of rulesets: their examples."""

from scorerules.testing.examples import ExampleResult, Mismatch, run_examples

__all__ = ["ExampleResult", "Mismatch", "run_examples"]
