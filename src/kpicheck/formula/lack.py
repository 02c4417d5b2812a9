"""A value that is not there: why, and the problems to report."""

from collections.abc import Iterable
from enum import Enum
from itertools import chain
from typing import Final, NamedTuple

from kpicheck.problem import Argument, Problem, problem


class Lacking(Enum):
    """Why there is no value, worst first."""

    INVALID = "invalid"  # a figure cannot be used, or the arithmetic has no result
    MISSING = "missing"  # a figure was not submitted
    EMPTY = "empty"  # 0/0: there was nothing to measure


_BY_WEIGHT: Final = tuple(Lacking)


class Lack(NamedTuple):
    """No value, and all problems to report; the first one is the reason."""

    status: Lacking
    problems: tuple[Problem, ...]


def lack(status: Lacking, code: str, /, **arguments: Argument) -> Lack:
    """A lack for one reason, which has no place of its own."""
    return Lack(status, (problem(code, None, width=1, **arguments),))


def worst(lacks: Iterable[Lack]) -> Lack:
    """The worst of one or more lacks, with the problems of all that are as bad: missing figures are named together.

    A problem may be there several times: `each_once` of a whole formula's lack costs less than of each step's.
    """
    lacks = tuple(lacks)
    status = min((lack.status for lack in lacks), key=_BY_WEIGHT.index)
    return Lack(status, tuple(chain.from_iterable(lack.problems for lack in lacks if lack.status is status)))


def each_once(found: Lack) -> Lack:
    """The same lack with each of its problems once."""
    return found._replace(problems=tuple(dict.fromkeys(found.problems)))
