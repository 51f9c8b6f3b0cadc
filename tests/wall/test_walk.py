"""Whoever has no business here finds nothing, on any page of the back office, in any method."""

import uuid

import pytest

from casework.cases.hand_tasks import HandTask
from casework.cases.models import Activity, Case, CaseFile, Message, Note
from casework.scope import ALL, scoped
from tests import factories
from tests.wall.urls import address, doors

METHODS = ["get", "post"]  # the matrix (tests/trust) has the others, and every target
CANARY = "canary-7f3e91c4"
OFFICE_DOORS = doors("office/")


@pytest.fixture
def secret_case(assembly):
    """A case of Labour East in which every text is a canary."""
    case = factories.case(
        office=assembly.office, raised_by=assembly.ada, subject=f"{CANARY} subject", body=f"{CANARY} body"
    )
    factories.note(case, body=f"{CANARY} note")
    with scoped(ALL):
        message = factories.message(case, body=f"{CANARY} answer", direction=Message.Direction.OUT)
        CaseFile.objects.create(
            office=case.office,
            case=case,
            message=message,
            key="0" * 32,
            name=f"{CANARY}.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
        )
    return case


def values_for(case):
    """An argument value for every kind of thing that a back-office address names."""
    with scoped(ALL):
        file = CaseFile.objects.get(case=case)
        message = Message.objects.filter(case=case).first()
        membership = case.office.memberships.first()
        task, _new = HandTask.objects.get_or_create(office=case.office, case=case, message=message)
    return {
        "reference": case.reference,
        "uuid": file.uuid,
        "message": message.uuid,
        "membership": membership.uuid,
        "person": membership.user.uuid,
        "task": task.uuid,
        "slug": case.office.slug,
        "office": case.office.slug,
    }


def answers(client, case, doors):
    """The answer of every door in every method."""
    values = values_for(case)
    for door in doors:
        for method in METHODS:
            response = getattr(client, method)(address(door, values))
            yield f"{method} {door.route}", response


def leaks(client, case, doors, *, allowed):
    """Doors that told something, broke, or answered with a status that this actor should never get."""
    return [
        (name, response.status_code)
        for name, response in answers(client, case, doors)
        if response.status_code not in allowed or CANARY in response.getvalue().decode(errors="replace")
    ]


def test_strangers_are_sent_to_sign_in(client, secret_case):
    assert leaks(client, secret_case, OFFICE_DOORS, allowed={302}) == []


def test_constituents_find_no_back_office(sign_in, secret_case, ada):
    assert leaks(sign_in(ada), secret_case, OFFICE_DOORS, allowed={404}) == []


def test_a_password_alone_opens_nothing(sign_in, secret_case, ben):
    client = sign_in(ben, second_factor=False)
    assert leaks(client, secret_case, OFFICE_DOORS, allowed={302}) == []


@pytest.mark.parametrize("who", ["cat", "eve"])
def test_a_rival_and_a_sister_office_learn_and_change_nothing(sign_in, assembly, secret_case, who):
    before = state_of(secret_case)
    client = sign_in(getattr(assembly, who))
    assert leaks(client, secret_case, OFFICE_DOORS, allowed={200, 302, 403, 404, 405}) == []
    assert state_of(secret_case) == before


def test_on_a_case_of_another_office_every_door_is_shut(sign_in, assembly, secret_case):
    shut = [door for door in OFFICE_DOORS if "reference" in door.arguments]
    assert leaks(sign_in(assembly.cat), secret_case, shut, allowed={404, 405}) == []


def test_not_yours_is_the_same_page_as_not_there(sign_in, assembly, secret_case):
    client = sign_in(assembly.cat)
    values = values_for(secret_case)
    not_there = values | {"reference": "LA-2222-2222", "uuid": uuid.uuid4(), "message": uuid.uuid4()}
    for door in OFFICE_DOORS:
        if "reference" in door.arguments:
            theirs, none = client.get(address(door, values)), client.get(address(door, not_there))
            assert (theirs.status_code, theirs.content) == (none.status_code, none.content), door.route


def test_another_constituent_finds_no_such_case(sign_in, assembly, secret_case):
    mine = [door for door in doors() if "my-cases/<" in door.route]
    assert len(mine) >= 2
    assert leaks(sign_in(assembly.bea), secret_case, mine, allowed={404}) == []


def test_the_one_who_raised_it_never_sees_a_note(sign_in, assembly, secret_case):
    page = sign_in(assembly.ada).get(f"/my-cases/{secret_case.reference}/").content.decode()
    assert f"{CANARY} body" in page
    assert f"{CANARY} note" not in page


def test_the_caseworker_does_see_it(sign_in, ben, secret_case):
    """The walk would prove nothing if its canaries were nowhere."""
    assert f"{CANARY} note" in sign_in(ben).get(f"/office/cases/{secret_case.reference}/").content.decode()


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_editors_and_administrators_never_see_a_case(sign_in, assembly, secret_case, who):
    person = factories.staff(who, is_administrator=who == "administrator")
    cases = [door for door in OFFICE_DOORS if "reference" in door.arguments]
    assert leaks(sign_in(person), secret_case, cases, allowed={404, 405}) == []


def state_of(case):
    with scoped(ALL):
        return (
            Case.objects.filter(pk=case.pk).values().get(),
            *(
                list(model.objects.filter(case=case).values())
                for model in (Message, Note, Activity, CaseFile)
            ),
        )


def test_the_walk_finds_the_queue_and_the_case():
    routes = {door.route for door in OFFICE_DOORS}
    assert {"office/cases/", "office/cases/<reference:reference>/"} <= routes
