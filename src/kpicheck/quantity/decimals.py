"""An exact value in digits: rounded, by GB/T 8170-2008, and written as a decimal. No float on the way."""

from enum import Enum
from fractions import Fraction
from typing import Final

_MANY_DIGITS: Final = 4_000
_MANY: Final = 10**_MANY_DIGITS


class Mode(Enum):
    """What becomes of a half: up (四舍五入), or to the even neighbour (四舍六入五成双, GB/T 8170-2008)."""

    HALF_EVEN = "half_even"
    HALF_UP = "half_up"


def rounded(value: Fraction, step: Fraction, mode: Mode = Mode.HALF_UP) -> Fraction:
    """*value* to the nearest multiple of *step*, once.

    The absolute value is rounded and the sign put back (GB/T 8170-2008, 3.3); never in two goes (3.2.2: 15.4546
    to 1 is 15).
    """
    count = abs(value) / step
    whole, half = count.numerator // count.denominator, Fraction(1, 2)
    rest = count - whole
    if rest > half or (rest == half and (mode is Mode.HALF_UP or whole % 2 == 1)):
        whole += 1
    return (-whole if value < 0 else whole) * step


def terminates(value: Fraction) -> bool:
    """Whether *value* has a finite decimal form."""
    return decimal_places(value) is not None


def decimal_places(value: Fraction) -> int | None:
    """How many decimals the exact decimal form of *value* has; None where it never ends."""
    rest, fives = value.denominator, 0
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def exact_text(value: Fraction) -> str:
    """*value* as a decimal where it terminates, else as `p/q`."""
    places = decimal_places(value)
    return f"{_digits(value.numerator)}/{_digits(value.denominator)}" if places is None else fixed_text(value, places)


def scaled_half_up(value: Fraction, places: int) -> int:
    """*value* in units of its last of *places* decimals, half up; whole numbers alone, for it is asked for often."""
    doubled = abs(value.numerator) * 10**places * 2
    count: int = (doubled + value.denominator) // (2 * value.denominator)
    return -count if value < 0 else count


def fixed_text(value: Fraction, places: int) -> str:
    """*value* with exactly *places* decimals, half up; a value that rounds to zero has no sign."""
    scaled = scaled_half_up(value, places)
    digits = _digits(abs(scaled)).rjust(places + 1, "0")
    body = digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}"
    return f"-{body}" if scaled < 0 else body


def _digits(whole: int) -> str:
    """The digits of *whole*, however many: Python itself refuses more than 4,300 (sys.set_int_max_str_digits)."""
    if abs(whole) < _MANY:
        return str(whole)
    high, low = divmod(abs(whole), _MANY)
    return ("-" if whole < 0 else "") + _digits(high) + str(low).rjust(_MANY_DIGITS, "0")
