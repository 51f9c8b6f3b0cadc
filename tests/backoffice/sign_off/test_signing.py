"""Sign-off of replies: nothing goes before someone else has read it, and nothing goes twice or is lost."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from casework.cases.models import CaseFile, Message, ReplyDraft, SignOff
from casework.cases.services.case import close_case
from casework.cases.services.messages.message import receive_message
from casework.cases.tasks.planned_reply import send_planned_replies
from casework.constituents.models import Constituent
from casework.offices.models import Membership, Office
from casework.wall.scope import ALL, scoped
from tests import factories

from .pages import BODY, address, decide, hidden, latest, page_of, reloaded, replies, sign, verbs


def test_reply_of_a_caseworker_waits_and_says_for_whom(ask, case, sent_mail):
    page = ask()
    assert "waits for sign-off by a manager or the Member" in page.text
    assert "Waiting for sign-off by" in page.text
    assert (replies(case), sent_mail()) == ([], [])
    assert "sign-off.asked" in verbs()


def test_second_press_of_the_button_asks_once(desk, ben, case):
    client = desk(ben)
    facts = hidden(client.get(address(case, "case_detail"))) | {"body": BODY, "turn": "constituent"}
    for _press in range(2):
        client.post(address(case, "reply"), facts)
    with scoped(ALL):
        assert (SignOff.objects.count(), ReplyDraft.objects.count()) == (1, 1)


def test_my_day_of_a_signer_lists_it_and_that_of_others_does_not(asked, desk, dev, ben, assembly):
    rows = desk(dev).get("/office/my-day/").context["sign_offs"].to_sign
    assert [row.pk for row in rows] == [asked.pk]
    for other in (ben, assembly.eve):
        assert desk(other).get("/office/my-day/").context["sign_offs"].to_sign == []


def test_signer_reads_the_exact_reply_and_what_was_written_last(asked, desk, dev, case):
    page = page_of(desk(dev), asked, case)
    assert page.context["checked"].text == f"Dear {case.constituent.name}\n\nThe lift is mended.\n\nBen"
    assert page.context["last"].direction == "in"
    assert [file.name for file in page.context["files"]] == ["letter.txt"]


def test_signed_reply_goes_once_in_the_writers_name_with_its_file(asked, desk, dev, ben, case, sent_mail):
    client = desk(dev)
    page = page_of(client, asked, case)
    for _press in range(2):
        after = decide(client, asked, case, page, sign="Sign")
    assert "signed this reply off" in after.text
    with scoped(ALL):
        message = Message.objects.get(case=case, direction="out")
        assert message.author == ben
        assert CaseFile.objects.get(case=case).message == message
        assert not ReplyDraft.objects.exists()
    assert reloaded(case).turn == "constituent"
    assert len(sent_mail()) == 1
    assert "sign-off.given" in verbs()
    assert "Dev signed off a reply of Ben" in after.text


def test_changed_reply_shows_the_writer_what_changed(asked, desk, dev, ben, case):
    client = desk(dev)
    page = page_of(client, asked, case, "?change=yes")
    changed = BODY.replace("is mended", "works again")
    preview = decide(client, asked, case, page, body=changed, preview="Show")
    assert replies(case) == []
    assert "<ins>" in preview.text.replace('<span class="govuk-visually-hidden">added: </span>', "")
    decide(client, asked, case, page, body=changed, sign="Sign")
    assert replies(case) == [f"Dear {case.constituent.name}\n\nThe lift works again.\n\nBen"]
    back = desk(ben).get("/office/my-day/").context["sign_offs"].back
    assert [each.pk for each in back] == [asked.pk]
    assert "mended.</del>" in page_of(desk(ben), asked, case).text


def test_reply_sent_back_is_a_draft_of_its_writer_with_the_note(asked, desk, dev, ben, case):
    client = desk(dev)
    page = page_of(client, asked, case)
    assert decide(client, asked, case, page, back="Back").status_code == 422  # a note is needed
    decide(client, asked, case, page, back="Back", note="Say when it was mended.")
    page = desk(ben).get(address(case, "case_detail"))
    assert page.context["form"]["body"].value() == BODY
    assert "Say when it was mended." in page.text
    assert [file.name for file in page.context["reply"].files] == ["letter.txt"]
    facts = hidden(page) | {"body": "Mended today", "turn": "office"}
    desk(ben).post(address(case, "reply"), facts | {"kept": [page.context["reply"].files[0].uuid]})
    sign(client, latest(), case)
    assert replies(case) == ["Mended today"]


def test_only_the_writer_withdraws_it(asked, desk, dev, ben, case):
    where = address(case, "sign_off_withdraw", asked.uuid)
    assert "Only the person who asked" in desk(dev).post(where, follow=True).text
    page = desk(ben).post(where, follow=True)
    assert page.context["form"]["body"].value() == BODY
    after = desk(dev).post(address(case, "sign_off", asked.uuid), {"sign": "Sign"}, follow=True)
    assert "Ben withdrew this reply" in after.text
    assert replies(case) == []


def test_first_of_two_signers_wins_and_the_other_is_told(asked, desk, dev, office, case):
    member = factories.staff("Mia", office=office, role=Membership.Role.MEMBER)
    late = desk(member)
    page = page_of(late, asked, case)
    sign(desk(dev), asked, case)
    after = decide(late, asked, case, page, back="Back", note="Not yet")
    assert "Not done. Dev signed this reply off" in after.text
    assert len(replies(case)) == 1


def test_message_that_arrives_before_or_while_signing_is_shown_first(asked, desk, dev, ada, case):
    client = desk(dev)
    page = page_of(client, asked, case)
    assert "written again" not in page.text
    receive_message(case=case, body="It broke again", by=ada, once=uuid.uuid4())
    after = decide(client, asked, case, page, sign="Sign")
    assert "written again" in after.text
    assert "It broke again" in after.text
    assert replies(case) == []
    decide(client, asked, case, after, sign="Sign")
    assert len(replies(case)) == 1


def test_reply_checks_run_again_at_signing(asked, desk, dev, case):
    with scoped(ALL):
        Constituent.objects.filter(pk=case.constituent_id).update(language="Bengali")
    client = desk(dev)
    after = sign(client, asked, case)
    assert "They asked for Bengali" in after.text
    assert replies(case) == []
    sign(client, asked, case, reason="They read English too")
    assert len(replies(case)) == 1


def test_closed_case_keeps_the_reply_until_it_is_sent_back(asked, desk, dev, ben, case):
    with scoped(ALL):
        close_case(case=reloaded(case), outcome="Done", by=dev)
    client = desk(dev)
    after = sign(client, asked, case)
    assert after.status_code == 422
    assert "This case is closed" in after.text
    decide(client, asked, case, after, back="Back", note="Closed meanwhile")
    assert desk(ben).get(address(case, "case_detail")).context["form"]["body"].value() == BODY


def test_reply_of_someone_who_left_goes_in_the_signers_name(asked, desk, dev, ben, case):
    ended = {"started_at": timezone.now() - timedelta(days=9), "ended_at": timezone.now()}
    Membership.objects.filter(user=ben).update(**ended)
    client = desk(dev)
    assert "no longer works here" in page_of(client, asked, case).text
    sign(client, asked, case)
    assert replies(case)[0].endswith("Dev")


def test_signer_can_undo_and_it_waits_again(office, asked, desk, dev, case):
    Office.objects.filter(pk=office.pk).update(undo_minutes=2)
    client = desk(dev)
    assert "Until then you can undo it" in sign(client, asked, case).text
    with scoped(ALL):
        draft = ReplyDraft.objects.get()
    after = client.post(reverse("backoffice:undo_reply", args=[case.reference, draft.uuid]), follow=True)
    assert "waits for sign-off again" in after.text
    sign(client, asked, case)
    with scoped(ALL):
        ReplyDraft.objects.update(send_at=timezone.now())
    for _run in range(2):
        send_planned_replies()
    assert len(replies(case)) == 1


def test_draft_that_waits_is_not_overwritten(asked, desk, ben, case):
    with scoped(ALL):
        draft = ReplyDraft.objects.get()
    facts = {"draft": draft.uuid, "page": draft.page, "version": draft.version, "once": uuid.uuid4()}
    desk(ben).post(address(case, "draft"), facts | {"body": "Other", "turn": "office", "quiet": "yes"})
    with scoped(ALL):
        assert sorted(ReplyDraft.objects.values_list("body", flat=True)) == sorted([BODY, "Other"])


def test_search_box_of_the_page_is_empty(asked, desk, dev, case):
    assert (
        'value=""' in page_of(desk(dev), asked, case).text.partition('id="search-box"')[2].partition(">")[0]
    )
