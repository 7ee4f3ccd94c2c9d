"""Cases of rulesets: read from files, run, chosen, told, accepted and written."""
