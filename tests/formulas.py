"""Formulas for laws: trees of our own with a text, and a value worked out by plain Fractions, knowing nothing of nodes."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from kpicheck.formula.syntax import Call, Literal, Name, Negation, Power, Product, Shift, Sum

NAMES = ("a", "b", "三公经费", "研发_2")


class NoValueError(Exception):
    """The tree has no value: something is divided by zero, or grows from what is not positive."""


def text(tree):
    """The tree as a formula, every operation in parentheses."""
    match tree:
        case str():
            return tree
        case Fraction():
            return f"({tree.numerator} / {tree.denominator})"
        case ("neg", inner):
            return f"(-{text(inner)})"
        case ("^", base, exponent):
            return f"({text(base)}^{exponent})"
        case ("[]", inner, at):
            return f"({text(inner)})[{at}]"
        case ("growth" | "change" as name, inner, base):
            return f"{name}({text(inner)}{'' if base is None else f', {base}'})"
        case ("round", inner, mode):
            return f"round({text(inner)}, 0.05{'' if mode is None else f', {mode}'})"
        case (name, *inner) if name.isalpha():
            return f"{name}({', '.join(map(text, inner))})"
        case (sign, left, right):
            return f"({text(left)} {sign} {text(right)})"


def worth(tree, year, figures):
    """The value of the tree in *year*; *figures* has one for each name and year. Raises NoValueError."""
    match tree:
        case str():
            return figures(tree, year)
        case Fraction():
            return tree
        case ("neg", inner):
            return -worth(inner, year, figures)
        case ("^", base, exponent):
            value = worth(base, year, figures)
            if value == 0 and exponent < 0:
                raise NoValueError
            top = Fraction(1)
            for _ in range(abs(exponent)):
                top *= value
            return top if exponent >= 0 else 1 / top
        case ("[]", inner, at):
            return worth(inner, at if at > 0 else year + at, figures)
        case ("mom", inner):
            return worth(("growth", inner, -1), year, figures)
        case ("growth", inner, base):
            now, then = worth(inner, year, figures), worth(inner, _base(year, base), figures)
            if then <= 0:
                raise NoValueError
            return (now - then) / then
        case ("change", inner, base):
            return worth(inner, year, figures) - worth(inner, _base(year, base), figures)
        case ("abs", inner):
            value = worth(inner, year, figures)
            return value if value > 0 else -value
        case ("gap", left, right):
            return worth(left, year, figures) - worth(right, year, figures)
        case ("min" | "max" as name, *inner):
            values = sorted(worth(each, year, figures) for each in inner)
            return values[0 if name == "min" else -1]
        case ("round", inner, mode):
            return _rounded(worth(inner, year, figures), mode)
        case (sign, left, right):
            return _operated(sign, worth(left, year, figures), worth(right, year, figures))


def _base(year, base):
    return year - 1 if base is None else base if base > 0 else year + base


def _operated(sign, left, right):
    if sign == "/":
        if right == 0:
            raise NoValueError
        return Fraction(left.numerator * right.denominator, left.denominator * right.numerator)
    return {"+": left + right, "-": left - right, "*": left * right}[sign]


def _rounded(value, mode):
    """To twentieths: Python rounds whole numbers half to even; half up adds half a step to the absolute value."""
    if mode == "half_even":
        return Fraction(round(value * 20), 20)
    size = (abs(value) * 20 + Fraction(1, 2)) // 1
    return Fraction(size if value >= 0 else -size, 20)


BASES = st.one_of(st.none(), st.integers(2018, 2023), st.integers(-2, -1))
NUMBERS = st.builds(Fraction, st.integers(0, 40), st.integers(1, 12))


def trees(names=NAMES, functions=("growth", "change", "mom", "gap", "abs", "min", "max", "round")):
    """Trees over *names* and numbers."""

    def wider(inner):
        every = {
            "growth": st.tuples(st.just("growth"), inner, BASES),
            "change": st.tuples(st.just("change"), inner, BASES),
            "mom": st.tuples(st.just("mom"), inner),
            "abs": st.tuples(st.just("abs"), inner),
            "gap": st.tuples(st.just("gap"), inner, inner),
            "min": st.tuples(st.just("min"), inner, inner, inner),
            "max": st.tuples(st.just("max"), inner, inner),
            "round": st.tuples(st.just("round"), inner, st.sampled_from([None, "half_up", "half_even"])),
        }
        return st.one_of(
            st.tuples(st.sampled_from("+-*/"), inner, inner),
            st.tuples(st.just("neg"), inner),
            st.tuples(st.just("^"), inner, st.integers(-3, 3)),
            st.tuples(st.just("[]"), inner, st.one_of(st.integers(-2, -1), st.integers(2018, 2023))),
            *(every[name] for name in functions),
        )

    return st.recursive(st.one_of(st.sampled_from(names), NUMBERS), wider, max_leaves=8)


def figures(values, names=NAMES):
    """A figure for every name and year."""

    def lookup(found):
        return lambda name, year: found[(names.index(name) * 5 + year) % len(found)]

    return st.lists(values, min_size=19, max_size=19).map(lookup)


def plain(node):
    """A node without its spans, to be compared."""
    match node:
        case Literal():
            return ("literal", node.quantity, node.text)
        case Name():
            return node.name
        case Call():
            return (node.function, *map(plain, node.arguments), *node.words)
        case Sum():
            return ("sum", *((plain(operand.node), operand.is_inverse) for operand in node.operands))
        case Product():
            return ("product", *((plain(operand.node), operand.is_inverse) for operand in node.operands))
        case Negation():
            return ("minus", plain(node.operand))
        case Power():
            return ("power", plain(node.base), node.exponent)
        case Shift():
            return ("shift", plain(node.operand), type(node.when).__name__, node.when)
