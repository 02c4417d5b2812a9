"""Every code has its sentences in every language, from the same arguments."""

import re
from string import Formatter

import pytest

from kpicheck.problem import CATALOGUE, problem
from kpicheck.wording import (
    LANGUAGES,
    about,
    en,
    help_en,
    help_zh,
    hint,
    message,
    phrase,
    zh,
)

PROBLEMS = {"en": en, "zh": zh}
HELP = {"en": help_en, "zh": help_zh}


def code_of(key):
    return re.split(r"[/?]", key)[0]


def fields(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("language", LANGUAGES)
class TestEveryLanguage:
    def test_every_code_has_a_message_and_is_explained(self, language):
        assert {code_of(key) for key in PROBLEMS[language].MESSAGES} == set(CATALOGUE)
        assert set(HELP[language].ABOUT) == set(CATALOGUE)
        assert all(about(code, language) for code in CATALOGUE)

    def test_hints_are_of_known_codes(self, language):
        assert {code_of(key) for key in PROBLEMS[language].HINTS} <= set(CATALOGUE)

    def test_sentences_are_made_of_arguments_that_the_catalogue_names(self, language):
        for part in (PROBLEMS[language].MESSAGES, PROBLEMS[language].HINTS):
            for key, template in part.items():
                assert fields(template) <= set(CATALOGUE[code_of(key)].arguments), key

    def test_a_key_for_an_argument_names_one_of_the_code(self, language):
        for key in [*PROBLEMS[language].MESSAGES, *PROBLEMS[language].HINTS]:
            code, question, argument = key.partition("?")
            assert not question or argument in CATALOGUE[code_of(code)].arguments, key


UNWANTED = {
    "en": r"\b(rungs?|ladder|mend|circle|nobody|told|rests on|looks back from|lies)\b",
    "zh": "门槛|余量|提醒|阶梯|缺数据|拒收|接近限值|进位误差|无从得知",
}
"""Words that have a better one (level, scale, fix, cycle, cannot tell, reported, uses, as-of date, is; 限值, 差值, 预警线, 等级, 缺报, 退回, 临界)."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_thing_has_one_name(language):
    tables = [PROBLEMS[language].PHRASES, PROBLEMS[language].MESSAGES, PROBLEMS[language].HINTS, HELP[language].ABOUT]
    plain = [(key, re.sub(r"\{\w+\}|ladders?:", "", text)) for table in tables for key, text in table.items()]
    assert [(key, text) for key, text in plain if re.search(UNWANTED[language], text)] == []


def test_what_is_said_in_english_has_no_chinese_in_it():
    """But for a unit that has no English name."""
    said = [pair for table in (en.PHRASES, en.MESSAGES, en.HINTS) for pair in table.items()]
    assert [key for key, text in said if re.search("[\u3400-\u9fff]", text)] == ["unit-redeclared"]


def test_both_languages_have_the_same_keys():
    assert set(en.MESSAGES) == set(zh.MESSAGES)
    assert set(en.HINTS) == set(zh.HINTS)
    assert {key for key in en.PHRASES if not key.endswith("/1")} == set(zh.PHRASES)
    assert set(help_en.FUNCTIONS) == set(help_zh.FUNCTIONS)


def test_the_same_arguments_are_in_both_languages():
    for key, template in en.MESSAGES.items():
        assert fields(template) == fields(zh.MESSAGES[key]), key


@pytest.mark.parametrize(("count", "text"), [("0", "0 levels"), ("+1", "+1 level"), ("−1", "−1 level"), ("+2", "+2 levels")])
def test_one_is_singular(count, text):
    assert phrase("rungs", "en", count=count) == text


def test_a_users_text_is_made_safe_to_print():
    found = problem("unknown-topic", topic="\x1b[2J", close="")
    assert message(found, "en") == "there is no topic or code \\x1b[2J"
    assert "\x1b" not in hint(found, "en")
