"""The time to undo a reply: nothing has happened until it is over, and nothing can be undone after it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.cases.models import Case, CaseFile, Message, ReplyDraft
from casework.cases.services.case import close_case
from casework.cases.tasks.planned_reply import send_planned_replies
from casework.offices.models import Membership, Office
from casework.wall.scope import ALL, scoped
from tests import factories


@pytest.fixture
def office_with_undo(office):
    Office.objects.filter(pk=office.pk).update(undo_minutes=2)


@pytest.fixture
def sent(office_with_undo, desk, ben, case):
    """Press "Send reply" as Ben, and return his client, the page after it and the planned reply."""
    client, address = desk(ben), f"/office/cases/{case.reference}/"
    form = client.get(address).context["form"]
    facts = {name: form[name].value() for name in ("once", "draft", "page", "version", "seen")}
    day = timezone.localdate() + timedelta(days=3)
    facts |= {"next_on_day": day.day, "next_on_month": day.month, "next_on_year": day.year}
    facts |= {"body": "Dear {name}", "turn": "third-party", "waiting_on": "The Met"}
    file = SimpleUploadedFile("letter.txt", b"The repair begins.")
    page = client.post(f"{address}reply/", facts | {"files": [file]}, follow=True)
    with scoped(ALL):
        return client, page, ReplyDraft.objects.get()


def minutes_later(draft, minutes=3):
    with scoped(ALL):
        ReplyDraft.objects.filter(pk=draft.pk).update(send_at=draft.send_at - timedelta(minutes=minutes))


def undo(client, case, draft):
    return client.post(reverse("backoffice:undo_reply", args=[case.reference, draft.uuid]), follow=True)


def replies(case):
    with scoped(ALL):
        return list(Message.objects.filter(case=case, direction="out").values_list("body", flat=True))


def reloaded(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk)


def test_nothing_has_happened_before_the_time_is_over(sent, case, ada, sign_in, sent_mail):
    _client, page, draft = sent
    assert "Until then you can undo it" in page.text
    assert timedelta(minutes=1) < draft.send_at - timezone.now() <= timedelta(minutes=2)
    send_planned_replies()
    assert (replies(case), sent_mail(), reloaded(case).turn) == ([], [], "office")
    assert "Dear" not in sign_in(ada, on=Client()).get(f"/my-cases/{case.reference}/").text


def test_planned_reply_is_shown_as_it_will_go(sent, case):
    _client, page, _draft = sent
    assert f"Dear {case.constituent.name}" in page.text
    assert "{name}" not in page.text


def test_reply_goes_with_turn_date_file_and_alert_once_the_time_is_over(sent, case, sent_mail):
    _client, _page, draft = sent
    minutes_later(draft)
    for _run in range(2):
        send_planned_replies()
    assert replies(case) == [f"Dear {case.constituent.name}"]
    now = reloaded(case)
    assert (now.turn, now.waiting_on) == ("third-party", "The Met")
    assert now.next_on == timezone.localdate() + timedelta(days=3)
    assert len(sent_mail()) == 1
    with scoped(ALL):
        assert CaseFile.objects.get(case=case).name == "letter.txt"
        assert not ReplyDraft.objects.exists()


def test_undo_brings_back_the_draft_with_turn_date_and_file(sent, case):
    client, _page, draft = sent
    page = undo(client, case, draft)
    form = page.context["form"]
    assert form["body"].value() == "Dear {name}"
    assert (form["turn"].value(), form["waiting_on"].value()) == ("third-party", "The Met")
    assert form["next_on"].value()[0] == str((timezone.localdate() + timedelta(days=3)).day)
    assert [file.name for file in page.context["reply"].files] == ["letter.txt"]
    send_planned_replies()
    assert replies(case) == []


def test_undo_is_refused_after_the_time_and_to_colleagues(sent, case, desk, dev):
    client, _page, draft = sent
    colleague = desk(dev)
    assert "The reply of <bdi>Ben</bdi> goes at" in colleague.get(f"/office/cases/{case.reference}/").text
    assert "too late" in undo(colleague, case, draft).text
    minutes_later(draft)
    assert "too late" in undo(client, case, draft).text
    send_planned_replies()
    assert len(replies(case)) == 1


def test_reply_to_a_case_closed_in_that_time_is_a_draft_again_and_says_so(sent, case, dev):
    client, _page, draft = sent
    with scoped(ALL):
        close_case(case=reloaded(case), outcome="Done", by=dev)
    minutes_later(draft)
    send_planned_replies()
    assert replies(case) == []
    page = client.get(f"/office/cases/{case.reference}/")
    assert "This reply was not sent: the case changed" in page.text
    assert page.context["form"]["body"].value() == "Dear {name}"


def test_reply_of_someone_who_left_in_that_time_is_a_draft_again(sent, case, ben):
    _client, _page, draft = sent
    Membership.objects.filter(user=ben).update(
        started_at=timezone.now() - timedelta(days=9), ended_at=timezone.now() - timedelta(seconds=1)
    )
    minutes_later(draft)
    send_planned_replies()
    assert replies(case) == []
    with scoped(ALL):
        assert ReplyDraft.objects.get().send_at is None


def test_reply_that_is_stopped_is_not_planned(office_with_undo, desk, ben, case):
    page = desk(ben).post(
        f"/office/cases/{case.reference}/reply/", {"body": "On {next date}", "turn": "office"}, follow=True
    )
    assert "{next date} is empty" in page.text
    with scoped(ALL):
        assert ReplyDraft.objects.get().send_at is None


def test_reply_of_another_office_is_answered_as_one_that_is_gone(sent, case, assembly, desk, cat):
    _client, _page, draft = sent
    theirs = factories.case(office=assembly.rival)
    foreign = undo(desk(cat), theirs, draft)
    gone = undo(desk(cat), theirs, ReplyDraft(uuid=uuid4()))
    assert "It is too late to undo this reply." in foreign.text
    assert foreign.redirect_chain == gone.redirect_chain
    assert [str(each) for each in foreign.context["messages"]] == [
        str(each) for each in gone.context["messages"]
    ]
    with scoped(ALL):
        assert ReplyDraft.objects.get().send_at


def test_manager_sets_the_minutes_from_none_to_five(desk, dev, office):
    client = desk(dev)
    client.post("/office/details/", {"undo_minutes": "5"})
    assert client.post("/office/details/", {"undo_minutes": "6"}).status_code == 422
    office.refresh_from_db()
    assert office.undo_minutes == 5


@pytest.fixture
def press(office_with_undo, case):
    """Return a function that presses "Send reply" on a page that was opened before, and returns the next page."""

    def press(client, form, body):
        names = ("once", "draft", "page", "version", "seen", "looked_at")
        facts = {name: form[name].value() for name in names} | {"body": body, "turn": "office"}
        return client.post(f"/office/cases/{case.reference}/reply/", facts, follow=True)

    return press


def opened(client, case):
    return client.get(f"/office/cases/{case.reference}/").context["form"]


def test_reply_sent_again_after_the_back_button_is_planned_and_sent_once(press, desk, ben, case):
    client = desk(ben)
    form = opened(client, case)
    for _press in range(2):
        assert "Until then you can undo it" in press(client, form, "Dear Ada").text
    with scoped(ALL):
        minutes_later(ReplyDraft.objects.get())
    send_planned_replies()
    assert "Your reply is" in press(client, form, "Dear Ada").text
    with scoped(ALL):
        assert not ReplyDraft.objects.exists()
    assert replies(case) == ["Dear Ada"]


def test_second_writer_is_told_of_a_planned_reply_before_another_is(press, desk, ben, dev, case):
    colleague = desk(dev)
    form = opened(colleague, case)
    press(desk(ben), opened(desk(ben), case), "Dear Ada, from Ben")
    page = press(colleague, form, "Dear Ada, from Dev")
    assert "Read the other reply, which is about to go" in page.text
    assert "Dear Ada, from Ben" in page.text
    assert page.context["form"]["body"].value() == "Dear Ada, from Dev"
    assert "Until then you can undo it" in press(colleague, page.context["form"], "Dear Ada, from Dev").text
