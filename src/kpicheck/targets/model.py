"""What a targets file declares, once it is read and found consistent. Values only; nothing is judged here."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from kpicheck.formula.syntax import Node
from kpicheck.notation import Threshold
from kpicheck.period import Period
from kpicheck.place import Place
from kpicheck.problem import Problem
from kpicheck.quantity import Mode, Quantity, exact_text
from kpicheck.text import name_key
from kpicheck.unit import Dimension, Unit, Units


class Kind(Enum):
    """How figures of shorter periods make one of a longer period."""

    FLOW = "flow"  # their sum
    STOCK = "stock"  # the last one
    RATE = "rate"  # never
    CUMULATIVE = "cumulative"  # the last one, each counted from the year's start
    CHANGE = "change"  # never; it is itself a rate of change


class Weight(Enum):
    """What a failed target means for the exit code."""

    ERROR = "error"
    WARNING = "warning"


class Better(Enum):
    """Which way is the good one."""

    HIGHER = "higher"
    LOWER = "lower"


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


class Band(NamedTuple):
    """An interval of base units; None is no end."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether *value*, in base units, lies in it."""
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        return above and (self.high is None or (value < self.high if self.high_open else value <= self.high))


class Ladder(NamedTuple):
    """Ordered states, worst first; `bands` (one a rung, or none) are the intervals that figures fall into."""

    name: str
    rungs: tuple[str, ...]
    bands: tuple[Band, ...]
    unit: Unit | None


class Formula(NamedTuple):
    """A parsed and typed formula with its text as written, and the place where it begins."""

    text: str
    node: Node
    place: Place


class Indicator(NamedTuple):
    """A series over periods: reported, or derived by a formula.

    `unit` is declared (or None), `dimension` what is known of it all the same: declared, inferred from the formula, or
    lent by its targets' limits. `bounds` is in base units, with its text.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    place: Place
    unit: Unit | None = None
    dimension: Dimension | None = None
    ladder: Ladder | None = None
    is_date: bool = False
    formula: Formula | None = None
    kind: Kind | None = None
    bounds: Band | None = None
    bounds_text: str = ""
    note: str = ""


class Baseline(NamedTuple):
    """What a multiple (翻一番) is a multiple of: the indicator's own value in `period`, or a declared value."""

    period: Period
    value: Quantity | None
    source: str
    place: Place


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


class Target(NamedTuple):
    """A threshold that one indicator must meet in one period.

    `threshold` is already the one that is judged: bare limits turned by `better`, ranges and abouts kept as written
    with `better` beside them. `reference` is the typed formula of a limit that is another value.
    """

    id: str
    name: str
    place: Place
    limit_place: Place
    indicator: str
    threshold: Threshold
    period: Period | None = None
    section: str = ""
    commitment: str = ""
    warn: Threshold | None = None
    better: Better | None = None
    reference: Formula | None = None
    warn_reference: Formula | None = None
    tolerance: Fraction | None = None  # base units
    compare: Rounding | None = None
    due: date | None = None
    severity: Weight = Weight.ERROR
    baseline: Baseline | None = None
    when_empty: WhenEmpty | None = None
    waive: Waiver | None = None
    owner: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""


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
    ladders: Mapping[str, Ladder]
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    names: Mapping[str, str]  # every id, name and alias (its NFKC form) -> the indicator's id
    warnings: tuple[Problem, ...]

    def id_of(self, name: str) -> str:
        """The id of the indicator that a formula calls *name*."""
        return self.names[name_key(name)]

    def named(self, name: str) -> Indicator:
        """The indicator that a formula calls *name*."""
        return self.indicators[self.id_of(name)]


def exchange(
    unit: Unit, want: Unit, period: Period, kind: Kind | None, rates: tuple[Rate, ...]
) -> tuple[Fraction, Rate] | None:
    """The factor from *unit*'s base units to *want*'s, and the rate it comes from; None where none leads there.

    One rate, of the figure's own year (of its own period first), at the end for stocks and on average for the rest;
    its inverse may be used, chains may not. Inside compound units (美元/人) the currency alone is exchanged.
    """
    at = RateAt.END if kind is Kind.STOCK else RateAt.AVERAGE
    fitting = [rate for rate in rates if rate.at is at and rate.period.contains(period)]
    for rate in sorted(fitting, key=lambda rate: rate.period.months):
        for source, target, factor in (
            (rate.source, rate.target, rate.rate),
            (rate.target, rate.source, 1 / rate.rate),
        ):
            power = dict(unit.dimension).get(source, 0)
            if power and _renamed(unit.dimension, source, target) == want.dimension:
                return factor**power, rate
    return None


def _renamed(dimension: Dimension, source: str, target: str) -> Dimension:
    return tuple(sorted((target if base == source else base, power) for base, power in dimension))
