"""An independent oracle: raw texts judged by cross-multiplied integers, no Fraction and no line of the product's code."""

import random

import pytest

from judging import report

pytestmark = pytest.mark.no_cover  # examples have to reach every branch, and traced it takes three times as long

PER_FILE, FILES = 500, 40

FAMILIES = [
    {"元": (1, 1), "万元": (10**4, 1), "亿元": (10**8, 1), "角": (1, 10)},
    {"克": (1, 1000), "千克": (1, 1), "吨": (1000, 1), "斤": (1, 2)},
    {"平方米": (1, 1), "亩": (2000, 3), "公顷": (10**4, 1)},
    {"%": (1, 100), "‰": (1, 1000), "倍": (1, 1)},
    {"家": (1, 1), "万家": (10**4, 1)},
]
TEMPLATES = {
    ">= {}": lambda sign: sign >= 0, "{}以上": lambda sign: sign >= 0, "不低于{}": lambda sign: sign >= 0, "at least {}": lambda sign: sign >= 0,
    "> {}": lambda sign: sign > 0, "超过{}": lambda sign: sign > 0, "<= {}": lambda sign: sign <= 0, "{}以内": lambda sign: sign <= 0,
    "不超过{}": lambda sign: sign <= 0, "< {}": lambda sign: sign < 0, "低于{}": lambda sign: sign < 0, "= {}": lambda sign: sign == 0,
    "!= {}": lambda sign: sign != 0,
}  # fmt: skip


def integers(text):
    """A plain decimal as numerator and denominator."""
    whole, _, part = text.partition(".")
    return int(whole + part), 10 ** len(part)


def sign(left, right):
    """The order of two (numerator, denominator) pairs."""
    difference = left[0] * right[1] - right[0] * left[1]
    return (difference > 0) - (difference < 0)


def times(*pairs):
    above, below = 1, 1
    for numerator, denominator in pairs:
        above, below = above * numerator, below * denominator
    return above, below


def decimal(numerator, places):
    digits = str(abs(numerator)).rjust(places + 1, "0")
    return ("-" if numerator < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def plain_case(rng, name):
    """A figure at its limit, or one last digit beside it, in another unit."""
    family = rng.choice(FAMILIES)
    limit_unit, figure_unit = rng.choice(list(family)), rng.choice(list(family))
    places = rng.randrange(12)
    limit = decimal(rng.randrange(1, 10 ** rng.randrange(1, 25)), places)
    exact = times(integers(limit), family[limit_unit], family[figure_unit][::-1])
    finer = places + rng.randrange(10)
    figure = decimal(exact[0] * 10**finer // exact[1] + rng.choice([-1, 0, 0, 0, 1]), finer)
    template = rng.choice(list(TEMPLATES))
    order = sign(times(integers(figure), family[figure_unit]), times(integers(limit), family[limit_unit]))
    any_sign = ", bounds: any" if "家" in family else ""  # a count is not negative of itself
    target = f'  {name}: {{unit: "{limit_unit}"{any_sign}, target: "{template.format(limit + limit_unit)}"}}\n'
    return "", target, [f"{name},2023,{figure}{figure_unit}"], TEMPLATES[template](order)


def formula_case(rng, name):
    """A ratio or a growth at its limit, or one unit beside it."""
    places = rng.randrange(4)
    limit = decimal(rng.randrange(1, 10 ** (places + 2)), places)
    base = rng.randrange(1, 10 ** rng.randrange(1, 15))
    growth = rng.random() < 0.5
    share = times(integers(limit), (1, 100))
    wanted = times(share, (base, 1))
    above = wanted[0] // wanted[1] + (base if growth else 0) + rng.choice([-1, 0, 0, 1])
    template = rng.choice(list(TEMPLATES))
    order = sign((above - base if growth else above, base), share)
    kind = ", kind: flow" if rng.random() < 0.3 else ""
    if growth:
        rows = [f"x{name},2023,{above}", f"x{name},2022,{base}"]
        declared, formula = f"  x{name}: {{unit: 户, bounds: any{kind}}}\n", f"growth(x{name})"
    else:
        rows = [f"x{name},2023,{above}", f"y{name},2023,{base}"]
        declared, formula = f"  x{name}: {{unit: 户, bounds: any{kind}}}\n  y{name}: {{unit: 户}}\n", f"x{name} / y{name}"
    return declared, f'  {name}: {{formula: {formula}, target: "{template.format(limit + "%")}"}}\n', rows, TEMPLATES[template](order)


@pytest.mark.parametrize("at", range(FILES))
def test_no_verdict_disagrees_with_integers(at):
    seed = random.SystemRandom().randrange(2**32)
    rng = random.Random(seed)
    cases = [rng.choice([plain_case, formula_case])(rng, f"t{i}") for i in range(PER_FILE)]
    declared = "".join(case[0] for case in cases)
    text = "period: 2023\n" + (f"indicators:\n{declared}" if declared else "") + "targets:\n" + "".join(case[1] for case in cases)
    rows = [row for case in cases for row in case[2]]
    rng.shuffle(rows)
    found = report(text, rows)
    wrong = [
        (case, verdict.status.value)
        for case, verdict in zip(cases, found.verdicts, strict=True)
        if verdict.status.value != ("pass" if case[3] else "fail")
    ]
    assert not wrong, f"seed {seed}: {wrong[:3]}"
    assert len(found.verdicts) == PER_FILE
