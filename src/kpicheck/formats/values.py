"""Values as text: the one place where signs and unit words are set."""

from datetime import date
from typing import Final, assert_never

from kpicheck.formula.evaluate import substituted
from kpicheck.quantity import exact_text, quantity_text
from kpicheck.report import Amount, LevelReached, Value, Verdict

MINUS: Final = "−"


def amount_text(amount: Amount, *, plus: bool = False) -> str:
    """A quantity with its digits and unit: `−0.45个百分点`; with *plus*, a positive one has a sign too."""
    text = quantity_text(amount.value, amount.unit, amount.places)
    if text.startswith("-"):
        return MINUS + text[1:]
    return f"+{text}" if plus and amount.value > 0 else text


def value_text(value: Value, *, plus: bool = False) -> str:
    """A value; a number of levels always has its sign, and no word."""
    match value:
        case Amount():
            return amount_text(value, plus=plus)
        case LevelReached():
            return value.name if value.figure is None else f"{value.name} ({amount_text(value.figure)})"
        case date():
            return value.isoformat()
        case int():
            return f"{value:+d}".replace("-", MINUS) if value else "0"
        case _:
            assert_never(value)


def is_exact(amount: Amount) -> bool:
    """Whether the digits that are shown are all that there are."""
    digits, shown = exact_text(amount.value), quantity_text(amount.value, None, amount.places)
    return shown == digits or ("." in shown and shown.rstrip("0").removesuffix(".") == digits)


def substituted_text(verdict: Verdict) -> str | None:
    """The formula with its figures: `12500万元 / 10200万元 - 1`; `?` for what has no value."""
    if verdict.formula is None or verdict.named_values is None:
        return None
    shown = {(name, point): "?" if value is None else amount_text(value) for name, point, value in verdict.named_values}
    return substituted(verdict.formula.node, verdict.judged, lambda name, point: shown[name, point])
