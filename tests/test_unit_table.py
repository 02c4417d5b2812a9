"""The checked-in table of units: generated through pint, and equal to the reference."""

import csv
import runpy
import sys
from fractions import Fraction as F
from pathlib import Path

import pytest

from conftest import DATA
from kpicheck.unit import BUILT_IN, table
from kpicheck.unit.through_pint import REFUSED, render_table

ROWS = list(csv.DictReader((DATA / "units.csv").read_text(encoding="utf-8").splitlines()))

BASES = {
    "1": (), "CNY": (("CNY", 1),), "USD": (("USD", 1),), "EUR": (("EUR", 1),), "HKD": (("HKD", 1),), "TEU": (("标箱", 1),),
    "pp": (("pp", 1),), "1/person": (("人", -1),), "m": (("m", 1),), "m^2": (("m", 2),), "m^3": (("m", 3),), "kg": (("kg", 1),),
    "W": (("kg", 1), ("m", 2), ("s", -3)), "VA": (("VA", 1),), "V": (("A", -1), ("kg", 1), ("m", 2), ("s", -3)),
    "J": (("kg", 1), ("m", 2), ("s", -2)), "J/CNY": (("CNY", -1), ("kg", 1), ("m", 2), ("s", -2)), "m^3/CNY": (("CNY", -1), ("m", 3)),
    "CNY/m^2": (("CNY", 1), ("m", -2)), "CNY/J": (("CNY", 1), ("kg", -1), ("m", -2), ("s", 2)), "CNY/人": (("CNY", 1), ("人", -1)),
    "人/m^2": (("m", -2), ("人", 1)), "kg/m^3": (("kg", 1), ("m", -3)), "dB": (("dB", 1),), "year": (("年", 1),), "month": (("月", 1),),
    "day": (("天", 1),), "workday": (("工作日", 1),), "s": (("s", 1),), "point": (("分", 1),),
}  # fmt: skip
NOT_NUMERIC = {"番", "级", "星级", "等级", "A级", "类", "兆", "G"}
"""Rows that name a level, a power of two or something ambiguous; 级 and 类 are counting words here."""
MULTIPLIERS = [row for row in ROWS if row["unit_class"] == "number_multiplier"]
SCORE_NOT_MONEY = [row for row in ROWS if row["unit"] == "分" and row["unit_class"] == "money_CNY"]
"""分 is a score: a hundredth of a yuan is declared by the file that needs it."""
PLACES = [row for row in ROWS if row["unit_class"] == "rank"]
"""名 and 位 are counting words; the unit of a place is 名次."""
FOUND = [
    row for row in ROWS
    if row["unit"] not in NOT_NUMERIC and row not in MULTIPLIERS and row not in SCORE_NOT_MONEY and row not in PLACES
]  # fmt: skip


def test_the_table_is_what_pint_makes_of_the_definitions():
    assert Path(table.__file__).read_text(encoding="utf-8") == render_table()


def test_the_module_prints_the_table(capsys, monkeypatch):
    monkeypatch.delitem(sys.modules, "kpicheck.unit.through_pint")
    runpy.run_module("kpicheck.unit.through_pint", run_name="__main__")
    assert capsys.readouterr().out == render_table()


@pytest.mark.parametrize("row", FOUND, ids=lambda row: f"{row['unit']}-{row['unit_class']}")
def test_a_unit_of_the_reference_has_its_exact_factor(row):
    """The base of percentage points is 1/100 here and 1 there: so the difference of two ratios is one of points."""
    unit = BUILT_IN.find(row["unit"])
    scale = F(1, 100) if row["base_unit"] == "pp" else 1
    assert unit.factor == F(row["factor"]) * scale
    assert unit.dimension == BASES.get(row["base_unit"], ((row["base_unit"], 1),))


@pytest.mark.parametrize("row", MULTIPLIERS, ids=lambda row: row["unit"])
def test_a_multiplier_is_a_prefix_and_no_unit(row):
    assert table.PREFIXES[row["unit"]] == int(row["factor"])
    assert BUILT_IN.get(row["unit"]) is None


def test_every_row_of_the_reference_is_accounted_for():
    others = {row["unit"] for row in ROWS} & NOT_NUMERIC
    assert len(ROWS) == 200
    assert len(FOUND) + len(MULTIPLIERS) + len(SCORE_NOT_MONEY) + len(PLACES) + sum(row["unit"] in others for row in ROWS) == 200


def test_prefixes_are_tried_longest_first():
    lengths = [len(name) for name in table.PREFIXES]
    assert lengths == sorted(lengths, reverse=True)


def test_what_is_ambiguous_is_no_unit():
    assert not set(REFUSED) & set(table.UNITS)
    assert table.REFUSED == REFUSED


def test_money_and_measures_are_known_by_their_section():
    assert {"CNY", "USD", "TWD"} <= table.CURRENCIES
    assert {"m", "kg", "年", "分", "pp"} <= table.MEASURED
    assert not table.CURRENCIES & table.MEASURED
    assert all((name, 1) in table.UNITS[name][0] for name in ("家", "人次", "级") if name not in table.MEASURED)


@pytest.mark.parametrize("name", table.UNITS)
def test_every_name_of_the_table_is_found_and_lies_between_sane_bounds(name):
    assert BUILT_IN.find(name)[1:] == (table.UNITS[name][0], F(*table.UNITS[name][1:]))
    assert F(1, 10**18) <= BUILT_IN.find(name).factor <= 10**20
