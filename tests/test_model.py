"""Every two keys of a target that may stand together, by lot, held against a slow and plain model of the verdict.

The quick and the deep test draw the same cases each time. `KPICHECK_PAIRS=3600` makes the deep one draw others, for so
many seconds; it says the seed of what it finds, and `KPICHECK_PAIRS_SEED` draws that again.
"""

import itertools
import os
import random
import time

import pytest

from judging import report
from kpicheck.problem import KpiCheckError
from kpicheck.report import Amount, LevelReached
from kpicheck.targets.schema import TargetEntry
from model import exit_code, judged
from model_mistakes import OPEN, mistakes
from model_text import declarations, mapping, rows
from pairs import Draw
from pairs_faults import FAULTS
from pairs_frames import DECLARING, FRAMES, HELPERS, frames_of, sample, takes

pytestmark = pytest.mark.no_cover  # what is drawn by lot is not to decide whether every branch is reached

SECONDS, SEED = int(os.environ.get("KPICHECK_PAIRS", "0")), os.environ.get("KPICHECK_PAIRS_SEED", "")
PAIRS = list(itertools.combinations(sorted(TargetEntry.schema), 2))
TOGETHER = [pair for pair in PAIRS if frames_of(pair)]
STRUCTURE = {"target", "period", "due", "indicator", "formula", "states", "type"}
FIELDS = ("close", "early", "actual", "limit", "margin", "completion", "exit")


def plain(value):
    """An amount in base units, a level's word."""
    if isinstance(value, Amount):
        return value.value * (value.unit.factor if value.unit else 1)
    return value.name if isinstance(value, LevelReached) else value


def of_program(case):
    """The status and the other fields of the program's verdict; or `refused` and the codes that it refuses the file with."""
    try:
        found = report(declarations(case), rows(case), as_of=case.as_of and case.as_of.isoformat())
    except KpiCheckError as error:
        return "refused", {problem.code for problem in error.problems}
    (verdict,) = found.verdicts
    is_early = any(note.code == "decided-early" for note in verdict.notes)
    shown = (plain(each) for each in (verdict.actual, verdict.limit, verdict.margin, verdict.completion))
    return verdict.status.value, dict(zip(FIELDS, (verdict.close, is_early, *shown, found.exit_code), strict=True))


def of_model(case):
    """The same of the model; a field that it leaves open is None."""
    if codes := mistakes(case):
        return ("open", {}) if codes == {OPEN} else ("refused", codes)
    found = judged(case)
    return found.status, dict(zip(FIELDS, (found.close, found.early, found.actual, found.limit, found.margin, found.completion, exit_code(case, found.status)), strict=True))


def disagreement(case):
    """What model and program say of the case, where they do not say the same: `model pass, program fail`."""
    (expected, says), (status, said) = of_model(case), of_program(case)
    if expected == "open":
        return ""
    if expected != status:
        return f"model {expected}{early(says)}, program {status}{early(said)}"
    if expected == "refused":
        return "" if says & said or OPEN in says else f"refused: model {sorted(says)}, program {sorted(said)}"
    return "; ".join(f"{name}: model {says[name]}, program {said[name]}" for name in FIELDS if says[name] is not None and says[name] != said[name])


def early(says):
    return " early" if isinstance(says, dict) and says["early"] else ""


def explained(case, found):
    """The known fault that is behind a disagreement, if one is."""
    return next((fault for fault in FAULTS if fault.covers(case, found)), None)


def drawn(pair, seed):
    rng = random.Random(f"{pair} {seed}")
    return Draw(rng, rng.choice(frames_of(pair)), pair).case()


def smallest(case):
    """The case without the keys and figures that its disagreement does not need."""
    found, is_smaller = disagreement(case), True
    while is_smaller:
        fewer = [case._replace(keys={key: value for key, value in case.keys.items() if key != name}) for name in case.keys if name not in STRUCTURE]
        fewer += [case._replace(figures=case.figures[:at] + case.figures[at + 1 :]) for at in range(len(case.figures)) if case.period]
        is_smaller = next((one for one in fewer if disagreement(one) == found), None)
        case = is_smaller or case
    return case


def hold(pair, seeds):
    """The program says what the model says, for each seed; a known fault excuses what it explains, and nothing else."""
    for seed in seeds:
        case = drawn(pair, seed)
        found = disagreement(case)
        if found and not explained(case, found):
            case = smallest(case)
            pytest.fail(f"{pair}, seed {seed}: {found}\n{declarations(case)}{chr(10).join(rows(case))}\nas of {case.as_of}", pytrace=False)


def test_every_key_of_a_target_is_in_the_model():
    assert set(TargetEntry.schema) == set.union(*map(takes, FRAMES))


@pytest.mark.parametrize("pair", TOGETHER, ids="-".join)
def test_two_keys_together_mean_what_the_design_says(pair):
    hold(pair, range(3))


@pytest.mark.parametrize("pair", TOGETHER, ids="-".join)
def test_two_keys_that_may_stand_together_are_accepted(pair):
    assert any(of_program(drawn(pair, seed))[0] != "refused" for seed in range(60))


@pytest.mark.slow
def test_two_keys_together_mean_what_the_design_says_in_many_more_cases():
    if not SECONDS:
        for pair in TOGETHER:
            hold(pair, range(3, 20))
        return
    started, seed = time.monotonic(), SEED or str(random.SystemRandom().randrange(2**32))
    for count in itertools.count():
        for pair in TOGETHER:
            hold(pair, [f"{seed}-{count}"])
        if time.monotonic() - started > SECONDS or SEED:
            return


APART = [(frame, *pair) for pair in PAIRS if not frames_of(pair) for frame, (keys, _) in FRAMES.items() if len(set(pair) & set(keys)) == 1]


@pytest.mark.parametrize(("frame", "one", "other"), APART, ids=str)
def test_two_keys_that_never_stand_together_are_refused(frame, one, other):
    case = Draw(random.Random(1), frame, ()).case()
    both = case._replace(keys={**case.keys, **{key: sample(key) for key in (one, other) if key not in case.keys}}, declared=HELPERS, figures=())
    assert not disagreement(both) or explained(both, disagreement(both)), declarations(both)


@pytest.mark.parametrize("key", sorted(DECLARING))
def test_what_declares_an_indicator_does_not_stand_beside_the_name_of_one(key):
    case = next(found for frame in FRAMES for seed in range(9) if "indicator" in (found := Draw(random.Random(seed), frame, ("indicator",)).case()).keys)
    other = case._replace(keys={**case.keys, key: sample(key)})
    assert of_program(other) == ("refused", {"duplicate-indicator"}), mapping(other.keys)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.about)
def test_a_known_fault_is_still_there(fault):
    """Fails where the fault is repaired: then its line goes."""
    found = disagreement(fault.example)
    assert found
    assert fault.covers(fault.example, found)
