"""YAML is read strictly: texts with places, every surprise refused at its place, and the fixed text is clean."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kpicheck import nodes
from kpicheck.nodes import Mapping, Sequence
from kpicheck.nodes.mistakes import syntax_problem
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Severity, problem
from kpicheck.text import FILLERS

HOST = "kpicheck: 1\ntargets:\n  fdi:\n    name: 实际利用外资\n{}\n    section: 第五部分\n"
"""A targets file whose fifth line is put in by a test."""


def read(text: str) -> nodes.Document:
    return nodes.read(text.encode(), "t.yaml")


def tree(node: nodes.Node | None) -> object:
    """The texts of a node, as Python would write them."""
    if isinstance(node, Mapping):
        return {key.text: tree(value) for key, value in node.entries}
    return [tree(item) for item in node.items] if isinstance(node, Sequence) else node and node.text


def reported(document: nodes.Document) -> list[str]:
    """`code/why line:column` of each problem."""
    shown = []
    for found in document.problems:
        why = dict(found.arguments).get("why")
        place = f"{found.place.line}:{found.place.column}" if found.place.line else ""
        shown.append(f"{found.code}{'/' if why else ''}{why or ''} {place}".strip())
    return shown


def arguments(document: nodes.Document) -> dict[str, object]:
    [found] = document.problems
    return dict(found.arguments)


DEFECTS = [
    # the fifth line, what is reported of it, and the line as it should be
    ("    name: again", ["duplicate-key 5:5"], "    owner: again"),
    ('    "name": again', ["duplicate-key 5:6"], '    "owner": again'),
    ("    ｎａｍｅ: again", ["duplicate-key 5:5"], "    owner: again"),
    ("    ' name ': again", ["duplicate-key 5:6"], "    owner: again"),
    ("    name: again\n    name: and again", ["duplicate-key 5:5", "duplicate-key 6:5"], "    owner: again"),
    ("    name: {x: 1, x: 2}", ["duplicate-key 5:5", "duplicate-key 5:18"], "    owner: {x: 1, y: 2}"),
    ("    owner: &D growth", ["anchor 5:12"], '    owner: "&D growth"'),
    ("    tags: &D [a]", ["anchor 5:11"], "    tags: [a]"),
    ("    owner: *D", ["alias 5:12"], '    owner: "*D"'),
    ("    tags: [*D, a]", ["alias 5:12"], "    tags: [a]"),
    ("    *D : x", ["alias 5:5"], '    "*D" : x'),
    ("    <<: *D", ["merge-key 5:5", "alias 5:9"], '    "<<": D'),
    ("    <<: {owner: x}", ["merge-key 5:5"], "    owner: x"),
    ("    owner: !important x", ["tag 5:12"], '    owner: "!important x"'),
    ("    owner: !!binary aGVsbG8=", ["tag 5:12"], "    owner: aGVsbG8="),
    ("    owner: !!set {x: 1}", ["tag 5:12"], "    owner: {x: 1}"),
    ('    owner: !!python/object/apply:os.system ["x"]', ["tag 5:12"], '    owner: ["x"]'),
    ("    target: != 5", ["tag/comparator 5:13"], '    target: "!= 5"'),
    ("    target: ! 5", ["tag 5:13"], "    target: 5"),
    ("    target: !<x 5", ["tag 5:13"], '    target: "!<x 5"'),
    ("    target: !x!y 5", ["tag 5:13"], '    target: "!x!y 5"'),
    ("    ? [a, b]\n    : 1", ["complex-key 5:7"], "    ? a\n    : 1"),
    ("    {a: 1}: 1", ["complex-key 5:5"], "    a: 1"),
    ("    owner: |\n      x", ["block-scalar 5:12"], "    note: |\n      x"),
    ("    owner: >-\n      x", ["block-scalar 5:12"], "    note: >-\n      x"),
    ("    target: >5", ["block-scalar/comparator 5:13"], '    target: ">5"'),
    ("    tags: [a]\n    list:\n    - |\n      x", ["block-scalar 7:7"], "    tags: [a]\n    list:\n    - x"),
    ("    ? |\n      x\n    : 1", ["block-scalar 5:7"], "    x: 1"),
    ("    owner:", ["empty-value 5:11"], "    note:"),
    ("    note:\n    note: |\n      x", ["duplicate-key 6:5"], "    note: |\n      x"),
    ("    owner:\n    owner:", ["empty-value 5:11", "duplicate-key 6:5", "empty-value 6:11"], "    owner: x"),
    ("    owner: # nobody", ["empty-value 5:11"], "    owner: nobody"),
    ("    owner: #1", ["empty-value/comment 5:11"], '    owner: "#1"'),
    ("    tags: [a]\n    list:\n    -\n    - b", ["empty-value 7:6"], "    tags: [a]\n    list:\n    - b"),
    ("    rate:\n      ?\n      : x", ["empty-value 6:8"], "    rate:\n      a: x"),
    ("    rate: {usd, cny: 1}", ["empty-value 5:12"], "    rate: {usd: 1, cny: 1}"),
    ("    rate: {usd: {a: 1}, cny}", ["empty-value 5:25"], "    rate: {usd: {a: 1}, cny: 1}"),
    ("    owner: zero\u200bwidth", ["invisible-character 5:16"], "    owner: zerowidth"),
    ("    rd\u200b_growth: 1", ["invisible-character 5:7"], "    rd_growth: 1"),
    ("    \u00a0owner: x", ["invisible-character 5:5"], "    owner: x"),
    ('    "own\\_er": x', ["invisible-character 5:5"], "    owner: x"),
    ("    ow\u3000ner: x", ["invisible-character 5:7"], "    owner: x"),
    ('    owner: "x\u001b[31mred"', ["invisible-character 5:14"], '    owner: "x[31mred"'),
    ('    owner: "x\\u200by"', ["invisible-character 5:12"], '    owner: "xy"'),
    ('    owner: "a\n      b\u202ec"', ["invisible-character 6:8"], '    owner: "a\n      bc"'),
    ("    owner: x # \u0000", ["invisible-character 5:16"], "    owner: x # 0"),
    ("    owner: x # \u2028    fdi: y", ["invisible-character 5:16"], "    owner: x # fdi: y"),
    ("    owner: 旗\ufe0f", ["invisible-character 5:13"], "    owner: 旗"),
    ("    target: >=23%", ["yaml-syntax/comparator 5:13"], '    target: ">=23%"'),
    ("    target: > 5", ["yaml-syntax/comparator 5:13"], '    target: "> 5"'),
    ("    target: >0", ["yaml-syntax/comparator 5:13"], '    target: ">0"'),
    ("    more: {target: >5}", ["yaml-syntax/comparator 5:20"], '    more: {target: ">5"}'),
    ("    unit: %", ["yaml-syntax/reserved 5:11"], '    unit: "%"'),
    ("    owner: @x", ["yaml-syntax/reserved 5:12"], '    owner: "@x"'),
    ("    owner: `x`", ["yaml-syntax/reserved 5:12"], '    owner: "`x`"'),
    ("    owner: |x", ["yaml-syntax/reserved 5:12"], '    owner: "|x"'),
    ("    owner: ,x", ["yaml-syntax/reserved 5:12"], '    owner: ",x"'),
    ("    owner: ? x", ["yaml-syntax/reserved 5:12"], '    owner: "? x"'),
    ("    owner: *重点", ["yaml-syntax/reserved 5:12"], '    owner: "*重点"'),
    ("    target: - 5", ["yaml-syntax/dash 5:13"], "    target: -5"),
    ("\towner: x", ["yaml-syntax/tab 5:1"], "    owner: x"),
    ("  \towner: x", ["yaml-syntax/tab 5:3"], "    owner: x"),
    ("    owner: {\n\tx: 1}\n    tags:\n\t- a", ["yaml-syntax/tab 8:1"], "    owner: {\n\tx: 1}"),
    ('    owner: "x', ["yaml-syntax/quote 5:12"], '    owner: "x"'),
    ("    owner: 'x", ["yaml-syntax/quote 5:12"], "    owner: 'x'"),
    ('    owner: "\\q"', ["yaml-syntax/escape 5:13"], "    owner: '\\q'"),
    ('    owner: "\\xzz"', ["yaml-syntax/escape 5:13"], "    owner: '\\xzz'"),
    ('    owner: "\\ud800"', ["yaml-syntax/escape 5:13"], "    owner: '\\ud800'"),
    ("    - a", ["yaml-syntax/list 5:5"], "    tags:\n    - a"),
    ("    tags:\n    - a\n      b: 1", ["yaml-syntax/indent 7:7"], "    tags:\n    - a: 1\n      b: 1"),
    ("    owner: x: y", ["yaml-syntax/colon 5:13"], '    owner: "x: y"'),
    ("    target：1亿元\n    owner: x", ["yaml-syntax/full-width-colon 5:5"], "    target: 1亿元\n    owner: x"),
    ("    goal:\n      target：1亿元\n      x: 1", ["yaml-syntax/full-width-colon 6:7"], "    goal:\n      target: 1亿元"),
    ("    goal:\n      target：1亿元", ["yaml-syntax/full-width-colon 6:7"], "    note:\n      target：1亿元"),
    ("    goal: {target：1亿元}", ["yaml-syntax/full-width-colon 5:12"], "    goal: {target: 1亿元}"),
    ("    goal: {target:1亿元}", ["yaml-syntax/colon-space 5:12"], "    goal: {target: 1亿元}"),
    ("    goal: {a: b:, c: 1}", ["yaml-syntax/colon-space 5:15"], "    goal: {a: 'b:', c: 1}"),
    ("    target:1亿元", ["yaml-syntax/colon-space 5:5"], "    target: 1亿元"),
    ("    target", ["yaml-syntax/no-colon 5:5"], "    target: x"),
    ("      target: 1亿元", ["yaml-syntax/indent 5:7"], "    target: 1亿元"),
    ("   target: 1亿元", ["yaml-syntax/indent 5:4"], "    target: 1亿元"),
    ('    owner: "x" y', ["yaml-syntax/after-quote 5:16"], '    owner: "x y"'),
    ("    rate: {usd: 'x' y}", ["yaml-syntax/after-quote 5:21"], "    rate: {usd: 'x y'}"),
    ("    more: {formula: x[-1]}", ["yaml-syntax/bracket 5:21"], '    more: {formula: "x[-1]"}'),
    ("    more: {formula: 1 + x[-1], unit: 元}", ["yaml-syntax/bracket 5:21"], '    more: {formula: "1 + x[-1]", unit: 元}'),
    ("    tags: [a[1], b]", ["yaml-syntax/bracket 5:12"], '    tags: ["a[1]", b]'),
    ("    target: [5%, 6%)", ["yaml-syntax/unclosed 5:13"], '    target: "[5%, 6%)"'),
    ("    rate: {usd: 1", ["yaml-syntax/unclosed 5:11"], "    rate: {usd: 1}"),
    ("    more: {formula: growth(x, 2020), unit: 元}", ["comma-in-braces 5:21"], '    more: {formula: "growth(x, 2020)", unit: 元}'),
    ("    more: {formula: max(a, b, c)}", ["comma-in-braces 5:21"], '    more: {formula: "max(a, b, c)"}'),
    ("    a: {target: 1,234万元}\n    b: {target: 5,234万元}", ["comma-in-braces 5:17", "comma-in-braces 6:17"], "    a: x"),
    ("    more: {target: in 绿, 黄, from: 红}", ["comma-in-braces 5:20"], '    more: {target: "in 绿, 黄", from: 红}'),
    ("    more: {from: 1, from: 2, 3}", ["duplicate-key 5:21", "empty-value 5:30"], "    more: {from: 1}"),
    ("    owner: x #1", ["cut-by-comment 5:14"], '    owner: "x #1"'),
    ("    target: “23%”", ["curly-quotes 5:13"], '    target: "“23%”"'),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "expected", "good"), DEFECTS)
def test_a_defect_is_reported_at_its_place_and_its_fixed_one_is_clean(bad: str, expected: list[str], good: str) -> None:
    assert reported(read(HOST.format(bad))) == expected
    assert reported(read(HOST.format(good))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%YAML 1.1\n---\na: 1\n", ["directive 1:1"]),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", ["directive 1:1"]),
        ("%FOO 1\n---\na: 1\n", ["directive 1:1"]),
        ("%YAML 2.0\n---\na: 1\n", ["directive 1:1"]),
        ("%a: 5\n", ["directive 1:1"]),
        ("a: 1\n---\nb: 1\n---\nc: 1\n", ["several-documents 2:1"]),
        ("a: 1\n...\nb: 2\n", ["yaml-syntax/after-end 3:1"]),
        ("{a: 1}\nb: 2\n", ["yaml-syntax/after-end 2:1"]),
        ("- a\nb: 1\n", ["yaml-syntax/list 2:1"]),
        ("指标：23%", ["yaml-syntax/full-width-colon 1:1"]),
        ("a: [", ["yaml-syntax/unclosed 1:4"]),
        ("a: {b: 1,\n", ["yaml-syntax/unclosed 1:4"]),
        ("[" * 33 + "]" * 33, ["too-deep 1:33"]),
        ("[" * 100_000, ["too-deep 1:33"]),
        ("- " * 100_000 + "a", ["too-deep 1:65"]),
        ("\ufeffa: &b 1", ["anchor 1:4"]),
        ("a: \ufeff1", ["invisible-character 1:4"]),
    ],
)
def test_a_defect_of_a_whole_file_is_reported_at_its_place(text: str, expected: list[str]) -> None:
    assert reported(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [NO, on, 1e3, 1.0e3, 010, 0x1F, 1_000, 12:30, 2025-12-31, =, ~, null]\n", None),
        ("a: '0.10'\n", {"a": "0.10"}),
        ('a: "23% "\n', {"a": "23% "}),
        ("a: ''\n", {"a": ""}),
        ("---\na: 1\n...\n", {"a": "1"}),
        ("note: |\n  two\n  lines\nb: 1\n", {"note": "two\nlines\n", "b": "1"}),
        ("note:\nb: 1\n", {"note": "", "b": "1"}),
        ("{note, b: 1}\n", {"note": "", "b": "1"}),
        ("- {a: 1}\n- [b]\n", [{"a": "1"}, ["b"]]),
        ("# nothing\n", None),
        ("", None),
        ("[" * 32 + "]" * 32, None),
        ("a: ‘x’ and “y” are # here\n", {"a": "‘x’ and “y” are"}),
        ("名称: 目标：增长　明显\n", {"名称": "目标：增长　明显"}),
    ],
)
def test_what_is_refused_nowhere_is_read_as_text(text: str, expected: object) -> None:
    document = read(text)
    assert reported(document) == []
    if expected is not None:
        assert tree(document.root) == expected


def test_every_scalar_keeps_its_characters() -> None:
    words = "NO on 1e3 1.0e3 010 000001 0x1F 1_000 12:30 1:20:30.5 2025-12-31 12345678901234567890123 = １２％ −5% 20%-25%"
    assert tree(read("\n".join(f"- {word}" for word in words.split())).root) == words.split()


def test_places_count_lines_and_characters_from_one() -> None:
    root = read("名称:\n  - 实际, 利用\n  - 'a'\n  - \"b\\tc\"\n  - d\n    e\n").root
    [(key, value)] = root.entries
    assert (key.text, key.place, value.place) == ("名称", Place("t.yaml", 1, 1), Place("t.yaml", 2, 3))
    assert [(item.text, *item.place[1:3], item.place.exact) for item in value.items] == [
        ("实际, 利用", 2, 5, True),
        ("a", 3, 6, True),
        ("b\tc", 4, 5, False),
        ("d e", 5, 5, False),
    ]
    assert [item.plain for item in value.items] == [True, False, False, True]
    [(_, folded)] = read('{k: "x\ny"}').root.entries
    assert (folded.text, *folded.place[1:3], folded.place.exact) == ("x y", 1, 5, False)


def test_a_problem_within_a_text_is_shown_at_its_own_column_only_where_the_text_is_as_read() -> None:
    plain, escaped = (item.place for item in read('- abc\n- "\\x61bc"\n').root.items)
    assert plain.shifted(2) == Place("t.yaml", 1, 5)
    assert escaped.shifted(2) == escaped


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_with_lf_crlf_or_cr(end: str) -> None:
    document = read(end.join(["a: 1", "b: x", "a: 2", ""]))
    assert reported(document) == ["duplicate-key 3:1"]
    assert tree(document.root) == {"a": "1", "b": "x"}
    assert [found.excerpt for found in nodes.with_excerpts(document.problems, document.text)] == ["a: 2"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("指标: 23%".encode(), []),
        ("指标: 23%".encode("utf-8-sig"), []),
        ("指标: 23%".encode("utf-16"), []),
        (b"\xfe\xff" + "指标: 23%".encode("utf-16-be"), []),
        (b"\xff\xfe\0\0" + "指标: 23%".encode("utf-32-le"), []),
        ("a: 1\n指标: 23%".encode("gb18030"), ["encoding 2:2"]),
        (b"name: caf\xe9\n", ["encoding 1:10"]),
        ("指标: 23%".encode("utf-16")[:-1], ["encoding 1:7"]),
    ],
)
def test_a_targets_file_is_utf8_or_has_a_byte_order_mark(data: bytes, expected: list[str]) -> None:
    document = nodes.read(data, "t.yaml")
    assert reported(document) == expected
    if not expected:
        assert tree(document.root) == {"指标": "23%"}


def test_an_encoding_that_was_asked_for_is_used() -> None:
    assert tree(nodes.read("指标: 23%".encode("gbk"), "t.yaml", encoding="GB18030").root) == {"指标": "23%"}


def test_a_file_that_could_be_gb18030_is_reported_so() -> None:
    assert arguments(nodes.read("指标: 1".encode("gbk"), "t.yaml")) == {
        "encoding": "utf-8", "offset": 2, "byte": "0xB1", "looks": "gb18030",
    }  # fmt: skip
    assert arguments(nodes.read(b"a: \xff", "t.yaml"))["looks"] == ""


def test_everything_before_a_syntax_error_is_still_reported_and_returned() -> None:
    document = read("a: &x 1\nb:\n  c: [1, 2]\n  d: %\n  e: *x\n")
    assert reported(document) == ["anchor 1:4", "yaml-syntax/reserved 4:6"]
    assert tree(document.root) == {"a": "1", "b": {"c": ["1", "2"]}}


def test_no_invisible_character_passes_because_unicode_calls_it_printable() -> None:
    for char in FILLERS:
        assert reported(read(f"a: x{char}y")) == ["invisible-character 1:5"]


def test_all_problems_come_in_the_order_of_the_file() -> None:
    text = "a: \u200b1\nb: &x 1\nb: 2\nc: !t 1\nd:\ne: {f: g(1, 2)}\nh: \u00071\ni: >5\nj: 1\n<<: {k: 1}\n"
    assert reported(read(text)) == [
        "invisible-character 1:4",
        "anchor 2:4",
        "duplicate-key 3:1",
        "tag 4:4",
        "empty-value 5:3",
        "comma-in-braces 6:8",
        "invisible-character 7:4",
        "block-scalar/comparator 8:4",
        "merge-key 10:1",
    ]


def test_a_value_cut_by_a_comma_is_made_whole_so_that_nobody_complains_of_its_halves() -> None:
    assert tree(read("{f: growth(x, 2020), t: 1,234, n: [1]}").root) == {"f": "growth(x, 2020)", "t": "1,234", "n": ["1"]}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("a: b\na: c\n", "first", Place("t.yaml", 1, 1)),
        ("a: &D x\n", "text", "&D"),
        ("a: *D\n", "text", "*D"),
        ("a: !!binary x\n", "text", "!!binary"),
        ("a: !x!y z\n", "text", "!x!y z"),
        ("a: >=23% # x\n", "found", ">=23%"),
        ("a: {t: >5, b: 1}\n", "found", ">5"),
        ("a: b: c\n", "found", "b: c"),
        ("a: {f: x[-1], b: 1}\n", "found", "x[-1]"),
        ("a: [5%, 6%)\n", "found", "a: [5%, 6%)"),
        ('a: "\\q"\n', "found", "\\q"),
        ("a: 1\n" + "长" * 50 + "\n", "found", "长" * 40 + "…"),
        ("a: 1 #2\n", "text", "#2"),
        ("a: >5\n", "found", ">5"),
        ("a: 1\u00ad\n", "character", "U+00AD"),
        ("{f: g(1, 2)}", "text", "g(1, 2)"),
    ],
)
def test_a_problem_carries_the_words_it_is_about(text: str, name: str, expected: object) -> None:
    assert arguments(read(text))[name] == expected


def test_a_warning_does_not_refuse_the_file() -> None:
    assert [found.severity for found in read("a: 1 #2\nb: “x”\n").problems] == [Severity.WARNING, Severity.WARNING]


def test_other_keys_may_be_prose() -> None:
    assert nodes.read("备注:\nx: 1".encode(), "t.yaml", frozenset({"备注"})).problems == ()


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_BYTES", 3 * 2**20)
    assert reported(read("#" * (3 * 2**20))) == []
    assert reported(read("#" * (3 * 2**20 + 1))) == ["too-large/bytes"]


def test_a_file_with_too_many_parts_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes.builder, "MAX_EVENTS", 9)
    assert reported(read("[a, b, c]")) == []
    assert reported(read("[a, b, c, d]")) == ["too-large/nodes"]


def test_after_too_many_problems_reading_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes.builder, "MAX_PROBLEMS", 3)
    assert reported(read("\n".join(f"k{i}: *x" for i in range(9)))) == ["too-many-problems", "alias 1:5", "alias 2:5", "alias 3:5"]
    assert len(read("\0" * 1_000).problems) == 4


def test_without_libyaml_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert reported(read("a: 1")) == ["libyaml-missing"]
    with pytest.raises(KpiCheckError):
        nodes.read_text("a: 1", "t.yaml")


def test_an_error_of_yaml_without_a_place_is_reported_all_the_same() -> None:
    found = syntax_problem(yaml.YAMLError("out of memory"), "a", "t.yaml", None, None)
    assert found == problem("yaml-syntax", Place("t.yaml"), found="", why="")


def test_an_unknown_sentence_of_libyaml_is_reported_with_its_place() -> None:
    mark = yaml.Mark("t", 3, 0, 3, "", 0)
    found = syntax_problem(yaml.scanner.ScannerError(None, None, "something new", mark), "a: b # c", "t.yaml", None, None)
    assert found == problem("yaml-syntax", Place("t.yaml", 1, 4), found="b", why="")


def test_an_excerpt_is_the_line_of_the_problem() -> None:
    here, nowhere, beyond = (problem("empty-file", Place("t.yaml", line)) for line in (2, None, 3))
    lost = problem("empty-file")
    shown = nodes.with_excerpts((here, nowhere, beyond, lost), "a\r\nb\n")
    assert [found.excerpt for found in shown] == ["b", "", "", ""]


def test_fifty_thousand_keys_are_read() -> None:
    document = read("".join(f"k{i}: 1\n" for i in range(50_000)))
    assert document.problems == ()
    assert len(document.root.entries) == 50_000


@given(st.binary(max_size=60))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    """Law: read(bytes) is a document, whatever the bytes."""
    assert isinstance(nodes.read(data, "t.yaml"), nodes.Document)


YAMLISH = st.lists(
    st.sampled_from([*"abc12:-?,[]{}#&*!|>'\"%@` \n\t\r", ": ", "\n  ", "- ", "：", "“", "é", "指", "\u200b", "\u0007", "\u2028", "---\n", "<<"]),
    max_size=25,
).map("".join)  # fmt: skip


@given(YAMLISH)
def test_an_exact_place_is_where_the_text_is(text: str) -> None:
    """Law: at an exact place the file has the scalar's characters; a syntax problem's place is within the file."""
    document = read(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def walk(node: nodes.Node | None) -> None:
        if isinstance(node, Mapping):
            for key, value in node.entries:
                walk(key)
                walk(value)
        elif isinstance(node, Sequence):
            for item in node.items:
                walk(item)
        elif node is not None and node.place.exact and not document.problems:
            line = lines[node.place.line - 1]
            assert line[node.place.column - 1 :].startswith(node.text)

    walk(document.root)
    for found in document.problems:
        if found.place.line is not None:
            assert found.place.column <= len(lines[found.place.line - 1]) + 1


TEXTS = st.text(st.sampled_from("aé指１0 :#%&*![]{},'\"|>-?@`\\"), min_size=1, max_size=8)


@given(st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS.map(lambda t: f"k{t}".strip()), inner)))
def test_what_is_written_as_yaml_is_read_back(value: object) -> None:
    """Law: read(dump(x)) = x, for every tree of texts whose keys are not equal after NFKC."""
    document = read(yaml.safe_dump(value, allow_unicode=True, width=10**6))
    if not any(found.code == "duplicate-key" for found in document.problems):
        assert {found.code for found in document.problems} <= {"cut-by-comment", "curly-quotes"}
        assert tree(document.root) == value
