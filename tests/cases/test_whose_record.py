"""Constituent records: typing another person's address gives access to nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser

from casework.cases.models import Case
from casework.cases.services.submission import submit
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import prove_address
from casework.questionnaires.models import Submission
from casework.questionnaires.services import current_version, start_submission
from casework.wall.scope import ALL, scoped
from demo.site.form import publish_contact_form
from tests.raise_case.hand import ANSWERS


@pytest.fixture
def send(assembly):
    """Return a function that submits a case with these facts about the writer, signed in as `by` or not."""
    publish_contact_form()
    version = current_version("contact")

    def go(*, by=None, **you):
        submission, _key = start_submission(version=version, by=by)
        Submission.objects.filter(pk=submission.pk).update(answers=ANSWERS | {"you": you})
        submission.refresh_from_db()
        return submit(submission=submission, by=by)

    return go


def cases_of(user):
    with scoped(ALL):
        return set(Case.objects.raised_by(user))


def test_signed_in_submissions_share_one_record(send, assembly):
    first, second = send(by=assembly.ada, email=assembly.ada.email), send(by=assembly.ada, name="Ada")
    assert first.constituent_id == second.constituent_id
    assert cases_of(assembly.ada) == {first, second}


def test_signed_in_submission_with_a_victims_address_stays_with_the_sender(send, assembly):
    planted = send(by=assembly.bea, email=assembly.ada.email)
    prove_address(user=assembly.ada, email=assembly.ada.email)
    theirs = send(by=assembly.ada, email=assembly.ada.email)
    assert cases_of(assembly.ada) == {theirs}
    assert cases_of(assembly.bea) == {planted}


def test_phone_number_typed_by_a_stranger_is_not_on_the_victims_record(send, assembly):
    trap = send(email=assembly.ada.email, name="Evil Name", phone="020 7946 0999")
    prove_address(user=assembly.ada, email=assembly.ada.email)
    theirs = send(by=assembly.ada, email=assembly.ada.email)
    assert trap.constituent_id != theirs.constituent_id
    with scoped(ALL):
        assert not ContactPoint.objects.filter(constituent=theirs.constituent, kind="phone").exists()


def test_anonymous_case_is_linked_once_the_address_is_verified(send, assembly):
    case = send(email=assembly.bea.email)
    assert cases_of(assembly.bea) == set()
    prove_address(user=assembly.bea, email=assembly.bea.email)
    assert cases_of(assembly.bea) == {case}


def test_linked_case_cannot_be_linked_to_another_account(send, assembly):
    case = send(email=assembly.bea.email)
    prove_address(user=assembly.bea, email=assembly.bea.email)
    assert prove_address(user=assembly.ada, email=assembly.bea.email) == 0
    assert cases_of(assembly.ada) == set()
    assert cases_of(assembly.bea) == {case}


def test_contact_points_are_verified_only_by_the_owner_of_the_record(send, assembly):
    send(by=assembly.ada, email=assembly.ada.email)
    send(email=assembly.bea.email)
    prove_address(user=assembly.bea, email=assembly.bea.email)
    with scoped(ALL):
        for point in ContactPoint.objects.filter(proved_by__isnull=False).select_related("constituent"):
            assert point.proved_by_id == point.constituent.account_id


def test_anonymous_user_owns_no_record(send, assembly):
    send(email=assembly.bea.email)
    assert cases_of(AnonymousUser()) == set()
    with scoped(ALL):
        assert Constituent.objects.filter(account=None).exists()
