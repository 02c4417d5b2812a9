"""The exact value of a formula, or why there is none; and the formula as text, as written and with its figures.

Values are Fractions of base units.
"""

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import Final, NamedTuple, assert_never

from kpicheck.formula.fold import ANY_PERIOD, Parts, expand, fold, operands
from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.syntax import (
    BINDING,
    Arithmetic,
    Binding,
    Call,
    Literal,
    Name,
    Negation,
    Node,
    Operation,
    Power,
    Shift,
)
from kpicheck.period import Period
from kpicheck.problem import Argument, Problem, Refusal, problem

MAX_BITS: Final = 10_000
"""Cap on every result, numerator and denominator together: some 3,000 digits, and a thousand of them within 1 s."""


class Lacking(Enum):
    """Why there is no value, worst first."""

    INVALID = "invalid"  # a figure cannot be used, or the arithmetic has no result
    MISSING = "missing"  # a figure was not submitted
    EMPTY = "empty"  # 0/0: there was nothing to measure


_BY_WEIGHT: Final = tuple(Lacking)


class Lack(NamedTuple):
    """No value, and everything that is to be said about it; the first problem is the reason."""

    status: Lacking
    problems: tuple[Problem, ...]


LookUp = Callable[[str, Period], Fraction | Lack]


def evaluate(node: Node, period: Period, look_up: LookUp) -> Fraction | Lack:
    """The value of a formula in *period*; *look_up* gives a name's figure in a period, or what is lacking."""
    try:
        found: Fraction | Lack = fold(node, period, partial(step, look_up))
    except Refusal:
        return _lack(Lacking.INVALID, "beyond-calendar", text=brief(node), period=str(period))
    return worst((found,)) if isinstance(found, Lack) else found


def step(look_up: LookUp, node: Node, period: Period, parts: tuple[Fraction | Lack, ...]) -> Fraction | Lack:
    """The value of one node from those of its operands."""
    lacks = tuple(part for part in parts if isinstance(part, Lack))
    if lacks:
        return _together(lacks)
    values = tuple(part for part in parts if isinstance(part, Fraction))
    match node:
        case Literal():
            return node.quantity.base
        case Name():
            return look_up(node.name, period)
        case Negation():
            return -values[0]
        case Operation():
            return _capped(node, _operated(node, *values))
        case Power():
            return _capped(node, _powered(node, values[0]))
        case Shift():
            return values[0]
        case Call():
            return _capped(node, _called(node, values))
        case _:
            assert_never(node)


def worst(lacks: tuple[Lack, ...]) -> Lack:
    """The worst of several lacks, with the problems of all that are as bad: a formula's missing figures together."""
    status, problems = _together(lacks)
    return Lack(status, tuple(dict.fromkeys(problems)))


def _together(lacks: tuple[Lack, ...]) -> Lack:
    """The same, a problem as often as it is met: only a whole formula's are sorted out, which takes time."""
    status = min((lack.status for lack in lacks), key=_BY_WEIGHT.index)
    return Lack(status, tuple(chain.from_iterable(lack.problems for lack in lacks if lack.status is status)))


def fits(value: Fraction) -> bool:
    """Whether a result is within the cap."""
    return value.numerator.bit_length() + value.denominator.bit_length() <= MAX_BITS


def _operated(node: Operation, left: Fraction, right: Fraction) -> Fraction | Lack:
    match node.operator:
        case Arithmetic.ADD:
            return left + right
        case Arithmetic.SUBTRACT:
            return left - right
        case Arithmetic.MULTIPLY:
            return left * right
        case Arithmetic.DIVIDE:
            if right == 0 and left == 0:
                return _lack(Lacking.EMPTY, "zero-over-zero", text=brief(node))
            return _lack(Lacking.INVALID, "zero-division", text=brief(node.right)) if right == 0 else left / right
        case _:
            assert_never(node.operator)


def _powered(node: Power, base: Fraction) -> Fraction | Lack:
    """A power, unless it is certain to be too large: a k-bit integer to the n has more than (k-1)n bits."""
    if base == 0 and node.exponent < 0:
        return _lack(Lacking.INVALID, "zero-division", text=brief(node.base))
    least = base.numerator.bit_length() + base.denominator.bit_length() - 2
    return _too_large(node) if least * abs(node.exponent) > MAX_BITS else base**node.exponent


def _called(node: Call, values: tuple[Fraction, ...]) -> Fraction | Lack:
    found = FUNCTIONS[node.function].apply(node, values)
    return found if isinstance(found, Fraction) else _lack(Lacking.INVALID, found.code, text=brief(node), why=found.why)


def _capped(node: Node, result: Fraction | Lack) -> Fraction | Lack:
    return result if isinstance(result, Lack) or fits(result) else _too_large(node)


def _too_large(node: Node) -> Lack:
    return _lack(Lacking.INVALID, "result-too-large", text=brief(node), limit=MAX_BITS)


def _lack(status: Lacking, code: str, **arguments: Argument) -> Lack:
    return Lack(status, (problem(code, None, width=1, **arguments),))


class _Text(NamedTuple):
    """A part of the formula, and how tightly it holds together."""

    text: str
    binding: Binding = Binding.PRIMARY

    def within(self, binding: int) -> str:
        """The text where *binding* is needed at least."""
        return self.text if self.binding >= binding else f"({self.text})"


def written(node: Node) -> str:
    """The formula as text with the fewest parentheses; it parses to the same nodes."""
    return fold(node, ANY_PERIOD, _written, _arguments).text


def brief(node: Node) -> str:
    """The same for a message, cut where it is long."""
    text = written(node)
    return text if len(text) <= 60 else text[:59] + "…"


def substituted(node: Node, period: Period, show: Callable[[str, Period], str]) -> str:
    """The formula with what *show* says for each name in its period: `12500万元 / 10200万元 - 1` for a growth."""

    def combine(node: Node, when: Period, parts: tuple[_Text, ...]) -> _Text:
        match node:
            case Name():
                return _figure(show(node.name, when))
            case Shift():
                return parts[0]
            case Call():
                expansion = FUNCTIONS[node.function].expansion
                if expansion is not None:
                    return expand(expansion, when, parts, combine)
                words = tuple(_Text(written(word)) for word in node.arguments[len(parts) :])
                return _call(node, parts + words)
            case _:
                return _written(node, when, parts)

    try:
        return fold(node, period, combine).text
    except Refusal:  # a figure from before the calendar
        return written(node)


def _figure(text: str) -> _Text:
    """A figure as shown; a negative one, or one of 万元/户, stands in parentheses where it could be misread."""
    if text.startswith("-"):
        return _Text(text, Binding.SUM)
    return _Text(text, Binding.PRODUCT if "/" in text else _quantity_binding(text[-1:].isdigit()))


def _quantity_binding(is_bare: bool) -> Binding:
    """5m^2 is 5 square metres to people, so only a number is raised to a power without parentheses."""
    return Binding.PRIMARY if is_bare else Binding.POWER


def _arguments(node: Node, period: Period) -> Parts:
    """The parts of a node as they are written: each argument once, words too."""
    if isinstance(node, Shift):
        return ((node.operand, period),)
    return tuple((each, period) for each in node.arguments) if isinstance(node, Call) else operands(node, period)


def _written(node: Node, _period: Period, parts: tuple[_Text, ...]) -> _Text:
    match node:
        case Literal():
            return _Text(node.text, _quantity_binding(node.quantity.unit is None))
        case Name():
            return _Text(node.name, Binding.NAMED)
        case Negation():
            return _Text("-" + parts[0].within(Binding.SIGN), Binding.SIGN)
        case Operation():
            binding = BINDING[node.operator]
            left, right = parts[0].within(binding), parts[1].within(binding + 1)
            return _Text(f"{left} {node.operator.value} {right}", binding)
        case Power():
            return _Text(f"{parts[0].within(Binding.PRIMARY)}^{node.exponent}", Binding.POWER)
        case Shift():
            at = f"-{node.back}" if node.year is None else f"{node.year:04d}"
            return _Text(f"{parts[0].within(Binding.NAMED)}[{at}]")
        case Call():
            return _call(node, parts)
        case _:
            assert_never(node)


def _call(node: Call, parts: tuple[_Text, ...]) -> _Text:
    return _Text(f"{node.function}({', '.join(part.text for part in parts)})", Binding.NAMED)
