"""Where the program is known not to do what the design says: each with an example, which fails once it is repaired."""

from collections.abc import Callable
from fractions import Fraction as F
from typing import NamedTuple

from model_case import BAD, MARK, Amount, Case, Figure, Want, span, spec_of
from pairs_frames import YEAR

FLOW, CUMULATIVE = {"unit": "件", "kind": "flow"}, {"unit": "件", "kind": "cumulative"}


class Fault(NamedTuple):
    """`covers` says of a case and its disagreement whether this fault is behind it."""

    about: str
    example: Case
    covers: Callable


def case(keys, *figures, as_of=None, **declared):
    return Case(keys, declared, tuple(Figure("a", *figure) for figure in figures), YEAR, as_of)


def at_least(number, unit="件"):
    return Want(">=", low=count(number, unit))


def count(number, unit="件"):
    return Amount(F(number), 0, unit)



def two_halves(case, _found):
    """Figures of a second quarter and of its first half, or January to June, that are not equal."""
    specs = {**case.declared, case.keys.get("indicator", "a"): spec_of(case)}
    halves = [one for one in case.figures if one.span.end.month == 6 and specs[one.indicator].get("kind") == "cumulative" and one.value != MARK]
    return any(
        (one.indicator, one.span.end) == (other.indicator, other.span.end) and one.span.months == 3 != other.span.months and differ(one.value, other.value)
        for one in halves
        for other in halves
    )


def differ(one, other):
    return BAD in (one, other) or one.base != other.base


FAULTS = (
    Fault(
        "that no figure meets a multiple of a declared baseline goes unseen",
        case({"unit": "件", "bounds": (count(0), count(40), False, False), "target": Want("times", factor=4), "baseline": (span(2020), count(11))}),
        lambda case, found: "baseline" in case.keys and "bounds" in case.keys and found.startswith("model refused"),
    ),
    Fault(
        "warn beside != is refused",
        case({"unit": "件", "target": Want("!=", low=count(9)), "warn": at_least(10)}),
        lambda case, found: "warn" in case.keys and case.keys.get("target", Want("")).op == "!=" and found.endswith(("program refused", "program ['warn-conflict']")),
    ),
    Fault(
        "a cumulative figure of an unfinished part decides nothing early",
        case({**CUMULATIVE, "target": at_least(9)}, (span(2023, 1, 6), count(9)), as_of=span(2023, 3, 1).end),
        lambda case, found: spec_of(case).get("kind") == "cumulative" and " early, program pending" in found,
    ),
    Fault(
        "a cumulative figure of exactly the first half gives way to that of the second quarter",
        case(
            {"unit": "亿元", "kind": "cumulative", "period": span(2023, 1, 6), "target": Want("<=", low=count(36, "亿元"))},
            (span(2023, 1, 6), count(36, "亿元")), (span(2023, 4, 3), count(37, "亿元")),
        ),
        two_halves,
    ),
)
