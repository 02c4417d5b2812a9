"""One quantity of a threshold as it is written, and the two ends of a range, which may share a unit."""

import re
from fractions import Fraction
from typing import Final, NamedTuple

from kpicheck import number, numeral, quantity
from kpicheck.cursor import Vocabulary
from kpicheck.notation.names import NOT_NUMBERS
from kpicheck.notation.threshold_reader import FRACTIONS, ThresholdReader
from kpicheck.numeral import refused
from kpicheck.quantity import PERCENT, Quantity
from kpicheck.unit import PREFIXES, REFUSED, Unit, Units


class Scanned(NamedTuple):
    """A quantity as read, and what of it the other end of a range may share.

    `prefix` is a 万 or 亿 whose unit follows the next quantity; `power` is that of an English million.
    """

    quantity: Quantity
    prefix: str = ""
    prefix_at: int = 0
    power: int = 0
    is_numeral: bool = False

    def refuse_prefix(self, units: Units) -> None:
        """Refuse a 万 or 亿 without a unit. Raises Refusal `unknown-unit`."""
        if self.prefix:
            units.find(self.prefix, self.prefix_at)


def scan(reader: ThresholdReader) -> Scanned:
    """One quantity: a number and its unit, a fraction in words; 亿元 alone is one 亿元."""
    at, units = reader.skip(), reader.units
    if reader.text[at : at + 1] in REFUSED:
        units.find(reader.text[at], at)
    if (fraction := reader.word(FRACTIONS)) is not None:
        return Scanned(Quantity(100 * Fraction(*fraction[1]), PERCENT, None))
    if not reader.starts_quantity():
        return _unit_alone(reader)
    found = reader.quantity(units)
    first = reader.text[at:].lstrip("+-")[0]
    if first in numeral.FIRST:
        name, power = ("", 0) if found.unit else numeral.ending(reader.text[at : reader.at])
        return Scanned(_multiplied(found, -power), name, reader.at - len(name), is_numeral=True)
    return _behind_digits(reader, at, found) if first in "0123456789." else Scanned(found)


def _behind_digits(reader: ThresholdReader, at: int, found: Quantity) -> Scanned:
    """What was *found* at *at*, with what may follow a number in digits: a 万 or 亿, a unit as in `2-percent`."""
    power = quantity.multiplier(reader.text, number.scan(reader.text, at)[1], reader.units)
    if found.unit is not None or power:
        return Scanned(found, power=power[0] if power else 0)
    if (prefix := reader.word(_PREFIXES)) is not None:
        return Scanned(found, prefix[0], reader.at - len(prefix[0]))
    return Scanned(found._replace(unit=_hyphenated_unit(reader)))


def _hyphenated_unit(reader: ThresholdReader) -> Unit | None:
    """The unit that a hyphen joins to a number in English: 2-percent, 2-percentage-point, 10-day; it is taken."""
    start, found = reader.at, reader.match(_HYPHENATED)
    names = found[1].split("-") if found else []
    for count in range(len(names), 0, -1):
        if (unit := reader.units.get(" ".join(names[:count]))) is not None:
            reader.at = start + len("-".join(["", *names[:count]]))
            return unit
    reader.at = start
    return None


def _multiplied(found: Quantity, power: int) -> Quantity:
    """Ten to the *power* times *found*, and so its last digit."""
    exponent = None if found.exponent is None else found.exponent + power
    return found._replace(value=found.value * Fraction(10) ** power, exponent=exponent)


def _unit_alone(reader: ThresholdReader) -> Scanned:
    at, prefix = reader.at, reader.word(_PREFIXES)
    reader.at = at
    unit = reader.unit(reader.units) if prefix else None
    if prefix and unit and reader.units.get(unit.name.removeprefix(prefix[0])) is not None:
        return Scanned(Quantity(Fraction(1), unit, 0))
    reader.at = at
    if reader.word(NOT_NUMBERS) or reader.match(_NUMBERLESS):
        raise refused(reader.text[at:], "grammar").moved(at)
    raise reader.bad("no-number", at)


def ends(first: Scanned, second: Scanned, reader: ThresholdReader) -> tuple[Quantity, Quantity]:
    """Both ends, the left one with the right one's unit if it has none: 3至10万人, 10万~20万元, 5 to 6 million.

    Raises Refusal `bad-threshold` where the left end is no longer the lower one with the number word that it shares.
    """
    low, high, units = _with_shared_size(first, second, reader), second.quantity, reader.units
    if high.unit is None:
        first.refuse_prefix(units)
        second.refuse_prefix(units)
    if low.unit is not None or high.unit is None:
        return low, high
    behind = _PREFIXES.at(high.unit.name, 0)
    if first.prefix:
        return low._replace(unit=units.find(first.prefix + high.unit.name[behind[2] if behind else 0 :])), high
    if behind and low.value >= high.value:
        raise reader.bad("shared")
    return (low if first.power else _multiplied(low, second.power))._replace(unit=high.unit), high


def _with_shared_size(first: Scanned, second: Scanned, reader: ThresholdReader) -> Quantity:
    """The left end with the 百 or 千 of a numeral, which a single digit before it shares: 六至九百家 are 600 to 900."""
    low, high = first.quantity, second.quantity.value
    is_digit = low.unit is None and not first.prefix and not first.power and abs(low.value) < 10
    if not second.is_numeral or not is_digit or high < 100 or high % 100:
        return low
    size = 100 if high % 1000 else 1000
    if low.value * size >= high or high >= 10 * size:
        raise reader.bad("shared")
    return low._replace(value=low.value * size, exponent=0)


_PREFIXES: Final = Vocabulary(PREFIXES)
_HYPHENATED: Final = re.compile(r"-([A-Za-z]{3,}(?:-[A-Za-z]+)*)")
_NUMBERLESS: Final = re.compile(r"[^\W\d]*[%‰]")
