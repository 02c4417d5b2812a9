"""What one figure would have to be for a missed target to be met, the others held: found by trying it out.

Each trial is the whole case with its limit and its bounds. Figures are tried on the grid of the submitted digits,
outward from the present one in steps that grow fourfold, as long as the margin does not shrink; the border between
missed and met is then found by halving. There is an answer only where no figure further out is missed, which is shown
for whole stretches at once, and no answer where both directions would do.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor, isqrt
from typing import Final, NamedTuple

from kpicheck.demand import Operator
from kpicheck.formula.lack import Lack
from kpicheck.judge.figures import Figures
from kpicheck.judge.parts import Reported
from kpicheck.judge.trial import Trial, Trials, Tried
from kpicheck.plan import Case
from kpicheck.point import Key
from kpicheck.quantity import Quantity
from kpicheck.report import Needed, amount_of

FAR: Final = 10
FAR_FROM_ZERO: Final = 40
"""How far out is tried, in powers of two: a thousand times the figure, and at least a trillion of its last digits."""

STRIDE: Final = 2
"""Each step is so many powers of two larger than the one before it."""

TRIALS: Final = 100
STRETCHES: Final = 400
"""How many figures are tried at most to find the border, and how many stretches beyond it."""

MAX_STEPS: Final = 1_000_000
"""Cap: the nodes of all formulas behind a value, times the figures that are tried, or the trials of one of them."""


def needed(case: Case, figures: Figures) -> tuple[Needed, ...]:
    """What each reported figure of the judged period would have to be, in the order of the formula.

    Nothing at all where it would take more than MAX_STEPS.
    """
    trials = Trials(case, figures)
    inputs = [key for key in figures.plan.reported_keys(case.key) if key.point == case.judged]
    if trials.size * max(len(inputs), TRIALS) > MAX_STEPS:
        return ()
    most = min(STRETCHES, MAX_STEPS // max(trials.size * len(inputs), 1))
    found = (_needed_of(key, trials, figures.reported(key), most) for key in inputs)
    return tuple(each for each in found if each is not None)


def _needed_of(key: Key, trials: Trials, reported: Reported, most: int) -> Needed | None:
    grid = _grid(reported)
    if grid is None or isinstance(reported.value, Lack):
        return None
    trial, now = trials.of(key), int(reported.value / grid.width)

    def tried(at: int) -> Tried | None:
        return trial.tried(at * grid.width)

    borders = {direction: border for direction in (1, -1) if (border := _border(tried, now, direction)) is not None}
    if len(borders) != 1:
        return None
    ((direction, border),) = borders.items()
    if not _is_never_missed(trial, grid.width, border, direction, most):
        return None
    is_only = tried(border + direction) is None  # a bound, or a gap: no figure is further out
    operator = Operator.EQ if is_only else Operator.GE if direction > 0 else Operator.LE
    name = trials.figures.targets.indicators[key.indicator].name
    return Needed(key, name, operator, amount_of(grid.quantity(border)))


class Grid(NamedTuple):
    """The figures that may be needed: multiples of the last digit of `finest`; `width` is one in base units."""

    finest: Quantity
    width: Fraction

    def quantity(self, at: int) -> Quantity:
        """The *at*-th figure of the grid."""
        return self.finest._replace(value=at * self.finest.step)


def _grid(reported: Reported) -> Grid | None:
    """The grid of the finest digit submitted; None where the figures' units differ."""
    used = [each.figure for each in reported.figures]
    quantities = [each.quantity for each in used if each.quantity is not None and each.quantity.exponent is not None]
    units = {(each.quantity.unit, each.factor) for each in used if each.quantity is not None}
    if len(quantities) < len(used) or len(units) != 1:
        return None
    finest = min(quantities, key=lambda quantity: quantity.exponent or 0)
    return Grid(finest, finest.step * used[0].factor)


def _border(tried: Callable[[int], Tried | None], start: int, direction: int) -> int | None:
    """A number from *start* on that is met, though none before it is; None where there is none."""
    missed, before = start, tried(start)
    assert before is not None  # the case is judged with it
    first: int | None = None
    for at, found in _as_far_as_judged(tried, _outward(start, direction)):
        if first is None and found.is_met:
            first = at
        elif (first is None and found.margin < before.margin) or (first is not None and not found.is_met):
            return None
        elif first is None:
            missed, before = at, found
    return None if first is None else _halved(missed, first, lambda at: (now := tried(at)) is not None and now.is_met)


def _is_never_missed(trial: Trial, width: Fraction, border: int, direction: int, most: int) -> bool:
    """Whether no figure from the *border* on is missed, as far as there can be figures, or far out.

    A stretch that is not certain to be met is halved, by its distance, until it is one figure; *most* are looked at.
    """
    waiting = [(0, _reach(trial, width, border, direction))]
    for _ in range(most):
        if not waiting:
            return True
        near, far = waiting.pop()
        low, high = sorted(border + direction * distance for distance in (near, far))
        if trial.is_never_missed(low * width, high * width):
            continue
        if near < far:
            middle = isqrt((near + 1) * (far + 1)) - 1
            waiting += [(middle + 1, far), (near, middle)]
        elif (found := trial.tried(low * width)) is not None and not found.is_met:
            return False
    return False


def _reach(trial: Trial, width: Fraction, border: int, direction: int) -> int:
    """How many steps beyond the *border* there can be figures; where they have no end, far out."""
    end = trial.possible.high if direction > 0 else trial.possible.low
    if end is not None:
        return abs((floor(end / width) if direction > 0 else ceil(end / width)) - border)
    return int(2 ** max(abs(border).bit_length() + FAR, FAR_FROM_ZERO))


def _as_far_as_judged(
    tried: Callable[[int], Tried | None], numbers: Iterator[int]
) -> Iterator[tuple[int, Tried]]:
    """*numbers* with what became of them, and last the one before the first that has no verdict: a bound, a gap."""
    last: int | None = None
    for at in numbers:
        found = tried(at)
        if found is None:
            if last is not None:
                edge = _halved(at, last, lambda number: tried(number) is not None)
                found = tried(edge)
                assert found is not None  # the border is on the inside
                yield edge, found
            return
        yield at, found
        last = at


def _halved(outside: int, inside: int, is_inside: Callable[[int], bool]) -> int:
    """The number at the border, on the inside."""
    while abs(inside - outside) > 1:
        middle = (inside + outside) // 2
        if is_inside(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _outward(start: int, direction: int) -> Iterator[int]:
    """Numbers ever further from *start*; towards zero they come closer together again, and go on beyond it."""
    size = abs(start).bit_length()
    if start * direction < 0:
        yield from (start + direction * 2**power for power in range(0, size - 1, STRIDE))
        yield from (-direction * 2**power for power in range(size - 2, -1, -STRIDE))
        yield 0
        start = 0
    yield from (start + direction * 2**power for power in range(0, max(size + FAR, FAR_FROM_ZERO), STRIDE))
