"""The JSON report: its shape is a contract, held by a schema in the package."""

import json
from importlib.resources import files
from typing import get_type_hints

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from conftest import DATA, ROOT
from kpicheck import evaluate, load_targets, read_submission, read_threshold, render
from kpicheck.formats import contract
from kpicheck.formats.json_report import failure_json, problems_json, threshold_json, value_json
from kpicheck.place import Place
from kpicheck.problem import problem
from kpicheck.report import Options, Status

SCHEMA = json.loads((files("kpicheck") / "formats" / "report.schema.json").read_text("utf-8"))
RUNS = {
    "screen": (DATA / "screen" / "targets.yaml", DATA / "screen" / "figures.csv"),
    "wuhai": (ROOT / "targets.yaml", ROOT / "samples" / "wuhai-2023.csv"),
}


def validate(document, part=None):
    schema = SCHEMA if part is None else {"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{part}"}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(document)


@pytest.fixture(params=RUNS)
def report(request):
    targets_path, figures = RUNS[request.param]
    targets = load_targets(str(targets_path))
    return evaluate(targets, read_submission([str(figures)], targets))


@pytest.fixture(params=["en", "zh"])
def document(report, request):
    return json.loads(render(report, "json", language=request.param))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_reports_are_as_the_schema_says(document):
    validate(document)


def schemas(schema):
    yield schema
    for value in schema.values():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from schemas(item)


def test_every_field_is_described_and_none_may_be_added():
    for schema in schemas(SCHEMA):
        if "properties" in schema and schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
            assert all("description" in field for field in schema["properties"].values())


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("place", contract.PlaceJson), ("value", contract.ValueJson), ("problem", contract.ProblemJson),
        ("threshold", contract.ThresholdJson), ("refused", contract.RefusedJson), ("needed", contract.NeededJson),
        ("input", contract.InputJson), ("formula", contract.FormulaJson), ("compare", contract.CompareJson),
        ("waiver", contract.WaiverJson), ("verdict", contract.VerdictJson), ("outcome", contract.OutcomeJson),
    ],
)  # fmt: skip
def test_the_schema_has_the_fields_of_the_declared_type(name, declared):
    assert list(SCHEMA["$defs"][name]["properties"]) == list(get_type_hints(declared))


def test_the_report_has_the_fields_of_its_declared_type():
    assert list(SCHEMA["properties"]) == list(get_type_hints(contract.ReportJson))


def test_counts_and_accounting_add_up(document):
    assert sum(document["counts"]["outcomes"].values()) == len(document["outcomes"])
    assert sum(document["counts"]["verdicts"].values()) == len(document["verdicts"])
    told = document["accounting"]
    assert told["read"] == told["used"] + told["unused"] + told["missing"] + told["refused"]


def test_every_status_is_counted_also_where_it_does_not_occur(document):
    assert list(document["counts"]["outcomes"]) == [status.value for status in Status]


def test_outcomes_name_verdicts_that_are_there(document):
    ids = [verdict["id"] for verdict in document["verdicts"]]
    assert [id_ for outcome in document["outcomes"] for id_ in outcome["verdicts"]] == ids


def test_the_sentences_are_in_the_documents_language(report):
    english, chinese = (json.loads(render(report, "json", language=language)) for language in ("en", "zh"))
    assert (english["language"], chinese["language"]) == ("en", "zh")
    assert english["problems"][0]["message"] != chinese["problems"][0]["message"]
    assert english["problems"][0]["arguments"] == chinese["problems"][0]["arguments"]


def test_the_same_report_gives_the_same_document(report):
    assert render(report, "json") == render(report, "json")


def test_a_verdict_can_be_redone_from_its_fields(report):
    found = next(each for each in json.loads(render(report, "json"))["verdicts"] if each["needed"])
    assert found["inputs"][0]["place"]["path"].endswith(".csv")
    assert found["needed"][0]["value"]["shown"]


def test_a_report_where_nothing_was_judged_is_the_same_document():
    found = problem("file-absent", Place("a.csv"), path="a.csv", close="")
    document = json.loads(failure_json((found,), "zh", Options(only=("a",)), 3))
    validate(document)
    assert (document["exit_code"], document["verdicts"], document["targets"]) == (3, [], None)
    assert document["problems"][0]["code"] == "file-absent"


def test_problems_alone():
    found = problem("conflicting-figures", Place("a.csv", 2, 3), text="1", other="2", first=Place("a.csv", 1, 3), indicator="x")
    document = json.loads(problems_json((found,), "en"))
    validate(document, "problems")
    assert document["problems"][0]["arguments"]["first"]["line"] == 1


@pytest.mark.parametrize("text", ["23%以上", "6%~6.5%", "4% ± 0.5个百分点", "翻一番", "不低于上年", "2023年底前", "not 红", "17家"])
def test_thresholds(text):
    document = threshold_json(read_threshold(text))
    validate(document, "threshold")
    assert document["text"] == text


def test_a_value_that_does_not_terminate_is_a_fraction(report):
    found = next(each for each in report.verdicts if each.target in {"rd_growth", "rd_growth_2023"})
    assert value_json(found.actual) == {"type": "quantity", "value": "1150/51", "unit": "%", "shown": "22.55%"}


def test_text_of_any_kind_stays_valid_json(report):
    odd = report._replace(title='"\\\x00\u2028\ud800')
    assert json.loads(render(odd, "json").encode("utf-8", "backslashreplace"))["targets"]["title"] == '"\\\x00\u2028\ud800'
