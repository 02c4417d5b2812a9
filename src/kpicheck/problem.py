"""Problems as data: a code with typed arguments and a place. The sentences are made in `wording`, once."""

from collections.abc import Callable, Iterable
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple, ParamSpec, Self

from kpicheck import catalogue
from kpicheck.place import Place

P = ParamSpec("P")


class Measured(NamedTuple):
    """A quantity that was worked out: so many of a unit, and how many decimals show it (None: all).

    `text` has it in no language; a format writes it in the report's.
    """

    text: str
    value: Fraction
    unit: str
    places: int | None

    def __str__(self) -> str:
        """In no language: `1250.5万元`."""
        return self.text


class Called(str):
    """The id of an indicator, which a sentence calls by its name."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, id_: str, name: str = "") -> Self:
        """The id *id_* of what is called *name*."""
        made = super().__new__(cls, id_)
        made.name = name
        return made


Argument = str | int | Place | Measured


class Severity(Enum):
    """How much a problem weighs; apart from whether a target is met."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class CatalogueEntry(NamedTuple):
    """What the catalogue knows of a code: its usual severity and the names of its arguments."""

    severity: Severity
    arguments: tuple[str, ...]


class Problem(NamedTuple):
    """Something wrong with a file or a figure, or a note on it.

    `excerpt` is the user's own line, and `width` how many of its characters are meant, for a caret below it.
    """

    code: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    place: Place | None = None
    severity: Severity = Severity.ERROR
    excerpt: str = ""
    width: int = 1


def in_file_order(problems: Iterable[Problem], paths: Iterable[str] = ()) -> list[Problem]:
    """The *problems* of one file from its top to its end, of several in the order of *paths*; without place first."""
    order = {path: at for at, path in enumerate(dict.fromkeys(paths))}

    def position(found: Problem) -> tuple[int, tuple[int, int]]:
        return (order.get(found.place.path, -1), found.place.position) if found.place else (-1, (0, 0))

    return sorted(problems, key=position)


ALREADY_REPORTED: Final = ""
"""Already reported at its own place."""


class Refusal(Exception):  # noqa: N818  it is a refusal; who catches it decides whether it is an error
    """A text that is not what was asked for; whoever knows its place makes a Problem of it.

    `offset` and `width` say which characters of the text are meant, `field` which column of a record. An argument may
    be a function that finds it: it is called when somebody reads the arguments, so that a refusal which nobody reports
    looks for no suggestion. `also` are further refusals of the same text.
    """

    field = "value"
    also: "tuple[Refusal, ...]" = ()

    def __init__(
        self, code: str, /, *, offset: int = 0, width: int = 1, **arguments: Argument | Callable[[], Argument]
    ) -> None:
        super().__init__(code, arguments)
        self.code, self.offset, self.width, self._arguments = code, offset, width, arguments

    @cached_property
    def arguments(self) -> dict[str, Argument]:
        """What its sentence says, by name."""
        return {name: value() if callable(value) else value for name, value in self._arguments.items()}

    def moved(self, by: int) -> "Refusal":
        """The same, *by* characters further on: the text is a part of another."""
        found = Refusal(self.code, offset=self.offset + by, width=self.width, **self._arguments)
        found.also = tuple([each.moved(by) for each in self.also])
        return found

    def in_field(self, field: str) -> "Refusal":
        """The same, for the column *field* of a record."""
        found = self.moved(0)
        found.field = field
        return found

    def at(self, place: Place | None) -> Problem:
        """The same as a Problem; *place* is where the text begins."""
        where = place.shifted(self.offset) if place is not None and self.offset else place
        return problem(self.code, where, width=self.width, **self.arguments)


def succeeds(make: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Whether *make* makes something of its arguments; for who asks what a text is, and wants no reason."""
    try:
        make(*args, **kwargs)
    except Refusal:
        return False
    return True


class KpiCheckError(Exception):
    """What was asked for could not be done; `problems` says all that is wrong, each at its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{found.place}: {found.code}" for found in problems))
        self.problems = problems


def problem(code: str, place: Place | None = None, *, width: int = 1, **arguments: Argument) -> Problem:
    """A Problem of the catalogue, with its usual severity."""
    return Problem(code, tuple(arguments.items()), place, CATALOGUE[code].severity, "", width)


def _entries(severity: Severity, *tables: dict[str, str]) -> dict[str, CatalogueEntry]:
    return {code: CatalogueEntry(severity, tuple(named.split())) for each in tables for code, named in each.items()}


CATALOGUE: Final[dict[str, CatalogueEntry]] = {
    **_entries(Severity.ERROR, *catalogue.ERRORS),
    **_entries(Severity.WARNING, catalogue.WARNINGS),
    **_entries(Severity.NOTE, catalogue.NOTES),
}
"""Every code and its entry."""
