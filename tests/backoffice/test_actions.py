"""Actions of staff on a case: idempotent, permission-checked, and keeping typed text when refused."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case, Message, Note
from casework.cases.services.messages.message import receive_message
from casework.cases.turns import Turn
from casework.constituents.models import ContactPoint
from casework.constituents.services import add_contact_point
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from casework.working_days import working_days_after
from tests import factories

ACTIONS = ["assign_to_self", "assign", "note", "reply", "turn", "close", "reopen"]


def to(name, case):
    return reverse(f"backoffice:{name}", args=[case.reference])


def reloaded(case):
    with scoped(ALL):
        return Case.objects.select_related("assignee").get(pk=case.pk)


def sent(case):
    with scoped(ALL):
        return list(Message.objects.filter(case=case, direction="out").values_list("body", flat=True))


def alerts():
    with scoped(ALL):
        return OutboxMessage.objects.filter(purpose="case.alert").count()


def current_version(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk).version


def reply(case, **more):
    written = {
        "body": "Dear Ada, thank you.",
        "turn": "constituent",
        "once": uuid.uuid4(),
        "seen": current_version(case),
    }
    return written | more


@pytest.mark.parametrize("action", ACTIONS)
def test_read_only_staff_are_refused_every_action(desk, assembly, case, action):
    client = desk(assembly.fay)
    assert client.post(to(action, case), reply(case)).status_code == 403
    assert sent(case) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_actions_answer_404_to_another_office(desk, cat, case, action):
    client = desk(cat)
    for method in (client.get, client.post, client.put):
        assert method(to(action, case)).status_code == 404


@pytest.mark.parametrize("action", ["assign_to_self", "reopen"])
def test_get_of_a_post_only_action_is_refused(desk, ben, case, action):
    assert desk(ben).get(to(action, case)).status_code == 405
    assert reloaded(case).assignee is None


def test_reply_sends_an_alert_without_case_content(desk, ben, case, sent_mail):
    response = desk(ben).post(to("reply", case), reply(case, body="The lift is mended."), follow=True)
    assert "Your reply is sent" in response.text
    assert sent(case) == ["The lift is mended."]
    [mail] = sent_mail()
    assert mail["To"] == "ada@london.example"
    assert "lift" not in mail.as_string().lower()
    assert reloaded(case).turn == Turn.CONSTITUENT


def test_double_click_sends_one_reply(desk, ben, case):
    client, written = desk(ben), reply(case)
    for _click in range(2):
        assert client.post(to("reply", case), written).status_code == 302
    assert len(sent(case)) == alerts() == 1


def test_preview_shows_the_text_and_sends_nothing(desk, ben, case):
    response = desk(ben).post(to("reply", case), reply(case, body="One\n\nTwo", preview="yes"), follow=True)
    assert response.status_code == 200
    assert '<p dir="auto">One</p>\n<p dir="auto">Two</p>' in response.text
    assert "Nothing has been sent yet" in response.text
    assert (sent(case), alerts()) == ([], 0)


def test_reply_without_an_alert_says_that_no_email_went(desk, ben, office, sent_mail):
    case = factories.case(office=office)
    response = desk(ben).post(to("reply", case), reply(case, body="The lift is mended."), follow=True)
    assert "No email went, so no one has told them yet." in response.text
    assert "Your reply is sent" not in response.text
    assert (sent(case), sent_mail()) == (["The lift is mended."], [])


def test_preview_without_text_asks_for_text(desk, ben, case):
    response = desk(ben).post(to("reply", case), reply(case, body="", preview="yes"), follow=True)
    assert "Enter your reply. It is empty" in response.text
    assert 'id="preview-heading"' not in response.text


def test_preview_of_safe_contact_case_says_reply_is_not_in_the_portal(desk, ben, ada, office):
    case = factories.case(office=office, raised_by=ada, safe_contact=True)
    text = desk(ben).post(to("reply", case), reply(case, preview="yes"), follow=True).text
    assert "They cannot see it in the portal" in text
    assert "In the portal:" not in text


def test_preview_for_a_confirmed_address_without_an_account_says_it_is_in_the_portal(desk, ben, office):
    case = factories.case(office=office)
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="email", value="bea@home.example")
        ContactPoint.objects.update(confirmed_at=timezone.now())
    text = desk(ben).post(to("reply", case), reply(case, preview="yes"), follow=True).text
    assert "b•••@home.example" in text
    assert "In the portal:" in text
    assert "They cannot see it" not in text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": ""}, "Enter your reply. It is empty"),
        ({"turn": ""}, "Choose whose turn it is"),
        ({"turn": "third-party"}, "Enter the name of the third party"),
        ({"next_on_day": "31", "next_on_month": "2", "next_on_year": "2027"}, "Enter a date that exists"),
        ({"next_on_day": "1", "next_on_month": "2", "next_on_year": "2020"}, "Enter a date from today on"),
        ({"once": "x"}, "Press the button again"),
        ({"seen": ""}, "Press the button again"),
        ({"body": "a\x00b"}, "hidden characters"),
        ({"body": "x" * 1_000_000}, "Shorten this"),
    ],
)
def test_refused_reply_says_what_to_do_and_keeps_the_text(desk, ben, case, wrong, sentence):
    response = desk(ben).post(to("reply", case), reply(case, body="Kept word for word") | wrong, follow=True)
    assert sentence in response.text
    assert sent(case) == []
    assert "body" in wrong or "Kept word for word" in response.text
    assert response.text.split("<title>")[1].startswith("Error:")


def test_reply_is_refused_once_when_a_message_arrived_since_the_page_opened(desk, ben, ada, case):
    client, written = desk(ben), reply(case, body="Kept word for word")
    receive_message(case=case, body="Please stop.", by=ada, once=uuid.uuid4())
    response = client.post(to("reply", case), written, follow=True)
    assert "Read what happened meanwhile" in response.text
    assert "Kept word for word" in response.text
    assert sent(case) == []
    client.post(to("reply", case), written | {"seen": response.context["form"]["seen"].value()})
    assert sent(case) == ["Kept word for word"]


def test_reply_to_a_case_closed_since_keeps_the_text(desk, ben, case):
    client, written = desk(ben), reply(case, body="Kept word for word")
    client.post(to("close", case), {"outcome": "Done"})
    response = client.post(to("reply", case), written, follow=True)
    assert "Open this case again before you reply" in response.text
    assert "Kept word for word" in response.text
    assert sent(case) == []


def test_reply_cannot_reuse_the_uuid_of_another_offices_message(desk, ben, assembly, case):
    theirs = factories.message(factories.case(office=assembly.rival))
    response = desk(ben).post(
        to("reply", case), reply(case, once=theirs.uuid, body="Kept word for word"), follow=True
    )
    assert sent(case) == []
    assert "Kept word for word" in response.text


def test_note_is_shown_to_the_office_only_and_never_sent(desk, ben, ada, case, sent_mail):
    client = desk(ben)
    written = {"body": "canary-note", "once": uuid.uuid4()}
    for _click in range(2):
        client.post(to("note", case), written)
    with scoped(ALL):
        assert Note.objects.filter(case=case).count() == 1
    assert "canary-note" in client.get(reverse("backoffice:case_detail", args=[case.reference])).text
    assert sent_mail() == []
    portal = desk(ada).get(reverse("portal:my_case", args=[case.reference]))
    assert portal.status_code == 200
    assert "canary-note" not in portal.text


def test_empty_note_is_refused(desk, ben, case):
    response = desk(ben).post(to("note", case), {"body": " ", "once": uuid.uuid4()})
    assert response.status_code == 422
    assert "Write the note" in response.text


def test_second_caseworker_cannot_take_an_assigned_case(desk, ben, dev, case):
    first, second = desk(ben), desk(dev)
    first.post(to("assign_to_self", case))
    response = second.post(to("assign_to_self", case), follow=True)
    assert "Someone else took" in response.text
    assert reloaded(case).assignee == ben


def test_case_is_assigned_to_a_colleague_and_unassigned(desk, ben, dev, case):
    client = desk(ben)
    with scoped(ALL):
        membership = dev.memberships.get()
    client.post(to("assign", case), {"owner": membership.uuid})
    assert reloaded(case).assignee == dev
    client.post(to("assign", case), {"owner": ""})
    assert reloaded(case).assignee is None


@pytest.mark.parametrize("who", ["cat", "eve", "fay", "ada"])
def test_case_cannot_be_assigned_to_outsiders_or_read_only_staff(desk, ben, assembly, case, who):
    person = getattr(assembly, who)
    membership = person.memberships.first()
    for owner in {membership.uuid if membership else uuid.uuid4(), person.uuid, person.pk}:
        response = desk(ben).post(to("assign", case), {"owner": owner})
        assert response.status_code == 422
    assert reloaded(case).assignee is None


def test_turn_and_next_date_are_set(desk, ben, case):
    day = timezone.localdate() + timedelta(days=3)
    date = {"next_on_day": day.day, "next_on_month": day.month, "next_on_year": day.year}
    desk(ben).post(to("turn", case), {"turn": "third-party", "waiting_on": "Transport for London"} | date)
    assert (reloaded(case).turn, reloaded(case).waiting_on, reloaded(case).next_on) == (
        "third-party",
        "Transport for London",
        day,
    )


def test_next_date_is_chosen_in_working_days_and_wins_over_the_boxes(desk, ben, case):
    today = timezone.localdate()
    past = {"next_on_day": today.day, "next_on_month": today.month, "next_on_year": today.year - 1}
    desk(ben).post(to("turn", case), {"turn": "office", "next_in": "5"} | past)
    assert reloaded(case).next_on == working_days_after(today, 5)


def test_third_party_name_is_cleared_when_the_turn_changes(desk, ben, case):
    client = desk(ben)
    client.post(to("turn", case), {"turn": "third-party", "waiting_on": "Transport for London"})
    client.post(to("turn", case), {"turn": "office", "waiting_on": "Transport for London"})
    assert (reloaded(case).turn, reloaded(case).waiting_on) == ("office", "")


def test_case_is_closed_with_an_outcome_and_reopened(desk, ben, case):
    client = desk(ben)
    assert client.post(to("close", case), {"outcome": ""}).status_code == 422
    client.post(to("close", case), {"outcome": "The lift works"})
    assert reloaded(case).outcome == "The lift works"
    client.post(to("reopen", case))
    assert reloaded(case).is_open


@pytest.mark.parametrize("action", ["note", "assign", "turn", "close"])
def test_get_of_an_action_page_changes_nothing(desk, ben, case, action):
    before = reloaded(case)
    assert desk(ben).get(to(action, case)).status_code == 200
    assert [getattr(reloaded(case), f.attname) for f in Case._meta.fields] == [
        getattr(before, f.attname) for f in Case._meta.fields
    ]
