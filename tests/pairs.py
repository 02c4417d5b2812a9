"""Cases of the model by lot: a frame (what kind of indicator it is), some keys of a target, and figures near its limits."""

from datetime import date, timedelta
from fractions import Fraction as F

from model import demanded, limit_of
from model_case import ANY, EXCEPT, MARK, Amount, Case, Figure, Lack, Span, Want, earlier, partitions, span
from model_figures import Figures
from pairs_figures import Submitting
from pairs_frames import CHANGES, DECLARING, FRAMES, TEXTS, YEAR


class Draw(Submitting):
    """One case, drawn with the random numbers of `rng`; `asked` are the keys that it has to have."""

    def __init__(self, rng, frame, asked):
        super().__init__(rng)
        self.asked = set(asked)
        keys, declared = FRAMES[frame]
        self.keys, self.declared, self.frame = dict(keys), {name: dict(spec) for name, spec in declared.items()}, frame

    def case(self):
        as_of = self.as_of = None if self.chance(50) else span(*self.pick((2023, 3, 1), (2023, 6, 1), (2023, 9, 1), (2023, 11, 1), (2024, 6, 1))).end
        if "period" in self.asked:
            self.keys["period"] = self.pick(span(2023, 1, 6), span(2023, 7, 6), span(2023, 4, 3), span(2023, 6, 1), span(2022), span(2024))
        self.period = self.keys.get("period", YEAR)
        self.keys |= {key: text for key, text in TEXTS.items() if key in self.asked}
        if "severity" in self.asked:
            self.keys["severity"] = self.pick("error", "warning")
        if "waive" in self.asked:
            self.keys["waive"] = self.pick(None, date(2023, 6, 30), date(2023, 12, 31), date(2024, 6, 30))
        if "due" in self.asked:
            self.keys["due"] = self.due()
        draw = self.level if "states" in self.keys else self.day if "type" in self.keys else self.amount
        draw()
        self.in_other_units()
        self.spoil()
        run = None if "period" in self.keys and any(one.value != MARK for one in self.figures) and self.chance(15) else YEAR
        return self.moved(Case(self.keys, self.declared, (), run, as_of))

    def moved(self, case):
        """With `indicator`, what declares one stands under a name of its own."""
        figures = self.figures
        if "indicator" in self.asked:
            own = {key: value for key, value in self.keys.items() if key in DECLARING}
            keys = {key: value for key, value in self.keys.items() if key not in DECLARING}
            figures = [one._replace(indicator="x") if one.indicator == "a" else one for one in figures]
            case = case._replace(keys={**keys, "indicator": "x"}, declared={**self.declared, "x": own})
        self.rng.shuffle(figures)
        return case._replace(figures=tuple(figures))

    def due(self):
        """A month's end within the period; of a state any day."""
        ends = [part.end for parts in partitions(self.period) for part in parts] or [self.period.end]
        return self.rng.choice(ends)

    # States and days

    def level(self):
        names = list(self.keys["states"])
        rank = self.rng.randrange(1, len(names)) if self.chance(95) else 0
        self.keys["target"] = self.ranked(rank, len(names))
        if "warn" in self.asked:
            self.keys["warn"] = self.ranked(self.rng.randrange(len(names)), len(names))
        spans = [*(part for parts in partitions(self.period) for part in parts), self.period]
        spans += [earlier(self.period), span(2022, 12, 1), span(2024, 1, 1), span(2024, 4, 1), span(2024, 1, 3)]
        chosen = sorted(self.rng.sample(spans, self.pick(0, 1, 1, 2, 2, 3)), key=lambda one: (one.end, one.start))
        ranks = sorted(self.rng.randrange(len(names)) for _ in chosen)
        if isinstance(self.keys["states"], dict):
            self.rng.shuffle(ranks)
        self.figures = [Figure("a", one, self.word(rank)) for one, rank in zip(chosen, ranks, strict=True)]

    def word(self, rank):
        """A level by its word, or by an amount in its band, its ends among them."""
        states = self.keys["states"]
        if not isinstance(states, dict) or self.chance(20):
            return list(states)[rank]
        return Amount(F([self.pick(0, 9), self.pick(10, 15, 19), self.pick(20, 31)][rank]), 0, "件")

    def ranked(self, rank, count):
        every = frozenset(range(count))
        if self.chance(60):
            return Want(">=", ranks=frozenset(range(rank, count)), bare=self.chance(50))
        if self.chance(25):
            return Want("<=", ranks=frozenset(range(rank + 1)))
        return Want("in", ranks=self.pick(every - {rank}, frozenset(self.rng.sample(range(count), 2))))

    def day(self):
        limit = self.keys.get("due") or self.pick(date(2023, 6, 30), date(2023, 9, 15), date(2023, 12, 31), date(2024, 3, 31))
        if "due" not in self.asked:
            self.keys["target"] = Want(self.pick("<=", "<=", "<", ">=", ">", "=", "!="), day=limit)
        if "warn" in self.asked:
            op = self.keys["target"].op if "target" in self.keys else "<="
            self.keys["warn"] = Want(op if op in ("<=", "<", ">=", ">") else "<=", day=limit + timedelta(self.pick(-30, -1, 0, 30)))
        near = limit + timedelta(self.pick(-200, -31, -30, -29, -1, 0, 1, 40))
        if self.chance(85):
            parts = [part for parts in partitions(self.period) for part in parts]
            self.figures = [Figure("a", self.rng.choice(parts) if parts and self.chance(30) else self.period, near)]

    # Amounts

    def unit(self):
        computed = {"growth": "%", "ratio": "%", "ratio with a unit": "%", "ratio as a change": "%", "rest": "%"}
        return self.keys.get("unit") or computed.get(self.frame, "件")

    def near(self, base, spread=(0, 0, 0, 1, -1, 5, -5, 30, -30), finer=0):
        """An amount in the frame's unit, so many last digits beside *base*."""
        unit = self.unit()
        places = (0 if unit == "件" else 1) + finer
        one = Amount(F(0), places, unit).step
        count = round(base / one) + self.rng.choice(spread)
        return Amount(F(count, 10**places), places, unit)

    def amount(self):
        unit = self.unit()
        start = Amount(F(self.rng.randrange(1, 40)), 0, unit).base
        if "bounds" in self.asked:
            self.keys["bounds"] = self.bounds()
        if "better" in self.asked:
            self.keys["better"] = self.pick("higher", "lower")
        self.keys["target"] = self.threshold(start)
        if "tolerance" in self.asked:
            self.keys["tolerance"] = self.tolerance()
        if "baseline" in self.asked:
            self.keys["baseline"] = self.baseline()
        if self.asked & {"warn", "tolerance"} and self.asked & {"warn", "baseline"}:
            self.keys["warn"] = self.warn(start)
        if "compare" in self.asked:
            self.keys["compare"] = self.compare()
        if "when_empty" in self.asked:
            self.keys["when_empty"] = self.pick("pass", "skip")
        self.submit()

    def bounds(self):
        unit = self.unit()
        low, high = Amount(F(self.pick(0, 0, 0, -10, 2)), 0, unit), Amount(F(self.pick(20, 40, 100)), 0, unit)
        return self.pick((low, high, False, False), (low, None, False, False), (None, high, False, False), (low, None, True, False), ANY)

    def tolerance(self):
        unit = self.unit()
        return Amount(F(self.pick(0, 1, 2)), 0, "个百分点" if unit == "%" else unit)

    def baseline(self):
        then = earlier(self.period, 3)
        return self.pick(then, (then, self.near(Amount(F(self.pick(5, 10, 10, 0)), 0, self.unit()).base)))

    def compare(self):
        unit, mode = self.unit(), self.pick("half_even", "half_up")
        step = self.pick(Amount(F(1), 0, unit), Amount(F(1, 10), 1, unit), Amount(F(5), 0, unit))
        return self.pick("rounded", "rounded", "exact", (step, mode))

    def threshold(self, start):
        kind = self.pick("limit", "limit", "limit", "bare", "range", "about", "reference")
        if "tolerance" in self.asked:
            kind = "about" if self.chance(95) else kind
        elif kind == "about" and self.chance(50):
            return Want("about", low=self.near(start), tolerance=self.tolerance())
        elif kind == "about":
            kind = "range"
        elif "baseline" in self.asked:
            kind = "times"
        return self.of_kind(kind, self.near(start))

    def of_kind(self, kind, low):
        if kind == "times":
            return Want("times", factor=self.pick(2, 4))
        if kind == "about":
            return Want("about", low=low)
        if kind == "range":
            high = self.near(low.base, spread=(1, 5, 30))
            is_open = self.chance(30)
            return Want("range", low=low, high=high, low_open=is_open and self.chance(50), high_open=is_open)
        if kind == "reference":
            return self.reference()
        if kind == "bare":
            return Want(">=", low=low, bare=True)
        better = self.keys.get("better")
        ops = {"higher": (">=", ">", ">=", "<="), "lower": ("<=", "<", "<=", "=")}.get(better, (">=", ">=", ">", "<=", "<", "=", "!="))
        op = self.rng.choice(ops)
        goes_its_way = low.value > 0 if op == ">=" else op == "<=" and low.value < 0
        return Want(op, low=low, verb=self.frame in CHANGES and goes_its_way and self.chance(50))

    def reference(self):
        """Last year's value, or another indicator's, plus something."""
        against = {"higher": ">=", "lower": "<="}.get(self.keys.get("better")) or self.pick(">=", ">", "<=", "<", "=")
        if "unit" not in self.keys and "formula" not in self.keys:
            return self.of_kind("limit", self.near(Amount(F(5), 0, self.unit()).base))
        if self.chance(50) or "formula" in self.keys:
            return Want("last year", against=against)
        self.declared["y"] = {"unit": self.unit(), **({"kind": self.keys["kind"]} if "kind" in self.keys else {})}
        return Want("value", against=against, formula=self.pick("y", "y", ("*", "y", Amount(F(2), 0, "1"))))

    def warn(self, start):
        """Mostly stricter than the target, and sometimes implied by it, or beyond it."""
        want = self.keys["target"]
        op = want.against or want.op
        if "baseline" in self.asked and want.op != "times":
            return Want("times", factor=2)
        if "unit" in self.keys and "formula" not in self.keys and op in (">=", "<=") and self.chance(15):
            return Want("last year", against=op)
        if op in (">=", ">", "times"):
            return Want(self.pick(">=", ">"), low=self.near(start, (5, 10, 10, 2, 0, -5)))
        if op in ("<=", "<"):
            return Want("<=", low=self.near(start, (-5, -10, -10, -2, 0, 5)))
        return self.pick(Want("range", low=self.near(start, (1, 2)), high=self.near(start, (3, 4))), Want(">=", low=self.near(start, (1, 3))))

    # What is submitted

    def submit(self):
        """Figures near one of the points at which the verdict turns."""
        part = Span(self.period.start, self.keys.get("due", self.period.end))
        self.others(part)
        points = self.turning_points(part) or [Amount(F(5), 0, self.unit()).base]
        goal = self.near(self.rng.choice(points), spread=(0, 0, 1, -1, 1, -1, 5, -5, 20), finer=self.pick(0, 0, 1)).base
        if self.chance(8):
            goal = F(0)
        if "formula" in self.keys:
            self.computed(part, goal)
        else:
            self.series("a", self.so_far(part), goal, self.unit(), self.keys.get("kind"))

    def so_far(self, part):
        """Now and then only what is over of the part: what comes near the limit there may decide early."""
        is_cut = self.as_of and part.start < self.as_of < part.end and self.keys.get("kind") in ("flow", "cumulative")
        return Span(part.start, self.as_of) if is_cut and self.chance(50) else part

    def others(self, part):
        """What limits name: last year's value, another indicator's, a baseline's."""
        wants = [self.keys["target"], self.keys.get("warn", Want(""))]
        base = Amount(F(self.rng.randrange(0, 20)), 0, self.unit()).base
        if any(want.op == "last year" for want in wants) and "formula" not in self.keys:
            self.series("a", earlier(part), base, self.unit(), self.keys.get("kind"))
        if "y" in self.declared:
            self.series("y", part, base, self.unit(), self.keys.get("kind"))
        if isinstance(self.keys.get("baseline"), Span) and "formula" not in self.keys:
            self.series("a", self.keys["baseline"], base, self.unit(), self.keys.get("kind"))

    def turning_points(self, part):
        figures = Figures(Case(self.keys, self.declared, tuple(self.figures), YEAR, date(2099, 12, 31)))
        found = []
        for key in ("target", "warn"):
            want = self.keys.get(key)
            if want is None or (want.op == "about" and not (want.tolerance or "tolerance" in self.keys)):
                continue
            try:
                limit, lack = limit_of(want, figures, part)
            except (Lack, KeyError):
                continue
            if lack is None:
                demand = demanded(self.keys, want, limit)
                found += [demand[1]] if demand[0] == EXCEPT else [end for end in (demand[0], demand[2]) if end is not None]
        found += [end.base for end in self.keys.get("bounds", ANY)[:2] if end]
        compare = self.keys.get("compare")
        if compare and isinstance(compare, tuple):
            found += [point + compare[0].base / 2 for point in found]
        return found

    def computed(self, part, goal):
        """Figures of the operands, so that the formula comes near *goal*."""
        base = F(self.pick(0, 1, 4, 10, 20, 40, 100))
        before = self.keys["target"].op == "last year" or isinstance(self.keys.get("baseline"), Span)
        years = [part, *([earlier(part)] if before else []), *([self.keys["baseline"]] if isinstance(self.keys.get("baseline"), Span) else [])]
        for year in years:
            at = goal if year == part else goal * F(self.pick(1, 1, 2, 3), 2)
            if self.frame == "growth":
                self.series("b", year, base * (1 + at), "件", "flow")
                self.series("b", earlier(year), base, "件", "flow")
            elif self.frame == "sum":
                self.series("b", year, at - base, "件", "flow")
                self.series("c", year, base, "件", "flow")
            else:
                self.series("b", year, base * (1 - at if self.frame == "rest" else at), "件", "flow")
                self.series("c", year, base, "件", "flow")
