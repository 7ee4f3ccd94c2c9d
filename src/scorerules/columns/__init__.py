"""Lane programs over whole columns: generated NumPy over integers, with the answers of the reference.

Goes in: the columns of a program's sources as arrays of integers. Comes out: arrays of what its results are
read from, and which rows are given up. Needs NumPy, which nothing below here knows.
"""
