"""Documents to the model: composition, references, sums, ids."""
