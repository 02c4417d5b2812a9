"""Every two keys of a target that may stand together: a file that has them is read, or refused for one of the two.

What a target may be is written here once: for each nature of an indicator and each sort of threshold a target, and
values of every key of the schema. Where a file with two more keys is read, leaving out either makes another file: what
is read would not be what was written. (`better` and `when_empty` are in the model as they are; what they have an effect
on is in test_targets.)
"""

from functools import cache
from itertools import combinations

import pytest

from kpicheck.problem import KpiCheckError
from kpicheck.targets import read_targets
from kpicheck.targets.schema import TargetEntry

HEAD = """kpicheck: 1
period: 2023
ladders: {灯: [红, 黄, 绿], 档: {高: ">= 5%", 低: "< 5%"}}
indicators:
  other: {unit: 家, kind: flow}
  ratio: {formula: other / more}
  more: {unit: 家, kind: flow}
targets:
"""

PLAIN = {
    "name": ["名称"], "note": ["说明"], "section": ["甲"], "commitment": ["C1"], "severity": ["warning", "error"], "owner": ["局"],
    "source": ["报告"], "tags": ["[x]"], "aliases": ["[别名]"], "period": ["2023", "2023Q1"], "waive": ["{reason: r, by: b}"],
    "indicator": ["other"], "formula": ["other / more", "growth(other)", "other + more"], "states": ["灯", "档", "[差, 好]"],
    "type": ["date"], "unit": ["家", '"%"'], "kind": ["flow", "rate", "change", "stock"], "bounds": ['">= 0家"', "0%..100%"],
    "better": ["higher", "lower"], "due": ["2023-03-31", "2023-03-30", "2024-12-31"], "when_empty": ["skip"],
    "tolerance": ["1家", "0.5"], "baseline": ["2020", "2020-06", "{period: 2020, value: 5家}"],
    "compare": ["rounded", "exact", "{rounded: 1家}", "{rounded: 0.1%}"],
    "target": ['">= 5家"', "5家左右", "4~6家", '"= 5家"', "不低于上年", "翻一番", '">= other"', '">= 5%"', "6%左右", "增长5%", "黄", "not 红", '"<= 2023-06-30"'],
    "warn": ['">= 6家"', '"<= 4家"', "5家±0.5家", "5家左右", "翻两番", '"> 上年"', '">= 6%"', "增长6%", "绿", "红", '"<= 2023-05-31"', "5~5.5家"],
}  # fmt: skip
"""Values of every key, one after the other as a first author might write them."""

BASES = [
    {"unit": "家", "target": '">= 5家"'},
    {"unit": "家", "target": "5家"},
    {"unit": "家", "target": '"= 5家"'},
    {"unit": "家", "target": '"!= 5家"'},
    {"unit": "家", "target": "4~6家"},
    {"unit": "家", "target": "5家左右"},
    {"unit": "家", "target": "5家±1家"},
    {"unit": "家", "kind": "flow", "target": "不低于上年"},
    {"unit": "家", "kind": "flow", "target": "翻一番"},
    {"unit": "家", "target": '">= other"'},
    {"target": '">= 5家"'},
    {"unit": '"%"', "kind": "change", "target": "增长5%"},
    {"formula": "growth(other)", "target": "增长5%"},
    {"formula": "other / more", "target": '">= 5%"'},
    {"formula": "1 - ratio", "target": "5%~6%"},
    {"indicator": "other", "target": '">= 5家"'},
    {"states": "灯", "target": "黄"},
    {"states": "档", "target": "not 高"},
    {"type": "date", "due": "2023-06-30"},
    {"type": "date", "target": '"<= 2023-06-30"'},
]

NAMED_BY = {
    "missing-key": {"target", "due"},
    "duplicate-indicator": {"indicator", "unit", "kind", "type", "bounds", "aliases", "states", "formula"},
    "target-and-due": {"target", "due"},
    "baseline-length": {"baseline", "due", "period", "kind"},
    "needs-baseline": {"target", "warn"},
    "needs-tolerance": {"target", "warn"},
    "needs-step": {"compare", "target"},
    "verb-mismatch": {"target", "warn", "kind", "formula"},
    "due-not-judged": {"due", "kind", "period"},
}
"""The keys that a code is about, besides those that the problem's arguments or its place name."""


def test_there_is_a_value_for_every_key_of_the_schema():
    assert set(PLAIN) == set(TargetEntry.schema)


def key_at(line, keys):
    """The key in that line of a file, or None: the target's own id, or what is before it."""
    first = HEAD.count("\n") + 2
    return list(keys)[line - first] if line >= first else None


def names(problem, keys):
    """The keys that a problem names: by its place, by its arguments, by its code."""
    return {key_at(problem.place.line, keys), dict(problem.arguments).get("key")} | NAMED_BY.get(problem.code, set())


@cache
def outcome(entries):
    """What a file with a target of these keys is: its problems, and what is read of it but for its places."""
    text = HEAD + "  a:\n" + "".join(f"    {key}: {value}\n" for key, value in entries)
    try:
        file = read_targets(text.encode(), "t.yaml")
    except KpiCheckError as error:
        return error.problems, None
    target = file.targets["a"]
    waive, indicator = target.waive and target.waive._replace(place=None), file.indicators[target.indicator]
    return (), (target._replace(key=None, limit=None, waive=waive), indicator._replace(key=None), tuple(file.names.items()))


USUAL = {("severity", "error"), ("compare", "exact"), ("period", "2023")}
"""What a target has anyway where it says nothing."""


def pairs(base, most):
    """Two more keys, each with the first values of its own."""
    for one, other in combinations([key for key in PLAIN if key not in base], 2):
        yield from (((one, first), (other, second)) for first in PLAIN[one][:most] for second in PLAIN[other][:most])


@pytest.mark.parametrize("most", [1, pytest.param(None, marks=pytest.mark.slow, id="all")])
@pytest.mark.parametrize("base", BASES, ids=lambda base: ", ".join(f"{key}: {value}" for key, value in base.items()))
def test_a_key_beside_another_has_an_effect_or_is_refused_by_name(base, most):
    """A file with two more keys is read, and without either of them it is another; or a problem names a key that it has."""
    for pair in pairs(base, most):
        entries = (*base.items(), *pair)
        problems, read = outcome(entries)
        for each in problems:
            assert names(each, dict(entries)) & {key for key, _ in entries}, (entries, each)
        for one in () if problems else pair:
            less = tuple(entry for entry in entries if entry != one)
            assert one in USUAL or outcome(less) != ((), read), (entries, one)
