"""YAML: figures in a document, strictly as a targets file is read; places are lines and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpicheck import nodes
from kpicheck.problem import KpiCheckError, Severity
from kpicheck.sources.long_table import HEADERS
from kpicheck.sources.records import Records

if TYPE_CHECKING:
    from kpicheck.sources import Table

_PROSE: Final = frozenset(header for header, field in HEADERS.items() if field == "note")


def read_yaml(text: str, path: str) -> Table:
    """The readings of a YAML text. Raises KpiCheckError `libyaml-missing`, `too-large`."""
    document, records = nodes.read_text(text, path, _PROSE), Records(path)
    records.table.problems.extend(document.problems)
    if all(found.severity is not Severity.ERROR for found in document.problems):
        try:
            records.read(document.root)
        except KpiCheckError as error:
            records.table.problems.extend(error.problems)
    return records.table
