"""Records made up for a ruleset: those that reach a goal, and those around its boundaries."""
