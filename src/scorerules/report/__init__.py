"""Evaluations for people to read: the form as rows, as Markdown, and explained in sentences."""
