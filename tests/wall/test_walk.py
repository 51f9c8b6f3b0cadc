"""Whoever has no business here finds nothing, on any page of the back office, in any method."""

import uuid

import pytest

from casework.cases.models import Activity, Case, CaseFile, Message, Note
from casework.scope import ALL, scoped
from tests import factories
from tests.wall.urls import address, doors

METHODS = ["get", "post", "head", "put", "patch", "delete", "options"]
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
    return {
        "reference": case.reference,
        "uuid": file.uuid,
        "message": message.uuid,
        "membership": membership.uuid,
        "slug": case.office.slug,
        "office": case.office.slug,
    }


def answers(client, door, values):
    for method in METHODS:
        yield getattr(client, method)(address(door, values))


def assert_nothing_told(response):
    assert CANARY not in response.getvalue().decode(errors="replace")
    assert response.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("door", OFFICE_DOORS, ids=lambda door: door.route)
def test_strangers_are_sent_to_sign_in(client, secret_case, door):
    for response in answers(client, door, values_for(secret_case)):
        assert response.status_code in {302, 405} or response.status_code == 404
        assert_nothing_told(response)


@pytest.mark.django_db
@pytest.mark.parametrize("door", OFFICE_DOORS, ids=lambda door: door.route)
def test_constituents_find_no_back_office(sign_in, secret_case, ada, door):
    for response in answers(sign_in(ada), door, values_for(secret_case)):
        assert response.status_code == 404
        assert_nothing_told(response)


@pytest.mark.django_db
@pytest.mark.parametrize("door", OFFICE_DOORS, ids=lambda door: door.route)
def test_a_password_alone_opens_nothing(sign_in, secret_case, ben, door):
    for response in answers(sign_in(ben, second_factor=False), door, values_for(secret_case)):
        assert response.status_code in {302, 403, 404}
        assert_nothing_told(response)


@pytest.mark.django_db
@pytest.mark.parametrize("door", OFFICE_DOORS, ids=lambda door: door.route)
@pytest.mark.parametrize("who", ["cat", "eve"])
def test_a_rival_and_a_sister_office_learn_nothing(sign_in, assembly, secret_case, who, door):
    for response in answers(sign_in(getattr(assembly, who)), door, values_for(secret_case)):
        assert_nothing_told(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "door", [d for d in OFFICE_DOORS if "reference" in d.arguments], ids=lambda door: door.route
)
def test_not_yours_is_the_same_page_as_not_there(sign_in, assembly, secret_case, door):
    client = sign_in(assembly.cat)
    values = values_for(secret_case)
    not_there = values | {"reference": "LA-2222-2222", "uuid": uuid.uuid4(), "message": uuid.uuid4()}
    for theirs, none in zip(answers(client, door, values), answers(client, door, not_there), strict=True):
        assert (theirs.status_code, theirs.content) == (none.status_code, none.content)
        assert theirs.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "door", [d for d in doors("") if "my-cases/<" in d.route], ids=lambda door: door.route
)
def test_another_constituent_finds_no_such_case(sign_in, assembly, secret_case, door):
    for response in answers(sign_in(assembly.bea), door, values_for(secret_case)):
        assert response.status_code == 404
        assert_nothing_told(response)


@pytest.mark.django_db
def test_nothing_changed_hands_while_a_rival_tried_every_door(sign_in, assembly, secret_case):
    client = sign_in(assembly.cat)
    before = state_of(secret_case)
    for door in OFFICE_DOORS:
        list(answers(client, door, values_for(secret_case)))
    assert state_of(secret_case) == before


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
    assert {"office/cases/", "office/cases/<str:reference>/"} <= routes
