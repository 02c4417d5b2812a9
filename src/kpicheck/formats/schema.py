"""The JSON Schema of the report, made of the types in `contract`."""

import inspect
import re
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from kpicheck.formats import contract
from kpicheck.formats.contract import Keyword

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Final = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}


def report_schema() -> Schema:
    """The schema of a report; `$defs` has its parts (`verdict`, `value`, …), `problems` of lint, `thresholds` of parse.

    Every field is required and none may be added.
    """
    parts = [each for each in vars(contract).values() if is_typeddict(each) and each is not contract.ReportJson]
    return {
        "$schema": DIALECT,
        "title": "kpicheck report, version 1",
        **_fields(contract.ReportJson),
        "$defs": {**{_name(each): _fields(each) for each in parts}, "thresholds": _schema(contract.ThresholdsJson)},
    }


def _name(declared: type) -> str:
    """What a part is called: `input_file` of InputFileJson."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", declared.__name__.removesuffix("Json")).lower()


def _fields(declared: type) -> Schema:
    """An object with the fields of a TypedDict."""
    hints = get_type_hints(declared, include_extras=True)
    return _object({name: _schema(hint) for name, hint in hints.items()}, inspect.getdoc(declared) or "")


def _object(properties: dict[str, Schema], description: str = "") -> Schema:
    """An object that has all *properties* and no others."""
    return {
        "type": "object", **({"description": description} if description else {}), "properties": properties,
        "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


def _schema(hint: Any) -> Schema:
    """The schema of a type: a part is referred to by its name."""
    origin, arguments = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return {"$ref": f"#/$defs/{_name(hint)}"}
    if origin is Annotated:
        return _narrowed(_schema(arguments[0]), arguments[1:])
    if origin is Literal:
        closed = {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
        return {"type": _PLAIN[type(arguments[0])], **closed}
    if origin in {Union, UnionType}:
        return _union([_schema(each) for each in arguments])
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is dict:
        return _mapping(*map(_schema, arguments))
    return {"type": _PLAIN[NoneType if hint is None else hint]}


def _narrowed(schema: Schema, marks: tuple[Keyword | str, ...]) -> Schema:
    """*schema* with what is written beside its type: a later description replaces an earlier one."""
    for mark in marks:
        name, value = mark if isinstance(mark, Keyword) else ("description", mark)
        schema = {**schema, name: list(value) if isinstance(value, tuple) else value}
    return schema


def _union(members: list[Schema]) -> Schema:
    """One of several; null beside a plain type is written within it, which reads better where a document is refused."""
    match members:
        case [{"type": str(kind), **rest}, {"type": "null"}]:
            return {"type": [kind, "null"], **rest, **({"enum": [*rest["enum"], None]} if "enum" in rest else {})}
        case _:
            return {"oneOf": members}


def _mapping(key: Schema, value: Schema) -> Schema:
    """An object by its keys: those of a closed set are all there."""
    if "enum" in key:
        return _object(dict.fromkeys(key["enum"], value))
    return {"type": "object", "additionalProperties": value}
