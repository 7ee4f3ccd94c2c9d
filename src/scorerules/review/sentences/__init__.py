"""The numbers that an official sentence says, and those that its rule has."""
