"""Every key of a targets file, declared once: what its value may be, how it is read, and what it means.

A class for each kind of mapping in the file; a key is known wherever it is an attribute. The tables of the
documentation are made of these classes.
"""

from enum import Enum
from typing import Final, NamedTuple

from kpicheck import number, quantity
from kpicheck.nodes import Mapping, Node, Scalar, Sequence
from kpicheck.period import Period, read_date
from kpicheck.period import read as read_period
from kpicheck.problem import Refusal, Severity
from kpicheck.quantity import Mode, Quantity
from kpicheck.targets import keys
from kpicheck.targets.model import Aggregation, Better, RateAt, Waiver, WhenEmpty
from kpicheck.targets.reading import Entry, NodeReader, SchemaKey, Shape
from kpicheck.text import name_key
from kpicheck.unit import Dimension, Unit, Units, is_currency
from kpicheck.wording import LANGUAGES


class Nature(Enum):
    """What an indicator is: it decides which of its keys have an effect."""

    REPORTED = "reported"
    COMPUTED = "computed"
    STATES = "states"
    BANDS = "bands"  # states that figures fall into
    DATE = "date"


def _currency(text: str, units: Units) -> Unit:
    unit = units.find(text)
    if [power for _, power in unit.dimension] != [1] or not is_currency(unit.dimension[0][0]):
        raise Refusal("not-a-currency", width=len(text), unit=text)
    return unit


# The mappings, the innermost first.


class WaiverEntry(Entry, where="waive"):
    """An excused failure; one that says neither why nor who is an error."""

    reason = keys.text("why", required=True)
    by = keys.text("who decided", required=True)
    until = keys.read(read_date, "last day on which it holds")


def _waiver(node: Mapping, reader: NodeReader) -> Waiver:
    entry = reader.entry(WaiverEntry, node)
    return Waiver(entry.reason, entry.by, entry.until, node.place)


def _positive(text: str, units: Units) -> Quantity:
    """A baseline's value. Raises Refusal `baseline-not-positive`, and as `quantity.read` does."""
    found = quantity.read(text, units)
    if found.value <= 0:
        raise Refusal("baseline-not-positive", width=len(text), name=text.strip(), period="", why="declared")
    return found


def _step(text: str, units: Units) -> Quantity:
    """A rounding step. Raises Refusal `bad-step`, and as `quantity.read` does."""
    found = quantity.read(text, units)
    if found.value <= 0:
        raise Refusal("bad-step", width=len(text), text=text.strip())
    return found


def _tolerance(text: str, units: Units) -> Quantity:
    """A distance. Raises Refusal `negative-tolerance`, and as `quantity.read` does."""
    found = quantity.read(text, units)
    if found.value < 0:
        raise Refusal("negative-tolerance", width=len(text), text=text.strip())
    return found


class BaselineEntry(Entry, where="baseline"):
    """A baseline in full."""

    period = keys.read(read_period, "period of the baseline", required=True)
    value = keys.measured(_positive, "its value, above zero")
    source = keys.text("who published it")


class Baseline(NamedTuple):
    """What a multiple (翻一番) is a multiple of: the indicator's own value in `period`, or a declared value."""

    period: Period
    value: Quantity | None


def _baseline(node: Node, reader: NodeReader) -> Baseline | None:
    """`baseline: 2020` or `{period, value, source}`."""
    if isinstance(node, Scalar):
        return Baseline(read_period(node.text), None)
    entry = reader.entry(BaselineEntry, node)
    is_whole = entry.period is not None and not entry.is_refused(BaselineEntry.value)
    return Baseline(entry.period, entry.value) if is_whole and entry.period is not None else None


class CompareEntry(Entry, where="compare"):
    """A rounding in full."""

    rounded = keys.measured(_step, "step that the value is rounded to", required=True)
    mode = keys.Choice(keys.words(*Mode), "half_even or half_up")


class Compare(NamedTuple):
    """The rounding that was asked for; without a step, to the limit's last digit. Mistakes in it are reported `at`."""

    step: Quantity | None
    mode: Mode
    at: Node


def _compare(node: Node, reader: NodeReader) -> Compare | None:
    """`compare: exact`, `compare: rounded` or `{rounded: STEP, mode}`."""
    if isinstance(node, Scalar):
        is_rounded = keys.member(node.text.strip(), "compare", {"exact": False, "rounded": True})
        return Compare(None, Mode.HALF_EVEN, node) if is_rounded else None
    entry = reader.entry(CompareEntry, node)
    at = entry.value_of(CompareEntry.rounded)
    return None if entry.rounded is None or at is None else Compare(entry.rounded, entry.mode or Mode.HALF_EVEN, at)


def _rate(text: str) -> number.Number:
    """An exchange rate. Raises Refusal `rate-not-positive`, and as `number.read` does."""
    found = number.read(text)
    if found.value <= 0:
        raise Refusal("rate-not-positive", width=len(text), rate=text.strip())
    return found


class RateEntry(Entry, where="a rate"):
    """An item of `rates:`."""

    from_ = keys.measured(_currency, "currency of the figure", name="from", required=True)
    to = keys.measured(_currency, "currency of the indicator", required=True)
    rate = keys.read(_rate, "1 from = rate to", required=True)
    period = keys.read(read_period, "period it is for", required=True)
    at = keys.Choice(keys.words(*RateAt), "average (flows) or end (stocks)")
    source = keys.text("who published it")


_WORDS: Final = (Nature.STATES, Nature.DATE)
_NO_QUANTITY: Final = (*_WORDS, Nature.BANDS)


Tolerances = dict[Dimension, tuple[Scalar, Quantity]]
"""Tolerances by dimension, with where each is written; a bare number is of pure numbers."""


def _tolerances(node: Scalar | Sequence, reader: NodeReader) -> Tolerances | None:
    """A tolerance for each dimension; two of one are a problem, and None where any is refused."""
    found: Tolerances = {}
    texts = keys.scalars(node, reader)
    for text in texts:
        tolerance = reader.attempt(text, _tolerance, text.text, reader.units)
        if tolerance is not None:
            first, _ = found.setdefault(tolerance.dimension or (), (text, tolerance))
            if first is not text:
                reader.refuse("default-twice", text.place, len(text.text), text=text.text, first=first.place)
    return found if len(found) == len(texts) else None


class DefaultsEntry(Entry, where="defaults"):
    """What holds of every target that does not say it itself, wherever it has an effect."""

    tolerance = SchemaKey(
        Shape.LIST, _tolerances, "how far about (左右) reaches: one tolerance for each dimension", Tolerances()
    )
    compare = SchemaKey(Shape.ANY, _compare, "exact, rounded, or {rounded: STEP, mode: half_even|half_up}", None)
    severity = keys.Choice(keys.words(Severity.ERROR, Severity.WARNING), "error or warning")


class IndicatorEntry(Entry, where="an indicator"):
    """An entry of `indicators:`."""

    __slots__ = ("id", "key")
    id: str
    key: Scalar

    name = keys.text("name on the screen and in data")
    unit = keys.measured(
        quantity.named_unit, 'unit of figures that carry none; "1" is a pure number', declares=True, idle=_WORDS
    )
    type = keys.Choice({"date": True}, "date: the figure is a day", declares=True)
    kind = keys.Choice(
        keys.words(*Aggregation),
        "flow, stock, rate, cumulative or change: how shorter periods make a longer one",
        declares=True,
        idle=(*_NO_QUANTITY, Nature.COMPUTED),
    )
    bounds = keys.written(
        "what a figure can be at all, such as 0%..100%, outside is invalid; any: a count below zero too",
        declares=True, idle=_NO_QUANTITY,
    )
    aliases = keys.listed(lambda item: name_key(item.text), "further names that find it in data", declares=True)
    states = SchemaKey(
        Shape.ANY, keys.itself, "ordered states that are submitted: a name of ladders:, or the states themselves", None,
        declares=True, idle=(Nature.DATE,),
    )  # fmt: skip
    formula = keys.written("how it is computed", declares=True, idle=_NO_QUANTITY)
    note = keys.text("free text", kept=True)


class TargetEntry(IndicatorEntry, where="a target"):
    """An entry of `targets:`, which may declare its indicator as well."""

    section = keys.text("heading it is listed under", kept=True)
    commitment = keys.text("the promise it belongs to; several targets may share one", kept=True)
    indicator = keys.written("id, name or alias of what is judged")
    target = keys.written("the threshold")
    warn = keys.written("met, but close: a stricter threshold")
    better = keys.Choice(keys.words(*Better), "higher or lower", kept=True, idle=_NO_QUANTITY)
    period = keys.read(read_period, "period that is judged", kept=True)
    due = keys.read(read_date, "day by which it must be reached; of a quantity, a month's end within the period")
    severity = keys.Choice(keys.words(Severity.ERROR, Severity.WARNING), "error or warning", Severity.ERROR, kept=True)
    tolerance = keys.measured(_tolerance, "how far about (左右) reaches, in the limit's unit", idle=_NO_QUANTITY)
    when_empty = keys.Choice(
        keys.words(*WhenEmpty), "what 0/0 means: pass or skip", kept=True, idle=(*_NO_QUANTITY, Nature.REPORTED)
    )
    owner = keys.text("who answers for it", kept=True)
    source = keys.text("where the target is written", kept=True)
    compare = SchemaKey(
        Shape.ANY, _compare, "exact, rounded, or {rounded: STEP, mode: half_even|half_up}", None, idle=_NO_QUANTITY
    )
    baseline = SchemaKey(
        Shape.ANY, _baseline, "what a multiple is a multiple of: a period, or {period, value, source}", None,
        idle=_NO_QUANTITY,
    )  # fmt: skip
    waive = SchemaKey(Shape.MAPPING, _waiver, "{reason, by, until}: an excused failure", None, kept=True)
    tags = keys.listed(lambda item: item.text, "labels for --only", kept=True)


class FileEntry(Entry, where="the file"):
    """The whole file."""

    kpicheck = keys.Choice({"1": True}, "version of the format: 1", required=True)
    title = keys.text("title of the report")
    period = keys.read(read_period, "period that is judged, of every target that names none")
    language = keys.Choice({each: each for each in LANGUAGES}, "language of reports: en or zh; default en")
    submissions = keys.listed(
        lambda item: item.text, "files to judge when the command line names none; globs, relative to this file"
    )
    units = keys.nodes(
        Shape.MAPPING, keys.entries, "units beyond the built-in ones: count, currency, a unit, or NUMBER unit"
    )
    rates = keys.nodes(Shape.LIST, keys.items, "exchange rates: the only way from one currency to another")
    defaults = SchemaKey(
        Shape.MAPPING, keys.itself, "what targets have that do not say it: {tolerance, compare, severity}", None
    )
    ladders = keys.nodes(
        Shape.MAPPING, keys.entries, "ordered states by name, worst to best: a list, or a mapping to bands"
    )
    indicators = keys.nodes(Shape.MAPPING, keys.entries, "what may be submitted, and what is computed")
    targets = keys.nodes(Shape.MAPPING, keys.entries, "the thresholds to be met", required=True)


ENTRIES: Final = (
    FileEntry, IndicatorEntry, TargetEntry, DefaultsEntry, RateEntry, WaiverEntry, BaselineEntry, CompareEntry,
)  # fmt: skip
"""Every kind of mapping, as the documentation lists them."""
