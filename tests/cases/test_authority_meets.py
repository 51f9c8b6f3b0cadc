"""Authority combined with safe contact, alerts, contact tasks, sharing and lists."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.cases.models import Message
from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.models.authority.authority import Authority
from casework.cases.services.alerts.alert import send_alert_again
from casework.cases.services.authority.answer import refuse
from casework.cases.services.authority.authority import begin, hash_of, send_fixed
from casework.cases.services.case import assign, close_case
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.services.safety.safe_contact import keep_safe
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from casework.constituents.services import add_contact_point
from casework.outbox.models import OutboxMessage
from casework.outbox.services import CannotSendAgain
from casework.questionnaires.safe_word import hashed
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import MOTHER, about, agreed, asked, case_for_mother
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
    """Return a safe-contact case raised for another person without signing in."""
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


def test_safe_word_without_permission_opens_only_own_messages(assembly, sign_in, hidden):
    page = opened(sign_in, assembly.bea, hidden)
    assert "The lift is broken." in page.text
    assert "benefit" not in page.text


def test_safe_word_with_permission_opens_everything(assembly, sign_in, hidden):
    with scoped(ALL):
        until = timezone.now() + timedelta(days=9)
        facts = {"proof": "paper", "signed_name": "Rosa", "signed_on": timezone.localdate(), "until": until}
        Authority.objects.filter(case=hidden).update(confirmed_at=timezone.now(), **facts)
    assert "benefit" in opened(sign_in, assembly.bea, hidden).text


def test_permission_code_is_not_sent_to_an_address_marked_unsafe_since(ben, case, client, sent_mail):
    token = asked(case, ben)
    with scoped(ALL):
        add_contact_point(
            constituent=factories.case(office=case.office).constituent, kind="email", value=MOTHER
        )
        case.constituent.contact_points.model.objects.filter(value=MOTHER).update(safe=False)
    before = len(sent_mail())
    assert client.post(f"/permission/{token}/").status_code == 302
    assert len(sent_mail()) == before


def test_alert_is_not_sent_again_after_permission_is_revoked(ben, case):
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
    """Return the case without any contact points of the writer."""
    with scoped(ALL):
        case.constituent.contact_points.all().delete()
    return case


def test_contact_task_closes_when_permission_is_revoked(ben, by_phone):
    case = by_phone
    token = agreed(case, ben)
    reply(case, ben)
    with scoped(ALL):
        assert ContactTask.objects.open().count() == 1
    take_back(token)
    with scoped(ALL):
        assert not ContactTask.objects.open().exists()


def test_fixed_message_without_an_alert_creates_a_contact_task(ben, by_phone):
    with scoped(ALL):
        send_fixed(case=by_phone, fixed="ask", by=ben, once=uuid.uuid4())
        assert ContactTask.objects.open().get().message.fixed == "ask"


def test_order_of_my_cases_does_not_reveal_withheld_activity(assembly, ben, case, sign_in):
    later = factories.case(office=assembly.office, raised_by=assembly.ada, subject="Later")
    client = sign_in(assembly.ada)
    with scoped(ALL):
        set_turn(case=later, by=ben, turn="third-party", waiting_on="The council")
    before = client.get("/my-cases/").content.decode()
    with scoped(ALL):
        assign(case=case, to=ben, by=ben)
        set_turn(case=case, by=ben, turn="third-party", waiting_on="The pension service")
    assert client.get("/my-cases/").content.decode().index("Later") == before.index("Later")


def test_writer_without_permission_is_not_asked_for_feedback(ben, case, sign_in, ada):
    with scoped(ALL):
        close_case(case=case, by=ben, outcome="Paid again")
    client = sign_in(ada)
    assert client.post(f"/my-cases/{case.reference}/feedback/", {"answer": "yes"}).status_code == 302
    assert "Did we help" not in client.get(f"/my-cases/{case.reference}/").text


def test_guest_sees_that_the_case_is_for_someone_else(assembly, ben, case, sign_in):
    shared(case, to=assembly.sister, by=ben, yes=assembly.eve)
    page = sign_in(assembly.eve).get(f"/office/cases/{case.reference}/").text
    assert "wrote this for someone else" in page
    assert "Rosa" not in page


def test_permission_pages_are_404_to_an_unrelated_office(assembly, case, sign_in):
    client = sign_in(assembly.cat)
    for path in ("", "permission/", "permission/letter/", "permission/link/"):
        assert client.get(f"/office/cases/{case.reference}/{path}").status_code == 404
    for word in ("Rosa", case.reference):
        assert case.subject not in client.get(f"/office/cases/?q={word}").text
