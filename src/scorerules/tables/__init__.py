"""Tables: many records at once, as columns, from data frames and files of any kind.

Everything goes through Arrow record batches; what is particular to a kind of table stays at the edge. Needs
the extra ``tables``.
"""
