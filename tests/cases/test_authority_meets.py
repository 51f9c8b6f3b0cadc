"""Writing for somebody else, where it meets safe contact, alerts, tasks to call, sharing and lists."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.cases.alerts import send_alert_again
from casework.cases.authority import Authority
from casework.cases.authority_answers import refuse
from casework.cases.authority_services import begin, hash_of, send_fixed
from casework.cases.hand_tasks import HandTask
from casework.cases.models import Message
from casework.cases.safe_words import keep_safe
from casework.cases.services import assign, close_case, reply_to_constituent, set_turn
from casework.cases.turns import Turn
from casework.constituents.services import add_contact_point
from casework.outbox.models import OutboxMessage
from casework.outbox.services import CannotSendAgain
from casework.questionnaires.secret_words import hashed
from casework.scope import ALL, scoped
from tests import factories
from tests.representing import MOTHER, about, agreed, asked, case_for_mother
from tests.sharing import shared

WORD = "Blue Teapot"


@pytest.fixture
def case(assembly):
    case = case_for_mother(assembly)
    factories.message(case, body="Her benefit was stopped.", direction="out")
    return case


def reply(case, by):
    with scoped(ALL):
        return reply_to_constituent(case=case, body="Paid.", by=by, turn=Turn.OFFICE, once=uuid.uuid4())


def take_back(token):
    refuse(link=hash_of(token))


@pytest.fixture
def hidden(assembly):
    """Sent without signing in, for somebody else, by a person whom it is not safe to email."""
    case = factories.case(office=assembly.office, safe_contact=True)
    with scoped(ALL):
        begin(case=case, about=about(), by=None)
        keep_safe(case=case, way="Phone before 3pm", word=hashed(WORD), by=None)
    factories.message(case, body="Her benefit was stopped.", direction="out")
    return case


def opened(sign_in, user, case):
    client = sign_in(user, on=Client())
    client.post("/my-cases/open/", {"reference": case.reference, "word": WORD})
    return client.get(f"/my-cases/{case.reference}/")


def test_the_word_opens_no_more_than_the_person_allows(assembly, sign_in, hidden):
    page = opened(sign_in, assembly.bea, hidden)
    assert "The lift is broken." in page.text
    assert "benefit" not in page.text


def test_with_permission_the_word_opens_it_all(assembly, sign_in, hidden):
    with scoped(ALL):
        until = timezone.now() + timedelta(days=9)
        facts = {"proof": "paper", "signed_name": "Rosa", "signed_on": timezone.localdate(), "until": until}
        Authority.objects.filter(case=hidden).update(confirmed_at=timezone.now(), **facts)
    assert "benefit" in opened(sign_in, assembly.bea, hidden).text


def test_no_code_goes_once_somebody_said_that_it_is_not_safe(ben, case, client, sent_mail):
    token = asked(case, ben)
    with scoped(ALL):
        add_contact_point(
            constituent=factories.case(office=case.office).constituent, kind="email", value=MOTHER
        )
        case.constituent.contact_points.model.objects.filter(value=MOTHER).update(safe=False)
    before = len(sent_mail())
    assert client.post(f"/permission/{token}/").status_code == 302
    assert len(sent_mail()) == before


def test_an_alert_of_what_is_withheld_again_does_not_go_again(ben, case):
    with scoped(ALL):
        add_contact_point(
            constituent=case.constituent,
            kind="email",
            value="ada@london.example",
            by=case.constituent.account,
        )
    token = agreed(case, ben)
    message = reply(case, ben)
    with scoped(ALL):
        OutboxMessage.objects.filter(uuid=message.alert).update(failed_at=timezone.now())
    take_back(token)
    with scoped(ALL), pytest.raises(CannotSendAgain):
        send_alert_again(message=Message.objects.get(pk=message.pk), by=ben)


@pytest.fixture
def by_phone(case):
    """Nothing that we send reaches whoever wrote."""
    with scoped(ALL):
        case.constituent.contact_points.all().delete()
    return case


def test_nobody_is_asked_to_call_about_what_is_withheld(ben, by_phone):
    case = by_phone
    token = agreed(case, ben)
    reply(case, ben)
    with scoped(ALL):
        assert HandTask.objects.open().count() == 1
    take_back(token)
    with scoped(ALL):
        assert not HandTask.objects.open().exists()


def test_somebody_is_asked_to_tell_of_a_message_that_says_nothing(ben, by_phone):
    with scoped(ALL):
        send_fixed(case=by_phone, fixed="ask", by=ben, once=uuid.uuid4())
        assert HandTask.objects.open().get().message.fixed == "ask"


def test_the_place_in_the_list_does_not_tell_when_the_office_moved_it(assembly, ben, case, sign_in):
    later = factories.case(office=assembly.office, raised_by=assembly.ada, subject="Later")
    client = sign_in(assembly.ada)
    with scoped(ALL):
        set_turn(case=later, by=ben, turn="third-party", waiting_on="The council")
    before = client.get("/my-cases/").content.decode()
    with scoped(ALL):
        assign(case=case, to=ben, by=ben)
        set_turn(case=case, by=ben, turn="third-party", waiting_on="The pension service")
    assert client.get("/my-cases/").content.decode().index("Later") == before.index("Later")


def test_nobody_is_asked_how_it_went_who_may_not_know(ben, case, sign_in, ada):
    with scoped(ALL):
        close_case(case=case, by=ben, outcome="Paid again")
    client = sign_in(ada)
    assert client.post(f"/my-cases/{case.reference}/feedback/", {"vote": "yes"}).status_code == 302
    assert "Did we help" not in client.get(f"/my-cases/{case.reference}/").text


def test_a_guest_hears_that_the_writer_may_be_told_nothing(assembly, ben, case, sign_in):
    shared(case, to=assembly.sister, by=ben, yes=assembly.eve)
    page = sign_in(assembly.eve).get(f"/office/cases/{case.reference}/").text
    assert "wrote this for somebody else" in page
    assert "Rosa" not in page


def test_a_rival_finds_nothing_of_it(assembly, case, sign_in):
    client = sign_in(assembly.cat)
    for path in ("", "permission/", "permission/letter/", "permission/link/"):
        assert client.get(f"/office/cases/{case.reference}/{path}").status_code == 404
    for word in ("Rosa", case.reference):
        assert case.subject not in client.get(f"/office/cases/?q={word}").text
