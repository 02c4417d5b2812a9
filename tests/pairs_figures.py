"""Figures by lot: an amount in its parts, complete or not, agreeing or not, and now and then a cell that cannot be used."""

from fractions import Fraction as F

from model_case import BAD, MARK, Amount, Figure, ends_of, has_label, partitions

FINER = {"亿元": ("万元", 4), "万元": ("元", 4), "%": ("‰", 1), "百件": ("件", 2)}


class Submitting:
    """The figures of a case, drawn with the random numbers of `rng`."""

    def __init__(self, rng):
        self.rng, self.figures = rng, []

    def pick(self, *choices):
        return self.rng.choice(choices)

    def chance(self, percent):
        return self.rng.randrange(100) < percent

    def series(self, name, part, total, unit, kind):
        """Figures of one indicator that make *total* in *part*, or nearly, or not all of them."""
        places = 2 if unit in ("%", "亿元", "万元") else self.pick(0, 0, 1)
        count = round(total / Amount(F(0), places, unit).step)
        if kind == "flow":
            self.flow(name, part, count, places, unit)
        elif kind in ("stock", "cumulative"):
            self.levels_so_far(name, part, count, places, unit, kind)
        elif has_label(part) and self.chance(93):
            self.figures.append(Figure(name, part, Amount(F(count, 10**places), places, unit)))

    def flow(self, name, part, count, places, unit):
        layouts = [*([[part]] * 2 if has_label(part) else []), *partitions(part)]
        chosen = self.rng.choice(layouts)
        figures = self.split(name, chosen, count, places, unit)
        again = self.rng.choice(layouts)
        if again != chosen and self.chance(30):
            most = (len(chosen) + len(again)) // 2  # what rounding explains, half a last digit of each
            figures += self.split(name, again, count + self.pick(0, 0, most, -most, most + 1, -most - 1, 9), places, unit)
        kept = figures if self.chance(70) else [one for one in figures if self.chance(75)]
        self.figures += {(one.indicator, one.span): one for one in kept}.values()

    def split(self, name, parts, count, places, unit):
        sign = 1 if count >= 0 else -1
        cuts = sorted(self.rng.randrange(abs(count) + 1) for _ in parts[1:])
        sizes = [after - before for before, after in zip([0, *cuts], [*cuts, abs(count)], strict=True)]
        return [Figure(name, one, Amount(F(sign * size, 10**places), places, unit)) for one, size in zip(parts, sizes, strict=True)]

    def levels_so_far(self, name, part, count, places, unit, kind):
        """A stock or a cumulative figure at some ends; the latter mostly rise."""
        layouts = [*([[part]] if has_label(part) else []), *partitions(part)]
        parts = self.rng.choice(layouts)
        if kind == "cumulative" or self.chance(50):
            sizes = sorted([*(self.rng.randrange(max(count, 0) + 1) for _ in parts[1:]), count])
        else:
            sizes = [*(self.rng.randrange(abs(count) + 9) for _ in parts[1:]), count]
        if kind == "cumulative" and self.chance(8):
            self.rng.shuffle(sizes)  # it falls
        kept = [pair for pair in zip(parts, sizes, strict=True) if self.chance(85)]
        if self.chance(20):
            tail = self.rng.choice(ends_of(part)[: -1 if kind == "cumulative" else None] or [part])
            kept += [(tail, count + self.pick(0, 0, 1, -1, 9))] if tail not in dict(kept) else []
        self.figures += [Figure(name, one, Amount(F(size, 10**places), places, unit)) for one, size in kept]

    def in_other_units(self):
        """Some figures in a smaller unit of the same dimension; a last digit of it counts less."""
        self.figures = [one._replace(value=finer(one.value)) if isinstance(one.value, Amount) and self.chance(10) else one for one in self.figures]

    def spoil(self):
        """A bad cell, a missing mark, the same figure again, or another one beside it."""
        if not self.figures or self.chance(75):
            return
        at = self.rng.randrange(len(self.figures))
        one = self.figures[at]
        other = one.value._replace(value=one.value.value + 1) if isinstance(one.value, Amount) else one.value
        how = self.pick("bad", "mark", "twice", "other")
        if how in ("bad", "mark"):
            self.figures[at] = one._replace(value=BAD if how == "bad" else MARK)
        else:
            self.figures.append(one._replace(value=other if how == "other" else one.value))


def finer(amount):
    """The same amount in the next smaller unit."""
    if amount.unit not in FINER:
        return amount
    unit, digits = FINER[amount.unit]
    return Amount(amount.value * 10**digits, max(amount.places - digits, 0), unit)
