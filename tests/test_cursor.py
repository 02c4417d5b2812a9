"""A cursor over a text: what it takes, and that it stays where it finds nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicheck.cursor import MAX_WORD, Cursor, Vocabulary
from kpicheck.problem import Refusal
from kpicheck.unit import BUILT_IN

WORDS = Vocabulary({"at": 1, "at least": 2, "不低于": 3, "a" * MAX_WORD: 4, "不": 5})


def test_it_reads_a_folded_text_from_anywhere_and_keeps_the_written_one():
    cursor = Cursor("达到　２３％ 以上", 2)
    assert (cursor.rest, cursor.skip(), cursor.rest) == (" 23% 以上", 3, "23% 以上")
    assert cursor.raw[cursor.at :] == "２３％ 以上"


def test_spaces_are_skipped_and_control_characters_are_none():
    for text, at in (("", 0), ("  ", 2), (" \t\r\n\u3000\u00a0a", 6), (" \x1c", 1), ("\x0b", 0), ("\u200b", 0)):
        cursor = Cursor(text)
        assert cursor.is_at_end is (at == len(text))
        assert (cursor.at, cursor.skip(), cursor.at) == (0, at, at)


def test_a_sign_is_taken_with_the_spaces_before_it():
    cursor = Cursor("a  >=  5")
    assert not cursor.takes(">=")
    assert cursor.at == 0
    cursor.at = 1
    assert (cursor.takes(">="), cursor.at) == (True, 5)


def test_a_pattern_is_matched_at_the_cursor_alone():
    cursor = Cursor("  12年 34")
    assert (cursor.match(re.compile("[0-9]+")).group(), cursor.at) == ("12", 4)
    assert (cursor.match(re.compile("[0-9]+")), cursor.at) == (None, 4)


@pytest.mark.parametrize(
    ("text", "word", "at"),
    [
        ("at least 5", ("at least", 2), 8),
        ("  AT   Least5", ("at least", 2), 12),
        ("at lease", ("at", 1), 2),
        ("at leasts", ("at", 1), 2),
        ("atleast", None, 0),
        ("at_5", None, 0),
        ("at5", ("at", 1), 2),
        ("不低于", ("不低于", 3), 3),
        ("不高于", ("不", 5), 1),
        ("不at", ("不", 5), 1),
        ("b", None, 0),
        (" ", None, 0),
        ("", None, 0),
        ("a" * MAX_WORD, ("a" * MAX_WORD, 4), MAX_WORD),
        ("a" * (MAX_WORD + 1), None, 0),
        ("at" + " " * (MAX_WORD - 7) + "least", ("at least", 2), MAX_WORD),
        ("at" + " " * (MAX_WORD - 6) + "least", ("at", 1), 2),
    ],
)
def test_the_longest_word_is_taken_and_a_latin_one_ends_with_its_letters(text, word, at):
    cursor = Cursor(text)
    assert (cursor.word(WORDS), cursor.at) == (word, at)


def test_a_quantity_is_taken_with_its_unit_and_refused_at_its_place():
    cursor = Cursor("约 5万元/户 起")
    assert not cursor.starts_quantity()
    cursor.at = 1
    assert cursor.starts_quantity()
    assert (str(cursor.quantity(BUILT_IN)), cursor.at) == ("5万元/户", 7)
    cursor.at = 1
    assert (str(cursor.quantity(BUILT_IN, in_formula=True)), cursor.at) == ("5万元", 5)
    cursor = Cursor("约 1_000", 1)
    with pytest.raises(Refusal) as refused:
        cursor.quantity(BUILT_IN)
    assert (refused.value.offset, cursor.at) == (2, 1)


def test_a_unit_alone_is_taken():
    cursor = Cursor(" 亿元以上")
    assert (cursor.unit(BUILT_IN).name, cursor.at) == ("亿元", 3)
    assert (cursor.unit(BUILT_IN), cursor.at) == (None, 3)


@given(st.text(), st.integers(0, 5))
def test_where_nothing_is_found_nothing_is_taken(text, at):
    """Law: a cursor moves by what it takes, forward and within its text, and else not at all."""
    cursor = Cursor(text, min(at, len(text)))
    for take in (lambda: cursor.takes("5"), lambda: cursor.word(WORDS), lambda: cursor.unit(BUILT_IN)):
        before = cursor.at
        taken = take()
        assert (before < cursor.at <= len(text)) if taken else cursor.at == before
