"""The functions of formulas, in one table: what each takes, where it looks, what it gives, in which unit."""

import re
from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck.formula.lack import Lack, Lacking, lack
from kpicheck.formula.syntax import (
    LOGIC,
    NOWHERE,
    Back,
    Call,
    InYear,
    Literal,
    Name,
    Node,
    Operand,
    Product,
    Span,
    Sum,
    When,
    YearsBack,
    moved_point,
)
from kpicheck.formula.writing import brief
from kpicheck.point import Point
from kpicheck.problem import Refusal
from kpicheck.quantity import PERCENT, POINTS, Mode, Quantity, rounded
from kpicheck.text import closest
from kpicheck.unit import Dimension

Operands = tuple[tuple[Node, Point], ...]
"""What a value is computed from: nodes, each at a point of its own."""

MAX_BACK: Final = 400
"""How many periods or years a formula may look back at once."""


class Slot(Enum):
    """What an argument may be; the parser knows it by the position."""

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
        """The words that it may be."""
        return tuple(self.name.split("|"))


class Function(NamedTuple):
    """A function of the language.

    `operands` says what a call is computed from, and where; it raises Refusal `bad-period` outside the calendar. All
    operands have one dimension, and `dimension` turns it into the result's. `apply` takes their values in base units.
    `expansion` is the same as arithmetic over the operands `0`, `1`, where there is one. `needs_previous` marks a
    function of the period before, which has no meaning for a cumulative indicator. `is_relative` marks one that
    divides its argument by itself, so that no factor of it is left.
    """

    parameters: tuple[Parameter, ...]
    operands: Callable[[Call, Point], Operands]
    dimension: Callable[[Dimension], Dimension]
    apply: Callable[[Call, tuple[Fraction, ...]], Fraction | Lack]
    expansion: Node | None = None
    needs_previous: bool = False
    is_relative: bool = False

    def slot(self, index: int) -> Slot | None:
        """What kind of argument is at *index*; None where there are too many."""
        parameter = self.parameter(index)
        return None if parameter is None else parameter.slot

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


_WHEN: Final = re.compile(r"(-?)\s*([0-9]{1,4})")


def read_when(text: str, back: Callable[[int], When]) -> When | None:
    """The year of four digits, or what *back* makes of how far back, that *text* is; None where it is neither."""
    found = _WHEN.fullmatch(text)
    value = int(found[2]) if found else 0
    if found is None or found[1]:
        return back(value) if 1 <= value <= MAX_BACK else None
    return InYear(value) if value >= 1000 else None


def _here(call: Call, point: Point) -> Operands:
    """Every argument, at the point itself."""
    return tuple([(argument, point) for argument in call.arguments])


def _against(usual: When) -> Callable[[Call, Point], Operands]:
    """The argument at the point, and at the base: the one that the call names, else *usual*."""

    def operands(call: Call, point: Point) -> Operands:
        said = read_when(call.words[0], YearsBack) if call.words else None
        return (call.arguments[0], point), (call.arguments[0], moved_point(said or usual, point))

    return operands


def _ratio(_dimension: Dimension) -> Dimension:
    return PERCENT.dimension


def _points_for_ratios(dimension: Dimension) -> Dimension:
    return POINTS.dimension if dimension == PERCENT.dimension else dimension


def _same(dimension: Dimension) -> Dimension:
    return dimension


def _relative(call: Call, values: tuple[Fraction, ...]) -> Fraction | Lack:
    """The relative change against a base; a lack where the base is not positive."""
    now, base = values
    if base <= 0:
        return lack(Lacking.INVALID, "growth-base", text=brief(call), why="negative" if base else "zero")
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
    return rounded(values[0], values[1], Mode(call.words[0]) if call.words else Mode.HALF_UP)


_NOW, _BASE = Name("0", NOWHERE), Name("1", NOWHERE)
_ONE: Final = Literal(Quantity(Fraction(1), None, 0), "1", NOWHERE)
_DIFFERENCE: Final = Sum((Operand(_NOW, False, NOWHERE), Operand(_BASE, True, NOWHERE)))
_QUOTIENT: Final = Product((Operand(_NOW, False, NOWHERE), Operand(_BASE, True, NOWHERE)))
_CHANGE: Final = Sum((Operand(_QUOTIENT, False, NOWHERE), Operand(_ONE, True, NOWHERE)))

_X: Final = Parameter("x")
_A, _B, _MORE = Parameter("a"), Parameter("b"), Parameter("b", repeats=True)
_SINCE: Final = Parameter("2020|-2", Slot.BASE, required=False)
_STEP: Final = Parameter("step", Slot.STEP)
_MODE: Final = Parameter("half_up|half_even", Slot.WORD, required=False)

FUNCTIONS: Final = {
    "growth": Function((_X, _SINCE), _against(YearsBack(1)), _ratio, _relative, _CHANGE, is_relative=True),
    "mom": Function(
        (_X,), _against(Back(1)), _ratio, _relative, _CHANGE, needs_previous=True, is_relative=True
    ),
    "change": Function((_X, _SINCE), _against(YearsBack(1)), _points_for_ratios, _difference, _DIFFERENCE),
    "gap": Function((_A, _B), _here, _points_for_ratios, _difference, _DIFFERENCE),
    "abs": Function((_X,), _here, _same, _absolute),
    "min": Function((_A, _MORE), _here, _same, _smallest),
    "max": Function((_A, _MORE), _here, _same, _largest),
    "round": Function((_X, _STEP, _MODE), _here, _same, _rounded),
}
"""Every function by its name; what each means to a user is in `wording` (FUNCTIONS)."""

LATER: Final = frozenset({"cagr", "total", "share", "mean", "weighted", "highest", "lowest", "completion", "rank"})
"""Functions of the language that this version does not compute; their names are reserved."""

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
