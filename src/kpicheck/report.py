"""What a check found: verdicts, outcomes, the report, its counts, its digest and its exit code. No rendering."""

from datetime import date
from enum import Enum
from typing import Final, NamedTuple

from kpicheck.notation import Threshold
from kpicheck.period import Period
from kpicheck.place import Place
from kpicheck.problem import Problem, Severity
from kpicheck.quantity import Quantity, exact_text
from kpicheck.targets.model import Rounding, Waiver
from kpicheck.unit import dimension_text


class Status(Enum):
    """What became of a target, worst first."""

    FAIL = "fail"
    INVALID = "invalid"
    MISSING = "missing"
    PENDING = "pending"
    WAIVED = "waived"
    PASS = "pass"  # noqa: S105
    NOT_APPLICABLE = "not_applicable"


class Value(NamedTuple):
    """An exact value beside the text that is shown for it.

    A quantity, a rung, a day, or (a margin on a ladder) a number of rungs.
    """

    exact: Quantity | str | date | int
    shown: str


class Input(NamedTuple):
    """A submitted figure that a verdict rests on: its text, what was read, where it stands and its own note."""

    indicator: str
    period: Period
    text: str
    quantity: Value | None
    place: Place
    note: str


class Needed(NamedTuple):
    """What an input of a missed target would have to be, the others held; `operator` is `>=` or `<=`."""

    indicator: str
    period: Period
    operator: str
    value: Value


class Verdict(NamedTuple):
    """One target judged for one period, with everything that is needed to redo it by hand.

    `limit`, `low`, `high` are what was compared with, computed where the threshold names another value; `full` is the
    value before it was rounded, where `compare` rounds.
    """

    id: str
    target: str
    period: Period | None
    status: Status
    severity: Severity
    place: Place
    threshold: Threshold
    close: bool = False
    warn: Threshold | None = None
    compare: Rounding | None = None
    actual: Value | None = None
    limit: Value | None = None
    margin: Value | None = None
    completion: Value | None = None
    needed: tuple[Needed, ...] = ()
    formula: str | None = None
    substituted: str | None = None
    inputs: tuple[Input, ...] = ()
    notes: tuple[Problem, ...] = ()
    reason: Problem | None = None
    waiver: Waiver | None = None


class Outcome(NamedTuple):
    """What became of one target."""

    target: str
    status: Status
    severity: Severity
    section: str
    name: str
    owner: str
    tags: tuple[str, ...]
    commitment: str
    verdicts: tuple[str, ...]
    close: bool
    reason: Problem | None


class Accounting(NamedTuple):
    """What became of the submitted cells, each counted once: read = used + unused + missing + refused."""

    used: int
    unused: int
    missing: int
    refused: int

    @property
    def read(self) -> int:
        """All of them."""
        return sum(self)


class InputFile(NamedTuple):
    """A file that was read."""

    path: str
    data: bytes
    encoding: str = ""
    sheet: str | None = None

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return _sha256(self.data)

    def __repr__(self) -> str:
        """Without the bytes."""
        return f"{type(self).__name__}({self.path!r}, {len(self.data)} bytes)"


class Options(NamedTuple):
    """What a run was asked for beyond its files."""

    period: Period | None = None
    as_of: date | None = None
    only: tuple[str, ...] = ()
    strict: bool = False
    exit_zero: bool = False


class Report(NamedTuple):
    """Everything that a check found, made once and never touched again."""

    title: str
    targets: InputFile
    language: str
    period: Period | None
    as_of: date | None
    options: Options
    inputs: tuple[InputFile, ...]
    accounting: Accounting
    outcomes: tuple[Outcome, ...]
    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """1 a target failed, 4 one could not be judged or a figure was refused, 5 nothing was judged, else 0."""
        weighty = [found.status for found in self.outcomes if self.options.strict or found.severity is Severity.ERROR]
        if Status.FAIL in weighty:
            return 1
        if Status.INVALID in weighty or Status.MISSING in weighty or self.accounting.refused or self._strictly_wrong():
            return 4
        return 0 if any(found.status in JUDGED for found in self.outcomes) else 5

    def _strictly_wrong(self) -> bool:
        warned = any(found.severity is not Severity.NOTE for found in self.problems)
        return self.options.strict and (warned or self.accounting.unused > 0)

    def count(self, status: Status) -> int:
        """How many outcomes have *status*."""
        return sum(found.status is status for found in self.outcomes)

    @property
    def digest(self) -> str:
        """SHA-256 over what must be the same whatever the file format, the order of rows or the engine."""
        lines = sorted(_digest_line(verdict) for verdict in self.verdicts)
        return _sha256("\n".join(lines).encode())


JUDGED: Final = frozenset({Status.PASS, Status.FAIL, Status.WAIVED})
"""The statuses that say something of the target itself."""


def _sha256(data: bytes) -> str:
    import hashlib  # noqa: PLC0415  takes 3 ms: only who asks for a digest pays for it

    return hashlib.sha256(data).hexdigest()


def _digest_line(verdict: Verdict) -> str:
    value, unit = canonical(verdict.actual.exact) if verdict.actual else ("-", "-")
    return f"{verdict.id} {verdict.status.value} {str(verdict.close).lower()} {value} {unit}"


def canonical(exact: Quantity | str | date | int) -> tuple[str, str]:
    """An exact value in base units and the dimension's name, the same for every spelling of it."""
    if isinstance(exact, Quantity):
        return exact_text(exact.base), dimension_text(exact.dimension or ()) or "1"
    return str(exact), "-"
