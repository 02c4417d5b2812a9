"""The verdict on a state or a day: the latest reading that ends in time, and what a later one says of it."""

from model_case import BAD, EXCEPT, LEVELS, MARK, OPEN, Amount, Judged, Want, compared, holds, interval, margin, spec_of


def judged_level(case, figures):
    """One on a scale: the latest reading that ends by the day, and what a later one says of it."""
    states, target = spec_of(case)["states"], case.keys["target"]
    readings = levels_of(figures, states)
    is_over, is_or_better = figures.as_of >= figures.until, target.op == ">="
    by_then = [one for one in readings if one[0].end <= figures.until]
    within = [one for one in by_then if one[0].start >= figures.period.start]
    latest = [rank for when, rank in within if when.end == within[-1][0].end]
    if BAD in latest or is_contradicted(within):
        return Judged("invalid")
    if is_contradicted(readings) or is_unclear(readings, figures, latest, target):
        return OPEN
    rank = latest[0] if latest else None
    if is_or_better and not isinstance(states, dict) and (rank is None or rank in target.ranks):
        reached = [one for _, one in by_then if one in target.ranks]
        if reached:
            return of_level(case, reached[-1], early=not is_over)
    if not is_over:
        return Judged("pending")
    later = [one for when, one in readings if when.end > figures.until]
    is_at_end = bool(within) and within[-1][0].end == figures.until
    if rank not in target.ranks and later and not is_at_end and (is_or_better or rank is not None):
        if isinstance(states, dict) or not is_or_better:
            return OPEN
        return Judged("missing" if target.ranks.issuperset(later) else "fail")
    return Judged("missing") if rank is None else of_level(case, rank)


def is_contradicted(readings):
    """Whether two that end on one day are of two levels."""
    return any(one[0].end == other[0].end and one[1] != other[1] and BAD not in (one[1], other[1]) for one in readings for other in readings)


def is_unclear(readings, figures, latest, target):
    """A bad cell that is not the latest reading; a level that had been reached and is no more."""
    others = [rank for _, rank in readings if rank not in latest]
    had = [rank for when, rank in readings if when.end <= figures.until]
    return BAD in others or (bool(latest) and target.op == ">=" and latest[0] not in target.ranks and any(rank in target.ranks for rank in had))


def levels_of(figures, states):
    """Every reading of the indicator as a rank, in order of their ends; two that differ for one period are both refused."""
    own = sorted((one for one in figures.figures if one.indicator == figures.own and one.value != MARK), key=lambda one: one.span.end)
    found = []
    for one in own:
        ranks = {rank_of(states, other.value) for other in own if other.span == one.span}
        amounts = {other.value.base for other in own if other.span == one.span and isinstance(other.value, Amount)}
        found.append((one.span, BAD if len(ranks) > 1 or len(amounts) > 1 else ranks.pop()))
    return found


def rank_of(states, value):
    """The rank of a word, or of the band that an amount falls into: the first from the worst end."""
    if value == BAD:
        return BAD
    if isinstance(value, Amount):
        return next(rank for rank, band in enumerate(states.values()) if holds(interval(band), value.base))
    return list(states).index(value)


def of_level(case, rank, early=False):
    states, target = list(spec_of(case)["states"]), case.keys["target"]
    status = "pass" if rank in target.ranks else "fail"
    is_close = "warn" in case.keys and not holds((LEVELS, case.keys["warn"].ranks), rank)
    distance = rank - min(target.ranks) if target.op == ">=" else None
    return Judged(status, states[rank], distance, close=status == "pass" and is_close, early=early)


def wanted(keys):
    """What a day must be: `due` is its limit."""
    return keys.get("target") or Want("<=", day=keys["due"])


def judged_day(case, figures):
    """One that a day is submitted for: a day after as-of is any later day. It is due at its limit, where that is the last day."""
    want = wanted(case.keys)
    until = want.day if want.op in ("<=", "<", "=") else figures.period.end
    own = [one for one in figures.figures if one.indicator == figures.own and one.value != MARK]
    within = [one for one in own if one.span.start >= figures.period.start and one.span.end <= figures.period.end]
    given = {one.value for one in within if one.span.end == max(other.span.end for other in within)}
    if BAD in given or len(given) > 1:
        return Judged("invalid")
    if not given:
        return Judged("missing" if figures.as_of >= until else "pending")
    (actual,) = given
    demand, tomorrow, value = compared(want.op, want.day.toordinal()), figures.as_of.toordinal() + 1, actual.toordinal()
    if value >= tomorrow:
        return Judged(later_than(demand, tomorrow), early=None)
    status = "pass" if holds(demand, value) else "fail"
    warn = case.keys.get("warn")
    is_close = warn is not None and not holds(compared(warn.op, warn.day.toordinal()), value)
    return Judged(status, actual, margin(demand, value), close=status == "pass" and is_close, early=None)


def later_than(demand, tomorrow):
    """What any day from *tomorrow* on comes to: whether all of them, none or some meet the demand."""
    if demand[0] == EXCEPT:
        return "pass" if demand[1] < tomorrow else "pending"
    _, _, high, high_open = demand
    if high is not None and (high < tomorrow or (high == tomorrow and high_open)):
        return "fail"
    return "pass" if high is None and holds(demand, tomorrow) else "pending"
