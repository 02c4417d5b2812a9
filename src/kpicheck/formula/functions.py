"""The functions of formulas, in one table: what each takes, where it looks, what it gives, in which unit."""

import re
from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.formula.syntax import LOGIC, Arithmetic, Call, Literal, Name, Node, Operation, Span
from kpicheck.period import Period
from kpicheck.problem import Refusal
from kpicheck.quantity import PERCENT, POINTS, Mode, Quantity, rounded
from kpicheck.text import closest
from kpicheck.unit import Dimension

MAX_BACK: Final = 400
"""How many periods or years a formula may look back at once."""


class Slot(Enum):
    """What may stand as an argument; the parser knows it by the position."""

    VALUE = "value"  # any expression
    BASE = "base"  # a year, or how many years back: 2020, -2
    STEP = "step"  # a positive quantity
    WORD = "word"  # one of the words of the parameter's name


class Parameter(NamedTuple):
    """An argument as documentation names it; the name of a WORD is its choices, the first being the default."""

    name: str
    slot: Slot = Slot.VALUE
    required: bool = True
    repeats: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may stand here."""
        return tuple(self.name.split("|"))


class Undefined(NamedTuple):
    """No value, and the code and kind of the reason."""

    code: str
    why: str


class Function(NamedTuple):
    """A function of the language.

    `operands` says which arguments are evaluated in which periods; planning, typing and evaluating all go by it. All
    operands have one dimension, and `dimension` turns it into the result's. `apply` takes their values in base units.
    `expansion` is the same as arithmetic over the operands `0`, `1`, where there is one. `steps` marks a function that
    looks at the period before, which a cumulative indicator cannot stand.
    """

    parameters: tuple[Parameter, ...]
    operands: Callable[[Call, Period], tuple[tuple[Node, Period], ...]]
    dimension: Callable[[Dimension], Dimension]
    apply: Callable[[Call, tuple[Fraction, ...]], Fraction | Undefined]
    expansion: Node | None = None
    steps: bool = False

    def parameter(self, index: int) -> Parameter | None:
        """What the argument at *index* is; None where there are too many."""
        if index < len(self.parameters):
            return self.parameters[index]
        return self.parameters[-1] if self.parameters[-1].repeats else None

    @property
    def least(self) -> int:
        """How many arguments it needs."""
        return sum(parameter.required for parameter in self.parameters)


def signature(name: str) -> str:
    """How a function is written: `growth(x[, 2020|-2])`, `min(a, b, …)`."""
    text = ""
    for parameter in FUNCTIONS[name].parameters:
        separator = ", " if text else ""
        shown = parameter.name + (", …" if parameter.repeats else "")
        text += separator + shown if parameter.required else f"[{separator}{shown}]"
    return f"{name}({text})"


def read_base(text: str) -> int | None:
    """The year of four digits, or minus how far back, that *text* is; None where it is neither."""
    found = re.fullmatch(r"(-?)\s*([0-9]{1,4})", text)
    value = int(found[1] + found[2]) if found else 0
    return value if -MAX_BACK <= value < 0 or value >= 1000 else None


def _here(call: Call, period: Period) -> tuple[tuple[Node, Period], ...]:
    """Every argument but words, in the period itself."""
    parameters = map(FUNCTIONS[call.function].parameter, range(len(call.arguments)))
    return tuple(
        (argument, period)
        for argument, parameter in zip(call.arguments, parameters, strict=True)
        if parameter is not None and parameter.slot is not Slot.WORD
    )


def _and_before(call: Call, period: Period) -> tuple[tuple[Node, Period], ...]:
    return (call.arguments[0], period), (call.arguments[0], period.previous())


def _and_base(call: Call, period: Period) -> tuple[tuple[Node, Period], ...]:
    """The first argument now and in the base period, which is a year earlier where none is given."""
    base = -1
    if len(call.arguments) > 1:
        given = call.arguments[1]
        assert isinstance(given, Literal)  # so it was parsed
        base = int(given.quantity.value)
    return (call.arguments[0], period), (call.arguments[0], period.in_year(base) if base > 0 else period.shifted(base))


def _ratio(_dimension: Dimension) -> Dimension:
    return PERCENT.dimension


def _points_for_ratios(dimension: Dimension) -> Dimension:
    return POINTS.dimension if dimension == PERCENT.dimension else dimension


def _same(dimension: Dimension) -> Dimension:
    return dimension


def _relative(_call: Call, values: tuple[Fraction, ...]) -> Fraction | Undefined:
    """The relative change against a base, which means nothing where the base is not positive."""
    now, base = values
    if base <= 0:
        return Undefined("growth-base", "negative" if base else "zero")
    return now / base - 1


def _difference(_call: Call, values: tuple[Fraction, ...]) -> Fraction:
    return values[0] - values[1]


def _absolute(_call: Call, values: tuple[Fraction, ...]) -> Fraction:
    return abs(values[0])


def _smallest(_call: Call, values: tuple[Fraction, ...]) -> Fraction:
    return min(values)


def _largest(_call: Call, values: tuple[Fraction, ...]) -> Fraction:
    return max(values)


def _rounded(call: Call, values: tuple[Fraction, ...]) -> Fraction:
    """To the nearest multiple of the step, once (GB/T 8170-2008 for half_even)."""
    mode = call.arguments[2] if len(call.arguments) > 2 else None
    return rounded(values[0], values[1], Mode(mode.name) if isinstance(mode, Name) else Mode.HALF_UP)


_NOWHERE: Final = Span(0, 0)
_NOW, _BASE = Name("0", _NOWHERE), Name("1", _NOWHERE)
_ONE: Final = Literal(Quantity(Fraction(1), None, 0), "1", _NOWHERE)
_LESS: Final = Operation(Arithmetic.SUBTRACT, _NOW, _BASE, _NOWHERE)
_RATIO_LESS_ONE: Final = Operation(
    Arithmetic.SUBTRACT, Operation(Arithmetic.DIVIDE, _NOW, _BASE, _NOWHERE), _ONE, _NOWHERE
)

_X: Final = Parameter("x")
_A, _B, _MORE = Parameter("a"), Parameter("b"), Parameter("b", repeats=True)
_SINCE: Final = Parameter("2020|-2", Slot.BASE, required=False)
_STEP: Final = Parameter("step", Slot.STEP)
_MODE: Final = Parameter("half_up|half_even", Slot.WORD, required=False)

FUNCTIONS: Final = {
    "growth": Function((_X, _SINCE), _and_base, _ratio, _relative, _RATIO_LESS_ONE),
    "mom": Function((_X,), _and_before, _ratio, _relative, _RATIO_LESS_ONE, steps=True),
    "change": Function((_X, _SINCE), _and_base, _points_for_ratios, _difference, _LESS),
    "gap": Function((_A, _B), _here, _points_for_ratios, _difference, _LESS),
    "abs": Function((_X,), _here, _same, _absolute),
    "min": Function((_A, _MORE), _here, _same, _smallest),
    "max": Function((_A, _MORE), _here, _same, _largest),
    "round": Function((_X, _STEP, _MODE), _here, _same, _rounded),
}
"""Every function by its name; what each means to a user stands in `wording` (FUNCTIONS)."""

LATER: Final = frozenset({"cagr", "total", "share", "mean", "weighted", "highest", "lowest", "completion", "rank"})
"""Functions of the language that this version does not compute; their names are kept free."""

RESERVED: Final = frozenset(FUNCTIONS) | LATER | LOGIC
"""What no indicator may be called."""


def unknown_function(name: str, span: Span, *, is_indicator: bool) -> Refusal:
    """The refusal of a call of something that cannot be called."""
    why = "later" if name in LATER else "indicator" if is_indicator else ""
    arguments = {"name": name, "close": closest(name, list(FUNCTIONS)), "known": ", ".join(FUNCTIONS), "why": why}
    return Refusal("unknown-function", offset=span.start, width=span.end - span.start, **arguments)


def bad_argument(name: str, why: str, at: int, found: str, known: str = "") -> Refusal:
    """The refusal of an argument that the function cannot take, or of too few of them."""
    arguments = {"function": name, "signature": signature(name), "why": why, "found": found[:40], "known": known}
    return Refusal("function-arguments", offset=at, width=max(len(found), 1), **arguments)
