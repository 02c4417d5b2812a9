"""YAML nodes to declared values: which keys there are, what shape each has, all mistakes collected at their places."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Concatenate, Final, NamedTuple, ParamSpec, TypeVar

from kpicheck import period
from kpicheck.nodes import Mapping, Node, Scalar, Sequence
from kpicheck.place import Place
from kpicheck.problem import TOLD, Argument, Problem, Refusal, problem
from kpicheck.text import closest, name_key

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E", bound=Enum)


class Shape(Enum):
    """What may stand as the value of a key."""

    SCALAR = (Scalar,)
    LIST = (Scalar, Sequence)  # a single value is a list of one
    MAPPING = (Mapping,)
    ANY = (Scalar, Sequence, Mapping)

    def __str__(self) -> str:
        """The word for it in problems."""
        return self.name.lower()


class Key(NamedTuple):
    """A key of the targets file: its shape, and what it means."""

    shape: Shape
    about: str


def _scalars(**about: str) -> dict[str, Key]:
    return {key: Key(Shape.SCALAR, text) for key, text in about.items()}


FILE: Final = {
    **_scalars(
        kpicheck="version of the format: 1",
        title="title of the report",
        period="period that is judged, of every target that names none",
        language="language of reports: en or zh; default en",
    ),
    "submissions": Key(Shape.LIST, "files to judge when the command line names none; globs, relative to this file"),
    "units": Key(Shape.MAPPING, "units beyond the built-in ones: count, currency, a unit, or NUMBER unit"),
    "rates": Key(Shape.LIST, "exchange rates: the only way from one currency to another"),
    "ladders": Key(Shape.MAPPING, "ordered states by name, worst to best: a list, or a mapping to bands"),
    "indicators": Key(Shape.MAPPING, "what may be submitted, and what is computed"),
    "targets": Key(Shape.MAPPING, "the thresholds to be met"),
}
INLINE: Final = {
    **_scalars(
        unit='unit of figures that carry none; "1" is a pure number',
        type="date: the figure is a day",
        kind="flow, stock, rate, cumulative or change: how shorter periods make a longer one",
        bounds="what a figure can be at all, such as 0%..100%; outside is invalid",
    ),
    "aliases": Key(Shape.LIST, "further names that find it in data"),
    "states": Key(Shape.ANY, "the ladder whose rungs are submitted: its name, or the rungs"),
}
_BOTH: Final = _scalars(name="name on the screen and in data", formula="how it is computed", note="free text")
INDICATOR: Final = {**_BOTH, **INLINE}
TARGET: Final = {
    **_BOTH,
    **INLINE,
    **_scalars(
        section="heading it stands under",
        commitment="the promise it belongs to; several targets may share one",
        indicator="id, name or alias of what is judged",
        target="the threshold",
        warn="met, but close: a stricter threshold",
        better="higher or lower",
        period="period that is judged",
        due="day by which a state or a date must be reached",
        severity="error or warning",
        tolerance="how far about (左右) reaches, in the limit's unit",
        when_empty="what 0/0 means: pass or skip",
        owner="who answers for it",
        source="where the target is written",
    ),
    "compare": Key(Shape.ANY, "exact, rounded, or {rounded: STEP, mode: half_even|half_up}"),
    "baseline": Key(Shape.ANY, "what a multiple is a multiple of: a period, or {period, value, source}"),
    "waive": Key(Shape.MAPPING, "{reason, by, until}: an excused failure"),
    "tags": Key(Shape.LIST, "labels for --only"),
}
RATE: Final = _scalars(
    **{"from": "currency of the figure", "to": "currency of the indicator"},
    rate="1 from = rate to",
    period="period it is for",
    at="average (flows) or end (stocks)",
    source="who published it",
)
WAIVER: Final = _scalars(reason="why", by="who decided", until="last day on which it holds")
BASELINE: Final = _scalars(period="period of the baseline", value="its value", source="who published it")
COMPARE: Final = _scalars(rounded="step that the value is rounded to", mode="half_even or half_up")

LEVELS: Final = {
    "the file": FILE,
    "an indicator": INDICATOR,
    "a target": TARGET,
    "a rate": RATE,
    "waive": WAIVER,
    "baseline": BASELINE,
    "compare": COMPARE,
}
"""Every level of the file and its keys: what is read, and what the documentation lists."""


class Intake:
    """Collects the problems of one file while its nodes become values."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, code: str, place: Place, width: int = 1, **arguments: Argument) -> None:
        """Note a problem at *place*."""
        self.problems.append(problem(code, place, width=width, **arguments))

    def fields(self, node: Node | None, keys: dict[str, Key], required: tuple[str, ...] = ()) -> "Fields":
        """The known keys of a mapping and their nodes; every unknown key and wrong shape is a problem."""
        if not isinstance(node, Mapping):
            if node is not None:
                self.refuse("wrong-shape", node.place, why=str(Shape.MAPPING))
            return Fields(self, {}, {}, None)
        found: dict[str, Node] = {}
        meant = set()
        for key, value in node.entries:
            if key.text not in keys:
                close = closest(key.text, list(keys))
                meant.add(close)
                self.refuse("unknown-key", key.place, len(key.text), key=key.text, close=close)
            elif self._has_shape(value, keys[key.text].shape):
                found[key.text] = value
        places = {key.text: key.place for key, _ in node.entries}
        fields = Fields(self, found, places, frozenset(meant) if node.whole else None)
        for name in required:
            if not fields.names(name):
                self.refuse("missing-key", node.place, key=name)
        return fields

    def _has_shape(self, node: Node, shape: Shape) -> bool:
        fits = isinstance(node, shape.value)
        if not fits:
            self.refuse("wrong-shape", node.place, why=str(shape))
        return fits

    def attempt(
        self, scalar: Scalar | None, read: Callable[Concatenate[str, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """What *read* makes of a scalar's text; a refusal becomes a problem at its place."""
        return None if scalar is None else self.told_at(scalar.place, read, scalar.text, *args, **kwargs)

    def told_at(self, place: Place, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What *make* makes; a refusal becomes a problem at *place*, unless it says nothing new."""
        try:
            return make(*args, **kwargs)
        except Refusal as refusal:
            if refusal.code != TOLD:
                self.problems.append(refusal.at(place))
            return None


class Fields(NamedTuple):
    """The values of one mapping by key; `keys` has the places of all its keys, also of those that were refused.

    `meant` has those that are there misspelt; it is None where some could not be read at all.
    """

    intake: Intake
    nodes: dict[str, Node]
    keys: dict[str, Place]
    meant: frozenset[str] | None

    def names(self, key: str) -> bool:
        """Whether *key* is there, of whatever shape, or may be meant."""
        return key in self.keys or self.meant is None or key in self.meant

    def has(self, key: str) -> bool:
        """Whether *key* is there and of the right shape."""
        return key in self.nodes

    def scalar(self, key: str) -> Scalar | None:
        """The scalar of *key*."""
        node = self.nodes.get(key)
        return node if isinstance(node, Scalar) else None

    def text(self, key: str) -> str:
        """The text of *key*, outer spaces gone; `""` where it is absent."""
        node = self.scalar(key)
        return node.text.strip() if node else ""

    def read(self, key: str, read: Callable[Concatenate[str, P], T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What *read* makes of the text of *key*; None where it is absent or refused."""
        node = self.nodes.get(key)
        return self.intake.attempt(node, read, *args, **kwargs) if isinstance(node, Scalar) else None

    def choice(self, key: str, choices: type[E], allowed: tuple[E, ...] = ()) -> E | None:
        """The member of *choices* that the text of *key* names."""
        return self.read(key, _member, key, allowed or tuple(choices))

    def period(self, key: str = "period") -> period.Period | None:
        """The period of *key*."""
        return self.read(key, period.read)

    def date(self, key: str) -> date | None:
        """The day of *key*."""
        return self.read(key, period.read_date)

    def list(self, key: str) -> tuple[Scalar, ...]:
        """The scalars of a list; a single value is a list of one."""
        node = self.nodes.get(key)
        if isinstance(node, Scalar):
            return (node,)
        items = node.items if isinstance(node, Sequence) else ()
        for item in items:
            if not isinstance(item, Scalar):
                self.intake.refuse("wrong-shape", item.place, why=str(Shape.SCALAR))
        return tuple(item for item in items if isinstance(item, Scalar))

    def entries(self, key: str) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of a mapping."""
        node = self.nodes.get(key)
        return node.entries if isinstance(node, Mapping) else ()

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of a list of mappings."""
        node = self.nodes.get(key)
        return node.items if isinstance(node, Sequence) else () if node is None else (node,)


def _member(text: str, key: str, choices: tuple[E, ...]) -> E:
    text = text.strip()
    found = {str(member.value): member for member in choices}.get(text)
    if found is None:
        known = [str(member.value) for member in choices]
        raise Refusal("bad-choice", width=len(text), key=key, text=text, allowed=", ".join(known))
    return found


def same_name(left: str, right: str) -> bool:
    """Whether two spellings name the same thing."""
    return name_key(left) == name_key(right)
