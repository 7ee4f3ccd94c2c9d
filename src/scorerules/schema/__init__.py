"""The ruleset language as a JSON Schema, for editors that complete, explain and check while one types."""

from scorerules.schema.ruleset import ruleset_schema
from scorerules.schema.texts import SCHEMA_LANGS, SchemaLang

__all__ = ["SCHEMA_LANGS", "SchemaLang", "ruleset_schema"]
