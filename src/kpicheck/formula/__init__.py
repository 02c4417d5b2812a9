"""Formulas: a small typed language over quantities. Here: text to nodes, by a table of binding powers.

Nothing is guessed, nothing executed. Spaces, tabs and line ends separate and mean nothing else. What a number is, the
quantity scanner alone decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kpicheck import numeral, quantity
from kpicheck.formula.evaluate import refuse_too_many
from kpicheck.formula.functions import FUNCTIONS, RESERVED, Slot, bad_argument, read_when, unknown_function
from kpicheck.formula.scanner import CLOSING, Scanner
from kpicheck.formula.syntax import (
    LOGIC,
    Back,
    Binding,
    Call,
    Literal,
    Name,
    Negation,
    Operand,
    Power,
    Product,
    Shift,
    Span,
    Sum,
    YearsBack,
    in_parentheses,
)
from kpicheck.problem import Refusal
from kpicheck.text import mixes_scripts, name_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from kpicheck.formula.functions import Parameter
    from kpicheck.formula.syntax import Node
    from kpicheck.unit import Units

MAX_LENGTH: Final = 10_000
MAX_DEPTH: Final = 64
MAX_EXPONENT: Final = 64
"""Caps: characters, nesting, powers; that of the steps is in `evaluate`."""

_OPERATORS: Final = {
    "+": Binding.SUM, "-": Binding.SUM, "*": Binding.PRODUCT, "/": Binding.PRODUCT, "^": Binding.POWER,
}  # fmt: skip
_EXPONENT: Final = re.compile(r"(-?)\s*([0-9]{1,2})(?![\w.%]|‰)")


def parse(text: str, units: Units, names: Collection[str] = ()) -> Node:
    """The nodes of a formula.

    *names* are the names of the file (`text.name_key` of each): a known name such as 三公经费 is one although it begins
    with a numeral. Raises Refusal `formula-syntax`, `formula-too-large`, `function-arguments`, `unknown-function`,
    `mixed-script`, `bad-number`, each with the characters that are meant.
    """
    if len(text) > MAX_LENGTH:
        raise Refusal("formula-too-large", width=len(text), why="length", limit=MAX_LENGTH)
    parser = _Parser(text, units, names)
    node = parser.whole()
    refuse_too_many(node, parser.text)
    return node


class _Parser(Scanner):
    """Each method reads what its name says, and moves the cursor past it."""

    def __init__(self, text: str, units: Units, names: Collection[str]) -> None:
        super().__init__(text)
        self.units, self.names, self.depth = units, names, 0

    def whole(self) -> Node:
        node = self.expression(Binding.SUM)
        if sign := self.sign():
            raise self.syntax(CLOSING[sign], self.at, sign)
        return node

    def expression(self, least: int) -> Node:
        """Operands and the operators between them that bind at least as tightly as *least*."""
        left = self.operand()
        while (sign := self.sign()) not in CLOSING:
            if (binding := _OPERATORS.get(sign)) is None:
                raise self.no_operator()
            if binding < least:
                break
            if binding is Binding.POWER:
                self.at += 1
                left = self.power(left)
            else:
                left = self.chain(left, binding)
        return left

    def chain(self, first: Node, binding: Binding) -> Sum | Product:
        """*first* and what follows by signs that bind as tightly; what is in parentheses first needs none."""
        kind: type[Sum | Product] = Sum if binding is Binding.SUM else Product
        operands = list(first.operands) if isinstance(first, kind) else [Operand(first, False, first.span)]
        while _OPERATORS.get(sign := self.sign()) is binding:
            self.at += 1
            node = self.expression(binding + 1)
            operands.append(Operand(node, sign in {"-", "/"}, Span(first.span.start, node.span.end)))
        return kind(tuple(operands))

    def power(self, base: Node) -> Node:
        bare = not isinstance(base, Literal) or base.quantity.unit is None
        if not bare and self.text[base.span.start] != "(":
            raise self.syntax("unit-power", base.span.start, self.text[base.span.start : self.at])
        if self.sign() in CLOSING:
            raise self.no_operand()
        found = _EXPONENT.match(self.text, self.at)
        exponent = int(found[1] + found[2]) if found else MAX_EXPONENT + 1
        if found is None or abs(exponent) > MAX_EXPONENT:
            raise self.syntax("exponent", self.at, self.chunk() or self.sign())
        end = self.at = found.end()
        if self.sign() == "^":
            raise self.syntax("tower", self.at, "^")
        return Power(base, exponent, Span(base.span.start, end))

    def operand(self) -> Node:
        start = self.skip()
        if (sign := self.text[start : start + 1]) in {"-", "("}:
            self.at += 1
            inner = self.nested(Binding.SIGN if sign == "-" else Binding.SUM)
            if sign == "-":
                return Negation(inner, Span(start, inner.span.end))
            return self.shifted(in_parentheses(inner, Span(start, self.close(")", start))))
        if (run := self.run()) and not self.is_quantity(run):
            return self.shifted(self.named(run))
        if self.starts_quantity():
            return self.literal()
        raise self.no_operand()

    def nested(self, least: int) -> Node:
        """An expression one level deeper."""
        if self.depth == MAX_DEPTH:
            raise Refusal("formula-too-large", offset=self.at - 1, why="depth", limit=MAX_DEPTH)
        self.depth += 1
        node = self.expression(least)
        self.depth -= 1
        return node

    def is_quantity(self, run: str) -> bool:
        """Whether a run of letters is a quantity: 三百元, but not 三公经费 and no name of the file.

        The longer reading wins. A numeral that is not well formed is one all the same where nothing but a unit follows.
        """
        if name_key(run) in self.names or not quantity.starts(self.text, self.at):
            return False
        end = self.at + len(run)
        try:
            return quantity.scan(self.text, self.at, self.units, in_formula=True)[1] >= end
        except Refusal:
            rest = self.text[numeral.end_of(self.text, self.at) : end]
            return not rest or self.units.get(rest) is not None

    def literal(self) -> Literal:
        start = self.at
        try:
            found = self.quantity(self.units, in_formula=True)
        except Refusal as refusal:
            meant = self.meant()
            arguments = {**refusal.arguments, "text": meant[:40]}
            raise Refusal(refusal.code, offset=start, width=len(meant), **arguments) from None
        return Literal(found, " ".join(self.text[start : self.at].split()), Span(start, self.at))

    def named(self, run: str) -> Node:
        start, name = self.at, name_key(run)
        end = self.at = start + len(run)
        if self.sign() == "(":
            return self.call(name, Span(start, end))
        self.at = end
        if name in RESERVED:
            raise self.syntax("logic" if name in LOGIC else "function", start, run)
        if name not in self.names and mixes_scripts(name):
            raise Refusal("mixed-script", offset=start, width=len(run), id=run)
        return Name(name, Span(start, end))

    def shifted(self, operand: Node) -> Node:
        """*operand*, in the period of the brackets that may follow it."""
        if self.sign() != "[":
            return operand
        opened, self.at = self.at, self.at + 1
        if not self.sign():
            raise self.syntax("unclosed", opened, "[")
        chunk = self.chunk()
        start, self.at = self.at, self.at + len(chunk)
        if (when := read_when(chunk, Back)) is None or self.sign() not in {"]", ""}:
            raise self.syntax("period", start, chunk)
        return Shift(operand, when, Span(operand.span.start, self.close("]", opened)))

    def call(self, name: str, span: Span) -> Node:
        if name not in FUNCTIONS:
            raise unknown_function(name, span, is_indicator=name in self.names)
        opened, self.at = self.at, self.at + 1
        arguments: list[Node] = []
        words: list[str] = []
        if self.sign() != ")":
            self.argument(name, arguments, words)
        while arguments and self.takes(","):
            self.argument(name, arguments, words)
        end = self.close(")", opened)
        if len(arguments) + len(words) < FUNCTIONS[name].least:
            raise bad_argument(name, "few", span.start, self.text[span.start : end])
        return Call(name, tuple(arguments), tuple(words), Span(span.start, end))

    def argument(self, name: str, arguments: list[Node], words: list[str]) -> None:
        """Read the next argument, to *arguments* or to *words*."""
        parameter = FUNCTIONS[name].parameter(len(arguments) + len(words))
        if self.sign() in CLOSING:
            raise self.no_operand()
        if parameter is not None and parameter.slot is Slot.VALUE:
            arguments.append(self.nested(Binding.SUM))
            return
        start, chunk = self.at, self.chunk() or self.sign()
        if parameter is None:
            raise bad_argument(name, "many", start, chunk)
        found = self.step(chunk) if parameter.slot is Slot.STEP else self.constant(parameter, chunk)
        if found is None or self.sign() not in {",", ")", ""}:
            why = "digits" if parameter.slot is Slot.STEP and chunk.isdigit() else parameter.slot.value
            raise bad_argument(name, why, start, chunk, ", ".join(parameter.words))
        if isinstance(found, str):
            words.append(found)
        else:
            arguments.append(found)

    def step(self, chunk: str) -> Literal | None:
        """The positive quantity that *chunk* is; None where it is something else.

        A bare whole number is no step: elsewhere `round(x, 2)` means two decimals, here it would mean multiples of 2.
        """
        if chunk.isdigit() or not self.starts_quantity():
            return None
        step = self.literal()
        return step if step.quantity.value > 0 else None

    def constant(self, parameter: Parameter, chunk: str) -> str | None:
        """The year, the number of years back or the word that *chunk* is; None where it is something else."""
        self.at += len(chunk)
        if parameter.slot is Slot.WORD:
            return chunk if chunk in parameter.words else None
        return None if read_when(chunk, YearsBack) is None else str(int("".join(chunk.split())))
