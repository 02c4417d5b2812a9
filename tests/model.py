"""A second, slow and plain implementation of the verdict, and not a line of the program's: what the tests hold it against.

It says of a case what must come out: statuses in their order, early decisions, `due`, the as-of date, `warn`, tolerance
and `better`, rounding, multiples of a baseline, waivers, states with and without bands, days, and the exit code. What a
case may not be at all is said by `model_mistakes`.
"""

from fractions import Fraction as F
from math import floor

from model_case import (
    ANY,
    BAD,
    EXCEPT,
    MARK,
    OPEN,
    Amount,
    Judged,
    Lack,
    Span,
    compared,
    holds,
    interval,
    margin,
    spec_of,
)
from model_figures import Figures
from model_states import judged_day, judged_level


def judged(case):
    """The verdict on a case."""
    keys = case.keys
    judge = judged_level if "states" in spec_of(case) else judged_day if "type" in spec_of(case) else judged_amount
    found = judge(case, Figures(case))
    until = keys.get("waive", False)
    if found.status == "fail" and until is not False and (until is None or until >= Figures(case).as_of):
        found = found._replace(status="waived")
    return found


def exit_code(case, status):
    """That of a run with this one target."""
    if case.keys.get("severity", "error") == "error":
        if status == "fail":
            return 1
        if status in ("invalid", "missing"):
            return 4
    if refused(case):
        return 4
    return 0 if status in ("pass", "fail", "waived") else 5


def refused(case):
    """Whether a cell is refused."""
    figures = Figures(case)
    cells = [one._replace(span=figures.label(one.indicator, one.span)) for one in case.figures if one.value != MARK]
    for one in cells:
        same = [other.value for other in cells if other[:2] == one[:2]]
        if BAD in same or (isinstance(one.value, Amount) and not figures.possible(one.indicator, one.value)):
            return True
        if len({value.base if isinstance(value, Amount) else value for value in same}) > 1:
            return True
    return False


# Quantities


def judged_amount(case, figures):
    """One that measures an amount."""
    keys, part = case.keys, Span(figures.period.start, figures.until)
    is_over = figures.as_of >= figures.until
    limit, limit_lack = limit_of(keys["target"], figures, part)
    actual, lack = attempt(lambda: figures.value(figures.own, part))
    reasons = {lack, limit_lack and ("refused" if limit_lack == "empty" else limit_lack)}
    if reasons & {"refused", "contradicted"} or (lack == "empty" and "when_empty" not in keys):
        return Judged("invalid")
    if "open" in reasons:
        return OPEN
    if not is_over or lack == "missing":
        found = limit_lack is None and decided_early(case, figures, part, limit)
        return found or Judged("missing" if is_over else "pending")
    if limit_lack:
        return Judged("missing")
    if lack == "empty":
        return Judged("pass" if keys["when_empty"] == "pass" else "not_applicable")
    return decided(case, figures, part, limit, actual)


def attempt(make):
    try:
        return make(), None
    except Lack as lack:
        return None, lack.why


def decided_early(case, figures, part, limit):
    """By the sum so far, where it cannot fall: a lower bound that is met, an upper one that is broken."""
    demand = demanded(case.keys, case.keys["target"], limit)
    if not figures.cannot_fall(figures.own) or demand[0] == EXCEPT:
        return None
    found, lack = attempt(figures.so_far)
    reached, most = found and found[0], interval(figures.spec.get("bounds", ANY))[2:]
    if lack or (found and not holds((None, False, *most), reached)):
        return Judged("invalid")
    if found is None or not is_final(case.keys["target"], figures, part):
        return None
    low, low_open, high, high_open = demand
    value = compared_value(case.keys, reached)
    is_broken = not holds((None, False, high, high_open), value)
    is_met = high is None and holds((low, low_open, None, False), value)
    return decided(case, figures, part, limit, reached)._replace(early=True) if is_broken or is_met else None


def is_final(want, figures, part):
    """Whether the limit can still change: that of an unfinished period can."""
    return want.op != "value" or part.end <= figures.as_of


def decided(case, figures, part, limit, actual):
    keys, want = case.keys, case.keys["target"]
    value, demand = compared_value(keys, actual), demanded(keys, want, limit)
    status = "pass" if holds(demand, value) else "fail"
    is_lower = demand[0] not in (None, EXCEPT) and demand[2] is None
    return Judged(
        status,
        value,
        margin(demand, value),
        limit if want.op in ("last year", "value", "times") else None,
        value / demand[0] if is_lower and demand[0] > 0 else None,
        close=status == "pass" and is_close(keys, figures, part, value),
    )


def is_close(keys, figures, part, value):
    """Whether a warning threshold is known, and missed. None where what it needs cannot be used: the design does not say."""
    if "warn" not in keys:
        return False
    warn = keys["warn"]
    limit, lack = limit_of(warn, figures, part)
    if lack not in (None, "missing"):
        return None
    return lack is None and not holds(demanded(keys, warn, limit, bare_like=keys["target"]), value)


def limit_of(want, figures, part):
    """The one limit that is known only with the figures, or why there is none."""
    if want.op == "last year":
        return attempt(lambda: figures.value(("last year", figures.own), part))
    if want.op == "value":
        return attempt(lambda: figures.value(want.formula, part))
    if want.op == "times":
        baseline = figures.keys["baseline"]
        declared = isinstance(baseline, tuple) and isinstance(baseline[-1], Amount)
        value, lack = (baseline[-1].base, None) if declared else attempt(lambda: figures.value(figures.own, baseline))
        if lack is None and value <= 0:
            return None, "refused"
        return (None, lack) if lack else (want.factor * value, None)
    return None, None


def demanded(keys, want, limit=None, bare_like=None):
    """What must hold of the value, with `better` and the tolerance: (low, open, high, open) or (EXCEPT, value)."""
    better = keys.get("better")
    if want.op == "times":
        return compared(">=", limit)
    if want.op in ("last year", "value"):
        return compared(want.against, limit)
    if want.op == "range":
        low, low_open, high, high_open = interval((want.low, want.high, want.low_open, want.high_open))
    elif want.op == "about":
        tolerance = (want.tolerance or keys["tolerance"]).base
        low, low_open, high, high_open = want.low.base - tolerance, False, want.low.base + tolerance, False
    else:
        op = want.op
        if want.bare and bare_like is not None:
            op = upward(keys, bare_like)
        elif want.bare and better == "lower":
            op = "<="
        return compared(op, want.low.base)
    if better == "higher":
        return low, low_open, None, False
    return (None, False, high, high_open) if better == "lower" else (low, low_open, high, high_open)


def upward(keys, want):
    """The comparator that a bare `warn` takes from its target."""
    op = want.against or want.op
    if want.bare and keys.get("better") == "lower":
        return "<="
    return op if op in (">=", ">", "<=", "<") else ">="


def compared_value(keys, value):
    """The value that is judged: rounded once where `compare` says so, by default to the limit's last digit."""
    compare = keys.get("compare", "exact")
    if compare == "exact":
        return value
    want = keys["target"]
    step, mode = compare if isinstance(compare, tuple) else (None, "half_even")
    ends = [end.step for end in (want.low, want.high) if end]
    return rounded(value, step.base if step else min(ends), mode)


def rounded(value, step, mode):
    count, rest = floor(abs(value) / step), abs(value) / step % 1
    is_up = rest > F(1, 2) or (rest == F(1, 2) and (mode == "half_up" or count % 2 == 1))
    return (count + is_up) * step * (1 if value >= 0 else -1)
