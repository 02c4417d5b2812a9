"""Laws of the threshold notation: synonyms, writing and reading again, spelling, hostile texts."""

from datetime import date
from fractions import Fraction as F

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from canonical import canonical
from conftest import outcome
from kpicheck.demand import Operator, decide, demand_of
from kpicheck.notation import (
    About,
    AnyOf,
    Day,
    Declared,
    Direction,
    LastYear,
    Level,
    Limit,
    Multiple,
    NoneOf,
    Range,
    Reference,
    Threshold,
    phrases,
    words,
)
from kpicheck.notation.read import read_threshold
from kpicheck.notation.threshold_reader import MAX_WORDS
from kpicheck.notation.words import Role
from kpicheck.problem import Refusal
from kpicheck.quantity import PERCENT, POINTS, Quantity
from kpicheck.text import name_key
from kpicheck.unit import BUILT_IN, UNIT_NAMES
from test_notation import CASES
from test_notation import declared as declared_of
from test_number import CHINESE
from test_number import chinese as numeral

NUMBERS = st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 4))
UNITS = st.sampled_from(sorted(UNIT_NAMES))
QUANTITIES = st.builds(
    lambda number, name: Quantity(F(number[0], 10 ** number[1]), BUILT_IN.find(name) if name else None, -number[1]),
    NUMBERS,
    st.one_of(st.none(), UNITS, st.sampled_from(["万元/户", "微克/立方米", "件/万人", "亿千瓦时", "m^-2", "例/10万人"])),
)
POSITIVE = QUANTITIES.filter(lambda quantity: quantity.value > 0)


def is_day(quantity):
    """2023年 is the end of that year, whatever is meant."""
    return quantity.unit is not None and quantity.unit.name == "年" and len(quantity.written) == len("2023年") and quantity.value >= 0


def demanded(text, declared=None):
    """What a text demands, apart from how it is worded."""
    return read_threshold(text, BUILT_IN, declared).requires


OPERATORS = st.sampled_from(Operator)
SIDES = OPERATORS.filter(lambda operator: operator.side is not None)
VALUES = st.fractions(-3, 3, max_denominator=2)


@given(OPERATORS, VALUES, VALUES)
def test_an_operator_is_negated_flipped_made_strict_and_has_a_side(operator, limit, value):
    """not (v o l) == v negated(o) l; v o l == -v flipped(o) -l; v strict(o) l == v o l and v != l."""
    holds = decide(demand_of(operator, limit), value)
    assert decide(demand_of(operator.negated, limit), value) is not holds
    assert decide(demand_of(operator.flipped, -limit), -value) is holds
    assert (operator.strict is None) is (operator.side is None) is (operator in {Operator.EQ, Operator.NE})
    if operator.strict is not None:
        assert decide(demand_of(operator.strict, limit), value) is (holds and value != limit)
        assert decide(demand_of(operator.side, limit), value) is (holds or value == limit)


BEFORE = [(word, operator) for word, operator in words.COMPARATORS.items()]
BEHIND = [(word, value) for word, (role, value) in words.AFTER.items() if role in {Role.COMPARE, Role.WITHIN}]


TEXTS = ["5家", "23.0%", "1,050户", "35微克/立方米", "三分之二", "2 percentage points", "-3%"]


@pytest.mark.parametrize(("word", "operator"), BEFORE)
def test_every_comparator_before_the_number_reads_as_its_sign(word, operator):
    """read(word + q) == read(sign + q)."""
    for text in TEXTS[:-1] if words.BEFORE[word][0] is Role.WITHIN else TEXTS:
        assert demanded(f"{word} {text}") == demanded(f"{operator.value} {text}")


@pytest.mark.parametrize(("word", "operator"), BEHIND)
def test_every_comparator_behind_the_number_reads_as_its_sign(word, operator):
    """read(q + word) == read(sign + q)."""
    for text in TEXTS[:-1]:
        assert demanded(f"{text} {word}") == demanded(f"{operator.value} {text}")


@pytest.mark.parametrize("word", [word for word in words.COMPARATORS if f"不{word}" not in words.BEFORE and not word.startswith(("不", "within"))])
def test_a_negation_turns_the_comparator(word):
    """read(不 + word + q) == read(negated sign + q)."""
    turned = words.COMPARATORS[word].negated.value
    for text, negation in zip(TEXTS, ("不", "不得", "not ", "must not be ", "应不", "不能 ", "no "), strict=True):
        assert demanded(f"{negation}{word} {text}") == demanded(f"{turned} {text}")


@given(st.sampled_from(BEFORE), st.sampled_from(BEHIND), POSITIVE)
def test_a_comparator_says_the_same_of_any_quantity(before, behind, quantity):
    assume(not is_day(quantity) and quantity.unit is not None)
    text = quantity.written
    assert demanded(f"{before[0]} {text}") == demanded(f"{before[1].value} {text}")
    assert demanded(f"{text} {behind[0]}") == demanded(f"{behind[1].value} {text}")


@pytest.mark.parametrize("word", [word for word, (role, _) in words.BEFORE.items() if role in {Role.FILLER, Role.STRENGTH, Role.VERB, Role.FLOOR}])
def test_a_modal_a_strength_or_a_verb_demands_what_the_number_demands(word):
    assert demanded(f"{word} 5.0%") == demanded(">= 5.0%")
    assert demanded(f"{word} 不超过5.0%" if words.BEFORE[word][0] is not Role.FLOOR else "不超过5.0%") == demanded("<= 5.0%")


@pytest.mark.parametrize("word", words.RISES)
def test_every_rising_verb_demands_a_change_upwards(word):
    found = read_threshold(f"{word} 5%")
    assert (found.operator, found.requires.quantity.value, found.direction) == (Operator.GE, 5, Direction.UP)


@pytest.mark.parametrize("word", words.FALLS)
def test_every_falling_verb_is_read_in_its_magnitude_and_turned_once(word):
    for said, operator in (("", "<="), ("不超过", ">="), ("超过", "<"), ("不到", ">")):
        found = read_threshold(f"{word} {said}5%")
        assert (found.operator.value, found.requires.quantity.value, found.direction) == (operator, -5, Direction.DOWN)


@pytest.mark.parametrize(("word", "role"), [(word, role) for word, (role, _) in words.BEFORE.items() if role in {Role.LED_UP, Role.LED_DOWN, Role.CAP}])
def test_a_level_that_is_led_to_is_no_change(word, role):
    found = read_threshold(f"{word} 5%")
    operator = Operator.GE if role is Role.LED_UP else Operator.LE
    assert (found.operator, found.requires.quantity.value, found.direction) == (operator, 5, None)


@pytest.mark.parametrize("word", [word for word, (role, _) in words.AFTER.items() if role is Role.ABOUT] + list(words.ABOUTS))
def test_every_word_for_about_demands_a_tolerance(word):
    texts = [f"{word} 5%"] if word in words.ABOUTS else [f"5% {word}"]
    assert [demanded(text) for text in texts] == [demanded("5%左右")]


@pytest.mark.parametrize("word", list(phrases.SEPARATORS))
def test_every_separator_makes_a_range(word):
    for low, high in (("6%", "6.5%"), ("-3%", "-1%"), ("1", "2所"), ("10万", "20万元"), ("三", "十家")):
        assert demanded(f"between {low} {word} {high}") == demanded(f"{low} ~ {high}")
        if not phrases.SEPARATORS[word]:
            assert demanded(f"{low}{word}{high}") == demanded(f"{low} ~ {high}")


SHARED = st.sampled_from(["", "百", "千"])
MYRIADS = st.sampled_from(["", "万", "亿"])


@given(st.integers(1, 9), st.integers(1, 9), SHARED, MYRIADS, st.sampled_from(["家", "元", "千瓦", "千克"]), st.sampled_from(["到", "至", "~", "—"]))
def test_a_range_in_numerals_is_the_same_range_in_digits(low, high, size, myriad, unit, between):
    """三到五百万元 == 300~500万元, with each last digit; where the left end would not be the lower one, it is refused."""
    digits, many = CHINESE, {"": "", "百": "00", "千": "000"}[size]
    written = f"{digits[low]}{between}{digits[high]}{size}{myriad}{unit}"
    if low < high:
        assert demanded(written) == demanded(f"{low}{many}{between}{high}{many}{myriad}{unit}")
    elif size or myriad:
        assert outcome(read_threshold, written).arguments["why"] == "shared"


@given(st.integers(1, 9999), st.integers(1, 9999), MYRIADS, st.sampled_from(["家", "元", "千瓦"]))
def test_numerals_in_full_make_the_range_that_digits_make(low, high, myriad, unit):
    """三百二十万元~五百万元 == 320万元~500万元, whole refusals included."""
    ends = [f"{numeral(end)}{myriad}{unit}" for end in (low, high)], [f"{end}{myriad}{unit}" for end in (low, high)]
    numerals, digits = (outcome(read_threshold, "~".join(pair)) for pair in ends)
    if isinstance(digits, Refusal):
        assert numerals.code == digits.code
    else:
        assert numerals.requires == digits.requires


@pytest.mark.parametrize("word", list(words.BASES))
def test_every_basis_is_kept(word):
    assert read_threshold(f"{word} 增长5%").basis == words.BASES[word]


@pytest.mark.parametrize("word", list(phrases.PHRASES))
def test_every_phrase_is_read_alone_after_a_strength_and_in_a_file(word):
    operator, value, unit = phrases.PHRASES[word]
    for found in (read_threshold(word), read_threshold(f"力争{word}"), read_threshold(word, BUILT_IN, Declared())):
        limit = found.requires.quantity
        assert (found.operator, limit.value, limit.unit and limit.unit.name) == (operator, value, unit)
    assert read_threshold(f"力争{word}").strength == "力争"


@pytest.mark.parametrize("word", phrases.VAGUE)
def test_no_number_is_invented_for_a_vague_word(word):
    found = outcome(read_threshold, f"{word}5家" if word in phrases.BESIDE_NUMBER else word)
    assert (found.code, found.arguments["word"]) == ("vague-threshold", word)


NAME = st.from_regex(r"[a-z_一-龥][a-z0-9_一-龥]{0,8}", fullmatch=True).filter(lambda name: "或" not in name)
"""Names of indicators and levels; 或 joins levels."""


@st.composite
def requirements(draw):
    """Any requirement, with what is declared to read it."""
    name, other = draw(NAME), "未开工"
    found = draw(st.one_of(
        st.builds(Limit, OPERATORS, QUANTITIES), ranges(), abouts(), multiples(),
        st.builds(Day, OPERATORS, st.dates(min_value=date(1000, 1, 1))),
        st.builds(Level, OPERATORS, st.just(name)), st.builds(LastYear, OPERATORS, st.just(value=False)), st.builds(LastYear, SIDES, st.just(value=True)), st.builds(Reference, OPERATORS, st.just(name)),
        st.sampled_from([AnyOf((name,)), AnyOf((name, other)), NoneOf((name,)), NoneOf((name, other))]),
    ))  # fmt: skip
    return found, Declared((name,)) if isinstance(found, Reference) else Declared((), (name, other))


@st.composite
def ranges(draw):
    one = draw(QUANTITIES)
    other = one._replace(value=one.value + draw(st.integers(1, 100)))
    return Range(one, other, draw(st.booleans()), draw(st.booleans()))


@st.composite
def abouts(draw):
    limit = draw(QUANTITIES)
    unit = POINTS if limit.unit is not None and limit.dimension == PERCENT.dimension else limit.unit
    tolerance = draw(st.none() | st.just(Quantity(F(draw(st.integers(0, 50)), 10), unit, -1)))
    return About(limit, tolerance)


@st.composite
def multiples(draw):
    factor = F(draw(st.integers(1, 1000)), draw(st.sampled_from([1, 2, 4, 5, 10])))
    sides = [Operator.GE, Operator.GT] if factor >= 1 else [Operator.LE, Operator.LT]
    return Multiple(draw(st.sampled_from(sides)), factor)


@given(requirements())
def test_what_is_written_is_read_again(made):
    """read(canonical(t)) == t."""
    threshold, declared = Threshold("", made[0]), made[1]
    assume(not any(map(is_day, threshold.quantities[:1])) and not is_years(made[0]))
    assert demanded(canonical(threshold), declared) == threshold.requires


def is_years(made):
    """2020年~2025年 are years, not so many of them."""
    return isinstance(made, Range) and made.high.unit is not None and made.high.unit.name == "年" and made.low.value >= 1000


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] != "refused"], ids=lambda case: case["text"])
def test_what_is_read_is_written_and_read_again(case):
    """read(canonical(read(text))) demands the same, and is written the same."""
    first = read_threshold(case["text"], BUILT_IN, declared_of(case))
    again = read_threshold(canonical(first), BUILT_IN, with_levels(first, declared_of(case)))
    assert canonical(again) == canonical(first)
    assert worth(again) == worth(first)


def levels_of(requires):
    return (requires.level,) if isinstance(requires, Level) else requires.levels if isinstance(requires, AnyOf | NoneOf) else ()


def with_levels(threshold, declared):
    """What is declared, and where no file says so, that the levels are some."""
    levels = levels_of(threshold.requires)
    return Declared((), levels) if declared is None and levels else declared


def worth(threshold):
    """What a threshold demands, without its last digits."""
    return type(threshold.requires), [value[:2] if isinstance(value, Quantity) else value for value in threshold.requires]


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] != "refused" and "given" not in case], ids=lambda case: case["text"])
def test_full_width_forms_and_outer_spaces_change_nothing(case):
    """read(widen(t)) == read(t): states and names, which are words, apart."""
    found = read_threshold(case["text"])
    if not levels_of(found.requires) and not isinstance(found.requires, Reference):
        assert read_threshold(f" {case['text'].translate(WIDE)}　")._replace(text=case["text"]) == found


@given(NAME, OPERATORS)
def test_a_name_of_the_file_comes_first_whatever_words_it_contains(name, operator):
    for known in (name, f"不低于{name}", f"增长{name}", f"{name}以上"):
        assert demanded(f"{operator.value} {known}", Declared((known,))) == Reference(operator, known)
        assert demanded(known, Declared((), (known,))) == Level(Operator.GE, known)


CODES = {
    "empty", "bad-threshold", "vague-threshold", "two-thresholds", "bare-negative", "empty-range", "no-year", "bad-number", "unknown-unit",
    "long-unit", "unit-mismatch", "negative-tolerance", "unknown-name", "bad-date", "bad-period",
}  # fmt: skip
PIECES = st.sampled_from([
    *words.BEFORE, *words.AFTER, *phrases.SEPARATORS, *phrases.VAGUE, *phrases.PHRASES, *phrases.FACTORS, *phrases.LAST_YEAR, *phrases.TOLERANCE,
    *phrases.FRACTIONS, *phrases.MILESTONES, *phrases.CONTINUED, *phrases.TRENDS, *words.RELATIVE, *words.IMPROVING, "million", "k", "bn", "5", "0.5", "-3", "1,000", "1e3", "三", "十二", "百分之", "一半", "%", "个百分点", "万", "亿", "元", "家", "年", "月",
    "(", ")", "[", "]", ",", "、", "x", "前", "第", "名", "翻", "番", "基数的", "倍", "2023", "年底", "2023-12-31", " ", "*", "/", "^", "$",
])  # fmt: skip
HOSTILE = st.text(max_size=60) | st.lists(PIECES, max_size=9).map("".join) | st.lists(PIECES, max_size=9).map(" ".join)


@given(HOSTILE, st.sampled_from([None, Declared(), Declared(("x", "增长率"), ("未开工", "开工"))]))
def test_any_text_is_read_or_refused_within_itself(text, declared):
    found = outcome(read_threshold, text, BUILT_IN, declared)
    if isinstance(found, Threshold):
        assert found.text == text
        assert worth(read_threshold(canonical(found), BUILT_IN, with_levels(found, declared))) == worth(found)
    else:
        assert found.code in CODES
        assert 0 <= found.offset <= found.offset + found.width <= len(text)


def declaring(found):
    """A file that declares the milestones, x, and what a threshold names."""
    requires = found.requires if isinstance(found, Threshold) else None
    names = (name_key(requires.against),) if isinstance(requires, Reference) else ()
    return Declared(("x", *names), (*phrases.MILESTONES, *(levels_of(requires) if requires else ())))


def compared(requires):
    """What is demanded, a level and a reference of one name alike: a file knows which of them it is."""
    if isinstance(requires, Level):
        return requires.operator, requires.level
    return (requires.operator, name_key(requires.against)) if isinstance(requires, Reference) else requires


@settings(max_examples=500)
@given(HOSTILE)
def test_what_is_read_without_a_file_is_read_in_a_file_and_the_reverse(text):
    """read(t) == read(t, what it names is declared), whole refusals included."""
    alone = outcome(read_threshold, text)
    filed = outcome(read_threshold, text, BUILT_IN, declaring(alone))
    assert isinstance(alone, Threshold) is isinstance(filed, Threshold)
    if isinstance(alone, Threshold):
        assert compared(alone.requires) == compared(filed.requires)


@pytest.mark.parametrize("case", [case for case in CASES if "given" not in case], ids=lambda case: case["text"])
def test_every_text_of_the_tables_is_read_in_a_file_as_without_one(case):
    test_what_is_read_without_a_file_is_read_in_a_file_and_the_reverse.hypothesis.inner_test(case["text"])


def test_no_more_words_than_anybody_writes_may_come_before_a_number():
    assert read_threshold("应" * MAX_WORDS + "5%").bare
    assert outcome(read_threshold, "应" * (MAX_WORDS + 1) + "5%").arguments["why"] == "said-twice"


@pytest.mark.parametrize("piece", ["应", "不", "+", "-", "(", "5", "5%", "、", "约", "翻", "一", "十", "±", "力争", ",", "[", "同比", "百分之", "5~", ".", "e", "１"])
def test_a_thousand_times_the_same_is_no_quantity(piece):
    found = outcome(read_threshold, (piece * 1000)[:1000])
    assert isinstance(found, Refusal) or isinstance(found.requires, Level)
