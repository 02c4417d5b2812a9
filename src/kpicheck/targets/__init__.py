"""Bytes to a targets file that is known to be consistent; all its mistakes at once, each at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpicheck import nodes
from kpicheck.files import read_bytes
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Refusal, Severity, in_file_order, problem
from kpicheck.targets.declared import Draft, declare_ladders, declare_rates, declare_units
from kpicheck.targets.goals import complete_all, declare_goals
from kpicheck.targets.intake import FILE, Intake
from kpicheck.targets.model import TargetsFile
from kpicheck.targets.typing import type_formulas
from kpicheck.text import name_key
from kpicheck.unit import BUILT_IN
from kpicheck.wording import LANGUAGES

if TYPE_CHECKING:
    from kpicheck.targets.model import Indicator

FORMAT_VERSION: Final = "1"


def load_targets(path: str, *, encoding: str | None = None) -> TargetsFile:
    """The targets file at *path*. Raises KpiCheckError with every problem of the file."""
    return read_targets(read_bytes(path), path, encoding=encoding)


def read_targets(data: bytes, path: str, *, encoding: str | None = None) -> TargetsFile:
    """The targets file that *data* is; *path* is how places name it. Raises KpiCheckError with every problem."""
    document = nodes.read(data, path, encoding=encoding)
    intake = Intake()
    file = _assemble(intake, document.root, data, path, broken=bool(document.problems))
    in_order = in_file_order((*document.problems, *intake.problems))
    found = nodes.with_excerpts(tuple(in_order), document.text)
    if any(each.severity is Severity.ERROR for each in found) or file is None:
        raise KpiCheckError(found)
    return file._replace(warnings=found)


def _assemble(intake: Intake, root: nodes.Node | None, data: bytes, path: str, *, broken: bool) -> TargetsFile | None:
    if root is None:
        if not broken:
            intake.problems.append(problem("no-targets", Place(path, 1, 1)))
        return None
    fields = intake.fields(root, FILE, ("kpicheck", "targets"))
    fields.read("kpicheck", _check_version)
    if fields.has("targets") and not fields.entries("targets"):
        intake.refuse("no-targets", fields.nodes["targets"].place)
    units = declare_units(intake, fields.entries("units"), BUILT_IN)
    ladders = declare_ladders(intake, fields.entries("ladders"), units)
    draft = Draft(intake, units, ladders)
    draft.declare_all(fields.entries("indicators"))
    goals = declare_goals(draft, fields.entries("targets"))
    names = _names(intake, draft.indicators)
    scope = type_formulas(draft, names)
    targets = complete_all(draft, goals, scope)
    return TargetsFile(
        path=path,
        data=data,
        title=fields.text("title"),
        language=fields.read("language", _language) or "en",
        period=fields.period(),
        submissions=tuple(item.text for item in fields.list("submissions")),
        units=units,
        rates=declare_rates(intake, fields.items("rates"), units),
        ladders=ladders,
        indicators=scope.indicators,
        targets=targets,
        names=names,
        warnings=(),
    )


def _check_version(text: str) -> None:
    if text.strip() != FORMAT_VERSION:
        raise Refusal("bad-choice", width=len(text), key="kpicheck", text=text, allowed=FORMAT_VERSION)


def _language(text: str) -> str:
    if text.strip() not in LANGUAGES:
        raise Refusal("bad-choice", width=len(text), key="language", text=text, allowed=", ".join(LANGUAGES))
    return text.strip()


def _names(intake: Intake, indicators: dict[str, Indicator]) -> dict[str, str]:
    """Every id, name and alias and the indicator it finds; one that finds two is a problem."""
    names = {id_: id_ for id_ in indicators}
    for indicator in indicators.values():
        for name in (name_key(indicator.name), *indicator.aliases):
            owner = names.setdefault(name, indicator.id)
            if owner != indicator.id:
                intake.refuse("ambiguous-name", indicator.place, name=name, first=owner, second=indicator.id)
    return names
