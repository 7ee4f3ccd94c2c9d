"""The page of every diagnostic code: what it says, why, an example, what to write instead."""
