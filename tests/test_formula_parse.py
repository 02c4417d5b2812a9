"""What is a formula and what is not, and at which characters it is refused."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import DATA
from formulas import NAMES, plain, text, trees
from kpicheck.formula import parse
from kpicheck.formula.evaluate import MAX_NODES, unfolded
from kpicheck.formula.functions import FUNCTIONS, LATER, RESERVED, signature
from kpicheck.formula.syntax import (
    At,
    Back,
    Call,
    InYear,
    Literal,
    Name,
    Negation,
    Power,
    Product,
    Shift,
    Span,
    Sum,
    YearsBack,
    names_in,
    outermost,
    up_to,
)
from kpicheck.formula.types import KnownNames, Typed, infer
from kpicheck.formula.writing import written
from kpicheck.period import read
from kpicheck.problem import CATALOGUE, Refusal
from kpicheck.text import code_point
from kpicheck.unit import BUILT_IN
from kpicheck.wording import hint, message


def shape(node):
    """A node as a list in parentheses, operator first; a sum and a product as what they are from left to right."""
    match node:
        case Literal():
            return str(node.quantity)
        case Name():
            return node.name
        case Negation():
            return f"(neg {shape(node.operand)})"
        case Sum():
            return reduce(lambda left, term: f"({'-' if term.is_inverse else '+'} {left} {shape(term.node)})", node.operands[1:], shape(node.operands[0].node))
        case Product():
            return reduce(lambda left, factor: f"({'/' if factor.is_inverse else '*'} {left} {shape(factor.node)})", node.operands[1:], shape(node.operands[0].node))
        case Power():
            return f"(^ {shape(node.base)} {node.exponent})"
        case Shift():
            return f"(at {shape(node.operand)} {-node.when.periods if isinstance(node.when, Back) else node.when.year})"
        case Call():
            return f"({' '.join((node.function, *map(shape, node.arguments), *node.words))})"


GOOD = {
    "a + b * c": "(+ a (* b c))",
    "a * b + c": "(+ (* a b) c)",
    "a - b - c": "(- (- a b) c)",
    "a - (b - c)": "(- a (- b c))",
    "a / b / c": "(/ (/ a b) c)",
    "a / b * c": "(* (/ a b) c)",
    "-a + b": "(+ (neg a) b)",
    "-a * b": "(* (neg a) b)",
    "-a^2": "(neg (^ a 2))",
    "(-a)^2": "(^ (neg a) 2)",
    "a * -b^2 * c": "(* (* a (neg (^ b 2))) c)",
    "--a": "(neg (neg a))",
    "a - -b": "(- a (neg b))",
    "a^-2": "(^ a -2)",
    "a^ 3 / b^0": "(/ (^ a 3) (^ b 0))",
    "a[-1]^2": "(^ (at a -1) 2)",
    "a[-400] - a[1000]": "(- (at a -400) (at a 1000))",
    "a[ -12 ] - a[2020]": "(- (at a -12) (at a 2020))",
    "(a / b)[-1]": "(at (/ a b) -1)",
    "growth(a)[2020]": "(at (growth a) 2020)",
    "((a[2020]))[-1]": "(at (at a 2020) -1)",
    "(5)[-1]": "(at 5 -1)",
    "growth(a)": "(growth a)",
    "growth ( a + b , 2020 )": "(growth (+ a b) 2020)",
    "growth(a, -2) - change(b, - 3)": "(- (growth a -2) (change b -3))",
    "mom(a)": "(mom a)",
    "gap(a, b)": "(gap a b)",
    "min(a, b, -c, 5%)": "(min a b (neg c) 5%)",
    "max(abs(a), b)": "(max (abs a) b)",
    "round(a, 0.1%)": "(round a 0.1%)",
    "round(a, 100元, half_even)": "(round a 100元 half_even)",
    "round(2.675, 0.01)": "(round 2.675 0.01)",
    "round(a, 1.0)": "(round a 1)",
    "1000元 * 23%": "(* 1000元 23%)",
    "5.7亿元 / 1050户": "(/ 5.7亿元 1050户)",
    "12 万元 - 3‰": "(- 12万元 3‰)",
    ".5 + 1e3": "(+ 0.5 1000)",
    "2个百分点": "2个百分点",
    "三分之二": "200/3%",
    "一半 + 百分之二十三": "(+ 50% 23%)",
    "三百元 - 十七家": "(- 300元 17家)",
    "三公经费 / 一般支出": "(/ 三公经费 一般支出)",
    "一二三系统": "一二三系统",
    "百强企业": "百强企业",
    "(本年研发 - 上年研发) / 上年研发": "(/ (- 本年研发 上年研发) 上年研发)",
    "class + lambda": "(+ class lambda)",
    "half_up + m + s": "(+ (+ half_up m) s)",
    "_x1 + é": "(+ _x1 é)",
    "e\u0301": "é",
    "ﬁscal + fiscal": "(+ fiscal fiscal)",
    "（ａ＋ｂ）×１００％": "(* (+ a b) 100%)",
    "a × b ÷ c − d": "(- (/ (* a b) c) d)",
    "growth（a，２０２０）": "(growth a 2020)",
    "a［−１］": "(at a -1)",
    "a\n+\tb\u3000\u00a0- c\r\n": "(- (+ a b) c)",
}


@pytest.mark.parametrize("formula", GOOD)
def test_a_formula_is_read_by_the_usual_precedence(formula):
    assert shape(parse(formula, BUILT_IN)) == GOOD[formula]


@pytest.mark.parametrize("formula", GOOD)
def test_what_was_read_is_written_so_that_it_reads_the_same(formula):
    """Law: parse(written(node)) == node."""
    node = parse(formula, BUILT_IN)
    assert plain(parse(written(node), BUILT_IN)) == plain(node)


WRITTEN = {
    "((a))+((b*c))": "a + b * c",
    "(a+b)*c": "(a + b) * c",
    "a-(b+c)": "a - (b + c)",
    "a/(b*c)": "a / (b * c)",
    "-(a*b)": "-(a * b)",
    "-(a^2)": "-a^2",
    "(a[-1])[-2]": "(a[-1])[-2]",
    "((a^2))^3": "(a^2)^3",
    "(5)[ 2020 ]": "(5)[2020]",
    "round( a ,0.1 % , half_even)": "round(a, 0.1 %, half_even)",
    "growth(a,-2)": "growth(a, -2)",
    "(growth(a))[-1]": "growth(a)[-1]",
    "１００％×三分之二": "100% * 三分之二",
}


@pytest.mark.parametrize("formula", WRITTEN)
def test_a_formula_is_written_with_the_fewest_parentheses(formula):
    assert written(parse(formula, BUILT_IN)) == WRITTEN[formula]


CHAINS = {
    "a + b - c": ("sum", ("a", False), ("b", False), ("c", True)),
    "(a + b) - c": ("sum", ("a", False), ("b", False), ("c", True)),
    "((a + b)) - (c)": ("sum", ("a", False), ("b", False), ("c", True)),
    "a - (b + c)": ("sum", ("a", False), (("sum", ("b", False), ("c", False)), True)),
    "a + (b + c)": ("sum", ("a", False), (("sum", ("b", False), ("c", False)), False)),
    "(a / b) * c / (a / b)": (
        "product", ("a", False), ("b", True), ("c", False), (("product", ("a", False), ("b", True)), True)
    ),
    "(a * b) + c": ("sum", (("product", ("a", False), ("b", False)), False), ("c", False)),
    "(a + b)[-1] + c": ("sum", (("shift", ("sum", ("a", False), ("b", False)), "Back", (1,)), False), ("c", False)),
}  # fmt: skip


@pytest.mark.parametrize("formula", CHAINS)
def test_what_is_added_or_multiplied_from_left_to_right_is_one_node(formula):
    assert plain(parse(formula, BUILT_IN)) == CHAINS[formula]


def test_a_sum_knows_the_characters_up_to_each_of_its_operands():
    formula = "1 - ((a + b) - c + d)"
    chain = parse(formula, BUILT_IN).operands[1].node
    assert [formula[slice(*term.span)] for term in chain.operands] == ["a", "(a + b)", "(a + b) - c", "((a + b) - c + d)"]
    assert [written(up_to(chain, count)) for count in (1, 2, 4)] == ["a", "a + b", "a + b - c + d"]
    formula = "(a / b) * c"
    chain = parse(formula, BUILT_IN)
    assert [formula[slice(*factor.span)] for factor in chain.operands] == ["a", "(a / b)", "(a / b) * c"]
    assert [written(up_to(chain, count)) for count in (1, 2, 3)] == ["a", "a / b", "a / b * c"]


@pytest.mark.parametrize(
    ("when", "text"), [(Back(2), "a[-2]"), (InYear(2020), "a[2020]"), (YearsBack(1), "a[-1y]"), (At(read("2020Q1")), "a[2020Q1]")]
)
def test_a_shift_is_written_as_what_it_is_though_no_text_has_some(when, text):
    assert written(Shift(Name("a", Span(0, 1)), when, Span(0, 1))) == text
    assert plain(parse("a[-2] + growth(a, - 02)", BUILT_IN)) == (
        "sum", (("shift", "a", "Back", (2,)), False), (("growth", "a", "-2"), False)
    )  # fmt: skip


def test_a_name_of_the_file_wins_over_a_numeral():
    assert shape(parse("一半 + 三百元", BUILT_IN)) == "(+ 50% 300元)"
    assert shape(parse("一半 + 三百元", BUILT_IN, {"一半", "三百元"})) == "(+ 一半 三百元)"


def test_spans_are_the_characters_of_each_node_with_its_parentheses():
    formula = " (a + b) * growth(c[-1], 2020) - -(5%) ^2"
    node = parse(formula, BUILT_IN)
    product, negation = (term.node for term in node.operands)
    left, right = (factor.node for factor in product.operands)
    spans = [node.span, product.span, left.span, right.span, right.arguments[0].span, negation.span]
    assert [formula[start:end] for start, end in spans] == [
        "(a + b) * growth(c[-1], 2020) - -(5%) ^2", "(a + b) * growth(c[-1], 2020)", "(a + b)",
        "growth(c[-1], 2020)", "c[-1]", "-(5%) ^2",
    ]  # fmt: skip


BAD = {  # what is meant is between « and »
    "«»": "empty",
    "«»  ": "empty",
    "a «+»": "end",
    "(a + b) «/» ": "end",
    "growth(a«,»": "end",
    "a + «*» b": "operand",
    "a + «÷» b": "operand",
    "«+»5": "operand",
    "a «-» ": "end",
    "«-»": "end",
    "(«)»": "operand",
    "growth(a, «)»": "operand",
    "growth(a, 2020, «)»": "operand",
    "«[»x for x in range(10)]": "operand",
    "a + «)»": "operand",
    "a «b»": "operator",
    "a «3家»": "operator",
    "2«(»a + b)": "operator",
    "5 «e3»": "operator",
    "3家«数»": "operator",
    "1000元«abc»": "operator",
    "growth(a) «b_1» + 2": "operator",
    "a «?» b": "character",
    "a + «$»b": "character",
    "a «\ud800»": "character",
    "a«\u200b»": "character",
    "a«.»b": "character",
    "(lambda«:» 1)()": "character",
    "«{»a}": "character",
    "«(»a + b": "unclosed",
    "growth«(»a": "unclosed",
    "growth«(»a, 2020": "unclosed",
    "round«(»a, 0.1%": "unclosed",
    "a«[»-1": "unclosed",
    "a«[» ": "unclosed",
    "a[«]»": "period",
    "a«)»": "unopened",
    "a + b«]»": "unopened",
    "(a«]»": "unopened",
    "1«,»5 * a": "comma",
    "(1«,»5)": "comma",
    "a«，» b": "comma",
    "9«**»9**9": "power",
    "7 «//» 2": "whole-division",
    "a «%» b": "modulo",
    "7 «%» 2": "modulo",
    "23«%» b": "modulo",
    "5«%»(a)": "modulo",
    "a + «%»": "modulo",
    "a«‰»": "modulo",
    "a «==» 0.1 + 0.2": "equals",
    "a «=» b": "comparison",
    "1 «<» x < 3": "comparison",
    "(a «>» b) + 1": "comparison",
    "«≥» 5": "comparison",
    "a «!=» b": "comparison",
    "a «<>» b": "comparison",
    "a «≤» 5%": "comparison",
    "a «and» b": "logic",
    "«not» a": "logic",
    "a «implies» b": "logic",
    "a «or» b": "logic",
    "a «&&» b": "logic",
    '«"»a"*10**10': "string",
    "a + «'»b'": "string",
    "a «–» b": "dash",
    "a «—» b": "dash",
    "a«·»b": "dot",
    "a«²»": "superscript",
    "5万元 * a«³»": "superscript",
    "npl«@»乌达区": "entity",
    "5«[»-1]": "bracket",
    "a[-1]«[»-1]": "bracket",
    "a^2«[»-1]": "bracket",
    "(a «:=» 5)": "assignment",
    "a^«2.5»": "exponent",
    "a^«b»": "exponent",
    "a^«(»1/2)": "exponent",
    "a^«65»": "exponent",
    "a^«-65»": "exponent",
    "a^«999999»": "exponent",
    "a^«-b»": "exponent",
    "a «^»": "end",
    "(a^«)»": "operand",
    "a^«2%»": "exponent",
    "9^9«^»9": "tower",
    "a * «5m^»2": "unit-power",
    "«1万m ^»2": "unit-power",
    "-«5%^»2": "unit-power",
    "a[«0»]": "period",
    "a[«1»]": "period",
    "a[«-0»]": "period",
    "a[«0999»]": "period",
    "a[«-401»]": "period",
    "a[«20200»]": "period",
    "a[«2020年»]": "period",
    "a[«b»]": "period",
    "a[«-1», 2]": "period",
    "sum + «max»": "function",
    "«cagr» * 2": "function",
    "«ｇrowth»": "function",
}


def marked(formula):
    start, end = formula.index("«"), formula.index("»") - 1
    return formula.replace("«", "").replace("»", ""), start, end - start


@pytest.mark.parametrize("formula", BAD)
def test_what_is_no_formula_is_refused_at_its_characters(formula):
    bare, start, width = marked(formula)
    with pytest.raises(Refusal) as refused:
        parse(bare, BUILT_IN)
    found = refused.value
    assert (found.code, found.arguments["why"]) == ("formula-syntax", BAD[formula])
    assert (found.offset, found.width) == (start, max(width, 1))
    assert found.arguments["found"] in {bare[start : start + width], code_point(bare[start]) if width else "", ""}


OTHER = {
    "«sqrt»(a)": ("unknown-function", {"close": "", "why": ""}),
    "«grwoth»(a)": ("unknown-function", {"close": "growth", "known": ", ".join(FUNCTIONS)}),
    "«mean»([])": ("unknown-function", {"name": "mean", "why": "later"}),
    "2 * «a» (2020)": ("unknown-function", {"name": "a", "why": "indicator"}),
    "«grоwth»(a)": ("unknown-function", {"close": "growth"}),  # its о is Cyrillic
    "«growth()»": ("function-arguments", {"why": "few", "signature": "growth(x[, 2020|-2])"}),
    "1 + «gap(a)»": ("function-arguments", {"why": "few", "signature": "gap(a, b)"}),
    "«min(a)»": ("function-arguments", {"why": "few", "signature": "min(a, b, …)"}),
    "«round(2.675)»": ("function-arguments", {"why": "few"}),
    "abs(a, «b + 1»)": ("function-arguments", {"why": "many", "function": "abs", "found": "b + 1"}),
    "mom(a, «(»b))": ("function-arguments", {"why": "many", "found": "("}),
    "growth(a, «b»)": ("function-arguments", {"why": "base", "found": "b"}),
    "growth(a, «2»)": ("function-arguments", {"why": "base"}),
    "growth(a, «2020年»)": ("function-arguments", {"why": "base"}),
    "growth(a, «2020» (b))": ("function-arguments", {"why": "base"}),
    "change(a, «-401»)": ("function-arguments", {"why": "base"}),
    "change(a, «-0»)": ("function-arguments", {"why": "base"}),
    "change(a, «0999»)": ("function-arguments", {"why": "base"}),
    "round(2.675, «2»)": ("function-arguments", {"why": "digits", "found": "2"}),
    "round(a, «0.1% * 2»)": ("function-arguments", {"why": "step", "found": "0.1% * 2"}),
    "round(a, «-0.1%»)": ("function-arguments", {"why": "step"}),
    "round(a, «0元»)": ("function-arguments", {"why": "step"}),
    "round(a, «b»)": ("function-arguments", {"why": "step"}),
    "round(a, 0.1%, «up»)": ("function-arguments", {"why": "word", "known": "half_up, half_even"}),
    "rd_growth + «rd_grоwth»": ("mixed-script", {"id": "rd_grоwth"}),  # the second о is Cyrillic
    "a + «三万五»": ("bad-number", {"why": "short"}),
    "«三万五元»": ("bad-number", {"why": "short", "text": "三万五元"}),
    "«1 234» + a": ("bad-number", {"why": "space"}),
    "a * «٢٣»": ("bad-number", {"why": "foreign-digit"}),
    "«0x10»": ("bad-number", {"why": "hexadecimal"}),
    "«12:30»": ("bad-number", {"why": "grammar"}),
}


@pytest.mark.parametrize("formula", OTHER)
def test_a_call_a_name_or_a_number_that_cannot_be_is_refused_at_its_characters(formula):
    bare, start, width = marked(formula)
    code, arguments = OTHER[formula]
    with pytest.raises(Refusal) as refused:
        parse(bare, BUILT_IN, {"a"})
    found = refused.value
    assert found.code == code
    assert arguments.items() <= found.arguments.items()
    assert (found.offset, found.width) == (start, width)


TOO_LARGE = {
    "a" * 10_001: ("length", 10_000),
    "(" * 65 + "a" + ")" * 65: ("depth", 64),
    "-" * 65 + "a": ("depth", 64),
    "abs(" * 65 + "a" + ")" * 65: ("depth", 64),
    "+".join(["a"] * 501): ("nodes", 1_000),
    "growth(" * 9 + "a" + ")" * 9: ("nodes", 1_000),
    "growth(" * 60 + "a" + ")" * 60: ("nodes", 1_000),
    "min(" + ",".join(["a"] * 1_000) + ")": ("nodes", 1_000),
    "*".join(["a"] * 500) + "*-(a)": ("nodes", 1_000),
    "+".join(["a"] * 501) + "+" + "(" * 26 + "a" + "[-400])" * 26: ("nodes", 1_000),
    "(" * 26 + "a" + "[-400])" * 26 + "+a" * 501: ("reach", 9_999),
    "(" * 26 + "a" + "[-400])" * 26: ("reach", 9_999),
}


@pytest.mark.parametrize("formula", TOO_LARGE, ids=lambda formula: formula[:12])
def test_a_formula_has_caps(formula):
    with pytest.raises(Refusal) as refused:
        parse(formula, BUILT_IN)
    assert refused.value.code == "formula-too-large"
    assert (refused.value.arguments["why"], refused.value.arguments["limit"]) == TOO_LARGE[formula]


def test_a_formula_at_the_cap_has_as_many_steps_and_is_unfolded_for_nobody_beyond_it():
    node = parse("-" + "+".join(["a"] * 500), BUILT_IN)
    assert len(unfolded(node)) == MAX_NODES
    assert len(unfolded(Negation(node, node.span))) == MAX_NODES + 1
    with pytest.raises(Refusal, match="formula-too-large"):
        unfolded(node, most=MAX_NODES - 1)


def test_nesting_is_counted_where_it_is_and_not_side_by_side():
    deep, deeper = ("(" * each + "a" + ")" * each for each in (64, 65))
    assert shape(parse(f"{deep} + {deep} - {deep}", BUILT_IN)) == "(- (+ a a) a)"
    with pytest.raises(Refusal) as refused:
        parse(f"{deep} + {deeper}", BUILT_IN)
    assert (refused.value.offset, refused.value.arguments["why"]) == (len(deep) + 3 + 64, "depth")


@pytest.mark.parametrize(
    "formula",
    [
        "a" * 10_000,
        "(" * 64 + "a" + ")" * 64,
        "-" * 64 + "a",
        "-" + "+".join(["a"] * 500),
        "growth(" * 8 + "a" + ")" * 8,
        "min(" + ",".join(["a"] * 999) + ")",
        "*".join(["a"] * 499) + "*-(a)",
        "a^64 * a^-64",
        "a[-400] + growth(a, -400)",
        "(" * 24 + "a" + "[-400])" * 24,
        "9" * 400,
    ],
    ids=lambda formula: formula[:12],
)
def test_what_is_just_within_the_caps_is_read(formula):
    node = parse(formula, BUILT_IN)
    assert written(parse(written(node), BUILT_IN)) == written(node)


CASES = {  # those of cases/formula that a formula alone decides
    "001-pow-tower": "formula-syntax/power",
    "003-mul-chain": "formula-too-large/length",
    "004-deep-parens": "formula-too-large/depth",
    "005-long-sum": "formula-too-large/length",
    "009-lambda": "formula-syntax/character",
    "010-comprehension": "formula-syntax/operand",
    "011-string-mul": "formula-syntax/string",
    "012-walrus": "formula-syntax/assignment",
    "015-div0-data": "",
    "016-zero-over-zero": "",
    "017-shadow": "formula-syntax/function",
    "018-unknown-name": "unknown-name",
    "019-homoglyph": "mixed-script",
    "020-nfkc": "",
    "021-int-div": "formula-syntax/whole-division",
    "022-modulo-percent": "",
    "023-percent-modulo": "formula-syntax/modulo",
    "025-compare-chain": "formula-syntax/comparison",
    "026-bool-arith": "formula-syntax/comparison",
    "027-eq-float": "formula-syntax/equals",
    "030-cycle-a": "",
    "031-self": "",
    "032-fullwidth-ops": "",
    "033-unicode-ops": "",
    "034-comma-decimal": "formula-syntax/comma",
    "035-empty": "formula-syntax/empty",
    "037-newline": "",
    "039-surrogates": "formula-syntax/character",
    "040-keyword": "",
    "041-chinese-id": "",
    "044-sqrt": "unknown-function/",
    "045-cagr": "formula-syntax/power",
    "046-sum-empty": "unknown-function/later",
    "047-round-half": "function-arguments/digits",
}
KNOWN = {"a", "b", "c", "d", "x", "y", "base", "cur", "prev", "class", "fiscal", "rd_growth", "本年研发", "上年研发"}


def test_every_case_has_an_expectation():
    assert {path.stem for path in (DATA / "cases" / "formula").glob("*.txt")} == CASES.keys()


@pytest.mark.parametrize("case", CASES)
def test_a_case_of_the_corpus_is_read_or_refused_for_its_own_reason(case):
    formula = (DATA / "cases" / "formula" / f"{case}.txt").read_bytes().decode("utf-8", "surrogateescape")
    found = ""
    try:
        infer(parse(formula, BUILT_IN, KNOWN), KnownNames({name: Typed(()) for name in KNOWN}.get))
    except Refusal as refusal:
        found = "/".join([refusal.code, *([refusal.arguments["why"]] if "why" in refusal.arguments else [])])
    assert found == CASES[case]


def test_words_are_known_by_their_position_and_are_no_names():
    node = parse("round(half_up / a, 0.1%, half_up) + growth(b, 2020) + a[-1]", BUILT_IN)
    assert names_in(node) == ("half_up", "a", "b")


@pytest.mark.parametrize(
    ("formula", "function"),
    [("growth(a)", "growth"), ("(gap(a, b))[-1]", "gap"), ("-growth(a)", None), ("a", None), ("mom(a) + 1", None)],
)
def test_the_outermost_call_is_found_in_whatever_period(formula, function):
    assert outermost(parse(formula, BUILT_IN)) == function


def test_reserved_are_the_functions_the_later_ones_and_the_words_of_logic():
    assert {*FUNCTIONS, *LATER, "and", "or", "not", "implies"} == RESERVED
    assert not LATER & FUNCTIONS.keys()


def test_signatures_show_what_may_be_left_out():
    assert [signature(name) for name in ("growth", "gap", "max", "round")] == [
        "growth(x[, 2020|-2])", "gap(a, b)", "max(a, b, …)", "round(x, step[, half_up|half_even])",
    ]  # fmt: skip


@given(trees())
def test_what_is_written_reads_as_the_same_formula(tree):
    """Law: parse(written(node)) == node, spans apart, and written is its own canonical form."""
    node = parse(text(tree), BUILT_IN, NAMES)
    again = parse(written(node), BUILT_IN, NAMES)
    assert plain(again) == plain(node)
    assert written(again) == written(node)


PIECES = st.sampled_from(
    [*"ab+-*/^()[],.%@=<>!&'\"\n 0129一二百万亿半²×÷−·元家", "growth(", "round(", "half_up", "2020", "-1", "and ", "三分之"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)))
def test_any_text_is_a_formula_or_is_refused_within_it(formula):
    """Law: parse never raises anything but Refusal, at characters that are there; what it reads it can write."""
    refusal = None
    try:
        node = parse(formula, BUILT_IN)
    except Refusal as found:
        refusal = found
    if refusal is not None:
        check(refusal, formula)
    else:
        assert 0 <= node.span.start < node.span.end <= len(formula)
        assert written(node)


def check(refusal, formula):
    """It points at characters, has every argument that the catalogue names, and sentences in both languages."""
    assert 0 <= refusal.offset <= max(len(formula) - refusal.width, 0)
    assert refusal.width >= 1
    found = refusal.at(None)
    assert tuple(sorted(dict(found.arguments))) == tuple(sorted(CATALOGUE[refusal.code].arguments))
    if refusal.code not in {"bad-number", "unknown-unit"}:  # those of another room
        for language in ("en", "zh"):
            assert message(found, language) not in {"", refusal.code}
            assert hint(found, language)
