"""Who signs replies off, and who never does."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.cases.services.messages.message import SignOffNeeded, reply_to_constituent
from casework.cases.turns import Turn
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import shared

from .pages import BODY, address, hidden, latest, page_of, replies, sign, verbs


def test_composer_of_a_signer_sends_at_once(desk, dev, ben, case):
    assert "Ask for sign-off" in desk(ben).get(address(case, "case_detail")).text
    page = desk(dev).get(address(case, "case_detail"))
    assert "Ask for sign-off" not in page.text
    desk(dev).post(address(case, "reply"), hidden(page) | {"body": "Dear you", "turn": "constituent"})
    assert replies(case) == ["Dear you"]


def test_service_refuses_a_reply_without_sign_off(ben, case):
    with scoped(ALL), pytest.raises(SignOffNeeded):
        reply_to_constituent(case=case, body="Dear you", by=ben, turn=Turn.OFFICE, once=uuid.uuid4())


def test_signer_whose_work_ended_or_caseworker_may_not_sign(asked, desk, dev, office, case):
    other = desk(factories.staff("Max", office=office))
    page = page_of(other, asked, case)
    assert "Sign off and send" not in page.text
    assert other.post(address(case, "sign_off", asked.uuid), {"sign": "Sign"}).status_code == 403
    client = desk(dev)
    Membership.objects.filter(user=dev).update(
        started_at=timezone.now() - timedelta(days=9), ended_at=timezone.now()
    )
    assert client.post(address(case, "sign_off", asked.uuid), {"sign": "Sign"}).status_code == 404
    assert replies(case) == []


def test_office_that_the_case_is_shared_with_never_signs(asked, assembly, desk, ben, case):
    eve = assembly.eve
    Membership.objects.filter(user=eve).update(role=Membership.Role.MANAGER)
    shared(case, to=assembly.sister, by=ben, yes=eve)
    client = desk(eve)
    where = address(case, "sign_off", asked.uuid)
    assert client.get(where).status_code == 403
    assert client.post(where, {"sign": "Sign"}).status_code == 403


def test_named_people_sign_and_managers_only_when_none_of_them_is_left(office, ask, desk, dev, case):
    max = factories.staff("Max", office=office)
    with scoped(ALL):
        named = Membership.objects.get(user=max)
    client = desk(dev)
    assert client.post("/office/team/sign-off/", {"how": "named"}).status_code == 422
    client.post("/office/team/sign-off/", {"how": "named", "named": [named.uuid]})
    assert "Waiting for sign-off by <bdi>Max</bdi>" in ask().text
    assert page_of(client, latest(), case).context["signs"] is False
    sign(desk(max), latest(), case)
    assert len(replies(case)) == 1
    Membership.objects.filter(user=max).update(ended_at=timezone.now())
    ask()
    sign(client, latest(), case)
    assert len(replies(case)) == 2


def test_switching_it_off_makes_waiting_replies_drafts(asked, desk, dev, ben, case):
    desk(dev).post("/office/team/sign-off/", {"how": "no-one"})
    page = desk(ben).get(address(case, "case_detail"))
    assert page.context["form"]["body"].value() == BODY
    assert "need no sign-off any more" in page.text
    assert "sign-off.set" in verbs()


def test_page_shows_nothing_to_constituents_or_other_offices(asked, desk, cat, ada, sign_in, case):
    assert desk(cat).get(address(case, "sign_off", asked.uuid)).status_code == 404
    assert "mended" not in sign_in(ada, on=Client()).get(f"/my-cases/{case.reference}/").text
