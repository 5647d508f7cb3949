"""Schemas: the door to what other rooms use of them.

Enters: a schema file and a source. Leaves: findings, and the data as templates see it. Guaranteed: see the modules
behind the names.
"""

from __future__ import annotations

from pipeline.source.annotate import annotate
from pipeline.source.faults import validate
from pipeline.source.schema_load import load_schema, package_schema
from pipeline.source.schema_types import Check, Schema

__all__ = ["Check", "Schema", "annotate", "load_schema", "package_schema", "validate"]
