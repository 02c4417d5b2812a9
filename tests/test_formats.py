"""The screen: exact texts that a reviewer can read, and what holds for every text that is painted."""

import re
from itertools import takewhile

import pytest

from conftest import DATA, ROOT
from judging import report as judged
from kpicheck import evaluate, load_targets, read_submission, read_threshold, render
from kpicheck.formats.demands import threshold_text
from kpicheck.formats.evidence import evidence_text
from kpicheck.formats.layout import display_width, lay_out, padded, problem_text, totals
from kpicheck.formats.values import value_text
from kpicheck.notation import Declared
from kpicheck.place import Place
from kpicheck.problem import Problem, problem

SCREEN = DATA / "screen"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def report(monkeypatch):
    monkeypatch.chdir(SCREEN)
    targets = load_targets("targets.yaml")
    return evaluate(targets, read_submission(["figures.csv"]))


def expected(name):
    return (SCREEN / name).read_text("utf-8")


def many(report, count):
    """The same report with its first outcome many times."""
    return report._replace(outcomes=report.outcomes[:1] * count)


@pytest.mark.parametrize("language", ["en", "zh"])
class TestExactTexts:
    def test_plain_text_shortens_nothing(self, report, language):
        assert render(report, language=language) == expected(f"plain.{language}.txt")

    @pytest.mark.parametrize("width", [80, 160])
    def test_a_terminal_without_colours(self, report, language, width):
        assert render(report, language=language, width=width, color=False) == expected(f"terminal{width}.{language}.txt")

    @pytest.mark.parametrize("width", [80, 160])
    def test_colours_change_nothing_but_colours(self, report, language, width):
        painted = render(report, language=language, width=width)
        assert "\x1b[1;31m" in painted
        assert ESCAPES.sub("", painted) == expected(f"terminal{width}.{language}.txt")

    def test_evidence_of_everything(self, report, language):
        assert render(report, language=language, verbose=2) == (
            expected(f"plain.{language}.txt") + "\n" + expected(f"evidence.{language}.txt")
        )


def test_a_report_speaks_its_own_language_unless_asked_otherwise(report):
    assert render(report) == expected("plain.zh.txt")


def test_evidence_of_what_did_not_pass_leaves_the_passes_out(report):
    heads = [line for line in evidence_text(report, "en", everything=False).splitlines() if line[:1].strip()]
    assert [head.split("/")[0] for head in heads] == ["tech_smes", "rd_growth", "museum", "sports_centre", "college"]


@pytest.mark.parametrize("width", [60, 80, 100, 119, 120, 160])
def test_every_number_is_whole_at_every_width(report, width):
    painted = render(report, language="en", width=width, color=False)
    for verdict in report.verdicts:
        for value in (verdict.actual, verdict.margin):
            assert value is None or value_text(value, "en", plus=value is verdict.margin) in painted


@pytest.mark.parametrize("width", [80, 160])
def test_no_line_is_wider_than_the_terminal_and_none_ends_in_spaces(report, width):
    for line in render(report, language="zh", width=width, color=False).splitlines()[1:]:
        assert display_width(line) <= width
        assert line == line.rstrip()


def test_a_folded_name_loses_no_character(report):
    lines = render(report, language="en", width=41, color=False).splitlines()
    at = next(at for at, line in enumerate(lines) if "22.55%" in line)
    below = takewhile(lambda line: "rd_growth" not in line, lines[at + 1 :])
    parts = [lines[at].split()[1], *map(str.strip, below)]
    assert len(parts) > 2
    assert "".join(parts) == "政府研究与试验发展经费增速"


def test_markup_in_a_name_is_text(report):
    assert "[bold]学院[/bold]" in ESCAPES.sub("", render(report, width=80))


def test_control_characters_are_written_out(report):
    hostile = report._replace(title="\x1b[2J\u202e", outcomes=(report.outcomes[0]._replace(name="a\x1b]0;x\x07\nb"),))
    for width in (None, 80):
        text = render(hostile, width=width, color=False)
        assert "\\x1b[2J\\u202e" in text
        assert "a\\x1b]0;x\\x07\\nb" in text
        assert not set(text) & set("\x1b\x07\u202e")


def test_a_terminal_is_spared_more_rows_than_were_asked_for(report):
    text = render(many(report, 7), language="en", width=80, limit=5, color=False)
    assert text.count("新增高新技术企业") == 5
    assert "2 more rows: --all shows them" in text


def test_one_row_left_is_written_in_the_singular(report):
    assert "1 more row: --all shows it" in render(many(report, 6), language="en", width=80, limit=5, color=False)


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_totals_break_behind_a_dot_and_lose_nothing(language, width):
    found = load_targets(str(ROOT / "targets.yaml"))
    found = evaluate(found, read_submission([str(ROOT / "samples/wuhai-2023.csv")]))
    whole = "\n".join(totals(found, language))
    lines = render(found, language=language, width=width, color=False).rstrip("\n").rpartition("\n\n")[2].splitlines()
    assert "\n".join(lines).replace(" ·\n", " · ") == whole
    assert max(map(display_width, lines)) <= width
    assert len(lines) > 2 or width == 160


def test_as_many_rows_as_the_limit_are_all_shown(report):
    assert "--all" not in render(many(report, 5), language="en", width=80, limit=5, color=False)


def test_one_target_and_one_figure_are_written_in_the_singular(report):
    accounting = report.accounting._replace(used=1, unused=0)
    text = render(report._replace(outcomes=report.outcomes[:1], accounting=accounting), language="en")
    assert text.endswith("1 target: 1 passed\n1 figure: 1 used\n")


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("23%", 3), ("乌海", 4), ("ｱ", 1), ("（1）", 5), ("e\u0301", 1)])
def test_wide_characters_take_two_columns_and_combining_ones_none(text, width):
    assert display_width(text) == width
    assert display_width(padded(text, 9)) == display_width(padded(text, 9, right=True)) == 9


class TestProblems:
    def test_the_caret_is_below_what_is_meant_also_after_wide_characters(self):
        found = problem("unknown-topic", Place("文件.yaml", 3, 7), width=3, topic="1亿元", close="")
        text = problem_text(found._replace(excerpt="  目标: 1亿元"), "en")
        assert text.splitlines()[:3] == [
            "文件.yaml:3:7: unknown-topic: there is no topic or code 1亿元",
            "    目标: 1亿元",
            "          ^^^^^",
        ]

    def test_without_an_excerpt_there_is_no_caret(self):
        found = problem("output-failed", Place("x.json"), path="x.json", reason="No space left on device", stream="")
        assert problem_text(found, "zh").splitlines() == [
            "x.json: output-failed: x.json 无法写出：No space left on device",
            "  提示：请检查文件夹是否存在、可写、空间是否足够",
        ]

    def test_a_very_long_line_is_left_out(self):
        found = problem("no-submission", Place("f", 1, 1))._replace(excerpt="x" * 1000)
        assert len(problem_text(found, "en")) < 200

    def test_control_characters_of_a_line_are_written_out(self):
        found = Problem("no-submission", (), Place("f\x1b", 1, 3), excerpt="a\x1bb")
        text = problem_text(found, "en")
        assert "\x1b" not in text
        assert text.splitlines()[:3] == ["f\\x1b:1:3: no-submission: no submission is given", "    a\\x1bb", "         ^"]

    def test_a_place_that_is_not_exact_has_its_line_but_no_caret(self):
        found = Problem("no-submission", (), Place("f", 1, 3, exact=False), excerpt="  a: |b")
        assert problem_text(found, "en").splitlines()[1:2] == ["    a: |b"]


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("23%以上", "≥ 23%", "≥ 23%"), ("不低于上年", "≥ last year", "≥ 上年"), ("翻两番", "≥ 4 × the baseline", "≥ 基数的4倍"),
        ("4%左右", "about 4%", "4%左右"), ("4% ± 0.5个百分点", "4% ± 0.5 pp", "4% ± 0.5个百分点"),
        ("2023年底前", "≤ 2023-12-31", "≤ 2023-12-31"), ("> 5家", "> 5 家", "> 5家"),
    ],
)  # fmt: skip
def test_thresholds_are_shown_in_the_readers_language(text, english, chinese):
    threshold = read_threshold(text)
    assert (threshold_text(threshold, "en"), threshold_text(threshold, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("warn", "remark"),
    [(">= 92%", "close: below 92%"), ("<= 92%", "close: above 92%"), ("> 92%", "close: not > 92%"), (">= 竣工", "close: below 竣工"), ("<= 2023-09-30", "close: after 2023-09-30"), (">= 2023-09-30", "close: before 2023-09-30")],
)
def test_a_close_pass_says_what_it_is_close_to(report, warn, remark):
    warned = tuple(
        verdict._replace(warn=read_threshold(warn, declared=Declared(levels=("竣工",))) if verdict.close else None)
        for verdict in report.verdicts
    )
    assert render(report._replace(verdicts=warned), language="en").count(remark) == 1


@pytest.mark.parametrize(
    ("figure", "shown_text"),
    [("18", "18 → 18 家"), ("1,800", "1,800 → 1,800 家"), ("十八", "十八 → 18 家"), ("18家", "18家"), ("-3家", "-3家")],
)
def test_an_input_is_shown_as_it_was_submitted_and_as_what_it_was_read(figure, shown_text):
    found = judged("period: 2023\ntargets: {a: {unit: 家, bounds: any, target: 20家}}\n", [f'a,2023,"{figure}",,,'])
    assert f" a 2023 = {shown_text}  s.csv:2:3\n" in render(found, language="en", verbose=2)


SECTIONS = [
    ({"a": "", "b": ""}, [("", ["a", "b"])]),
    ({"a": "甲", "b": "甲"}, [("甲", ["a", "b"])]),
    ({"a": "", "b": "甲", "c": "", "d": "乙"}, [("甲", ["b"]), ("乙", ["d"]), ("Other", ["a", "c"])]),
    ({"a": "甲", "b": ""}, [("甲", ["a"]), ("Other", ["b"])]),
]


@pytest.mark.parametrize(("sections", "expected"), SECTIONS, ids=str)
def test_rows_without_a_section_are_other_where_there_are_sections(sections, expected):
    targets = "".join(f"  {id_}: {{unit: 家, target: 5家, section: '{section}'}}\n" for id_, section in sections.items())
    found = lay_out(judged(f"period: 2023\ntargets:\n{targets}", []), "en").sections
    assert [(each.title, [row.cells[1] for row in each.rows]) for each in found] == expected


def test_the_heading_of_rows_without_a_section_is_in_the_language_of_the_report():
    found = judged("period: 2023\ntargets:\n  a: {unit: 家, target: 5家}\n  b: {unit: 家, target: 5家, section: A}\n", [])
    assert "\n\n其他\n" in render(found, language="zh")
    assert "\n\nOther\n" in render(found, language="en")
