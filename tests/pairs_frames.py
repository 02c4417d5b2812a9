"""What a target can be the target of: frames, each with the keys that it has, and which further ones may stand in it."""

from fractions import Fraction as F

from model_case import Amount, span

YEAR = span(2023)
TEXTS = {
    "name": "指标甲", "section": "第一部分", "commitment": "承诺一", "owner": "市科技局", "source": "报告第3页", "note": "备注",
    "aliases": ["甲指标", "KPI-1"], "tags": ["民生", "重点"],
}  # fmt: skip
ALWAYS = {"target", "warn", "period", "due", "severity", "waive", *TEXTS} - {"aliases"}
AMOUNTS = ALWAYS | {"better", "tolerance", "compare", "baseline", "bounds"}
BANDS = {"红": (None, Amount(F(10), 0, "件"), False, True), "黄": (Amount(F(10), 0, "件"), Amount(F(20), 0, "件"), False, True), "绿": (Amount(F(20), 0, "件"), None, False, False)}  # fmt: skip
HELPERS = {"b": {"unit": "件", "kind": "flow"}, "c": {"unit": "件", "kind": "flow"}}

FRAMES = {
    "count flow": ({"unit": "件", "kind": "flow"}, {}),
    "money flow": ({"unit": "万元", "kind": "flow"}, {}),
    "stock": ({"unit": "亿元", "kind": "stock"}, {}),
    "rate": ({"unit": "%", "kind": "rate"}, {}),
    "cumulative": ({"unit": "件", "kind": "cumulative"}, {}),
    "change": ({"unit": "%", "kind": "change"}, {}),
    "no kind": ({"unit": "件"}, {}),
    "no unit": ({"kind": "flow"}, {}),
    "ratio": ({"formula": ("/", "b", "c")}, HELPERS),
    "ratio with a unit": ({"formula": ("/", "b", "c"), "unit": "%"}, HELPERS),
    "ratio as a change": ({"formula": ("/", "b", "c"), "kind": "change"}, HELPERS),
    "rest": ({"formula": ("-", Amount(F(100), 0, "%"), "r")}, {**HELPERS, "r": {"formula": ("/", "b", "c")}}),
    "growth": ({"formula": ("growth", "b")}, HELPERS),
    "sum": ({"formula": ("+", "b", "c")}, HELPERS),
    "levels": ({"states": ["未开工", "开工", "竣工", "投用"]}, {}),
    "bands": ({"states": BANDS}, {}),
    "bands with a unit": ({"states": BANDS, "unit": "件"}, {}),
    "day": ({"type": "date"}, {}),
}
"""By name, the keys that a frame has and the indicators that it needs."""

CHANGES = {"change", "growth", "ratio as a change"}
DECLARING = {"unit", "type", "kind", "bounds", "aliases", "states", "formula"}


def takes(frame):
    """Every key that may stand in a frame."""
    keys = FRAMES[frame][0]
    if "states" in keys or "type" in keys:
        return ALWAYS | {"aliases", "indicator"} | set(keys)
    return AMOUNTS | {"aliases", "indicator"} | set(keys) | ({"when_empty"} if "formula" in keys else set())


def frames_of(pair):
    return [frame for frame in FRAMES if set(pair) <= takes(frame)]


def sample(key):
    """A value that a key may have somewhere."""
    return {
        **TEXTS, "unit": "件", "type": "date", "kind": "flow", "bounds": (Amount(F(0), 0, "件"), None, False, False), "formula": "b",
        "states": ["低", "高"], "better": "higher", "tolerance": Amount(F(1), 0, "件"), "when_empty": "skip", "compare": "rounded", "baseline": span(2020),
    }[key]  # fmt: skip
