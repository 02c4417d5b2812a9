"""Figures in a document, JSON or YAML.

`{indicator: figure}`, `{indicator: {period: figure}}`, or a list of records with the columns of a long table as keys.
A figure is a single value or `{value, unit, note}`; null is a figure that is not there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kpicheck.nodes.tree import Mapping, Node, Scalar, Sequence
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, problem
from kpicheck.sources import MAX_PROBLEMS, Reading, Table
from kpicheck.sources.long_table import FIELDS, NEEDED, field_of, unknown_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kpicheck.nodes.tree import Locate, Spot

_FIELDS: Final = (*FIELDS, "header_unit")
_NULLS: Final = frozenset({"null", "Null", "NULL", "~"})
_TARGETS: Final = frozenset({"kpicheck", "targets"})
"""The keys that every targets file has."""

_SHOWN: Final = 40


class Records:
    """Collects the readings of one document."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.table = Table([], [])
        self.unknown: set[str] = set()
        self.shared: dict[str, str] = {}
        self.locate: Callable[[tuple[Spot, ...], str], Place] | None = None

    def read(self, root: Node | None) -> Table:
        """The readings of a whole document. Raises KpiCheckError `too-many-problems`, as all of these may."""
        if isinstance(root, Mapping) and {key.text for key, _ in root.entries} >= _TARGETS:
            self.note(problem("not-a-figure", root.place, found=self.path, why="targets"))
        elif isinstance(root, Sequence):
            self.items(root.items)
        elif isinstance(root, Mapping):
            self.entries(root.entries)
        elif root is not None:
            self._refuse(root, "document")
        else:
            self.note(problem("empty-file", Place(self.path)))
        return self.table

    def items(self, items: Iterable[Node]) -> None:
        """The records of a list."""
        for item in items:
            if isinstance(item, Mapping):
                self._figure({}, item)
            else:
                self._refuse(item, "record")

    def entries(self, entries: Iterable[tuple[Scalar, Node]]) -> None:
        """The figures of a mapping by indicator, and where one has several, by period."""
        for indicator, node in entries:
            if not isinstance(node, Mapping) or any(field_of(key.text)[0] for key, _ in node.entries):
                self._figure({"indicator": indicator}, node)
            elif not node.entries:
                self._refuse(node, "figure")
            else:
                for period, figure in node.entries:
                    self._figure({"indicator": indicator, "period": period}, figure)

    def _figure(self, above: dict[str, Scalar], node: Node) -> None:
        """One figure with what is said beside it; *above* is what the keys above it say."""
        fields = dict(above)
        if isinstance(node, Scalar):
            fields["value"] = node
        elif isinstance(node, Sequence):
            self._refuse(node, "figure")
            return
        elif not self._collect(fields, node):
            return
        if lacks := ", ".join(field for field in NEEDED if field not in fields):
            self.note(problem("not-long", node.place, found=_keys(node), lacks=lacks, why="record"))
        else:
            self.table.readings.append(self._reading(fields))

    def _collect(self, fields: dict[str, Scalar], node: Mapping) -> bool:
        """Add the entries of *node* to *fields*; whether all of them are what they should be."""
        well = True
        for key, value in node.entries:
            field, unit = field_of(key.text)
            if unit:
                fields["header_unit"] = key._replace(text=unit, plain=True)
            if not field:
                self._note_unknown(key)
            elif field in fields:
                self.note(problem("duplicate-header", key.place, header=key.text, first=field))
                well = False
            elif isinstance(value, Scalar):
                fields[field] = value
            elif field == "value" and isinstance(value, Mapping):
                well = self._collect(fields, value) and well
            else:
                self._refuse(value, "field")
                well = False
        return well

    def _reading(self, fields: dict[str, Scalar]) -> Reading:
        texts = {field: _text(field, fields.get(field)) for field in _FIELDS}
        shared = {field: self.shared.setdefault(text, text) for field, text in texts.items()}
        spots = tuple(fields[field].spot if field in fields else None for field in _FIELDS)
        self.locate = self.locate or partial(_place, fields["value"].locate)
        return Reading(**shared, spot=spots, locate=self.locate)

    def _note_unknown(self, key: Scalar) -> None:
        if key.text not in self.unknown:
            self.note(unknown_column(key.text, key.place, len(self.unknown)))
            self.unknown.add(key.text)

    def _refuse(self, node: Node, why: str) -> None:
        found = node.text if isinstance(node, Scalar) else "[…]" if isinstance(node, Sequence) else "{…}"
        self.note(problem("not-a-figure", node.place, found=found[:_SHOWN], why=why))

    def note(self, found: Problem) -> None:
        """Add a problem. Raises KpiCheckError `too-many-problems`."""
        if len(self.table.problems) >= MAX_PROBLEMS:
            raise KpiCheckError((problem("too-many-problems", Place(self.path), limit=MAX_PROBLEMS),))
        self.table.problems.append(found)


def _place(locate: Locate, spots: tuple[Spot, ...], field: str) -> Place:
    """Where *field* of a reading is; its figure's place where it has none."""
    return locate(spots[_FIELDS.index(field)] or spots[_FIELDS.index("value")])


def _text(field: str, scalar: Scalar | None) -> str:
    """The text of a field; null is nothing beside a figure, and a missing mark in its place."""
    if scalar is None:
        return ""
    if scalar.plain and scalar.text in _NULLS:
        return "null" if field == "value" else ""
    return scalar.text


def _keys(node: Node) -> str:
    return ", ".join(key.text for key, _ in node.entries[:8]) if isinstance(node, Mapping) else ""
