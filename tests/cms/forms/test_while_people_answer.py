"""A form changes while people fill it in, and while other editors save drafts."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from casework.cases.models import Case
from casework.questionnaires.models import Submission, Version
from casework.questionnaires.rules.problems import problems_of
from casework.wall.scope import ALL, scoped
from cms.forms.conversion.definitions import definition_of
from cms.forms.conversion.names import settled
from cms.forms.models import Form
from tests.raise_case.hand import ANSWERS, Hand

from .conftest import Desk, changed, posted
from .test_problems import seed_ten

TRIES = 200


def without_help(steps):
    """Take out the step that asks what would help, and put another one first."""
    steps[:] = [step for step in steps if step["value"]["title"] != "What would help?"]
    steps.insert(0, steps.pop(4))


def test_three_drafts_at_different_steps_finish_on_the_version_they_began_with(desk, contact):
    people = [Hand(Client()) for _number in range(3)]
    for hand, step in zip(people, ("about", "where", "check"), strict=True):
        hand.fill(until=step)
    assert desk.publish(changed(contact, without_help)).status_code == 302
    for hand in people:
        hand.fill()
        assert hand.send().status_code == 302
    assert set(Submission.objects.values_list("version__number", flat=True)) == {1}
    with scoped(ALL):
        bodies = [case.messages.get().body for case in Case.objects.all()]
    assert len(bodies) == 3
    assert all(ANSWERS["help"]["would_help"] in body for body in bodies)


def test_person_who_begins_later_gets_the_new_version(desk, contact):
    desk.publish(changed(contact, without_help))
    assert Client().get("/raise/contact/").url.endswith("/about/")


def cleaned(data, *, draft):
    """Return the steps as the edit page reads them, for a draft or for publishing."""
    field = Form._meta.get_field("steps").formfield()
    if draft:
        field.is_deferred_validation = True
    return field.clean(field.widget.value_from_datadict(data, {}, "steps"))


@pytest.mark.slow
def test_invalid_form_is_never_taken_as_valid_while_others_save_drafts(contact):
    data = posted(changed(contact, seed_ten))

    def publish(_number):
        steps = cleaned(data, draft=False).get_prep_value()
        names = contact.names | settled(steps, contact.names)
        made = definition_of(title="T", declaration="D", fixed={}, steps=steps, names=names)
        return len(problems_of(made))

    with ThreadPoolExecutor(3) as threads:
        saving = [threads.submit(cleaned, data, draft=True) for _number in range(TRIES)]
        found = list(threads.map(publish, range(TRIES)))
        assert all(each.result() for each in saving)
    assert found == [10] * TRIES


def saved(desk, form):
    """Save a draft. Return the status of the answer."""
    try:
        return desk.save(form).status_code
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_invalid_form_is_never_published_while_two_others_save_drafts(
    sign_in, contact, editor, amount, proof
):
    """Each thread saves once per try. Without a pause SQLite stays locked until the publishing times out."""
    tries, answers, drafts = amount(10, TRIES), [], []
    desk, *others = (Desk(sign_in(editor, on=Client(raise_request_exception=False))) for _number in range(3))
    valid, invalid = Form.objects.get(), changed(contact, seed_ten)
    with ThreadPoolExecutor(2) as threads:
        for _try in range(tries):
            saving = [threads.submit(saved, other, valid) for other in others]
            answers.append(desk.publish(invalid).status_code)
            drafts += [each.result() for each in saving]
    assert drafts == [302] * 2 * tries
    published = Version.objects.exclude(number=1).count()
    failures = [f"{published} versions published"] * bool(published) + [
        f"{each}" for each in answers if each != 200
    ]
    label = f"invalid forms to publish while two threads saved {len(drafts)} drafts"
    proof("A4", label, tried=tries, failures=failures)
