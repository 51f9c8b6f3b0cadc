"""Tests of random paths through the form (B-20): what was checked is what the office gets, and no step is
skipped.

The suite does a few short runs. The long form, 2,000 runs of 50 steps in forty parts, resumes where it was
stopped: `pytest tests/raise_case/test_random_paths.py --full --proofs var/any-way.jsonl --resume`
"""

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from casework.questionnaires import services
from casework.questionnaires.models import Submission
from portal.raise_case.wizard.wizard import RaiseCase
from tests.raise_case import answers as form
from tests.raise_case.state_machine import FormStateMachine

PARTS = 40
RUNS, STEPS = 2_000, 50


@pytest.fixture
def machine(contact, two_postcodes, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS, "")
    return type("AnyWay", (FormStateMachine,), {"ada": ada})


def run(machine, *, part, runs, steps):
    run_settings = hypothesis_settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.normal,
    )
    run_state_machine_as_test(seed(part)(machine), settings=run_settings)


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in range(1, PARTS))]
)
def test_random_paths_skip_lose_and_double_nothing(machine, part, amount, proof):
    runs, steps = amount(6, RUNS // PARTS), amount(25, STEPS)
    run(machine, part=part, runs=runs, steps=steps)
    label = f"ways through the form of {steps} steps, with {machine.sent} cases, part {part}"
    proof("B-20", label, tried=runs, failures=["no way was gone to its end"] * (machine.sent == 0))


def skip_steps(patch):
    patch.setattr(RaiseCase, "first_incomplete", lambda self, *, thorough: "check")


def keep_answers_of_other_branches(patch):
    patch.setattr("casework.questionnaires.journey._holds", lambda condition, given: True)


def lose_answers_of_other_tabs(patch):
    def save(*, submission, step, **more):
        Submission.objects.update(answers={})
        return services.save_answers(submission=submission, step=step, **more)

    patch.setattr("portal.raise_case.wizard.storage.save_answers", save)


def run_fixed_path(machine):
    """Change the branch of the address several times, complete the form and send it twice."""
    state = machine()
    try:
        state.answer("safety", form.VALID["safety"][0])
        state.answer("where", {"where": "none"})
        state.answer("link", {"link": "stay", "link_stay": form.NEWHAM})
        state.answer("where", {"where": "outside"})
        state.answer("link", {"link": "placed", "link_placed": form.NEWHAM})
        state.answer("where", {"where": "postcode", "where_postcode": "m1 1ae"})
        state.answer("link", {"link": "none"})
        state.answer("where", {"where": "borough", "where_borough": form.NEWHAM})
        state.stored_answers_match_the_model()
        for step in form.ORDER:
            if step != "details":
                state.answer(step, form.marked(form.VALID[step][0]))
        state.get("check")
        state.answer_the_rest(0)
        state.send(2)
        state.stored_answers_match_the_model()
    finally:
        state.teardown()


def test_correct_form_passes_the_fixed_path(machine):
    run_fixed_path(machine)


@pytest.mark.parametrize("fault", [skip_steps, keep_answers_of_other_branches, lose_answers_of_other_tabs])
def test_faulty_form_fails_the_fixed_path(machine, monkeypatch, fault):
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        run_fixed_path(machine)
