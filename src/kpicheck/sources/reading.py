"""One submitted cell as text, with its place and its note: what every source hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kpicheck.place import Place

if TYPE_CHECKING:
    from kpicheck.problem import Problem


MAX_PROBLEMS: Final = 200
"""What is wrong with one file is told so many times; whoever mends these may see the rest."""


class Reading(NamedTuple):
    """A figure as submitted; every field is the text as it stood there, `""` where there was none.

    `value_place` is where the figure stands, `beside` where the other fields do: a column of the same line, or a place
    of its own; a table's rows share it. `header_unit` is the unit that the header names, as 数值（万元） does.
    """

    indicator: str
    period: str
    value: str
    unit: str
    note: str
    entity: str
    basis: str
    value_place: Place
    beside: tuple[tuple[str, int | Place], ...] = ()
    header_unit: str = ""

    def place(self, field: str) -> Place:
        """Where *field* (`indicator`, `period`, `unit`, ...) stands; the figure's place where it has none."""
        spot = dict(self.beside).get(field, self.value_place)
        return spot if isinstance(spot, Place) else self.value_place._replace(column=spot)


class Source(NamedTuple):
    """A file that was read: what its readings are judged by, and what the report says of it."""

    path: str
    sha256: str
    encoding: str
    sheet: str | None
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]  # warnings and notes on the table itself


class Table(NamedTuple):
    """What a format's reader makes of a text: the readings, and all that is wrong with its structure."""

    readings: list[Reading]
    problems: list[Problem]
