"""Text before it means anything: folding, names, what cannot be seen, what is safe to print."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicheck import text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("２３．５％", "23.5%"),
        ("≥　５家", "≥ 5家"),
        ("−3%", "-3%"),
        ("（６％，７％］", "(6%,7%]"),
        ("ＧＤＰ～ｘ", "GDP~x"),
        ("2³", "2³"),
        ("㎡", "㎡"),
        ("٢٣", "٢٣"),
        ("Ⅲ类", "Ⅲ类"),
        ("￥5", "￥5"),
        ("5—6", "5—6"),
    ],
)
def test_only_full_width_ascii_the_wide_space_and_the_minus_sign_are_folded(written, folded):
    assert text.to_halfwidth(written) == folded


@given(st.text())
def test_folding_keeps_every_offset_and_is_done_once(any_text):
    """len(to_halfwidth(t)) == len(t), to_halfwidth(to_halfwidth(t)) == to_halfwidth(t): an offset in the folded text holds in the text."""
    folded = text.to_halfwidth(any_text)
    assert len(folded) == len(any_text)
    assert text.to_halfwidth(folded) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ⅲ类", "III类"), (" 满意率 ", "满意率"), ("ＧＤＰ", "GDP"), ("　满意率　", "满意率"), ("㎡", "m2"), ("e\u0301", "é")],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert text.name_key(one) == text.name_key(other)


@pytest.mark.parametrize(("one", "other"), [("GDP", "gdp"), ("a b", "ab"), ("满意率", "滿意率"), ("аbc", "abc")])
def test_names_that_differ_by_more_than_width_stay_apart(one, other):
    assert text.name_key(one) != text.name_key(other)


@given(st.text())
def test_a_key_is_its_own_key(any_text):
    """name_key(name_key(t)) == name_key(t)."""
    key = text.name_key(any_text)
    assert text.name_key(key) == key


def test_a_text_that_is_too_long_for_a_name_is_compared_as_it_is():
    longest = "ａ" * text.MAX_NAME
    assert text.name_key(f" {longest} ") == "a" * text.MAX_NAME
    assert text.name_key(f" {longest}ａ ") == f"{longest}ａ"
    assert len(text.name_key("a" + "\u0301\u0316" * 50_000)) == 100_001


INVISIBLE = [
    "\x00", "\x1b", "\x7f", "\x85", "\xad", "\u034f", "\u061c", "\u115f", "\u180b", "\u180e", "\u200b", "\u200d", "\u202e", "\u2060",
    "\u2066", "\u2800", "\u3164", "\ufe00", "\ufe0f", "\ufeff", "\uffa0", "\ufffd", "\U000e0001", "\U000e0100", "\U000e01ef", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("char", INVISIBLE, ids=text.code_point)
def test_a_character_that_cannot_be_seen_is_found_and_written_out(char):
    assert text.is_invisible(char)
    assert not text.is_plain(f"家庭{char}")
    shown = text.escape(f"家庭{char}")
    assert shown.startswith("家庭\\")
    assert text.is_plain(shown)


IGNORABLE = [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]  # fmt: skip
"""Default_Ignorable_Code_Point of Unicode 15 (DerivedCoreProperties.txt), those that have no meaning yet among them."""


def test_what_unicode_says_is_not_to_be_seen_is_invisible_even_where_it_has_no_meaning_yet():
    for first, last in IGNORABLE:
        for code in range(first, last + 1):
            assert text.is_invisible(chr(code)), hex(code)
            assert text.escape(chr(code)) != chr(code)


@given(st.text())
def test_what_is_escaped_in_json_is_read_as_the_same_value(any_text):
    """loads(escape_in_json(dumps(t))) == t, and none of its characters is one that the table would have escaped."""
    document = text.escape_in_json(json.dumps({"a": any_text}, ensure_ascii=False, indent=2))
    assert json.loads(document) == {"a": any_text}
    assert text.escape(document.replace("\n", "")) == document.replace("\n", "")


@pytest.mark.parametrize("char", [*"a家%\t\n\r é～　", "\u00a0", "\u0301", "𠮷", "😀"], ids=text.code_point)
def test_letters_marks_spaces_and_line_ends_are_not_invisible(char):
    assert not text.is_invisible(char)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("满意率 90%", "满意率 90%"),
        ("a\tb\nc\rd", r"a\tb\nc\rd"),
        ("\x1b[2Jx", r"\x1b[2Jx"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u2028b", r"a\u2028b"),
        ("a\U000e0001b", r"a\U000e0001b"),
        ("x\u3164", r"x\u3164"),
        ("宽　格", "宽　格"),
    ],
)
def test_a_users_text_cannot_clear_a_terminal_or_turn_a_line_round(raw, shown):
    assert text.escape(raw) == shown


@given(st.text())
def test_what_is_escaped_is_one_line_without_controls(any_text):
    shown = text.escape(any_text)
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs"}


@pytest.mark.parametrize("name", ["аbc", "αx", "Gdр", "яω"])
def test_letters_of_two_scripts_that_look_alike_are_mixed(name):
    assert text.mixes_scripts(name)


@pytest.mark.parametrize("name", ["gdp", "GDP增速", "增速", "αβγ", "доля", "café率", "", "x_1", "Ⅲ类x"])
def test_one_script_beside_chinese_is_not_mixed(name):
    assert not text.mixes_scripts(name)


def test_the_closest_known_word_is_suggested_and_a_far_one_is_not():
    assert text.closest("targt", ["target", "title"]) == "target"
    assert text.closest("zzz", ["target", "title"]) == ""


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("GDP", ["gdp", "gap"], "gdp"), ("家/", ["户", "家"], "家"), ("cubic_metres", ["cubic metres"], "cubic metres"), ("%%", ["%", "‰"], ""), ("%", ["‰", "%"], "%"), ("unit-mismach", ["unit-mismatch", "unit-conflict"], "unit-mismatch"), ("hightech", ["high_tech"], "high_tech"),
        ("teh", ["the"], "the"), ("kms", ["ms", "km"], "km"), ("tonns", ["tons", "tonnes"], "tonnes"),
        ("研发经费", ["政府研发经费"], "政府研发经费"), ("热线满意率", ["12345热线满意率"], "12345热线满意率"), ("满意度", ["满意率"], "满意率"),
        ("growth_rd", ["rd_growth", "growth"], "growth"),
        # no likeness: too many slips for so few letters
        ("cases", ["hectares", "亩"], ""), ("by", ["byte", "bp"], ""), ("nofile", ["wide", "unreadable"], ""), ("户", ["家"], ""), ("亿员", ["亿元"], ""),
        ("外资", ["外贸"], ""), ("rd", ["rd_growth"], ""), ("", ["a"], ""), ("x", [], ""), ("abcdefghijkl", ["abcdefgh1234"], ""),
    ],
)  # fmt: skip
def test_a_suggestion_is_a_likeness(word, known, meant):
    assert text.closest(word, known) == meant


def test_what_is_too_long_for_a_word_is_likened_to_nothing():
    name = "ab" * 50
    assert text.closest(name[:-1], [name]) == name
    assert text.closest(name + "a", [name]) == ""
    assert text.closest((name + "a").upper(), [name + "a"]) == name + "a"


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("ab", "ba", False), ("abc", "acb", True), ("abc", "abd", True), ("abc", "ade", False), ("abcdef", "abcd", True), ("abcdef", "bacdfe", True),
        ("abcdef", "badcfe", False), ("abcdefghi", "abcdef", True), ("abcdefghijkl", "ijkl", False), ("abcdefgh", "efgh", True), ("abcdefghi", "fghi", False),
        ("abcdefgh", "cdef", False), ("abcdefghijklmnop", "bcdefghijkl123op", False), ("abcdefghijklmnop", "bcdefghijkl12op", True),
    ],
)  # fmt: skip
def test_a_slip_for_every_three_letters_and_a_part_of_half_the_length_are_likenesses(one, other, like):
    assert text.is_like(one, other) is like
    assert text.is_like(other, one) is like


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_goes_both_ways_and_every_word_is_like_itself(one, other):
    """is_like(a, b) == is_like(b, a); is_like(a, a)."""
    assert text.is_like(one, other) == text.is_like(other, one)
    assert text.is_like(one, one)


@given(st.text("abcdefg", min_size=3, max_size=9), st.data())
def test_one_slip_in_a_word_of_three_letters_is_a_likeness(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcxyz"))
    assert text.is_like(word, word[:at] + letter + word[at + 1 :])
    assert text.is_like(word, word[:at] + letter + word[at:])
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    assert text.is_like(word, swapped)


def test_a_character_is_named_by_its_code_point():
    assert [text.code_point(char) for char in ("\u200b", "\x00", "\U0001f600")] == ["U+200B", "U+0000", "U+1F600"]


def test_suggestions_are_searched_for_the_first_twenty_different_words_and_remembered():
    asked = []
    suggestions = text.Suggestions(["alpha", "beta"], search=lambda word, known: asked.append(word) or known[0])
    assert [suggestions.closest(f"w{i}") for i in range(20)] == ["alpha"] * 20
    assert [suggestions.closest(word) for word in ("w0", "w19", "w20", "w20")] == ["alpha", "alpha", "", ""]
    assert asked == [f"w{i}" for i in range(20)]


def test_a_suggestion_is_what_is_spelled_much_alike():
    suggestions = text.Suggestions({"alpha": 1, "beta": 2})
    assert [suggestions.closest(word) for word in ("alpa", "gamut")] == ["alpha", ""]


def test_suggestions_without_a_limit_are_always_searched_for():
    suggestions = text.Suggestions(["alpha"], left=None)
    assert [suggestions.closest(f"alpha{i}") for i in range(30)] == ["alpha"] * 30
