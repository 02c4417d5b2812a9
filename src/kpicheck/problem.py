"""Problems as data: a code with typed arguments and a place. The sentences are made in `wording`, once."""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import cached_property
from typing import Final, NamedTuple, ParamSpec

from kpicheck.place import Place

P = ParamSpec("P")

Argument = str | int | Place


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


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """The *problems* of one file from its top to its end; what has no place in it comes first."""
    return sorted(problems, key=lambda found: found.place.position if found.place else (0, 0))


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


_VALUES: Final = {  # number, unit, quantity, period
    "bad-number": "text why",
    "unknown-unit": "unit close meanings why",
    "long-unit": "unit limit",
    "unit-redeclared": "unit",
    "bad-unit": "unit why",
    "unit-mismatch": "text have want",
    "bad-period": "text",
    "bad-date": "text",
    "no-year": "text",
}
_NOTATION: Final = {
    "empty": "",
    "bad-threshold": "text why",
    "vague-threshold": "text word",
    "two-thresholds": "text",
    "bare-negative": "text",
    "empty-range": "text",
}
_NODES: Final = {  # and decode, which sources use too
    "encoding": "encoding offset byte looks",
    "mixed-encoding": "line",
    "unknown-encoding": "encoding known",
    "libyaml-missing": "",
    "yaml-syntax": "found why",
    "duplicate-key": "key first",
    "anchor": "text",
    "alias": "text",
    "merge-key": "",
    "tag": "text why",
    "directive": "",
    "several-documents": "",
    "too-deep": "limit",
    "too-large": "limit why",
    "too-many-problems": "limit",
    "invisible-character": "character",
    "block-scalar": "key found why",
    "empty-value": "key why",
    "comma-in-braces": "text",
    "complex-key": "",
}
_FORMULA: Final = {  # and of targets, which have names and formulas too
    "formula-syntax": "found why",
    "formula-too-large": "limit why",
    "unknown-name": "name close",
    "unknown-function": "name close known why",
    "function-arguments": "function signature found known why",
    "mixed-script": "id",
    "dimension-mismatch": "left have right want why",
    "points-arithmetic": "text",
    "cumulative-step": "text",
    "not-a-quantity": "name",
    "no-dimension": "name",
    "beyond-calendar": "text period",
    "zero-division": "text",
    "zero-over-zero": "text",
    "growth-base": "text why",
    "result-too-large": "text limit",
}

_TARGETS: Final = {
    "wrong-shape": "why",
    "unknown-key": "key close",
    "missing-key": "key",
    "bad-choice": "key text allowed",
    "bad-id": "id",
    "reserved-id": "id",
    "rate-not-positive": "rate",
    "rate-of-one-currency": "source target",
    "duplicate-rate": "text other first",
    "not-a-currency": "unit",
    "short-ladder": "name",
    "duplicate-rung": "rung first",
    "ladder-gap": "name at",
    "unknown-ladder": "name close",
    "key-without-effect": "key id why",
    "not-an-interval": "text",
    "limit-without-unit": "text unit",
    "no-targets": "",
    "ambiguous-name": "name first second",
    "duplicate-indicator": "key id",
    "target-and-due": "id",
    "limits-disagree": "id have want",
    "wrong-threshold-kind": "text id why",
    "needs-unit": "text id",
    "verb-mismatch": "text id why",
    "basis-mismatch": "text have want",
    "percent-twice": "text unit factor",
    "better-conflict": "text better",
    "needs-tolerance": "text",
    "needs-baseline": "text",
    "baseline-not-positive": "name period why",
    "baseline-length": "name period judged",
    "due-not-judged": "due text why",
    "warn-implied": "text target",
    "warn-conflict": "text target why",
    "default-twice": "text first",
    "tolerance-twice": "text",
    "negative-tolerance": "text",
    "needs-step": "text",
    "bad-step": "text",
    "cycle": "path",
}
_SOURCES: Final = {
    "file-absent": "path close",
    "file-unreadable": "path why reason",
    "unknown-format": "format known",
    "empty-file": "",
    "bad-quote": "found why first",
    "nul-character": "",
    "replacement-character": "",
    "excel-sep": "found",
    "field-too-long": "limit",
    "too-many-columns": "count limit",
    "ragged-row": "have want why",
    "unnamed-column": "found",
    "duplicate-header": "header first",
    "not-long": "found lacks why",
    "json-syntax": "found why",
    "not-a-figure": "found why",
}
_SUBMISSION: Final = {
    "entity-not-read": "text",
    "basis-not-read": "text",
    "no-period": "",
    "wrong-period-kind": "text why",
    "out-of-bounds": "text bounds",
    "unit-conflict": "text have want",
    "no-unit": "text id",
    "unknown-rung": "text close rungs",
    "unit-on-word": "unit text why",
    "conflicting-figures": "text other first indicator",
    "day-after-as-of": "text as_of",
}
_JUDGE: Final = {
    "missing-figure": "indicator period",
    "missing-parts": "indicator period parts",
    "missing-unplaced": "indicator period cell why",
    "parts-disagree": "indicator period difference allowed",
    "state-unknown-when-due": "end period",
}
_COMMANDS: Final = {
    "no-submission": "",
    "bad-only": "text",
    "two-to-stdout": "",
    "unknown-output": "path known",
    "output-failed": "path reason stream",
    "unknown-selection": "text",
    "unknown-topic": "topic close",
}
_WARNINGS: Final = {
    "cut-by-comment": "text",
    "curly-quotes": "text",
    "unused-default": "text",
    "unknown-column": "column close",
    "unknown-indicator": "name count close why",
}
_NOTES: Final = {
    "other-separator": "why",
    "unused-figure": "indicator period",
    "derived-figure": "text indicator computed",
    "after-as-of": "text as_of",
    "below-one-percent": "text",
    "rate-used": "text rate period why",
    "same-figure-twice": "text first",
    "parts-differ-by-rounding": "indicator period difference allowed",
    "decided-early": "as_of end",
    "not-due": "end as_of",
    "straddles-limit": "text",
    "one-sided": "better",
    "value-rounded": "full step why",
    "waiver-expired": "until by",
}

CATALOGUE: Final[dict[str, CatalogueEntry]] = {
    **_entries(
        Severity.ERROR, _VALUES, _NOTATION, _NODES, _FORMULA, _TARGETS, _SOURCES, _SUBMISSION, _JUDGE, _COMMANDS
    ),
    **_entries(Severity.WARNING, _WARNINGS),
    **_entries(Severity.NOTE, _NOTES),
}
"""Every code, stable once published; `kpicheck help CODE` and all formats speak of these."""
