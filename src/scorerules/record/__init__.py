"""Records: reading them from files, checking them against the keys of a ruleset."""

from scorerules.record.read import RecordValues, in_unit, read_key, read_record
from scorerules.record.record import Datum, Record, load_record, loads_record, mapping_of

__all__ = [
    "Datum",
    "Record",
    "RecordValues",
    "in_unit",
    "load_record",
    "loads_record",
    "mapping_of",
    "read_key",
    "read_record",
]
