"""The JSON report: its shape is a contract, and its schema is made of the declared types."""

import json
from copy import deepcopy

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from command import kpicheck, write_folder
from conftest import DATA, ROOT
from judging import report as judged
from kpicheck import evaluate, load_targets, read_submission, read_threshold, render
from kpicheck.formats.json_report import failure_json, problems_json, threshold_json, value_json
from kpicheck.formats.schema import report_schema
from kpicheck.place import Place
from kpicheck.problem import problem
from kpicheck.report import Options, Status

SCHEMA = report_schema()
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
    return evaluate(targets, read_submission([str(figures)]))


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


def test_the_closed_sets_are_these():
    """They are made of the program's own enums: whoever changes one of those sees here that the contract changes."""
    verdict, value, threshold = (SCHEMA["$defs"][name]["properties"] for name in ("verdict", "value", "threshold"))
    assert verdict["status"]["enum"] == ["fail", "invalid", "missing", "pending", "waived", "pass", "not_applicable"]
    assert verdict["severity"]["enum"] == ["error", "warning"]
    assert value["type"]["enum"] == ["quantity", "state", "date", "levels"]
    assert threshold["kind"]["enum"] == ["threshold", "state", "date", "reference", "multiple"]
    assert threshold["operator"]["enum"] == [">=", ">", "<=", "<", "=", "!=", "range", "about", "in", "not in"]
    assert threshold["direction"] == {"type": ["string", "null"], "enum": ["up", "down", None], "description": "Which way a change verb goes."}
    assert SCHEMA["$defs"]["compare"]["properties"]["mode"]["enum"] == ["half_even", "half_up"]
    assert SCHEMA["$defs"]["problem"]["properties"]["severity"]["enum"] == ["error", "warning", "note"]
    assert SCHEMA["properties"]["exit_code"]["enum"] == [0, 1, 3, 4, 5]


@pytest.fixture(scope="module")
def small():
    """A document with something in every field that a test changes."""
    declared = "period: 2023\ntargets: {a: {unit: 家, target: 5家以上, compare: {rounded: 1家}}, b: {formula: a / 2, target: 1家}}"
    document = json.loads(render(judged(declared, ["a,2023,3", "a,2022,x"]), "json", language="en"))
    validate(document)
    return document


def objects(document):
    """Every object of a document but `arguments`, whose fields are open."""
    if isinstance(document, dict):
        yield document
    for name, value in document.items() if isinstance(document, dict) else enumerate(document):
        if isinstance(value, dict | list) and name != "arguments":
            yield from objects(value)


def test_a_document_that_lacks_any_one_field_is_refused(small):
    document = deepcopy(small)
    for each in objects(document):
        for name in tuple(each):
            value = each.pop(name)
            with pytest.raises(ValidationError):
                validate(document)
            each[name] = value
    validate(document)


def test_a_document_with_a_field_more_is_refused_wherever_it_is(small):
    document = deepcopy(small)
    for each in objects(document):
        each["more"] = None
        with pytest.raises(ValidationError):
            validate(document)
        del each["more"]
    validate(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kpicheck_report", 2), ("kpicheck_report", "1"), ("tool", "other"), ("exit_code", 2), ("exit_code", "1"), ("language", "fr"),
        ("as_of", "2023-13-01"), ("digest", "abc"), ("demands", 1), ("period", 2023), ("options.only", None), ("options.strict", 0),
        ("targets.sha256", "0" * 63), ("counts.close", -1), ("counts.outcomes.fail", "1"), ("accounting.read", 1.5), ("rules", [None]),
        ("score", 1), ("verdicts", {}), ("verdicts.0.status", "failed"), ("verdicts.0.close", None), ("verdicts.0.severity", "note"),
        ("verdicts.0.place", None), ("verdicts.0.place.line", 0), ("verdicts.0.place.line", "1"), ("verdicts.0.actual.value", 3),
        ("verdicts.0.actual.type", "rungs"), ("verdicts.0.actual.places", -1), ("verdicts.0.threshold.kind", "other"),
        ("verdicts.0.threshold.operator", "≥"), ("verdicts.0.threshold.direction", "left"), ("verdicts.0.threshold.states", [1]),
        ("verdicts.0.compare.mode", "up"), ("verdicts.0.needed.0.operator", ">"), ("verdicts.0.inputs.0.quantity", "3家"),
        ("verdicts.0.waiver", {"reason": "r", "by": "b", "until": "soon"}), ("outcomes.0.status", None), ("outcomes.0.tags", "x"),
        ("problems.0.code", "Not a code"), ("problems.0.severity", "fatal"), ("problems.0.arguments.text", 1.5),
    ],
)  # fmt: skip
def test_a_document_with_a_wrong_value_is_refused(small, path, value):
    document = found = deepcopy(small)
    *parents, last = (int(word) if word.isdigit() else word for word in path.split("."))
    for name in parents:
        found = found[name]
    assert last in found
    found[last] = value
    with pytest.raises(ValidationError):
        validate(document)


@pytest.mark.parametrize(
    ("code", "words", "part"),
    [
        (0, ("check", "ok.csv"), None), (1, ("check", "failed.csv"), None), (3, ("check", "absent.csv"), None),
        (3, ("check", "ok.csv", "-t", "broken.yaml", "--as-of", "2023"), None), (4, ("check", "partial.csv"), None),
        (5, ("check", "ok.csv", "--as-of", "2022"), None), (0, ("lint",), "problems"), (3, ("lint", "broken.yaml"), "problems"),
        (0, ("eval", "1万元 / 3户"), "value"), (0, ("parse", "23%以上", "not 红"), "thresholds"), (4, ("parse", "23%以上", "一批"), "thresholds"),
    ],
)  # fmt: skip
def test_what_every_command_writes_is_as_the_schema_says(tmp_path, code, words, part):
    write_folder(tmp_path)
    (tmp_path / "broken.yaml").write_text("kpicheck: 1\ntargets: {a: {target: 一批, colour: 红}}\n", "utf-8")
    (tmp_path / "partial.csv").write_text("indicator,period,value\na,2023,5\n", "utf-8")
    done = kpicheck(*words, "--format", "json", cwd=tmp_path)
    assert done.code == code
    validate(json.loads(done.out), part)


def test_counts_and_accounting_add_up(document):
    assert sum(document["counts"]["outcomes"].values()) == len(document["outcomes"])
    assert sum(document["counts"]["verdicts"].values()) == len(document["verdicts"])
    cells = document["accounting"]
    assert cells["read"] == cells["used"] + cells["unused"] + cells["missing"] + cells["refused"]


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
    assert (document["period"], document["digest"], document["demands"]) == (None, None, None)
    assert document["problems"][0]["code"] == "file-absent"


def test_problems_alone():
    found = problem("conflicting-figures", Place("a.csv", 2, 3), text="1", other="2", first=Place("a.csv", 1, 3), indicator="x")
    document = json.loads(problems_json((found,), "en"))
    validate(document, "problems")
    assert document["problems"][0]["arguments"]["first"]["line"] == 1


@pytest.mark.parametrize("text", ["23%以上", "6%~6.5%", "4% ± 0.5个百分点", "翻一番", "不低于上年", "2023年底前", "not 红", "17家"])
def test_thresholds(text):
    document = threshold_json(read_threshold(text), "zh")
    validate(document, "threshold")
    assert document["text"] == text


def test_a_value_that_does_not_terminate_is_a_fraction(report):
    found = next(each for each in report.verdicts if each.target in {"rd_growth", "rd_growth_2023"})
    assert value_json(found.actual, "zh") == {"type": "quantity", "value": "1150/51", "unit": "%", "places": 2, "shown": "22.55%"}


def test_a_value_says_how_many_decimals_are_shown():
    (verdict,) = judged("period: 2023\ntargets: {a: {unit: 万元, target: 1.50万元}}", ["a,2023,2.500"]).verdicts
    document = threshold_json(verdict.threshold, "zh")["limit"], value_json(verdict.actual, "zh")
    assert [(each["value"], each["places"], each["shown"]) for each in document] == [("1.5", 2, "1.50万元"), ("2.5", 3, "2.500万元")]


def test_a_report_names_the_period_of_the_run():
    document = json.loads(render(judged("targets: {a: {unit: 家, target: 5家}}", ["a,2023H1,5", "a,2022,5"]), "json"))
    assert (document["period"], document["options"]["period"]) == ("2023H1", None)


def test_text_of_any_kind_stays_valid_json(report):
    odd = report._replace(title='"\\\x00\u2028\ud800')
    assert json.loads(render(odd, "json").encode("utf-8", "backslashreplace"))["targets"]["title"] == '"\\\x00\u2028\ud800'
