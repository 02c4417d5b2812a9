"""Submitted bytes become readings, or are refused as a whole where their structure is broken, at its place."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kpicheck import files, wording
from kpicheck.files import ENCODINGS, decode, lines_of, position, read_bytes
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Problem, Severity
from kpicheck.sources import FORMATS, Reading, Source, read_source, read_submission
from kpicheck.sources.long_table import FIELDS, HEADERS, SPELLINGS, field_of

if TYPE_CHECKING:
    from pathlib import Path


def source(text: str | bytes, path: str = "s.csv", **options: str) -> Source:
    return read_source(path, text if isinstance(text, bytes) else text.encode(), **options)


def shown(found: Problem) -> str:
    """`code/why place`."""
    why = dict(found.arguments).get("why")
    return f"{found.code}{'/' if why else ''}{why or ''} {str(found.place).partition('.')[2].partition(':')[2]}".strip()


def reported(text: str | bytes, path: str = "s.csv", **options: str) -> list[str]:
    """Everything that is wrong with a file, refused or not."""
    try:
        problems = source(text, path, **options).problems
    except KpiCheckError as error:
        problems = error.problems
    return [shown(found) for found in problems]


def refused(text: str | bytes, path: str = "s.csv", **options: str) -> tuple[Problem, ...]:
    with pytest.raises(KpiCheckError) as caught:
        source(text, path, **options)
    return caught.value.problems


def argument(text: str | bytes, name: str, path: str = "s.csv") -> object:
    [found] = refused(text, path)
    return dict(found.arguments)[name]


def texts(read: Source) -> list[tuple[str, ...]]:
    """The readings without their places."""
    return [reading[:8] for reading in read.readings]


TABLE = 'indicator,period,value,unit,note\nfdi,2023,1.20,亿元,\n{}rd,2023,"1,234",万元,"a ""b"""\n'
"""A long table with room for a line, its third, that a test puts in."""


def test_a_long_table_is_read_row_by_row() -> None:
    read = source(TABLE.format(""))
    assert texts(read) == [
        ("fdi", "2023", "1.20", "亿元", "", "", "", ""),
        ("rd", "2023", "1,234", "万元", 'a "b"', "", "", ""),
    ]
    assert [reading.value_place for reading in read.readings] == [Place("s.csv", line, 3, exact=False) for line in (2, 3)]


def test_a_reading_knows_where_its_other_fields_are() -> None:
    [reading] = source("单位,数值（万元）,指标\n元,5,fdi\n").readings
    assert [str(reading.place(field)) for field in ("indicator", "value", "unit", "period", "header_unit")] == [
        "s.csv:2:3", "s.csv:2:2", "s.csv:2:1", "s.csv:2:2", "s.csv:1:2",
    ]  # fmt: skip
    assert not reading.place("unit").exact


def test_a_source_keeps_its_bytes_and_their_encoding() -> None:
    data = TABLE.format("").encode("gb18030")
    read = source(data)
    assert read[:4] == ("s.csv", data, "gb18030", None)


ROWS = [
    # the third line, what is reported of it, and the line as it should be
    ('gdp,2023,5" pipe,,\n', ["bad-quote/bare 3:3"], 'gdp,2023,"5"" pipe",,\n'),
    ('gdp,2023,"5" pipe,,\n', ["bad-quote/after-quote 3:3"], 'gdp,2023,"5"" pipe",,\n'),
    ('gdp,2023,"5\\" pipe",,\n', ["bad-quote/backslash 3:3"], 'gdp,2023,"5"" pipe",,\n'),
    ('gdp,2023,1,,"oops\n', ["bad-quote/after-quote 4:5"], 'gdp,2023,1,,"oops"\n'),
    ('gdp,2023,1,,"oops\nx,"2",3\n', ["bad-quote/after-quote 4:5"], 'gdp,2023,1,,"oops"\n'),
    ("注：数据来源统计局\n", ["ragged-row/few 3"], "fdi,2022,1,亿元,注：数据来源统计局\n"),
    ("gdp,2023,1\n", ["ragged-row/few 3"], "gdp,2023,1,,\n"),
    ("gdp,2023,1,234,万元,\n", ["ragged-row/many 3"], 'gdp,2023,"1,234",万元,\n'),
    ("gdp,2023,1\0,,\n", ["nul-character 3"], "gdp,2023,1,,\n"),
    ("\ufffd\ufffd,2023,1,,\n", ["replacement-character 3"], "gdp,2023,1,,\n"),
    (f"gdp,2023,1,,{'y' * 100_001}\n", ["field-too-long 3"], f"gdp,2023,1,,{'y' * 100_000}\n"),
    (f"gdp,2023,1,,\"{'y' * 60_000}\n{'y' * 60_000}\"\n", ["field-too-long 3"], f"gdp,2023,1,,\"{'y' * 5_000}\n{'y' * 5_000}\"\n"),
    (f"gdp,2023,1,,{'y' * 200_000}\n", ["field-too-long 3"], f"gdp,2023,1,,{'y' * 100_000}\n"),
    (f"gdp,2023,1,,\"{'y' * 200_000}\"\n", ["field-too-long 3"], "gdp,2023,1,,\n"),
    (f"gdp,2023,1,,\"{'y' * 200_000}\nz\"\n", ["field-too-long 3"], 'gdp,2023,1,,"y\nz"\n'),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "expected", "good"), ROWS)
def test_a_broken_row_refuses_the_table_at_its_line_and_the_fixed_one_is_read(
    bad: str, expected: list[str], good: str
) -> None:
    assert [shown(found) for found in refused(TABLE.format(bad))] == expected
    assert len(source(TABLE.format(good)).readings) == 3


def test_a_quote_that_is_never_closed_is_reported_where_it_was_opened() -> None:
    table = 'indicator,value,note\nfdi,1,"a\nb"\ngdp,2,"oops\nx,y,z\n'
    [found] = refused(table)
    assert (shown(found), found.excerpt) == ("bad-quote/unclosed 4:3", 'gdp,2,"oops')
    assert dict(found.arguments) == {"found": '"oops', "why": "unclosed", "first": 4}
    for rest in ("y" * 200_000, "y" * 200_000 + "\nx,1,2\n"):
        assert reported(table + rest) == ["bad-quote/unclosed 4:3"]


def test_a_row_begins_where_it_is_whatever_lines_its_notes_have() -> None:
    table = 'indicator,note,value\n\nfdi,"line1\nline2",1\r\n   \n,,\ngdp,"a\r\n\r\nb",2\rrd,,3'
    assert [(reading.indicator, reading.value_place.line) for reading in source(table).readings] == [
        ("fdi", 3), ("gdp", 7), ("rd", 10),
    ]  # fmt: skip


def test_all_that_is_wrong_with_a_table_is_reported_at_once() -> None:
    bad = '\ufffd,2023,1,,\na,2023,5" x,,\nb\nc,2023,"1"x,,\n'
    assert reported(TABLE.replace("note", "remark, remrk").format(bad)) == [
        "unknown-column 1:6", "ragged-row/few 2", "replacement-character 3", "ragged-row/few 3", "bad-quote/bare 4:3",
        "ragged-row/few 5", "bad-quote/after-quote 6:3", "ragged-row/few 7",
    ]  # fmt: skip


def test_after_too_many_problems_the_rest_of_a_file_is_not_reported() -> None:
    for text, path in (("指标,数值\n" + "a\n" * 300, "s.csv"), ("[" + "[]," * 300 + "1]", "s.json"), ("- []\n" * 300, "s.yaml")):
        problems = refused(text, path)
        assert len(problems) == 201
        assert sum(found.code == "too-many-problems" for found in problems) == 1


HEADS = [
    # a whole file, and what is reported of it
    ("region,year,fdi\nA,2025,1\n", ["not-long/wide 1"]),
    ("指标,2022年,2023年\nfdi,1,2\n", ["not-long/wide 1"]),
    ("区县,外资(万元)\nA,12345\n", ["not-long/wide 1"]),
    ("A,2025,1\nB,2025,2\n", ["not-long/header 1"]),
    ("fdi,1亿元\n", ["not-long 1"]),
    ("a,b\n1,2\n", ["not-long 1"]),
    ("region\tfdi\nA\t1\n", ["not-long/separator 1"]),
    ("region，fdi\nA，１\n", ["not-long/separator 1"]),
    ("指标;数值\nfdi;1\n", ["not-long/separator 1"]),
    ("指标,时期\nfdi,2023\n", ["not-long/wide 1"]),
    ("数值,时期\n1,2023\n", ["not-long 1"]),
    ("\n\n乌海市2023年指标\n指标,数值\nfdi,1\n", ["not-long 3"]),
    (",".join(f"c{i}" for i in range(10_000)), ["not-long 1"]),
    (",".join(["指标", "数值", *(f"c{i}" for i in range(16_383))]), ["too-many-columns 1"]),
    ("sep=;\n指标;数值\nfdi;1\n", ["excel-sep 1"]),
    ('"sep=,"\n指标,数值\n', ["excel-sep 1"]),
    ("", ["empty-file"]),
    ("\n \r\n\r", ["not-long 2"]),
    ("\n\n", ["empty-file"]),
    ('"oops\n', ["bad-quote/unclosed 1:1"]),
    ("指标,数值,数值\nfdi,1,2\n", ["duplicate-header 1:3"]),
    ("指标,数值,数值 \nfdi,1,2\n", ["duplicate-header 1:3"]),
    ("指标,数值,Ｖalue\nfdi,1,2\n", ["duplicate-header 1:3"]),
    ("指标,数值,年份,月份\nfdi,1,2023,6\n", ["duplicate-header 1:4"]),
    ("指标,数值,x,x\nfdi,1,2,3\n", ["unknown-column 1:3", "duplicate-header 1:4"]),
    ("地区,外资,外资\nA,1,2\n", ["not-long/wide 1", "duplicate-header 1:3"]),
    ("指标,数值,\nfdi,1,2\n", ["unnamed-column 2:3"]),
    ("指标,value" + " " * 40_000 + "x\n", ["not-long/wide 1"]),
    ("指标,value" + " (" * 20_000 + "\n", ["not-long/wide 1"]),
]


@pytest.mark.parametrize(("text", "expected"), HEADS)
def test_a_table_that_is_not_long_is_refused_as_a_whole(text: str, expected: list[str]) -> None:
    assert [shown(found) for found in refused(text)] == expected


def test_a_table_that_is_not_long_is_reported_as_what_it_is() -> None:
    [found] = refused("指标," + ",".join(f"c{i}" for i in range(20)))
    assert dict(found.arguments) == {"found": "指标, c0, c1, c2, c3, c4, c5, c6, …", "lacks": "value", "why": "wide"}
    assert found.excerpt.startswith("指标,c0")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Indicator", ("indicator", "")),
        (" 指标 ", ("indicator", "")),
        ("年份", ("period", "")),
        ("时期", ("period", "")),
        ("ＶＡＬＵＥ", ("value", "")),
        ("数值（万元）", ("value", "万元")),
        ("value (m²)", ("value", "m²")),
        ("数值 ( 万元 ) ", ("value", "万元")),
        ("单位", ("unit", "")),
        ("地区", ("entity", "")),
        ("口径", ("basis", "")),
        ("备注", ("note", "")),
        ("单位（盖章）", ("", "")),
        ("年份（财年）", ("", "")),
        ("目标值", ("", "")),
        ("数值（）", ("", "")),
        ("数值（万元", ("", "")),
        ("数值（万元）（现价）", ("", "")),
        ("数值（万（元）", ("", "")),
        ("数值（万）元）", ("", "")),
        ("（万元）", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_header_is_known_by_its_name_whatever_its_width_and_case(header: str, expected: tuple[str, str]) -> None:
    assert field_of(header) == expected


def test_no_spelling_of_a_column_means_two_things() -> None:
    assert len(HEADERS) == sum(len(spellings.split(", ")) for spellings in SPELLINGS.values())
    assert set(SPELLINGS) == set(FIELDS) == set(Reading._fields[:7])


def test_the_unit_of_the_header_goes_with_every_reading() -> None:
    assert texts(source("指标,数值（万元）,单位\nfdi,1,\nrd,2,亿元\n")) == [
        ("fdi", "", "1", "", "", "", "", "万元"),
        ("rd", "", "2", "亿元", "", "", "", "万元"),
    ]


def test_an_unknown_column_is_reported_once_and_ignored() -> None:
    read = source("indicator,value,uint,备案\nfdi,1,元,x\nrd,2,元,x\n")
    assert [(shown(found), dict(found.arguments)) for found in read.problems] == [
        ("unknown-column 1:3", {"column": "uint", "close": "unit"}),
        ("unknown-column 1:4", {"column": "备案", "close": ""}),
    ]
    assert [reading.unit for reading in read.readings] == ["", ""]


def test_columns_without_a_name_are_passed_over_while_they_are_empty() -> None:
    assert len(source("指标,数值,,\nfdi,1,, \nrd,2,,\n").readings) == 2


def test_a_row_without_an_indicator_is_handed_on() -> None:
    assert texts(source("指标,数值\n,1\n")) == [("", "", "1", "", "", "", "", "")]


def test_the_other_separator_is_noticed_by_the_header() -> None:
    tabs, commas = '指标\t数值\nfdi\t"1,2"\n', "指标,数值\nfdi,1\n"
    assert reported(tabs) == ["other-separator/tab 1"]
    assert reported(commas, "s.tsv") == ["other-separator/comma 1"]
    assert texts(source(tabs)) == texts(source(tabs, "s.txt")) == [("fdi", "", "1,2", "", "", "", "", "")]
    assert reported(tabs, "s.tsv") == reported(commas) == []


HOSTILE = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "[/nope]", "\x1b[2J", "a\x0bb", "nan", "-1+2", "'123", "↑3.2%", "TRUE"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_what_a_cell_says_is_text_whatever_it_is(cell: str) -> None:
    assert texts(source(f"指标,数值\n{cell},{cell}\n")) == [(cell, "", cell, "", "", "", "", "")]
    assert [reading.value for reading in source(json.dumps({"a": cell}), "s.json").readings] == [cell]


# encodings


CHINESE = "指标,数值,备注\n外资,1,第一季度\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode(), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8"),
        (CHINESE.encode("gbk"), "gb18030"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (b"\x84\x31\x95\x33" + CHINESE.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\0\0" + CHINESE.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_the_encoding_is_found_by_mark_then_utf8_then_gb18030_and_named(data: bytes, encoding: str) -> None:
    read = source(data)
    assert read.encoding == encoding
    assert texts(read) == [("外资", "", "1", "", "第一季度", "", "", "")]


def test_excels_unicode_text_is_read_under_the_name_csv() -> None:
    data = "指标\t数值\n外资\t1\n".encode("utf-16")
    assert texts(source(data)) == [("外资", "", "1", "", "", "", "", "")]
    assert reported(data) == ["other-separator/tab 1"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_forced_encoding_is_used_and_named(encoding: str) -> None:
    read = source("indicator,value\nfdi,1\n".encode(encoding), encoding=encoding.upper().replace("-", "_"))
    assert (read.encoding, len(read.readings)) == (encoding, 1)


@pytest.mark.parametrize(
    ("data", "options", "expected"),
    [
        ("indicator,value\n北京,1".encode("gbk")[:-3], {}, ["encoding 2:2"]),
        ("indicator,value\n北京,1\n".encode() + b"\xff", {}, ["encoding 3:1"]),
        ("indicator,value\n北京,1\n".encode() + "内蒙古,2\n".encode("gbk"), {}, ["mixed-encoding 3:1"]),
        ("indicator,value\n内蒙古,2\n".encode("gbk") + "北京,1\n".encode(), {}, ["mixed-encoding 2:1"]),
        ("indicator,value\n北京,1\n".encode("gbk"), {"encoding": "utf-8"}, ["encoding 2:1"]),
        (b"indicator,value\nx\x81,1\n", {"encoding": "cp1252"}, ["encoding 2:2"]),
        (b"a,1", {"encoding": "rot13"}, ["unknown-encoding"]),
        (b"a,1", {"encoding": "utf-7"}, ["unknown-encoding"]),
        ("indicator,value\n".encode("utf-16-le"), {}, ["nul-character 1", "nul-character 2", "not-long 1"]),
    ],
)  # fmt: skip
def test_what_is_no_text_in_its_encoding_is_refused_at_its_byte(
    data: bytes, options: dict[str, str], expected: list[str]
) -> None:
    assert sorted(reported(data, **options)) == sorted(expected)


def test_the_byte_that_does_not_fit_is_named() -> None:
    [found] = refused("indicator,value\n北京,1\n".encode() + b"\xff")
    assert dict(found.arguments) == {"encoding": "utf-8", "offset": 25, "byte": "0xFF", "looks": ""}


def test_both_lines_of_a_mixture_are_named() -> None:
    [found] = refused("indicator,value\n北京,1\n".encode() + "内蒙古,2\n".encode("gbk"))
    assert (found.place.line, dict(found.arguments)) == (3, {"line": 2})
    assert decode("北京 1".encode("gbk"), "s.csv", ("utf-8", "gb18030")).text == "北京 1"


@pytest.mark.parametrize(("index", "expected"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (4, (2, 2)), (6, (3, 1)), (8, (4, 1)), (9, (4, 2))])
def test_a_position_counts_all_three_ends_of_line(index: int, expected: tuple[int, int]) -> None:
    assert position("ab\nc\r\nd\re", index) == expected


def test_only_three_ends_of_line_end_a_line() -> None:
    text = "a\r\nb\rc\x0bd\x85e\u2028f\n\ng"
    assert list(lines_of(text)) == ["a\r\n", "b\r", "c\x0bd\x85e\u2028f\n", "\n", "g"]
    assert list(lines_of("")) == []


# documents


def test_json_keeps_every_digit_and_its_places_are_pointers() -> None:
    text = '{"a/b": 0.10, "~c": {"2023": 1e400, "2022年": -0}, "d": {"value": "1亿元", "unit": null, "note": "x"}, "e": null}'
    read = source(text, "s.json")
    assert texts(read) == [
        ("a/b", "", "0.10", "", "", "", "", ""),
        ("~c", "2023", "1e400", "", "", "", "", ""),
        ("~c", "2022年", "-0", "", "", "", "", ""),
        ("d", "", "1亿元", "", "x", "", "", ""),
        ("e", "", "null", "", "", "", "", ""),
    ]
    assert [str(reading.value_place) for reading in read.readings] == [
        "s.json#/a~1b", "s.json#/~0c/2023", "s.json#/~0c/2022年", "s.json#/d/value", "s.json#/e",
    ]  # fmt: skip
    assert str(read.readings[3].place("note")) == "s.json#/d/note"
    assert str(read.readings[1].place("indicator")) == "s.json#/~0c"
    assert str(read.readings[0].place("unit")) == "s.json#/a~1b"


def test_numbers_of_json_are_text_however_long_or_impossible() -> None:
    nines = "9" * 5_000
    read = source(f'[{{"指标": "a", "数值": {nines}}}, {{"指标": "b", "数值": -Infinity}}, {{"指标": "c", "数值": true}}]', "s.json")
    assert [reading.value for reading in read.readings] == [nines, "-Infinity", "true"]


def test_yaml_places_are_lines_and_columns() -> None:
    read = source("a: 0.10\nb: {2023: 1, 2022: {数值（万元）: '2', 备注: x}}\nc: ~\n", "s.yml")
    assert texts(read) == [
        ("a", "", "0.10", "", "", "", "", ""),
        ("b", "2023", "1", "", "", "", "", ""),
        ("b", "2022", "2", "", "x", "", "", "万元"),
        ("c", "", "null", "", "", "", "", ""),
    ]
    assert [str(reading.value_place) for reading in read.readings] == ["s.yml:1:4", "s.yml:2:11", "s.yml:2:30", "s.yml:3:4"]
    assert str(read.readings[2].place("header_unit")) == "s.yml:2:21"


def test_a_record_may_hold_its_figure_in_one_piece() -> None:
    text = '[{"indicator": "a", "period": "2023", "value": {"value": 1, "unit": "元", "note": "n"}, "basis": "b"}]'
    assert texts(source(text, "s.json")) == [("a", "2023", "1", "元", "n", "", "b", "")]


DOCUMENTS = [
    # a JSON document, what is reported of it, and the document as it should be
    ('{"fdi": 1, "\\u0066di": 2}', ["duplicate-key s.json#/fdi"], '{"fdi": 1, "gdp": 2}'),
    ('{"fdi": 1, "ｆｄｉ ": 2}', ["duplicate-key s.json#/ｆｄｉ "], '{"fdi": 1, "gdp": 2}'),
    ('[{"指标": "a", "数值": 1, "数值": 2}]', ["duplicate-key s.json#/0/数值", "duplicate-header s.json#/0/数值"], '[{"指标": "a", "数值": 1}]'),
    ('[{"指标": "a", "数值": 1, "value": 2}]', ["duplicate-header s.json#/0/value"], '[{"指标": "a", "数值": 1}]'),
    ('{"a": {"2023": {"value": 1, "period": "2022"}}}', ["duplicate-header s.json#/a/2023/period"], '{"a": {"2023": {"value": 1}}}'),
    ("1", ["not-a-figure/document s.json#"], '{"a": 1}'),
    ("null", ["not-a-figure/document s.json#"], '{"a": null}'),
    ('{"a": [1, 2], "b": [1]}', ["not-a-figure/figure s.json#/a", "not-a-figure/figure s.json#/b"], '{"a": 1, "b": 1}'),
    ('{"a": {}}', ["not-a-figure/figure s.json#/a"], '{"a": {"2023": 1}}'),
    ('{"a": {"2023": {"2022": 1}}}', ["unknown-column s.json#/a/2023/2022", "not-long/record s.json#/a/2023"], '{"a": {"2023": {"value": 1}}}'),
    ('[{"a": {"x": 1}}]', ["unknown-column s.json#/0/a", "not-long/record s.json#/0"], '[{"指标": "a", "数值": 1}]'),
    ('[1, "x"]', ["not-a-figure/record s.json#/0", "not-a-figure/record s.json#/1"], '[{"指标": "a", "数值": 1}]'),
    ('[{"指标": {"x": 1}, "数值": 1}]', ["not-a-figure/field s.json#/0/指标"], '[{"指标": "x", "数值": 1}]'),
    ('[{"指标": "a", "数值": {"value": [1]}}]', ["not-a-figure/field s.json#/0/数值/value"], '[{"指标": "a", "数值": {"value": 1}}]'),
    ('[{"指标": "a", "数值": {"unit": "元"}}]', ["not-long/record s.json#/0"], '[{"指标": "a", "数值": {"value": 1, "unit": "元"}}]'),
    ('{"a": {"unit": "元"}}', ["not-long/record s.json#/a"], '{"a": {"value": 1, "unit": "元"}}'),
    ('{"a": "\\ud800"}', ["json-syntax/surrogate s.json#/a"], '{"a": "\\ud83d\\ude00"}'),
    ('{"\\udc00": 1}', ["json-syntax/surrogate s.json#/\udc00"], '{"a": 1}'),
    ('{"a": ' + "[" * 40 + "]" * 40 + "}", ["too-deep s.json#/a" + "/0" * 32], '{"a": 1}'),
    ('{"a": ' + '{"b":' * 40 + "1" + "}" * 41, ["too-deep s.json#/a" + "/b" * 32], '{"a": {"b": 1}}'),
    ("[" * 100_000, ["too-deep"], "[]"),
    ("", ["empty-file"], "[]"),
    (" \n", ["empty-file"], "{}"),
    ('{"v":1,}', ["json-syntax/trailing-comma 1:7"], '{"v":1}'),
    ('{"v":1 , }', ["json-syntax/trailing-comma 1:8"], '{"v":1}'),
    ('[\n{"指标":"a","数值":1},\n]', ["json-syntax/trailing-comma 2:18"], '[\n{"指标":"a","数值":1}\n]'),
    ('{"v":010}', ["json-syntax/leading-zero 1:6"], '{"v":10}'),
    ('{"v":-010}', ["json-syntax/leading-zero 1:7"], '{"v":-10}'),
    ('{"v":1}{"v":2}', ["json-syntax/extra 1:8"], '{"v":1}'),
    ("{'v':1}", ["json-syntax/quotes 1:2"], '{"v":1}'),
    ("{v:1}", ["json-syntax/key 1:2"], '{"v":1}'),
    ('{"v"=1}', ["json-syntax/colon 1:5"], '{"v":1}'),
    ('{"v":1 "w":2}', ["json-syntax/comma 1:8"], '{"v":1, "w":2}'),
    ('{"v":0 "w":2}', ["json-syntax/comma 1:8"], '{"v":0, "w":2}'),
    ('{"v":10 1}', ["json-syntax/comma 1:9"], '{"v":10}'),
    ('{"v":0\n1}', ["json-syntax/comma 2:1"], '{"v":0}'),
    ('{"v":[1,', ["json-syntax/end 1:9"], '{"v":1}'),
    ('{"v":1\n', ["json-syntax/end 1:7"], '{"v":1}'),
    ('{"v":True}', ["json-syntax/value 1:6"], '{"v":true}'),
    ('\r\n{"v":"x}', ["json-syntax/string 2:6"], '{"v":"x"}'),
    ('\r{"v":"x\ny"}', ["json-syntax/control 2:8"], '{"v":"x\\ny"}'),
    ('{"v":"\\q"}', ["json-syntax/escape 1:7"], '{"v":"\\\\q"}'),
    ('{"v":"\\u00zz"}', ["json-syntax/escape 1:8"], '{"v":"\\u0041"}'),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "expected", "good"), DOCUMENTS)
def test_a_json_document_of_another_shape_is_refused_at_its_place(bad: str, expected: list[str], good: str) -> None:
    problems = refused(bad, "s.json")
    assert [shown(found) or str(found.place) for found in problems] == [
        each if "#" not in each else f"{each.partition(' ')[0]}" for each in expected
    ]
    assert [str(found.place) for found in problems if found.place.pointer is not None] == [
        each.partition(" ")[2] for each in expected if "#" in each
    ]
    assert reported(good, "s.json") == []


def test_yaml_of_another_shape_is_refused_at_its_place() -> None:
    text = "a: [1]\nb: {x: {y: {z: 1}}}\nc: {unti: 1, value: 2}\nd: {unti: 1, value: 2}\n"
    assert reported(text, "s.yaml") == [
        "not-a-figure/figure 1:4", "not-long/record 2:8", "unknown-column 2:9", "unknown-column 3:5",
    ]  # fmt: skip
    assert reported("x", "s.yaml") == ["not-a-figure/document 1:1"]
    assert reported("# nothing\n", "s.yaml") == ["empty-file"]


def test_yaml_is_as_strict_as_a_targets_file_and_its_notes_are_prose() -> None:
    text = "- {指标: a, 数值: 1}\n- 指标: b\n  数值: &x 2\n  单位: !t 元\n"
    assert reported(text, "s.yaml") == ["anchor 3:7", "tag 4:7"]
    assert refused(text, "s.yaml")[0].excerpt == "  数值: &x 2"
    read = source("- 指标: a\n  数值: 1 #x\n  备注: |\n    two\n    lines\n", "s.yaml")
    assert [shown(found) for found in read.problems] == ["cut-by-comment 2:9"]
    assert read.readings[0].note == "two\nlines\n"


# files


def test_the_format_is_said_or_is_the_suffix() -> None:
    assert texts(source('{"a": 1}', "-", format="json")) == texts(source('{"a": 1}', "x.JSON"))
    assert list(FORMATS) == ["csv", "tsv", "json", "yaml"]
    for path, name in (("s.xlsx", "xlsx"), ("-", ""), ("a.b/s", ""), ("a.b\\s", "")):
        [found] = refused("", path)
        why = "workbook" if name == "xlsx" else ""
        assert dict(found.arguments) == {"format": name, "known": "csv, tsv, json, yaml", "why": why}
    assert reported("", "s.csv", format="pdf") == ["unknown-format"]


@pytest.mark.parametrize(
    ("data", "path"),
    [("", "s.xlsx"), ("", "s.XLS"), ("", "s.ods"), ("PK\x03\x04…", "s.csv"), (b"\xd0\xcf\x11\xe0\xa1", "s.xls"), (b"\xd0\xcf\x11\xe0\xa1", "-")],
)
def test_a_workbook_is_to_be_saved_as_csv_whatever_it_is_called(data: str | bytes, path: str) -> None:
    [found] = refused(data, path, **({"format": "csv"} if path == "-" else {}))
    assert wording.message(found, "en") == "this is a workbook, which is not read yet"
    assert wording.hint(found, "en") == "save its sheet as CSV (UTF-8) and submit that"


@pytest.mark.parametrize("text", ["kpicheck: 1\ntargets: {a: {target: 5家}}\n", '{"targets": {}, "title": "x", "kpicheck": 1}'])
def test_a_targets_file_is_no_submission(text: str) -> None:
    [found] = refused(text, "t.yaml")
    assert (found.code, wording.message(found, "en")) == ("not-a-figure", "t.yaml is a targets file, and no submission")
    assert wording.hint(found, "en") == "name it with -t, and the figures without it: -t t.yaml figures.csv"


def test_an_indicator_may_be_called_targets() -> None:
    assert texts(source('{"targets": 5}', "s.json")) == [("targets", "", "5", "", "", "", "", "")]


def test_several_files_are_read_in_their_order_and_stdin_is_a_dash(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("指标,数值\na,1\n", encoding="utf-8")
    second.write_text("指标,数值\nb,2\n", encoding="utf-8")
    read = read_submission([str(second), "-", str(first)], format="csv", stdin=lambda: b"indicator,value\nc,3\n")
    assert [(each.path, each.readings[0].indicator) for each in read] == [(str(second), "b"), ("-", "c"), (str(first), "a")]


def test_the_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    bad = tmp_path / "a.csv"
    bad.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(KpiCheckError) as caught:
        read_submission([str(bad), str(tmp_path / "absent.csv")])
    assert [found.code for found in caught.value.problems] == ["not-long", "file-absent"]


def opened(path: Path | str) -> dict[str, object]:
    with pytest.raises(KpiCheckError) as caught:
        read_bytes(str(path))
    [found] = caught.value.problems
    assert found.place == Place(str(path))
    return {"code": found.code, **dict(found.arguments)}


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data.csv").write_bytes(b"")
    wrong, folder = tmp_path / "dta.csv", tmp_path / "no" / "x.csv"
    assert opened(wrong) == {"code": "file-absent", "path": str(wrong), "close": str(tmp_path / "data.csv")}
    assert opened(folder) == {"code": "file-absent", "path": str(folder), "close": ""}
    assert opened(tmp_path / "data.csv" / "x")["code"] == "file-absent"
    assert opened("a\0b")["code"] == "file-absent"
    assert opened(tmp_path)["why"] == "directory"
    (tmp_path / "data.csv").chmod(0)
    if os.name == "posix" and os.geteuid() != 0:
        assert opened(tmp_path / "data.csv")["why"] == "permission"

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    for fault, why in ((forbidden, "permission"), (broken, "")):
        monkeypatch.setattr("builtins.open", fault)
        found = opened(tmp_path / "data.csv")
        monkeypatch.undo()
        assert (found["code"], found["why"]) == ("file-unreadable", why)
    assert found["reason"] == "Input/output error"


def test_a_file_is_read_up_to_its_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert read_bytes(str(tmp_path / "a")) == b"abc"
    monkeypatch.setattr(files, "MAX_BYTES", 2)
    assert opened(tmp_path / "a")["code"] == "too-large"


# what is said


SAID = [
    ("a.csv", "区县;外资\n", "zh", "缺少这些列：indicator, value；第一行是：区县;外资", "请用逗号分隔各列，.tsv 文件用制表符"),
    ("a.csv", "value\nx,1\n", "en", "no column says indicator; the first row is: value",
     "name the columns in the first row: indicator, period, value, unit"),
    ("a.csv", '指标,数值\nfdi,5"\n', "en", 'a quote in the middle of a field: 5"',
     'put the field in quotes and write each quote in it twice: "5"" pipe"'),
    ("a.json", "{'a': 1}", "zh", "JSON 只用双引号：'a': 1}", "请把 '…' 改成 \"…\""),
    ("a.yaml", "a: >=5\n", "en", ">=5 must be in quotes: a plain > begins a block of text in YAML", 'put it in quotes: ">=5"'),
    ("a.yaml", "{f: growth(x, 2020)}", "en", "the comma cuts growth(x, 2020) in two, because it is inside {…}",
     'put it in quotes: "growth(x, 2020)"'),
    ("a.yaml", "a: 1\na: 2\n", "zh", "键 a 在 a.yaml:1:1 已经有了", "请只保留一个；全角半角、首尾空格不算区别（ＦＤＩ 就是 FDI）"),
    ("a.pdf", "", "en", "pdf is not a format that is read", "say --from with one of csv, tsv, json, yaml"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "language", "message", "hint"), SAID)
def test_a_problem_is_said_with_the_users_own_words_and_what_to_do(
    path: str, text: str, language: str, message: str, hint: str
) -> None:
    [found] = refused(text, path)
    assert (wording.message(found, language), wording.hint(found, language)) == (message, hint)


# laws


def attempt(data: bytes, name: str) -> Source | KpiCheckError:
    try:
        return read_source("s", data, name)
    except KpiCheckError as error:
        return error


@given(st.binary(max_size=80), st.sampled_from(list(FORMATS)))
def test_no_bytes_raise_anything_but_problems(data: bytes, name: str) -> None:
    """Law: read_source(bytes) is a source, or KpiCheckError with at least one error, whatever the bytes."""
    result = attempt(data, name)
    assert isinstance(result, Source) or any(found.severity is Severity.ERROR for found in result.problems)


PIECES = st.lists(st.sampled_from([*'ab",\t\n\r;\0 {}[]:1-', "指标", "数值", '""', "\r\n", "null", "\ufffd"]), max_size=25).map("".join)


@given(PIECES, st.sampled_from(list(FORMATS)))
def test_no_text_below_a_header_raises_anything_but_problems(text: str, name: str) -> None:
    """Law: as above, for texts that come close to the formats."""
    for head in ("", "指标,数值\n", "指标\t数值\t备注\n"):
        read = attempt((head + text).encode(), name)
        lines = (head + text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        places = [reading.value_place for reading in getattr(read, "readings", ())]
        assert all((place.line or 1) <= len(lines) for place in (*places, *(found.place for found in read.problems)))


CELLS = st.text(st.sampled_from("a外１09 .,%:\"'\n\t#[]{}-"), max_size=6)
FIGURES = st.lists(
    st.fixed_dictionaries({field: CELLS.filter(str.strip) if field in {"indicator", "value"} else CELLS for field in FIELDS}),
    min_size=1,
    max_size=5,
)


def written(rows: list[dict[str, str]], name: str) -> str:
    if name == "json":
        return json.dumps(rows, ensure_ascii=False)
    if name == "yaml":
        quoted = [{key: yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**6).strip() for key, text in row.items()} for row in rows]
        return "".join("- {" + ", ".join(f"{key}: {text}" for key, text in row.items()) + "}\n" for row in quoted)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, FIELDS, delimiter="," if name == "csv" else "\t")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@given(FIGURES, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), st.randoms(use_true_random=False))
def test_format_encoding_and_order_of_rows_make_no_difference(rows: list[dict[str, str]], encoding: str, random) -> None:
    """Law: the readings, up to places and order, are the same in CSV, TSV, JSON, YAML, in every encoding and order.

    Not for every text: a GB18030 file whose only Chinese characters are such as 指 (D6 B8) is well-formed UTF-8 too.
    """
    expected = sorted((*(row[field] for field in FIELDS), "") for row in rows)
    for name in ("csv", "tsv", "json", "yaml"):
        random.shuffle(rows)
        assert sorted(texts(source(written(rows, name).encode(encoding), f"s.{name}"))) == expected


def test_a_hundred_thousand_rows_share_their_texts() -> None:
    table = "指标,时期,数值,单位\n" + "".join(f"指标{i % 50},2023,{i},万元\n" for i in range(20_000))
    readings = source(table).readings
    assert len(readings) == 20_000
    assert readings[0].indicator is readings[50].indicator
    assert readings[0].locate is readings[1].locate
    assert sum(map(sys.getsizeof, (readings[0], readings[0].spot, readings[0].value))) < 220
