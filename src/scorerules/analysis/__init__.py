"""What can be said of a plan before any record is seen: values that can occur, records that reach them."""
