"""Hypothesis strategies of records: what a record may say, drawn so that it shrinks to what people write."""
