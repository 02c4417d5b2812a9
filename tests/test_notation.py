"""Threshold texts, read exactly as their table says."""

import json
from datetime import date
from fractions import Fraction

import pytest

from conftest import DATA
from kpicheck.notation import Given, read_threshold
from kpicheck.problem import Refusal
from kpicheck.unit import BUILT_IN

CASES = [json.loads(line) for line in (DATA / "threshold_texts.jsonl").read_text(encoding="utf-8").splitlines()]
FIELDS = ["limit", "low", "high", "low_open", "high_open", "tolerance", "states", "against", "factor", "direction", "basis", "bare", "strength"]


def plain(value):
    """A field as the table writes it."""
    if isinstance(value, Fraction):
        return value
    if hasattr(value, "value") and hasattr(value, "exponent"):
        return (value.value, value.unit.name if value.unit else None)
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)


def wanted(case, field):
    value = case.get(field)
    if field in {"limit", "low", "high", "tolerance"} and value is not None:
        return value["value"] if case["kind"] == "date" else (Fraction(value["value"]), value["unit"])
    if field == "factor" and value is not None:
        return Fraction(value)
    if field in {"bare", "low_open", "high_open"}:
        return bool(value)
    return tuple(value or ()) if field == "states" else value


def read(case):
    given = case.get("given")
    return read_threshold(case["text"], BUILT_IN, Given(tuple(given.get("names", ())), tuple(given.get("rungs", ()))) if given else None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_text_is_read_as_the_table_says(case):
    if case["kind"] == "refused":
        with pytest.raises(Refusal) as caught:
            read(case)
        assert caught.value.code == case["problem"]
        return
    found = read(case)
    assert (found.kind.value, found.operator.value) == (case["kind"], case["operator"])
    assert {field: plain(getattr(found, field)) for field in FIELDS} == {field: wanted(case, field) for field in FIELDS}
