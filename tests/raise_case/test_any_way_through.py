"""B-20: whatever people do in whatever order, what they checked is what the office gets, and nothing is skipped.

In the suite a few short runs. The long form, 2,000 runs of 50 steps in forty parts, carries on where it was stopped:
`pytest tests/raise_case/test_any_way_through.py --full --proofs var/any-way.jsonl --resume`
"""

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from casework.questionnaires import services
from casework.questionnaires.models import Submission
from portal.raise_case.wizard import RaiseCase
from tests.raise_case import answers as form
from tests.raise_case.machine import AnyWayThrough

PARTS = 40
RUNS, STEPS = 2_000, 50


@pytest.fixture
def machine(contact, postcodes, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "")
    return type("AnyWay", (AnyWayThrough,), {"ada": ada})


def run(machine, *, part, runs, steps):
    how = hypothesis_settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.normal,
    )
    run_state_machine_as_test(seed(part)(machine), settings=how)


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in range(1, PARTS))]
)
def test_nothing_is_skipped_lost_or_doubled_whatever_people_do(machine, part, amount, proof):
    runs, steps = amount(6, RUNS // PARTS), amount(25, STEPS)
    run(machine, part=part, runs=runs, steps=steps)
    what = f"ways through the form of {steps} steps, with {machine.sent} cases, part {part}"
    proof("B-20", what, tried=runs, failures=["no way was gone to its end"] * (machine.sent == 0))


def skipping(patch):
    patch.setattr(RaiseCase, "first_incomplete", lambda self, *, thorough: "check")


def keeping_what_was_left(patch):
    patch.setattr("casework.questionnaires.journey._holds", lambda condition, given: True)


def losing_the_other_tabs_answer(patch):
    def save(*, submission, step, **more):
        Submission.objects.update(answers={})
        return services.save_answers(submission=submission, step=step, **more)

    patch.setattr("portal.raise_case.storage.save_answers", save)


def go_through(machine):
    """Somebody says that they have no address, then gives one after all, and sends twice."""
    person = machine()
    try:
        person.answer("safety", form.VALID["safety"][0])
        person.answer("where", {"where": "none"})
        person.answer("link", {"link": "stay", "link_stay": form.NEWHAM})
        person.answer("where", {"where": "outside"})
        person.answer("link", {"link": "placed", "link_placed": form.NEWHAM})
        person.answer("where", {"where": "postcode", "where_postcode": "m1 1ae"})
        person.answer("link", {"link": "none"})
        person.answer("where", {"where": "borough", "where_borough": form.NEWHAM})
        person.what_is_kept_is_what_was_accepted()
        for step in form.ORDER:
            if step != "details":
                person.answer(step, form.marked(form.VALID[step][0]))
        person.get("check")
        person.hurry(0)
        person.send(2)
        person.what_is_kept_is_what_was_accepted()
    finally:
        person.teardown()


def test_a_form_without_a_fault_passes(machine):
    go_through(machine)


@pytest.mark.parametrize("fault", [skipping, keeping_what_was_left, losing_the_other_tabs_answer])
def test_a_form_with_a_fault_is_caught(machine, monkeypatch, fault):
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        go_through(machine)
