"""Whose record a case stands on: nobody reaches a case by typing somebody else's address."""

import pytest
from django.contrib.auth.models import AnonymousUser

from casework.cases.models import Case
from casework.cases.submissions import submit
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import prove_address
from casework.questionnaires.models import Submission
from casework.questionnaires.services import start_submission
from casework.scope import ALL, scoped
from config.demo.form import publish_contact_form

ANSWERS = {
    "safety": {"safe": "yes", "shared": "no"},
    "about": {"kind": "problem", "nature": "casework"},
    "for-whom": {"for_whom": "me"},
    "topic": {"topic": "transport"},
    "where": {"where": "borough", "where_borough": "E09000025"},
    "member": {"member": "ines-vale"},
    "details": {"subject": "Lift", "what_happened": "It is broken."},
    "help": {},
    "files": {},
    "language": {"language": "en"},
}


@pytest.fixture
def send(assembly):
    """Sends a finished submission with these facts about the writer, signed in as `by` or not."""
    version = publish_contact_form()

    def go(*, by=None, **you):
        submission, _key = start_submission(version=version, by=by)
        Submission.objects.filter(pk=submission.pk).update(answers=ANSWERS | {"you": you})
        submission.refresh_from_db()
        return submit(submission=submission, by=by)

    return go


def mine(user):
    with scoped(ALL):
        return set(Case.objects.raised_by(user))


def test_what_i_send_signed_in_stands_on_one_record(send, assembly):
    first, second = send(by=assembly.ada, email=assembly.ada.email), send(by=assembly.ada, name="Ada")
    assert first.constituent_id == second.constituent_id
    assert mine(assembly.ada) == {first, second}


def test_typing_a_victims_address_while_signed_in_gives_neither_anything(send, assembly):
    planted = send(by=assembly.bea, email=assembly.ada.email)
    prove_address(user=assembly.ada, email=assembly.ada.email)
    theirs = send(by=assembly.ada, email=assembly.ada.email)
    assert mine(assembly.ada) == {theirs}
    assert mine(assembly.bea) == {planted}


def test_a_strangers_phone_number_never_stands_on_the_record_of_the_victims_next_case(send, assembly):
    trap = send(email=assembly.ada.email, name="Evil Name", phone="020 7946 0999")
    prove_address(user=assembly.ada, email=assembly.ada.email)
    theirs = send(by=assembly.ada, email=assembly.ada.email)
    assert trap.constituent_id != theirs.constituent_id
    with scoped(ALL):
        assert not ContactPoint.objects.filter(constituent=theirs.constituent, kind="phone").exists()


def test_a_guests_case_is_theirs_once_they_prove_the_address(send, assembly):
    case = send(email=assembly.bea.email)
    assert mine(assembly.bea) == set()
    prove_address(user=assembly.bea, email=assembly.bea.email)
    assert mine(assembly.bea) == {case}


def test_one_that_was_proved_is_nobody_elses_any_more(send, assembly):
    case = send(email=assembly.bea.email)
    prove_address(user=assembly.bea, email=assembly.bea.email)
    assert prove_address(user=assembly.ada, email=assembly.bea.email) == 0
    assert mine(assembly.ada) == set()
    assert mine(assembly.bea) == {case}


def test_no_point_of_a_record_is_proved_by_anyone_but_its_owner(send, assembly):
    send(by=assembly.ada, email=assembly.ada.email)
    send(email=assembly.bea.email)
    prove_address(user=assembly.bea, email=assembly.bea.email)
    with scoped(ALL):
        for point in ContactPoint.objects.filter(proved_by__isnull=False).select_related("constituent"):
            assert point.proved_by_id == point.constituent.account_id


def test_a_stranger_owns_no_record_at_all(send, assembly):
    send(email=assembly.bea.email)
    assert mine(AnonymousUser()) == set()
    with scoped(ALL):
        assert Constituent.objects.filter(account=None).exists()
