"""What staff do with a case: each once, each only where they may, and no word is lost."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case, Message, Note
from casework.cases.services import receive_message
from casework.cases.turns import Turn
from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped
from tests import factories

ACTIONS = ["claim", "assign", "note", "reply", "turn", "close", "reopen"]


def to(name, case):
    return reverse(f"backoffice:{name}", args=[case.reference])


def now(case):
    with scoped(ALL):
        return Case.objects.select_related("assignee").get(pk=case.pk)


def sent(case):
    with scoped(ALL):
        return list(Message.objects.filter(case=case, direction="out").values_list("body", flat=True))


def alerts():
    with scoped(ALL):
        return OutboxMessage.objects.filter(purpose="case.alert").count()


def newest(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk).version


def reply(case, **more):
    written = {
        "body": "Dear Ada, thank you.",
        "turn": "constituent",
        "once": uuid.uuid4(),
        "seen": newest(case),
    }
    return written | more


@pytest.mark.parametrize("action", ACTIONS)
def test_those_who_only_read_are_refused(desk, assembly, case, action):
    client = desk(assembly.fay)
    assert client.post(to(action, case), reply(case)).status_code == 403
    assert sent(case) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_another_office_finds_no_such_action(desk, cat, case, action):
    client = desk(cat)
    for method in (client.get, client.post, client.put):
        assert method(to(action, case)).status_code == 404


@pytest.mark.parametrize("action", ["claim", "reopen"])
def test_what_has_no_page_changes_nothing_when_looked_at(desk, ben, case, action):
    assert desk(ben).get(to(action, case)).status_code == 405
    assert now(case).assignee is None


def test_a_reply_is_sent_with_an_alert_that_says_nothing(desk, ben, case, sent_mail):
    response = desk(ben).post(to("reply", case), reply(case, body="The lift is mended."), follow=True)
    assert "Your reply is sent" in response.text
    assert sent(case) == ["The lift is mended."]
    [mail] = sent_mail()
    assert mail["To"] == "ada@london.example"
    assert "lift" not in mail.as_string().lower()
    assert now(case).turn == Turn.CONSTITUENT


def test_a_double_click_sends_one_reply(desk, ben, case):
    client, written = desk(ben), reply(case)
    for _click in range(2):
        assert client.post(to("reply", case), written).status_code == 302
    assert len(sent(case)) == alerts() == 1


def test_a_preview_shows_the_text_and_sends_nothing(desk, ben, case):
    response = desk(ben).post(to("reply", case), reply(case, body="One\n\nTwo", preview="yes"))
    assert response.status_code == 200
    assert '<p dir="auto">One</p>\n<p dir="auto">Two</p>' in response.text
    assert "Nothing has been sent yet" in response.text
    assert (sent(case), alerts()) == ([], 0)


def test_a_reply_that_no_alert_can_follow_is_not_called_told(desk, ben, office, sent_mail):
    case = factories.case(office=office)
    response = desk(ben).post(to("reply", case), reply(case, body="The lift is mended."), follow=True)
    assert "No email went, so nobody has told them yet." in response.text
    assert "Your reply is sent" not in response.text
    assert (sent(case), sent_mail()) == (["The lift is mended."], [])


def test_a_preview_without_a_text_asks_for_one_and_shows_nothing(desk, ben, case):
    response = desk(ben).post(to("reply", case), reply(case, body="", preview="yes"))
    assert response.status_code == 422
    assert "Write your reply" in response.text
    assert 'id="preview-heading"' not in response.text


def test_a_preview_never_claims_that_safe_contact_is_shown_in_the_portal(desk, ben, ada, office):
    case = factories.case(office=office, raised_by=ada, safe_contact=True)
    text = desk(ben).post(to("reply", case), reply(case, preview="yes")).text
    assert "They cannot see it in the portal" in text
    assert "In the portal:" not in text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": ""}, "Write your reply"),
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
def test_a_refused_reply_says_what_to_do_and_keeps_the_text(desk, ben, case, wrong, sentence):
    response = desk(ben).post(to("reply", case), reply(case, body="Kept word for word") | wrong)
    assert response.status_code == 422
    assert sentence in response.text
    assert sent(case) == []
    assert "body" in wrong or "Kept word for word" in response.text
    assert response.text.split("<title>")[1].startswith("Error:")


def test_a_reply_waits_when_something_newer_has_come(desk, ben, ada, case):
    client, written = desk(ben), reply(case, body="Kept word for word")
    receive_message(case=case, body="Please stop.", by=ada, once=uuid.uuid4())
    response = client.post(to("reply", case), written)
    assert "Read what happened meanwhile" in response.text
    assert "Kept word for word" in response.text
    assert sent(case) == []
    client.post(to("reply", case), written | {"seen": response.context["form"]["seen"].value()})
    assert sent(case) == ["Kept word for word"]


def test_a_reply_to_a_case_closed_meanwhile_is_kept(desk, ben, case):
    client, written = desk(ben), reply(case, body="Kept word for word")
    client.post(to("close", case), {"outcome": "Done"})
    response = client.post(to("reply", case), written)
    assert response.status_code == 422
    assert "Kept word for word" in response.text
    assert sent(case) == []


def test_a_reply_cannot_take_the_name_of_another_offices_message(desk, ben, assembly, case):
    theirs = factories.message(factories.case(office=assembly.rival))
    response = desk(ben).post(to("reply", case), reply(case, once=theirs.uuid, body="Kept word for word"))
    assert response.status_code == 422
    assert "Kept word for word" in response.text


def test_a_note_is_kept_for_the_office_and_never_sent(desk, ben, ada, case, sent_mail):
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


def test_an_empty_note_is_asked_for(desk, ben, case):
    response = desk(ben).post(to("note", case), {"body": " ", "once": uuid.uuid4()})
    assert response.status_code == 422
    assert "Write the note" in response.text


def test_who_is_quicker_has_the_case(desk, ben, dev, case):
    first, second = desk(ben), desk(dev)
    first.post(to("claim", case))
    response = second.post(to("claim", case), follow=True)
    assert "Somebody else took" in response.text
    assert now(case).assignee == ben


def test_a_case_is_given_to_a_colleague_and_to_no_one(desk, ben, dev, case):
    client = desk(ben)
    with scoped(ALL):
        membership = dev.memberships.get()
    client.post(to("assign", case), {"owner": membership.uuid})
    assert now(case).assignee == dev
    client.post(to("assign", case), {"owner": ""})
    assert now(case).assignee is None


@pytest.mark.parametrize("who", ["cat", "eve", "fay", "ada"])
def test_a_case_cannot_be_given_to_a_stranger_or_a_mere_reader(desk, ben, assembly, case, who):
    person = getattr(assembly, who)
    membership = person.memberships.first()
    for owner in {membership.uuid if membership else uuid.uuid4(), person.uuid, person.pk}:
        response = desk(ben).post(to("assign", case), {"owner": owner})
        assert response.status_code == 422
    assert now(case).assignee is None


def test_the_turn_and_the_next_date_are_set(desk, ben, case):
    day = timezone.localdate() + timedelta(days=3)
    date = {"next_on_day": day.day, "next_on_month": day.month, "next_on_year": day.year}
    desk(ben).post(to("turn", case), {"turn": "third-party", "waiting_on": "Transport for London"} | date)
    assert (now(case).turn, now(case).waiting_on, now(case).next_on) == (
        "third-party",
        "Transport for London",
        day,
    )


def test_a_third_partys_name_goes_when_it_is_no_longer_their_turn(desk, ben, case):
    client = desk(ben)
    client.post(to("turn", case), {"turn": "third-party", "waiting_on": "Transport for London"})
    client.post(to("turn", case), {"turn": "office", "waiting_on": "Transport for London"})
    assert (now(case).turn, now(case).waiting_on) == ("office", "")


def test_a_case_is_closed_with_what_came_of_it_and_opened_again(desk, ben, case):
    client = desk(ben)
    assert client.post(to("close", case), {"outcome": ""}).status_code == 422
    client.post(to("close", case), {"outcome": "The lift works"})
    assert now(case).outcome == "The lift works"
    client.post(to("reopen", case))
    assert now(case).is_open


@pytest.mark.parametrize("action", ["note", "assign", "turn", "close"])
def test_looking_at_an_action_changes_nothing(desk, ben, case, action):
    before = now(case)
    assert desk(ben).get(to(action, case)).status_code == 200
    assert [getattr(now(case), f.attname) for f in Case._meta.fields] == [
        getattr(before, f.attname) for f in Case._meta.fields
    ]
