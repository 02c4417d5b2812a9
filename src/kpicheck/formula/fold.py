"""A formula unfolded over periods: what each node is computed from, and in which period; no values yet.

Typing, planning, evaluating, showing the figures and finding what would be needed are all folds of the same steps.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar, assert_never

from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.syntax import Arithmetic, Call, Literal, Name, Negation, Node, Operation, Power, Shift
from kpicheck.period import Period, year
from kpicheck.problem import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Parts = tuple[tuple[Node, Period], ...]
T = TypeVar("T")

MAX_NODES: Final = 1_000
"""Cap on the steps of a formula, each counted as often as it is needed: twice below a growth."""

ANY_PERIOD: Final = year(9999)
"""A period to unfold in where only the shape matters: what leaves the calendar from here does so from everywhere."""


def operands(node: Node, period: Period) -> Parts:
    """What *node* is computed from in *period*: nodes, each with its own period.

    Raises Refusal `bad-period` where that lies outside years 1 to 9999.
    """
    match node:
        case Literal() | Name():
            return ()
        case Negation():
            return ((node.operand, period),)
        case Operation():
            return (node.left, period), (node.right, period)
        case Power():
            return ((node.base, period),)
        case Shift():
            return ((node.operand, _moved(node, period)),)
        case Call():
            return FUNCTIONS[node.function].operands(node, period)
        case _:
            assert_never(node)


def _moved(shift: Shift, period: Period) -> Period:
    return period.earlier(shift.back or 0) if shift.year is None else period.in_year(shift.year)


def unfold(
    node: Node, period: Period, parts: Callable[[Node, Period], Parts] = operands
) -> Iterator[tuple[Node, Period, int]]:
    """Every step of a formula, operands before what is computed from them: node, period, number of operands.

    A step is listed once for each time it is needed. No recursion: a sum of five hundred terms is that deep.
    """
    waiting = [(node, period, -1)]
    while waiting:
        node, period, count = waiting.pop()
        if count < 0:
            found = parts(node, period)
            waiting.append((node, period, len(found)))
            waiting.extend((part, when, -1) for part, when in reversed(found))
        else:
            yield node, period, count


def refuse_too_many(node: Node, width: int) -> None:
    """Refuse a formula of too many steps, or one that looks beyond the calendar. Raises Refusal `formula-too-large`."""
    try:
        steps = len(list(islice(unfold(node, ANY_PERIOD), MAX_NODES + 1)))
    except Refusal:
        raise Refusal("formula-too-large", width=width, why="reach", limit=ANY_PERIOD.year) from None
    if steps > MAX_NODES:
        raise Refusal("formula-too-large", width=width, why="nodes", limit=MAX_NODES)


def fold(
    node: Node,
    period: Period,
    combine: Callable[[Node, Period, tuple[T, ...]], T],
    parts: Callable[[Node, Period], Parts] = operands,
) -> T:
    """What *combine* makes of a formula, step by step, from what it made of the operands."""
    values: list[T] = []
    for step, when, count in unfold(node, period, parts):
        first = len(values) - count
        values[first:] = [combine(step, when, tuple(values[first:]))]
    return values[0]


def expand(
    expansion: Node, period: Period, values: tuple[T, ...], combine: Callable[[Node, Period, tuple[T, ...]], T]
) -> T:
    """What *combine* makes of a function's arithmetic, `0`, `1` standing for its operands' values."""

    def filled(node: Node, when: Period, parts: tuple[T, ...]) -> T:
        return values[int(node.name)] if isinstance(node, Name) else combine(node, when, parts)

    return fold(expansion, period, filled)


def leaves(node: Node, period: Period) -> tuple[tuple[str, Period], ...]:
    """The figures that a formula needs in *period*: names and periods, in order, each once.

    No figure at all where one would lie outside years 1 to 9999: then there is no value, whatever the others are.
    """
    try:
        steps = [(step.name, when) for step, when, _ in unfold(node, period) if isinstance(step, Name)]
    except Refusal:
        return ()
    return tuple(dict.fromkeys(steps))


def names_in(node: Node) -> tuple[str, ...]:
    """The indicators that a formula names, in order, each once."""
    return tuple(dict.fromkeys(name for name, _ in leaves(node, ANY_PERIOD)))


def factors(node: Node) -> Iterator[Node]:
    """What is multiplied to make a formula's value; the formula itself where nothing is."""
    match node:
        case Operation(operator=Arithmetic.MULTIPLY):
            yield from (*factors(node.left), *factors(node.right))
        case Operation(operator=Arithmetic.DIVIDE):
            yield from factors(node.left)
        case Negation():
            yield from factors(node.operand)
        case _:
            yield node


def outermost(node: Node) -> str | None:
    """The function that a formula is a call of, in whatever period; None where it is none."""
    while isinstance(node, Shift):
        node = node.operand
    return node.function if isinstance(node, Call) else None
