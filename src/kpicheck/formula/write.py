"""A formula as text: as it would be written, and with the figures in the place of the names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from kpicheck.formula.fold import ANY_PERIOD, expand, fold, operands
from kpicheck.formula.functions import FUNCTIONS
from kpicheck.formula.syntax import BINDING, Binding, Call, Literal, Name, Negation, Operation, Power, Shift
from kpicheck.problem import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpicheck.formula.fold import Parts
    from kpicheck.formula.syntax import Node
    from kpicheck.period import Period


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
    return _Text(text, Binding.SUM if text.startswith("-") else Binding.PRODUCT if "/" in text else Binding.PRIMARY)


def _arguments(node: Node, period: Period) -> Parts:
    """The parts of a node as they are written: each argument once, words too."""
    if isinstance(node, Shift):
        return ((node.operand, period),)
    return tuple((each, period) for each in node.arguments) if isinstance(node, Call) else operands(node, period)


def _written(node: Node, _period: Period, parts: tuple[_Text, ...]) -> _Text:
    match node:
        case Literal():
            return _Text(node.text)
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
