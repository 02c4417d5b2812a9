"""What a targets file declares, once it is read and found consistent. Values only; nothing is judged here."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck import nodes
from kpicheck.demand import Demand, Interval, Operator
from kpicheck.formula.syntax import Node
from kpicheck.formula.types import Typed
from kpicheck.nodes import Scalar
from kpicheck.notation import Threshold
from kpicheck.period import Period
from kpicheck.place import Place
from kpicheck.problem import Called, Problem, Severity
from kpicheck.quantity import Mode, exact_text, unit_of
from kpicheck.unit import Dimension, Unit, Units, is_count, is_rank


class Aggregation(Enum):
    """How figures of shorter periods make one of a longer period; the key `kind`."""

    FLOW = "flow"  # their sum
    STOCK = "stock"  # the last one
    RATE = "rate"  # never
    CUMULATIVE = "cumulative"  # the last one, each counted from the year's start
    CHANGE = "change"  # never; it is itself a rate of change

    def counted(self, period: Period) -> tuple[int, int] | None:
        """How much time a figure for *period* counts, as something to compare; None where it counts none.

        A flow counts its own months; a cumulative figure all since the year's start.
        """
        if self is Aggregation.CUMULATIVE:
            return period.by_end[0] % 12, period.day
        return (period.months, 0) if self is Aggregation.FLOW else None


_ANYTHING: Final = Interval(None, None)
_NOT_NEGATIVE: Final = Interval(Fraction(0), None)
_FROM_FIRST: Final = Interval(Fraction(1), None)
SUMMED: Final = frozenset({Aggregation.FLOW, Aggregation.CUMULATIVE})


class Better(Enum):
    """Which way is the good one."""

    HIGHER = "higher"
    LOWER = "lower"

    @property
    def side(self) -> Operator:
        """The comparator of a limit that goes that way."""
        return Operator.GE if self is Better.HIGHER else Operator.LE


class WhenEmpty(Enum):
    """What 0/0 means for a target."""

    PASS = "pass"  # noqa: S105
    SKIP = "skip"


class RateAt(Enum):
    """Which exchange rate of a period: its average for flows, its last for stocks."""

    AVERAGE = "average"
    END = "end"


class Rate(NamedTuple):
    """1 unit of the source currency is `rate` of the target currency; both named by dimension base (USD, CNY)."""

    source: str
    target: str
    rate: Fraction
    period: Period
    at: RateAt
    note: str
    place: Place

    def __str__(self) -> str:
        """`1 USD = 7.0467 CNY`."""
        return f"1 {self.source} = {exact_text(self.rate)} {self.target}"


class Scale(NamedTuple):
    """Ordered states, worst first; `bands` (one for each level, or none) are the intervals that figures fall into."""

    name: str
    levels: tuple[str, ...]
    bands: tuple[Interval, ...]
    unit: Unit | None


class Formula(NamedTuple):
    """A parsed and typed formula with its text as written."""

    text: str
    node: Node
    typed: Typed


class Indicator(NamedTuple):
    """A series over periods: reported, or computed by a formula. `key` is its id as written.

    `unit` is declared (or None), `dimension` what is known of it all the same: declared, inferred from the formula, or
    that of its targets' limits. `made` is a unit of that dimension which its formula adds up or multiplies. `bounds`
    is in base units, with its text.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    key: Scalar
    unit: Unit | None = None
    dimension: Dimension | None = None
    scale: Scale | None = None
    is_date: bool = False
    formula: Formula | None = None
    made: Unit | None = None
    aggregation: Aggregation | None = None
    bounds: Interval | None = None
    bounds_text: str = ""
    note: str = ""

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.key.place

    @property
    def is_number(self) -> bool:
        """Whether its figures are neither states nor days."""
        return not self.is_date and self.scale is None

    @property
    def cannot_fall(self) -> bool:
        """Whether what it has reached by some day only grows: a reported sum of what is never negative."""
        low = self.possible.low
        return self.formula is None and self.aggregation in SUMMED and low is not None and low >= 0

    @property
    def possible(self) -> Interval:
        """What its figures can be at all: what `bounds` say; else no count but a change is negative."""
        if self.bounds is not None:
            return self.bounds
        dimension = self.dimension or ()
        if self.formula is not None or self.aggregation is Aggregation.CHANGE or not is_count(dimension):
            return _ANYTHING
        return _FROM_FIRST if is_rank(dimension) else _NOT_NEGATIVE

    def slack(self, step: Fraction) -> Fraction:
        """How far a printed figure may be from what it was: half its last digit; a whole count was not rounded."""
        is_whole = step <= 1 and is_count(self.dimension or ())
        return Fraction(0) if is_whole else step / 2

    @property
    def called(self) -> Called:
        """Its id for problems, whose sentences call it by its name."""
        return Called(self.id, self.name)

    @property
    def own_unit(self) -> Unit | None:
        """The unit that its values are shown in where nothing else says one; None for states, dates and the unknown."""
        if (found := self.unit or self.made) is not None:
            return found
        return None if self.dimension is None else unit_of(self.dimension)


class Waiver(NamedTuple):
    """Who excused a failure, why, and until when."""

    reason: str
    by: str
    until: date | None
    place: Place


class Rounding(NamedTuple):
    """修约值比较法 (GB/T 8170-2008, 4.3.3): the value is rounded once to `step`, in base units, before it is judged."""

    step: Fraction
    mode: Mode
    text: str


class Base(NamedTuple):
    """What a multiple is a multiple of: the value in `period` of what `name` calls; `sums` is how it counts time."""

    name: str
    period: Period
    sums: Aggregation | None

    def fits(self, period: Period) -> bool:
        """Whether a value for *period* counts as much time: a month is no baseline of a flow's year."""
        return self.sums is None or self.sums.counted(self.period) == self.sums.counted(period)


class Versus(NamedTuple):
    """A limit that is known only with the figures: *expression*, over the file's indicators, at the point judged.

    Another indicator, a formula, last year's value and a multiple of a baseline all are one. It is of the dimension of
    the target's indicator. Of a multiple, `base` says what must hold before there is a limit.
    """

    operator: Operator
    expression: Node
    base: Base | None = None


class Target(NamedTuple):
    """A threshold that one indicator must meet in one period.

    `threshold` and `warn` are as written, for showing. `demand` and `warn_demand` are what is judged by: in base units,
    ranks of levels or ordinal numbers of days, with `better` and the tolerance taken into account. `unit` is that in
    which the actual value, the limit and the margin are shown, None for states and dates. `due` is None for a date:
    there it is the limit itself. `severity` is ERROR or WARNING. `key` and `limit` are the id and the limit as written.
    """

    id: str
    name: str
    key: Scalar
    limit: nodes.Node
    indicator: str
    threshold: Threshold
    demand: Demand | Versus
    unit: Unit | None = None
    warn: Threshold | None = None
    warn_demand: Demand | Versus | None = None
    period: Period | None = None
    section: str = ""
    commitment: str = ""
    better: Better | None = None
    compare: Rounding | None = None
    due: date | None = None
    severity: Severity = Severity.ERROR
    when_empty: WhenEmpty | None = None
    waive: Waiver | None = None
    owner: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.key.place

    @property
    def limit_place(self) -> Place:
        """Where its limit is written."""
        return self.limit.place


class TargetsFile(NamedTuple):
    """A whole targets file. `warnings` are its problems that do not stop it."""

    path: str
    data: bytes
    title: str
    language: str
    period: Period | None
    submissions: tuple[str, ...]
    units: Units
    rates: tuple[Rate, ...]
    scales: Mapping[str, Scale]
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    names: Mapping[str, str]  # every id, name and alias (its NFKC form) -> the indicator's id
    warnings: tuple[Problem, ...]

    def id_of(self, name: str) -> str:
        """The id of the indicator that a formula calls *name*."""
        return self.names[name]

    def named(self, name: str) -> Indicator:
        """The indicator that a formula calls *name*."""
        return self.indicators[self.id_of(name)]
