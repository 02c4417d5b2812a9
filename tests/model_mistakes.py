"""Which cases of the model are no targets at all: what the design calls an error of the file, by the codes that may say so."""

from model import compared_value, demanded
from model_case import ANY, COUNTS, EXCEPT, UNITS, Amount, Span, compared, interval, spec_of
from model_states import wanted

ORDERED = {">=": "higher", ">": "higher", "<=": "lower", "<": "lower", "times": "higher"}
NO_EFFECT = "key-without-effect"
HUGE = 10**40
OPEN = "open"
"""The design does not say: a warning threshold that reaches beyond its target on one side, or leaves out the outermost of
the levels that go on to an end of the scale."""


def mistakes(case):
    """The codes that a refusal of the case may have, each for a reason of its own; none where it is a target."""
    keys = case.keys
    if "indicator" in keys and set(keys) & {"unit", "type", "kind", "bounds", "aliases", "states", "formula"}:
        return {"duplicate-indicator"}
    spec = spec_of(case)
    if "type" in spec and set(spec) & {"states", "unit"}:
        return {NO_EFFECT}
    if "states" in spec:
        return of_levels(keys, spec)
    return of_days(keys) if "type" in spec else of_amounts(case, keys, spec)


def of_levels(keys, spec):
    """A warning threshold is stricter than its target; a target that nothing can miss or meet is none."""
    found = idle(keys, "type better tolerance when_empty compare baseline bounds formula")
    found |= idle(keys, "kind" if isinstance(spec["states"], dict) else "kind unit")
    target, every = keys["target"].ranks, set(range(len(spec["states"])))
    if target in (every, set()):
        found.add("vacuous-limit")
    return found | (stricter_levels(target, keys["warn"].ranks, len(every)) if "warn" in keys else set())


def stricter_levels(target, warn, count):
    if target <= warn:
        return {"warn-implied"}
    if not target & warn:
        return {"warn-conflict"}
    ways = [lambda levels: levels == set(range(len(levels))), lambda levels: levels == set(range(count - len(levels), count))]
    goes_on = all(way(warn) for way in ways if way(target))
    return set() if warn <= target and goes_on else {OPEN}


def of_days(keys):
    found = idle(keys, "unit kind bounds states better tolerance when_empty compare baseline formula")
    if "target" in keys and "due" in keys:
        return found | {"target-and-due"}
    if "target" not in keys and "due" not in keys:
        return found | {"missing-key"}
    if "warn" in keys:
        found |= stricter(days(wanted(keys)), days(keys["warn"]))
    return found


def days(want):
    return compared(want.op, want.day.toordinal())


def stricter(target, warn):
    """A warning threshold says more than its target, and nothing that the target excludes."""
    if is_within(target, warn):
        return {"warn-implied"}
    if not meet(target, warn):
        return {"warn-conflict"}
    return set() if is_within(warn, target) else {OPEN}


def idle(keys, names):
    return {NO_EFFECT} if set(keys) & set(names.split()) else set()


def of_amounts(case, keys, spec):
    """What must agree among the keys of an amount."""
    want, found = keys["target"], idle(keys, "type states")
    found |= {NO_EFFECT} if "formula" in spec and spec.get("kind", "change") != "change" else set()
    if want.op == "about":
        if "tolerance" not in keys and want.tolerance is None:
            return {"needs-tolerance"}
        found |= {"tolerance-twice"} if "tolerance" in keys and want.tolerance is not None else set()
    elif "tolerance" in keys:
        found.add(NO_EFFECT)
    if "unit" not in spec and "formula" not in spec and not (want.low or want.high):
        return {"needs-unit"}
    found |= of_direction(keys, want)
    found |= of_baseline(case, spec, want)
    if keys.get("compare") == "rounded" and not want.low and not want.high:
        found.add("needs-step")
    if "when_empty" in keys and not can_be_empty(case, spec.get("formula")):
        found.add(NO_EFFECT)
    if "due" in keys and not all(kind in ("flow", "stock", "cumulative") for kind in kinds(case, spec)):
        found.add("due-not-judged")
    return found or of_sets(case, keys, want)


def of_direction(keys, want):
    """`better` against the comparator, or beside one that has no direction; a bare limit of which more is not better."""
    better, op = keys.get("better"), want.against or want.op
    if better and op in ("=", "!="):
        return {NO_EFFECT, "better-conflict"}
    if better and not want.bare and op in ORDERED and ORDERED[op] != better:
        return {"better-conflict"}
    if want.bare and want.low.value < 0:
        return {"bare-negative"}
    warn = keys.get("warn")
    if warn and warn.against and goes(better, want) not in (None, ORDERED.get(warn.against)):
        return {"warn-conflict"}
    return {"no-direction"} if want.bare and want.low.value == 0 and not better else set()


def goes(better, want):
    """Which way is the good one: higher or lower; None where neither is."""
    return better or ORDERED.get(want.against or want.op)


def of_baseline(case, spec, want):
    """A multiple has one, and nothing else; it is positive, of a level, and a flow's is as long as what is judged."""
    keys = case.keys
    is_multiple = want.op == "times" or ("warn" in keys and keys["warn"].op == "times")
    if is_multiple != ("baseline" in keys):
        return {"needs-baseline"} if is_multiple else {NO_EFFECT}
    if is_multiple and declared_baseline(keys) is not None and declared_baseline(keys) <= 0:
        return {"baseline-not-positive"}
    if is_multiple and grows(case, spec) and length_of(keys["baseline"]) != length_of(judged_part(case)):
        return {"baseline-length"}
    is_change = spec.get("kind") == "change" or (isinstance(spec.get("formula"), tuple) and spec["formula"][0] in ("growth", "change", "gap"))
    return {"verb-mismatch"} if is_multiple and is_change else set()


def grows(case, spec):
    """Whether a longer period has more of it: a flow, a cumulative figure, a sum of such."""
    if "formula" not in spec:
        return spec.get("kind") in ("flow", "cumulative")
    node = spec["formula"]
    operands = (node,) if isinstance(node, str) else node[1:] if node[0] in "+-" else ()
    return any(isinstance(one, str) and grows(case, case.declared[one]) for one in operands)


def judged_part(case):
    period = case.keys.get("period", case.period)
    return Span(period.start, case.keys.get("due", period.end))


def length_of(baseline):
    """In months, of a period or of a declared value's."""
    return (baseline if isinstance(baseline, Span) else baseline[0]).months


def declared_baseline(keys):
    """The value that a baseline declares; None where it is a period's."""
    given = keys["baseline"]
    return given[1].base if isinstance(given[1], Amount) else None


def kinds(case, spec):
    """The kinds of all that is submitted for it: rates and changes have no parts."""
    if "formula" not in spec:
        return {spec.get("kind")}
    return set().union(*(kinds(case, case.declared[name]) for name in names(spec["formula"])))


def names(node):
    if isinstance(node, str):
        return {node}
    return set() if isinstance(node, Amount) else set().union(*map(names, node[1:]))


def can_be_empty(case, node):
    """Whether a formula can be 0/0: whether it divides anywhere, in what it names as well."""
    if isinstance(node, str):
        return can_be_empty(case, case.declared.get(node, {}).get("formula"))
    return isinstance(node, tuple) and (node[0] == "/" or any(can_be_empty(case, one) for one in node[1:]))


def of_sets(case, keys, want):
    """A limit that every possible figure meets or none can; a warning threshold that says nothing, or nothing possible."""
    limit = known_limit(keys, want)
    possible, warn = possible_of(keys, spec_of(case), want), keys.get("warn")
    if is_open(want, limit):
        return of_references(want, warn) | of_warn(keys, possible)
    target, possible = demanded(keys, want, limit), rounded_ends(keys, possible)
    found = {"vacuous-limit"} if is_within(possible, target) or not meet(possible, target) else set()
    if warn is None or is_open(warn, known_limit(keys, warn)):
        return found
    return found | of_warn(keys, possible) | stricter(target, demanded(keys, warn, known_limit(keys, warn), bare_like=want))


def rounded_ends(keys, possible):
    """What can come out of rounding: also what an open end is rounded to."""
    if keys.get("compare", "exact") == "exact":
        return possible
    low, _, high, _ = possible
    return (low if low is None else compared_value(keys, low), False, high if high is None else compared_value(keys, high), False)


def of_warn(keys, possible):
    """A warning threshold that every possible figure meets, or none, is none either."""
    warn = keys.get("warn")
    if warn is None or is_open(warn, known_limit(keys, warn)):
        return set()
    warned = demanded(keys, warn, known_limit(keys, warn), bare_like=keys["target"])
    return {"vacuous-limit"} if is_within(possible, warned) or not meet(possible, warned) else set()


def of_references(want, warn):
    """A warning threshold against the same unknown value says no more than its target, unless it is strict where that is not."""
    is_same = warn is not None and warn.op == want.op != "times" and warn.formula == want.formula
    return {"warn-implied"} if is_same and warn.against in (want.against, f"{want.against}=") else set()


def known_limit(keys, want):
    """What a multiple of a declared baseline comes to."""
    value = declared_baseline(keys) if want.op == "times" else None
    return value and want.factor * value


def is_open(want, limit):
    """Whether the limit is known only with the figures."""
    return limit is None and want.op in ("last year", "value", "times")


def possible_of(keys, spec, want):
    """Every value that a figure can have."""
    if "bounds" in spec:
        return ANY if spec["bounds"] == ANY else interval(spec["bounds"])
    if "formula" in spec or spec.get("kind") == "change":
        return ANY
    unit = spec.get("unit") or (want.low or want.high).unit
    return (0, False, None, False) if UNITS[unit][0] in COUNTS else ANY


def is_within(one, other):
    """Whether every value of *one* is one of *other*."""
    if other[0] == EXCEPT:
        return one == other or (one[0] != EXCEPT and not meet(one, (other[1], False, other[1], False)))
    if one[0] == EXCEPT:
        return other == ANY
    return starts(other) <= starts(one) and stops(one) <= stops(other)


def meet(one, other):
    """Whether they have a value in common."""
    if EXCEPT in (one[0], other[0]):
        point, rest = (one, other) if one[0] == EXCEPT else (other, one)
        return rest != (point[1], False, point[1], False)
    low, high = max(starts(one), starts(other)), min(stops(one), stops(other))
    return low[0] < high[0] or (low[0] == high[0] and low[1] == high[1] == 0)


def starts(interval):
    """Where it begins, in an order: an open end begins a little later."""
    return (-HUGE, 0) if interval[0] is None else (interval[0], int(interval[1]))


def stops(interval):
    return (HUGE, 0) if interval[2] is None else (interval[2], -int(interval[3]))
