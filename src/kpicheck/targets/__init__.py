"""Bytes to a targets file that is known to be consistent; all its mistakes at once, each at its place."""

from __future__ import annotations

from os import fspath
from typing import TYPE_CHECKING, TypeVar

from kpicheck import nodes
from kpicheck.files import read_bytes
from kpicheck.place import Place
from kpicheck.problem import KpiCheckError, Severity, in_file_order
from kpicheck.targets.compile import compile_targets
from kpicheck.targets.declared import declared_rates, declared_scales, declared_units, read_id
from kpicheck.targets.indicators import read_indicators
from kpicheck.targets.model import TargetsFile
from kpicheck.targets.modifiers import Defaults
from kpicheck.targets.reading import NodeReader
from kpicheck.targets.schema import DefaultsEntry, FileEntry, IndicatorEntry, TargetEntry
from kpicheck.unit import Units

if TYPE_CHECKING:
    from os import PathLike

    from kpicheck.nodes import Node, Scalar

E = TypeVar("E", bound=IndicatorEntry)


def load_targets(path: str | PathLike[str], *, encoding: str | None = None) -> TargetsFile:
    """The targets file at *path*: UTF-8, or by its byte order mark, or in the *encoding* that is given.

    Raises KpiCheckError with every problem of the file.
    """
    path = fspath(path)
    return read_targets(read_bytes(path), path, encoding=encoding)


def read_targets(data: bytes, path: str, *, encoding: str | None = None) -> TargetsFile:
    """The targets file that *data* is; *path* is how places name it. Raises KpiCheckError with every problem."""
    document, reader = nodes.read(data, path, encoding=encoding), NodeReader(Units())
    file = None if document.root is None else _read(reader, document.root, data, path)
    if document.root is None and not document.problems:
        reader.refuse("no-targets", Place(path, 1, 1))
    in_order = in_file_order((*document.problems, *filter(document.is_whole, reader.problems)))
    found = nodes.with_excerpts(tuple(in_order), document.text)
    if file is None or any(each.severity is Severity.ERROR for each in found):
        raise KpiCheckError(found)
    return file._replace(warnings=found)


def _read(reader: NodeReader, root: Node, data: bytes, path: str) -> TargetsFile:
    """The file that the nodes from *root* on declare; where *reader* has found an error, some of it is lacking."""
    file = reader.entry(FileEntry, root)
    units = reader.units = declared_units(reader, file.units)
    scales = declared_scales(reader, file.ladders)
    indicators = _named(reader, IndicatorEntry, file.indicators)
    targets = _targets(reader, file, indicators)
    namespace = read_indicators(reader, indicators, scales)
    defaults = Defaults(None if file.defaults is None else reader.entry(DefaultsEntry, file.defaults))
    for entry in targets.values():
        defaults.fill(entry)
    found = TargetsFile(
        path=path,
        data=data,
        title=file.title,
        language=file.language or "en",
        period=file.period,
        submissions=file.submissions,
        units=units,
        rates=declared_rates(reader, file.rates),
        scales=scales,
        targets=compile_targets(reader, targets, indicators, namespace, defaults, file.period),
        indicators=namespace.indicators,
        names=namespace.names,
        warnings=(),
    )
    if not reader.problems:  # else a default may be unused only because of a mistake elsewhere
        defaults.report_unused(reader)
    return found


def _named(reader: NodeReader, kind: type[E], entries: tuple[tuple[Scalar, Node], ...]) -> dict[str, E]:
    """The entries of a mapping by id."""
    found = {}
    for key, node in entries:
        id_ = reader.attempt(key, read_id, key.text, reader.units)
        entry = reader.entry(kind, node)
        if id_ is not None:
            entry.id, entry.key = id_, key
            found[id_] = entry
    return found


def _targets(reader: NodeReader, file: FileEntry, indicators: dict[str, IndicatorEntry]) -> dict[str, TargetEntry]:
    """The entries of `targets:`; one that names no declared indicator joins *indicators* as that of its own id."""
    place = file.value_of(FileEntry.targets)
    if place is not None and not file.targets:
        reader.refuse("no-targets", place.place)
    targets = _named(reader, TargetEntry, file.targets)
    for id_, entry in targets.items():
        is_known = entry.indicator is not None or id_ in indicators
        if not is_known:
            indicators[id_] = entry
        elif (inline := _declaring(entry)) is not None:
            reader.refuse("duplicate-indicator", inline.place, len(inline.text), key=inline.text, id=id_)
    return targets


def _declaring(entry: TargetEntry) -> Scalar | None:
    """The first of the keys with which a target declares its indicator, in the order of the documentation."""
    found = (entry.key_of(key) for key in entry.schema.values() if key.declares)
    return next((key for key in found if key is not None), None)
