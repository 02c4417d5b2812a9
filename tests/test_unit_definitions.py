"""The built-in units: read from units.txt as pint reads it, and equal to the reference."""

import csv
from fractions import Fraction as F

import pint
import pytest

from conftest import DATA, ROOT
from kpicheck.unit import BUILT_IN, PREFIXES, REFUSED, UNIT_NAMES, Definition, is_count, is_currency
from kpicheck.unit.definitions import built_in, dimensions, names

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


def read_by_pint():
    registry = pint.UnitRegistry(None, non_int_type=F, cache_folder=None)
    registry.load_definitions((ROOT / "src/kpicheck/unit/units.txt").read_text(encoding="utf-8").splitlines())
    return registry


PINT = read_by_pint()


def pints(name):
    """A unit's dimension and factor to base units as pint works them out."""
    factor, roots = PINT.get_root_units(PINT.UnitsContainer({PINT._units[name].name: 1}))
    powers = PINT.get_dimensionality(roots)
    return Definition(tuple(sorted((base.strip("[]"), int(power)) for base, power in powers.items() if power)), F(factor))


def bases_of(names):
    return {base for name in names for base, _ in pints(name).dimension}


def test_pint_reads_the_same_names_out_of_units_txt_in_the_same_order():
    """What ends in `_base` carries a dimension and is no unit; `_` is a space."""
    names = [name for name in PINT._units if not name.endswith("_base")]
    assert [name.replace("_", " ") for name in names] == list(UNIT_NAMES)


@pytest.mark.parametrize("name", [name for name in PINT._units if not name.endswith("_base")])
def test_pint_gives_every_name_the_same_dimension_and_the_same_exact_factor(name):
    assert built_in(name.replace("_", " ")) == pints(name)


def test_pint_reads_the_same_number_words_out_of_units_txt():
    assert {name: F(prefix.value) for name, prefix in PINT._prefixes.items() if name} == PREFIXES


def test_pint_sees_the_same_bases_in_the_groups_of_money_and_of_counting_words():
    bases = bases_of(PINT._units)
    assert {base for base in bases if is_currency(base)} == bases_of(PINT.get_group("money").members)
    counted = PINT.get_group("counting").members | PINT.get_group("rank").members
    assert {base for base in bases if is_count(((base, 1),))} == bases_of(counted)


GROUPS = ("money", "counting", "rank", "duration", "temperature", "concentration", "per_many")


@pytest.mark.parametrize("group", GROUPS)
def test_pint_sees_the_same_names_and_dimensions_in_every_group(group):
    members = PINT.get_group(group).members
    aliases = {name for name, unit in PINT._units.items() if unit.name in members}
    assert set(PINT._groups) == {"root", *GROUPS}
    assert names(group) == aliases
    assert dimensions(group) == {pints(name).dimension for name in members}


@pytest.mark.parametrize("row", FOUND, ids=lambda row: f"{row['unit']}-{row['unit_class']}")
def test_a_unit_of_the_reference_has_its_exact_factor(row):
    """The base of percentage points is 1/100 here and 1 there: so the difference of two ratios is one of points."""
    unit = BUILT_IN.find(row["unit"])
    scale = F(1, 100) if row["base_unit"] == "pp" else 1
    assert unit.factor == F(row["factor"]) * scale
    assert unit.dimension == BASES.get(row["base_unit"], ((row["base_unit"], 1),))


@pytest.mark.parametrize("row", MULTIPLIERS, ids=lambda row: row["unit"])
def test_a_multiplier_is_a_prefix_and_no_unit(row):
    assert PREFIXES[row["unit"]] == int(row["factor"])
    assert BUILT_IN.get(row["unit"]) is None


def test_every_row_of_the_reference_is_accounted_for():
    others = {row["unit"] for row in ROWS} & NOT_NUMERIC
    assert len(ROWS) == 200
    assert len(FOUND) + len(MULTIPLIERS) + len(SCORE_NOT_MONEY) + len(PLACES) + sum(row["unit"] in others for row in ROWS) == 200


def test_prefixes_are_tried_longest_first():
    lengths = [len(name) for name in PREFIXES]
    assert lengths == sorted(lengths, reverse=True)


def test_what_is_ambiguous_is_no_unit():
    assert not set(REFUSED) & set(UNIT_NAMES)


def test_money_and_measures_are_known_by_their_group():
    assert all(map(is_currency, ("CNY", "USD", "TWD")))
    assert not any(map(is_currency, ("m", "家", "分")))
    assert not any(is_count(((base, 1),)) for base in ("m", "kg", "年", "分", "pp", "CNY"))
    assert all(is_count(((base, 1),)) for base in ("家", "人次", "级", "标箱"))


@pytest.mark.parametrize("name", UNIT_NAMES)
def test_every_name_is_found_and_lies_between_sane_bounds(name):
    assert BUILT_IN.find(name)[1:] == built_in(name)
    assert F(1, 10**18) <= BUILT_IN.find(name).factor <= 10**20


@pytest.mark.parametrize("name", ["pp_base", "pp base", "US_dollar", "十", "mile", "", " 家"])
def test_what_is_no_name_in_the_file_is_no_built_in_unit(name):
    assert built_in(name) is None
