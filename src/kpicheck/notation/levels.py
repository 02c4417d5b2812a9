"""The levels of a scale in a threshold's text: one, several, or all on one side of one."""

from functools import cache

from kpicheck.demand import Operator
from kpicheck.notation import AnyOf, Level, NoneOf, Requirement, Threshold, words
from kpicheck.notation.lead import Lead
from kpicheck.notation.words import Role
from kpicheck.text import name_key


@cache
def spellings(known: tuple[str, ...]) -> dict[str, str]:
    """The names of a file as they are written, by what they have in common with other spellings."""
    return {name_key(name): name for name in known}


def levels_in(text: str, levels: tuple[str, ...]) -> tuple[str, ...]:
    """One level, or several joined by 、 or 或; `()` where any of them is none."""
    known = spellings(levels)
    if name_key(text) in known:
        return (known[name_key(text)],)
    found = [known.get(name_key(part)) for part in parts_of(text)]
    return tuple(level for level in found if level is not None) if all(found) else ()


def one_side(text: str, levels: tuple[str, ...]) -> Threshold | None:
    """竣工及以上, 4A or higher: a level and all on one side of it."""
    for word, side in words.ONE_SIDE.items() if levels else ():
        if text.lower().endswith(word) and (level := spellings(levels).get(name_key(text[: -len(word)]))) is not None:
            return Threshold("", Level(side, level))
    return None


def parts_of(text: str) -> list[str]:
    """What 、 and 或 join."""
    for joint in words.OR:
        text = text.replace(joint, words.OR[0])
    return [part.strip() for part in text.split(words.OR[0])]


def demanded_of(lead: Lead, levels: tuple[str, ...]) -> Requirement | None:
    """What is demanded of *levels*; None where it is nothing that can be demanded of them."""
    if lead.says_only("is_among", "negation"):
        if lead.negation:
            return NoneOf(levels)
        return AnyOf(levels) if lead.is_among or len(levels) > 1 else Level(Operator.GE, levels[0])
    if len(levels) > 1 or lead.bound is None:
        return None
    fits = lead.says_only("compare") or (lead.says_only("level") and lead.level is Role.FLOOR)
    return Level(lead.bound, levels[0]) if fits else None
