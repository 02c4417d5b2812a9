"""Every key of a targets file, declared once: what its value may be, how it is read, and what it means.

A class for each kind of mapping in the file; a key is known wherever it is an attribute. The tables of the
documentation are made of these classes.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any, Final, NamedTuple, TypeVar

from kpicheck import number, quantity
from kpicheck.nodes import Mapping, Node, Scalar, Sequence
from kpicheck.period import Period, read_date
from kpicheck.period import read as read_period
from kpicheck.problem import Refusal, Severity
from kpicheck.quantity import Mode, Quantity
from kpicheck.targets.model import Aggregation, Better, RateAt, Waiver, WhenEmpty
from kpicheck.targets.reading import Entry, NodeReader, SchemaKey, Shape
from kpicheck.text import name_key
from kpicheck.unit import Unit, Units, is_currency
from kpicheck.wording import LANGUAGES

T = TypeVar("T")
D = TypeVar("D", bound=Enum)


class Nature(Enum):
    """What an indicator is: it decides which of its keys have an effect."""

    REPORTED = "reported"
    COMPUTED = "computed"
    STATES = "states"
    BANDS = "bands"  # states that figures fall into
    DATE = "date"


# Keys by what their value is.


def _text(about: str, **marks: Any) -> SchemaKey[str]:
    return SchemaKey(Shape.SCALAR, _stripped, about, "", **marks)


def _written(about: str, **marks: Any) -> SchemaKey[Scalar | None]:
    """A text that is read when more of the file is known."""
    return SchemaKey(Shape.SCALAR, _itself, about, None, **marks)


def _read(make: Callable[[str], T], about: str, **marks: Any) -> SchemaKey[T | None]:
    return SchemaKey(Shape.SCALAR, lambda node, _reader: make(node.text), about, None, **marks)


def _measured(make: Callable[[str, Units], T], about: str, **marks: Any) -> SchemaKey[T | None]:
    return SchemaKey(Shape.SCALAR, lambda node, reader: make(node.text, reader.units), about, None, **marks)


def _list(of: Callable[[Scalar], T], about: str, **marks: Any) -> SchemaKey[tuple[T, ...]]:
    def read(node: Scalar | Sequence, reader: NodeReader) -> tuple[T, ...]:
        return tuple(of(item) for item in scalars(node, reader))

    return SchemaKey(Shape.LIST, read, about, (), **marks)


def _nodes(shape: Shape, of: Callable[[Any, NodeReader], Any], about: str, **marks: Any) -> SchemaKey[tuple[Any, ...]]:
    return SchemaKey(shape, of, about, (), **marks)


class _Choice(SchemaKey[T | None]):
    """A key whose value is one of a few words, each with what it means."""

    def __init__(self, allowed: dict[str, T], about: str, default: T | None = None, **marks: Any) -> None:
        super().__init__(Shape.SCALAR, self._member, about, default, **marks)
        self.allowed = allowed

    def _member(self, node: Scalar, _reader: NodeReader) -> T:
        return member(node.text.strip(), self.name, self.allowed)


def member(text: str, key: str, allowed: dict[str, T]) -> T:
    """What *text* means, one of the words *allowed* of *key*. Raises Refusal `bad-choice`."""
    if text not in allowed:
        raise Refusal("bad-choice", width=len(text), key=key, text=text, allowed=", ".join(allowed))
    return allowed[text]


def _words(*members: D) -> dict[str, D]:
    return {str(each.value): each for each in members}


def _stripped(node: Scalar, _reader: NodeReader) -> str:
    return node.text.strip()


def _itself(node: Any, _reader: NodeReader) -> Any:
    return node


def scalars(node: Scalar | Sequence, reader: NodeReader) -> tuple[Scalar, ...]:
    """The scalars of a list; a single value is a list of one."""
    if isinstance(node, Scalar):
        return (node,)
    for item in node.items:
        if not isinstance(item, Scalar):
            reader.refuse("wrong-shape", item.place, why=str(Shape.SCALAR))
    return tuple(item for item in node.items if isinstance(item, Scalar))


def _items(node: Scalar | Sequence, _reader: NodeReader) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)


def _entries(node: Mapping, _reader: NodeReader) -> tuple[tuple[Scalar, Node], ...]:
    return node.entries


def _currency(text: str, units: Units) -> Unit:
    unit = units.find(text)
    if [power for _, power in unit.dimension] != [1] or not is_currency(unit.dimension[0][0]):
        raise Refusal("not-a-currency", width=len(text), unit=text)
    return unit


# The mappings, the innermost first.


class WaiverEntry(Entry, where="waive"):
    """An excused failure; one that says neither why nor who is an error."""

    reason = _text("why", required=True)
    by = _text("who decided", required=True)
    until = _read(read_date, "last day on which it holds")


def _waiver(node: Mapping, reader: NodeReader) -> Waiver:
    entry = reader.entry(WaiverEntry, node)
    return Waiver(entry.reason, entry.by, entry.until, node.place)


class BaselineEntry(Entry, where="baseline"):
    """A baseline in full."""

    period = _read(read_period, "period of the baseline", required=True)
    value = _measured(quantity.read, "its value")
    source = _text("who published it")


class Baseline(NamedTuple):
    """What a multiple (翻一番) is a multiple of: the indicator's own value in `period`, or a declared value."""

    period: Period
    value: Quantity | None


def _baseline(node: Node, reader: NodeReader) -> Baseline | None:
    """`baseline: 2020` or `{period, value, source}`."""
    if isinstance(node, Scalar):
        return Baseline(read_period(node.text), None)
    entry = reader.entry(BaselineEntry, node)
    return None if entry.period is None else Baseline(entry.period, entry.value)


class CompareEntry(Entry, where="compare"):
    """A rounding in full."""

    rounded = _measured(quantity.read, "step that the value is rounded to", required=True)
    mode = _Choice(_words(*Mode), "half_even or half_up")


class Compare(NamedTuple):
    """The rounding that was asked for; without a step, to the limit's last digit. Mistakes in it are reported `at`."""

    step: Quantity | None
    mode: Mode
    at: Node


def _compare(node: Node, reader: NodeReader) -> Compare | None:
    """`compare: exact`, `compare: rounded` or `{rounded: STEP, mode}`."""
    if isinstance(node, Scalar):
        is_rounded = member(node.text.strip(), "compare", {"exact": False, "rounded": True})
        return Compare(None, Mode.HALF_EVEN, node) if is_rounded else None
    entry = reader.entry(CompareEntry, node)
    at = entry.value_of(CompareEntry.rounded)
    return None if entry.rounded is None or at is None else Compare(entry.rounded, entry.mode or Mode.HALF_EVEN, at)


class RateEntry(Entry, where="a rate"):
    """An item of `rates:`."""

    from_ = _measured(_currency, "currency of the figure", name="from", required=True)
    to = _measured(_currency, "currency of the indicator", required=True)
    rate = _read(number.read, "1 from = rate to", required=True)
    period = _read(read_period, "period it is for", required=True)
    at = _Choice(_words(*RateAt), "average (flows) or end (stocks)")
    source = _text("who published it")


_WORDS: Final = (Nature.STATES, Nature.DATE)
_NO_FIGURES: Final = (*_WORDS, Nature.BANDS)


class IndicatorEntry(Entry, where="an indicator"):
    """An entry of `indicators:`."""

    __slots__ = ("id", "key")
    id: str
    key: Scalar

    name = _text("name on the screen and in data")
    unit = _measured(
        quantity.named_unit, 'unit of figures that carry none; "1" is a pure number', declares=True, idle=_WORDS
    )
    type = _Choice({"date": True}, "date: the figure is a day", declares=True)
    kind = _Choice(
        _words(*Aggregation),
        "flow, stock, rate, cumulative or change: how shorter periods make a longer one",
        declares=True,
        idle=(*_WORDS, Nature.COMPUTED),
    )
    bounds = _written(
        "what a figure can be at all, such as 0%..100%; outside is invalid", declares=True, idle=_NO_FIGURES
    )
    aliases = _list(lambda item: name_key(item.text), "further names that find it in data", declares=True)
    states = SchemaKey(
        Shape.ANY, _itself, "ordered states that are submitted: a name of ladders:, or the states themselves", None,
        declares=True, idle=(Nature.DATE,),
    )  # fmt: skip
    formula = _written("how it is computed", declares=True, idle=_NO_FIGURES)
    note = _text("free text", kept=True)


class TargetEntry(IndicatorEntry, where="a target"):
    """An entry of `targets:`, which may declare its indicator as well."""

    section = _text("heading it is listed under", kept=True)
    commitment = _text("the promise it belongs to; several targets may share one", kept=True)
    indicator = _written("id, name or alias of what is judged")
    target = _written("the threshold")
    warn = _written("met, but close: a stricter threshold")
    better = _Choice(_words(*Better), "higher or lower", kept=True)
    period = _read(read_period, "period that is judged", kept=True)
    due = _read(read_date, "day by which a state or a date must be reached")
    severity = _Choice(_words(Severity.ERROR, Severity.WARNING), "error or warning", Severity.ERROR, kept=True)
    tolerance = _measured(quantity.read, "how far about (左右) reaches, in the limit's unit")
    when_empty = _Choice(_words(*WhenEmpty), "what 0/0 means: pass or skip", kept=True)
    owner = _text("who answers for it", kept=True)
    source = _text("where the target is written", kept=True)
    compare = SchemaKey(Shape.ANY, _compare, "exact, rounded, or {rounded: STEP, mode: half_even|half_up}", None)
    baseline = SchemaKey(
        Shape.ANY, _baseline, "what a multiple is a multiple of: a period, or {period, value, source}", None
    )
    waive = SchemaKey(Shape.MAPPING, _waiver, "{reason, by, until}: an excused failure", None, kept=True)
    tags = _list(lambda item: item.text, "labels for --only", kept=True)


class FileEntry(Entry, where="the file"):
    """The whole file."""

    kpicheck = _Choice({"1": True}, "version of the format: 1", required=True)
    title = _text("title of the report")
    period = _read(read_period, "period that is judged, of every target that names none")
    language = _Choice({each: each for each in LANGUAGES}, "language of reports: en or zh; default en")
    submissions = _list(
        lambda item: item.text, "files to judge when the command line names none; globs, relative to this file"
    )
    units = _nodes(
        Shape.MAPPING, _entries, "units beyond the built-in ones: count, currency, a unit, or NUMBER unit"
    )
    rates = _nodes(Shape.LIST, _items, "exchange rates: the only way from one currency to another")
    ladders = _nodes(Shape.MAPPING, _entries, "ordered states by name, worst to best: a list, or a mapping to bands")
    indicators = _nodes(Shape.MAPPING, _entries, "what may be submitted, and what is computed")
    targets = _nodes(Shape.MAPPING, _entries, "the thresholds to be met", required=True)


ENTRIES: Final = (FileEntry, IndicatorEntry, TargetEntry, RateEntry, WaiverEntry, BaselineEntry, CompareEntry)
"""Every kind of mapping, as the documentation lists them."""
