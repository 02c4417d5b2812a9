"""What a check found: verdicts, outcomes, the report, its counts, its digest and its exit code. No rendering."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple, assert_never

from kpicheck.demand import Demand, Excluded, Interval, Levels, Operator
from kpicheck.formula.syntax import Literal
from kpicheck.formula.writing import written
from kpicheck.notation import Threshold
from kpicheck.period import Period
from kpicheck.place import Place
from kpicheck.point import Key, Point
from kpicheck.problem import Problem, Severity, in_file_order
from kpicheck.quantity import Quantity, exact_text
from kpicheck.submission import Accounting, Unused
from kpicheck.targets.model import Formula, Rounding, Versus, Waiver
from kpicheck.unit import Dimension, Unit, dimension_text


class Status(Enum):
    """What became of a target, worst first."""

    FAIL = "fail"
    INVALID = "invalid"
    MISSING = "missing"
    PENDING = "pending"
    WAIVED = "waived"
    PASS = "pass"  # noqa: S105
    NOT_APPLICABLE = "not_applicable"

    @property
    def rank(self) -> int:
        """Its place among all, from the worst: the smallest of several is that of their outcome."""
        return _RANKS[self]


_RANKS: Final = {status: rank for rank, status in enumerate(Status)}


class Amount(NamedTuple):
    """An exact number of a unit, and how many decimals show it; None shows all, as a fraction where it has no end.

    `shown` is what the page has instead, for a margin is the difference of numbers as shown.
    """

    value: Fraction
    unit: Unit | None
    places: int | None
    shown: Fraction | None = None

    @property
    def number(self) -> Fraction:
        """The number on the page, before it is rounded to `places`."""
        return self.value if self.shown is None else self.shown


def amount_of(quantity: Quantity) -> Amount:
    """*quantity* with the digits it was written with."""
    return Amount(quantity.value, quantity.unit, quantity.places)


class LevelReached(NamedTuple):
    """A level of a scale by its word, and the figure that fell into its band, where there was one."""

    name: str
    figure: Amount | None = None


Value = Amount | LevelReached | date | int
"""What was measured or is missing: a quantity, a level, a day, or a number of levels."""


class Input(NamedTuple):
    """A submitted figure that a verdict uses: its text, what was read, where it is and its own note."""

    key: Key
    text: str
    quantity: Amount | None
    place: Place
    note: str


class Needed(NamedTuple):
    """What an input of a missed target, by its key and its name, would have to be, the others held."""

    key: Key
    name: str
    operator: Operator
    value: Amount


class NamedValue(NamedTuple):
    """What a name in the formula was at a point; None where it had no value."""

    name: str
    point: Point
    value: Amount | None


class Verdict(NamedTuple):
    """One target judged at one point, with everything that is needed to redo it by hand.

    `judged` is where its value is: with `due`, the part of the period up to then. `limit` and `warn_limit` are there
    where a limit is no number of a text; `named_values` are the formula's, None where it was not evaluated.
    """

    id: str
    target: str
    point: Point
    judged: Point
    status: Status
    severity: Severity
    place: Place
    threshold: Threshold
    demand: Demand | Versus
    close: bool = False
    warn: Threshold | None = None
    compare: Rounding | None = None
    actual: Value | None = None
    limit: Amount | None = None
    warn_demand: Demand | Versus | None = None
    warn_limit: Amount | None = None
    margin: Value | None = None
    completion: Amount | None = None
    needed: tuple[Needed, ...] = ()
    formula: Formula | None = None
    named_values: tuple[NamedValue, ...] | None = None
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
    """Everything that a check found, made once and never touched again.

    `accounting` is of all cells; `own` of those that the chosen targets use or could have used, which is the same
    without `--only`. The problems are those of the latter.
    """

    title: str
    targets: InputFile
    language: str
    period: Period | None
    as_of: date
    options: Options
    inputs: tuple[InputFile, ...]
    accounting: Accounting
    own: Accounting
    outcomes: tuple[Outcome, ...]
    verdicts: tuple[Verdict, ...]
    found: tuple[Problem, ...]
    unused: tuple[Unused, ...] = ()
    contradicted: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems and notes on the files, by place; those on unused figures can be many, and are made here."""
        return self._by_place((*self.found, *(each.note() for each in self.unused), *self.contradicted))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The errors and warnings among the problems, by place."""
        return self._by_place(each for each in self.found if each.severity is not Severity.NOTE)

    def _by_place(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        return tuple(in_file_order(problems, (self.targets.path, *(each.path for each in self.inputs))))

    @property
    def exit_code(self) -> int:
        """1 a target failed, 4 one could not be judged or a figure was refused, 5 nothing was judged, else 0."""
        weighed = [found.status for found in self.outcomes if self.options.strict or found.severity is Severity.ERROR]
        if Status.FAIL in weighed:
            return 1
        if Status.INVALID in weighed or Status.MISSING in weighed or self.own.refused or self._strictly_wrong():
            return 4
        return 0 if any(found.status in JUDGED for found in self.outcomes) else 5

    def _strictly_wrong(self) -> bool:
        return self.options.strict and (bool(self.warnings) or self.own.unused > 0)

    def count(self, status: Status) -> int:
        """How many outcomes have *status*."""
        return sum(found.status is status for found in self.outcomes)

    @property
    def digest(self) -> str:
        """SHA-256 over what must be the same whatever the file format, the order of rows or the engine."""
        return _digest(_digest_line(verdict) for verdict in self.verdicts)

    @property
    def demands(self) -> str:
        """The same over what is demanded, so that a moved target is seen; a reference counts as its formula."""
        return _digest(_demand_line(verdict) for verdict in self.verdicts)


JUDGED: Final = frozenset({Status.PASS, Status.FAIL, Status.WAIVED})
"""The statuses of a target that was judged."""


def _sha256(data: bytes) -> str:
    import hashlib  # noqa: PLC0415  takes 3 ms: only who asks for a digest pays for it

    return hashlib.sha256(data).hexdigest()


def _digest(lines: Iterable[str]) -> str:
    return _sha256("\n".join(sorted(lines)).encode())


def _digest_line(verdict: Verdict) -> str:
    """`id status close value unit`: `fdi/-/2023 pass false 120000000 CNY`; `- -` where there is no value."""
    value, unit = _in_base_units(verdict.actual) if verdict.actual is not None else ("-", "-")
    return f"{verdict.id} {verdict.status.value} {str(verdict.close).lower()} {value} {unit}"


def _in_base_units(value: Value) -> tuple[str, str]:
    """An exact value in base units and the dimension's name, 1 of a ratio: the same for every spelling of it."""
    if isinstance(value, Amount):
        base, dimension = (value.value * value.unit.factor, value.unit.dimension) if value.unit else (value.value, ())
        return exact_text(base), _dimension(dimension)
    return value.name if isinstance(value, LevelReached) else str(value), "-"


def _dimension(dimension: Dimension) -> str:
    return dimension_text(dimension) if dimension else "1"


def _demand_line(verdict: Verdict) -> str:
    """`id operator ends unit rounding`: `fdi/-/2023 >= 100000000 CNY exact`; `warn` has no part in it."""
    rounding = f"{exact_text(verdict.compare.step)} {verdict.compare.mode.value}" if verdict.compare else "exact"
    units = [limit.unit for limit in verdict.threshold.quantities if limit.unit is not None]
    unit = _dimension(units[0].dimension) if units else "-"
    return f"{verdict.id} {_demand_text(verdict.demand)} {unit} {rounding}"


def _demand_text(demand: Demand | Versus) -> str:
    """Operator and ends in base units, the same for every wording of it: `>= 1/10`, `in 0 1`."""
    match demand:
        case Versus(operator, Literal(quantity)):
            return f"{operator.value} {exact_text(quantity.base)}"
        case Versus():
            return f"{demand.operator.value} {written(demand.expression)}"
        case Excluded():
            return f"!= {exact_text(demand.value)}"
        case Levels():
            return f"in {' '.join(map(str, sorted(demand.ranks)))}"
        case Interval():
            low = "" if demand.low is None else f"{'>' if demand.low_open else '>='} {exact_text(demand.low)}"
            high = "" if demand.high is None else f"{'<' if demand.high_open else '<='} {exact_text(demand.high)}"
            return f"{low} {high}".strip()
        case _:
            assert_never(demand)
