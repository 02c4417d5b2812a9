"""One submitted cell as text, with its place and its note: what every source hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kpicheck.place import Place
    from kpicheck.problem import Problem


class Reading(NamedTuple):
    """A figure as submitted; every field is the text as it stood there, `""` where there was none.

    `value_place` is where the figure stands; `row_place(field)` finds the others.
    """

    indicator: str
    period: str
    value: str
    unit: str
    note: str
    entity: str
    basis: str
    value_place: Place
    columns: tuple[tuple[str, int], ...] = ()  # field -> column, one tuple shared by all rows of a table

    def place(self, field: str) -> Place:
        """Where *field* (`indicator`, `period`, `value`, `unit`, ...) stands; the figure's place where it has none."""
        if self.value_place.pointer is not None:
            parent = self.value_place.pointer.rpartition("/")[0]
            return self.value_place._replace(pointer=f"{parent}/{field}") if self.columns else self.value_place
        return self.value_place._replace(column=dict(self.columns).get(field, self.value_place.column))


class Source(NamedTuple):
    """A file that was read: what its readings are judged by, and what the report says of it."""

    path: str
    sha256: str
    encoding: str
    sheet: str | None
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]  # warnings and notes on the table itself
