"""A case of the model as it is written: the declarations of a targets file, and the rows of a submission."""

import json
from datetime import date

from model_case import ANY, BAD, MARK, Amount, Span

COUNTED = {6: "H", 3: "Q"}
REFUSED_CELL = "约9"


def label(period):
    """2023, 2023H1, 2023Q3, 2023-06 or 2023-12-31."""
    if period.start == period.end:
        return period.start.isoformat()
    if period.months == 12:
        return str(period.start.year)
    if period.months in COUNTED:
        return f"{period.start.year}{COUNTED[period.months]}{(period.start.month + period.months - 1) // period.months}"
    return f"{period.start.year}-{period.start.month:02}"


def amount(one, bare=False):
    """`-12.50万元`; without the unit in a cell that has one beside it."""
    count = one.value * 10**one.places
    assert count.denominator == 1, one
    digits = str(abs(count.numerator)).rjust(one.places + 1, "0")
    text = f"{digits[: -one.places]}.{digits[-one.places :]}" if one.places else digits
    return ("-" if count < 0 else "") + text + ("" if bare or one.unit == "1" else one.unit)


def ends(bounds):
    """`0件..40件`, `>= 0件`, `(0件, 40件]`, `any`."""
    low, high, low_open, high_open = bounds
    if bounds == ANY:
        return "any"
    if low is None:
        return f"{'<' if high_open else '<='} {amount(high)}"
    if high is None:
        return f"{'>' if low_open else '>='} {amount(low)}"
    if low_open or high_open:
        return f"{'(' if low_open else '['}{amount(low)}, {amount(high)}{')' if high_open else ']'}"
    return f"{amount(low)}..{amount(high)}"


def formula(node):
    """`growth(b)`, `100% - r`, `y * 2`."""
    if isinstance(node, Amount):
        return amount(node)
    if isinstance(node, str):
        return node
    function, *operands = node
    written = [formula(one) for one in operands]
    return f"{written[0]} {function} {written[1]}" if function in "+-*/" else f"{function}({', '.join(written)})"


def threshold(want, levels=()):
    """A threshold with signs: the words of the notation have tests of their own."""
    if want.ranks:
        return scale(want, levels)
    if want.day:
        return f"{want.op} {want.day}"
    if want.op == "range":
        return ends((want.low, want.high, want.low_open, want.high_open))
    if want.op == "about":
        return f"{amount(want.low)} ± {amount(want.tolerance)}" if want.tolerance else f"{amount(want.low)}左右"
    if want.op == "times":
        return {2: "翻一番", 4: "翻两番"}[want.factor]
    if want.op in ("last year", "value"):
        return f"{want.against} {'上年' if want.op == 'last year' else formula(want.formula)}"
    if want.verb:
        return f"增长{amount(want.low)}" if want.op == ">=" else f"下降{amount(want.low)[1:]}以上"
    return amount(want.low) if want.bare else f"{want.op} {amount(want.low)}"


def scale(want, levels):
    if want.op == ">=":
        return f"{'' if want.bare else '>= '}{levels[min(want.ranks)]}"
    if want.op == "<=":
        return f"<= {levels[max(want.ranks)]}"
    others = set(range(len(levels))) - want.ranks
    named = ", ".join(levels[rank] for rank in sorted(want.ranks))
    return f"not {levels[min(others)]}" if want.bare and len(others) == 1 else f"in {named}"


def key(name, value, levels):
    """The text of a key's value, or a mapping or list of texts."""
    if name in ("target", "warn"):
        return threshold(value, levels)
    if name == "states":
        return {word: ends(band) for word, band in value.items()} if isinstance(value, dict) else value
    if name == "baseline":
        return label(value) if isinstance(value, Span) else {"period": label(value[0]), "value": amount(value[1])}
    if name == "compare":
        return value if isinstance(value, str) else {"rounded": amount(value[0]), "mode": value[1]}
    if name == "waive":
        return {"reason": "汛期停工", "by": "市政府"} | ({"until": value.isoformat()} if value else {})
    writer = {"formula": formula, "bounds": ends, "tolerance": amount, "period": label, "due": date.isoformat}.get(name)
    return writer(value) if writer else value


def mapping(keys, levels=()):
    levels = list(keys.get("states", levels))
    return json.dumps({name: key(name, value, levels) for name, value in keys.items()}, ensure_ascii=False)


def declarations(case):
    """The text of the targets file."""
    lines = [f"period: {label(case.period)}"] if case.period else []
    if case.declared:
        lines += ["indicators:", *(f"  {name}: {mapping(keys)}" for name, keys in case.declared.items())]
    levels = case.declared.get(case.keys.get("indicator"), {}).get("states", ())
    return "\n".join([*lines, "targets:", f"  a: {mapping(case.keys, levels)}", ""])


def rows(case):
    """The rows of the table: `a,2023Q1,12件`."""
    return [f"{one.indicator},{label(one.span)},{cell(one.value)}" for one in case.figures]


def cell(value):
    if isinstance(value, Amount):
        return amount(value)
    return {BAD: REFUSED_CELL, MARK: "—"}.get(value, str(value))
