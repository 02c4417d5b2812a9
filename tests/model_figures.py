"""Which figures make a value: sums of parts and last parts, what is refused, what contradicts, and formulas over them."""

from model_case import (
    ANY,
    BAD,
    COUNTS,
    MARK,
    UNITS,
    Amount,
    Lack,
    Span,
    earlier,
    ends_of,
    has_label,
    holds,
    interval,
    partitions,
    span,
    worst,
)


def latest_of(case):
    """The latest period that something was submitted for, of equal ends the longer."""
    return max((one.span for one in case.figures if one.value != MARK), key=lambda one: (one.end, one.months))


def slack(amount):
    """Half its last digit; a whole count was not rounded, one in hundreds was."""
    return 0 if UNITS[amount.unit][0] in COUNTS and amount.step <= 1 else amount.step / 2


class Figures:
    """What the figures of a case say as of its day, of `own`, the indicator that is judged, and of the others."""

    def __init__(self, case):
        self.case, self.keys = case, case.keys
        self.as_of = case.as_of or (case.period or latest_of(case)).end
        self.period = self.keys.get("period", case.period)
        self.indicators = {**case.declared, **({} if "indicator" in self.keys else {"a": self.keys})}
        self.own = self.keys.get("indicator", "a")
        self.spec = self.indicators[self.own]
        evidence = [figure for figure in case.figures if figure.span.end <= self.as_of or figure.span.start <= self.as_of]
        self.figures = [figure._replace(span=self.label(figure.indicator, figure.span)) for figure in evidence]
        self.until = self.keys.get("due", self.period.end)

    # Figures

    def label(self, name, period):
        """Of a cumulative indicator the first half and January to June, written 2023-06, are one label."""
        is_half = self.indicators.get(name, {}).get("kind") == "cumulative" and period.months == 6 and period.start.month == 1
        return span(period.start.year, 6, 1) if is_half else period

    def exact(self, name, period):
        """The figure for exactly *period* and how far rounding may have moved it; None where none can be used."""
        given = self.given(name, period)
        return (given[0].base, min(map(slack, given))) if given and not self.is_refused(name, given) else None

    def given(self, name, period):
        key = (name, self.label(name, period))
        return [one.value for one in self.figures if one[:2] == key and one.value != MARK]

    def is_refused(self, name, given):
        """One cell is bad, or two differ: then all are."""
        return BAD in given or any(not self.possible(name, value) for value in given) or len({value.base for value in given}) > 1

    def refused_spans(self, name, period):
        """The periods within *period* of cells that cannot be used."""
        spans = {one.span for one in self.figures if one.indicator == name and one.span.start >= period.start and one.span.end <= period.end}
        return [one for one in spans if self.is_refused(name, self.given(name, one))]

    def possible(self, name, amount):
        """It is within `bounds`; a count that has none is never negative."""
        spec = self.indicators[name]
        if "bounds" in spec:
            return spec["bounds"] == ANY or holds(interval(spec["bounds"]), amount.base)
        return self.dimension(name) not in COUNTS or spec.get("kind") == "change" or amount.base >= 0

    def dimension(self, name):
        spec = self.indicators[name]
        unit = spec.get("unit") or next((end.unit for end in (self.keys["target"].low, self.keys["target"].high) if end), None)
        return UNITS[unit][0] if unit else None

    def cannot_fall(self, name):
        """A reported flow or cumulative indicator that is a count, or has `bounds` from 0 up."""
        spec = self.indicators[name]
        if "formula" in spec or spec.get("kind") not in ("flow", "cumulative"):
            return False
        if "bounds" in spec:
            return spec["bounds"][0] is not None and spec["bounds"][0].value >= 0
        return self.dimension(name) in COUNTS

    def reported(self, name, period):
        """A reported indicator's value in *period*. Raises Lack."""
        refused = self.refused_spans(name, period)
        if self.label(name, period) in refused or (self.indicators[name].get("kind") == "flow" and not all(self.is_covered(name, one, period) for one in refused)):
            raise Lack("refused")
        found = self.of_kind(name, period)
        if found is None and self.indicators[name].get("kind") == "stock" and any(one in ends_of(period) for one in refused):
            raise Lack("refused")
        if refused:
            raise Lack("open")
        if found is None:
            raise Lack("missing")
        self.check_bounds(name, found[0])
        return found[0]

    def of_kind(self, name, period):
        """By what its `kind` makes of shorter periods; None where something is not there. Raises Lack."""
        kind = self.indicators[name].get("kind")
        if kind == "flow":
            return self.summed(name, period)
        if kind in ("stock", "cumulative"):
            return self.last(name, period)
        return self.exact(name, period) if has_label(period) else None

    def is_covered(self, name, part, period):
        """Whether a longer figure, or the parts, say what *part* does not."""
        longer = {one.span for one in self.figures if one.indicator == name and one.span.start <= part.start and part.end <= one.span.end}
        inside = [one for one in longer if one != part and period.start <= one.start and one.end <= period.end]
        return any(self.exact(name, one) for one in inside) or (part.months > 1 and self.summed(name, part) is not None)

    def check_bounds(self, name, value):
        bounds = self.indicators[name].get("bounds", ANY)
        if bounds != ANY and not holds(interval(bounds), value):
            raise Lack("refused")

    def summed(self, name, period):
        """A flow: the exact figure, else the sum of a complete partition, and all that is there agrees. Raises Lack."""
        own, sums = self.exact(name, period) if has_label(period) else None, []
        for parts in partitions(period) if period.months > 1 else []:
            values = [self.summed(name, part) for part in parts]
            if None not in values:
                sums.append((sum(value for value, _ in values), sum(half for _, half in values)))
        if own and self.disagrees(name, period, own, sums):
            raise Lack("contradicted")
        return own or next(iter(sums), None)

    def disagrees(self, name, period, own, sums):
        if any(abs(own[0] - total) > own[1] + half for total, half in sums):
            return True
        least = self.least(name, period, whole=False) if self.cannot_fall(name) else None
        return least is not None and least[0] > own[0] + own[1] + least[1]

    def least(self, name, period, whole=True):
        """The sum so far of what cannot fall: the exact figure, else the sum of the parts that there are; None for nothing."""
        own = self.exact(name, period) if whole and has_label(period) else None
        if own or period.months == 1:
            return own
        found = [value for part in partitions(period)[0] if (value := self.least(name, part))]
        return (sum(value for value, _ in found), sum(half for _, half in found)) if found else None

    def last(self, name, period):
        """A stock or a cumulative figure: the reading of the last part, and all of them agree. Raises Lack."""
        found = [value for tail in ends_of(period) if (value := self.exact(name, tail))]
        self.agreeing(found)
        if found and self.indicators[name]["kind"] == "cumulative":
            self.check_rise(name, period.end, found)
        return found[0] if found else None

    def agreeing(self, found):
        """Readings of one end, if they differ by no more than rounding explains. Raises Lack."""
        if any(abs(one - other) > half + its for one, half in found for other, its in found):
            raise Lack("contradicted")
        return found

    def check_rise(self, name, end, found):
        """What cannot fall was not more earlier in the year than each figure that was *found* at an end. Raises Lack."""
        spans = {one.span for one in self.figures if one.indicator == name and one.span.end.year == end.year and one.span.end < end}
        before = [value for one in spans if (value := self.exact(name, one))]
        if self.cannot_fall(name) and any(one - half > value + its for one, half in before for value, its in found):
            raise Lack("contradicted")

    def so_far(self):
        """What a figure that cannot fall has reached in the part that is judged; None where nothing was submitted. Raises Lack."""
        part = Span(self.period.start, self.until)
        return self.least(self.own, part) if self.spec["kind"] == "flow" else self.latest(part)

    def latest(self, part):
        """The latest cumulative figure in a part, of equal ends the longest."""
        spans = {one.span for one in self.figures if one.indicator == self.own and part.start <= one.span.start and one.span.end <= part.end}
        found = [(one.end, value) for one in sorted(spans, key=lambda one: (one.end, one.months), reverse=True) if (value := self.exact(self.own, one))]
        if not found:
            return None
        at_end = [value for end, value in found if end == found[0][0]]
        self.check_rise(self.own, found[0][0], self.agreeing(at_end))
        return at_end[0]

    # Formulas: a name, an amount, or (function, operand, …)

    def value(self, node, period):
        """Raises Lack: what cannot be used comes before what is missing."""
        if isinstance(node, Amount):
            return node.base
        if isinstance(node, str):
            return self.named(node, period)
        function, *operands = node
        if function == "last year":
            return self.value(operands[0], earlier(period))
        if function in ("growth", "change"):
            now, then = self.values([(operands[0], period), (operands[0], earlier(period))])
        else:
            now, then = self.values([(operand, period) for operand in operands])
        if function == "growth" and then <= 0:
            raise Lack("refused")
        if function == "/" and then == 0:
            raise Lack("empty" if now == 0 else "refused")
        return {
            "+": lambda: now + then, "-": lambda: now - then, "gap": lambda: now - then, "change": lambda: now - then,
            "*": lambda: now * then, "/": lambda: now / then, "growth": lambda: now / then - 1,
        }[function]()  # fmt: skip

    def values(self, operands):
        found, lacks = [], []
        for node, period in operands:
            try:
                found.append(self.value(node, period))
            except Lack as lack:
                lacks.append(lack.why)
        if lacks:
            raise Lack(worst(lacks))
        return found

    def named(self, name, period):
        spec = self.indicators[name]
        if "formula" not in spec:
            return self.reported(name, period)
        found = self.value(spec["formula"], period)
        self.check_bounds(name, found)
        return found
