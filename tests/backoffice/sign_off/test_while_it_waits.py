"""What happens to a case while a reply waits for sign-off: nothing is lost, and nothing goes that should not."""

import pytest
from django.utils import timezone

from casework.cases.models import Message, ReplyDraft
from casework.cases.services.case import assign
from casework.cases.services.safety.risk import raise_risk
from casework.cases.services.safety.safe_contact import keep_safe
from casework.cases.services.sharing.transfer import accept_transfer
from casework.cases.tasks.planned_reply import send_planned_replies
from casework.offices.models import Membership, Office
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import shared, transfer_offered

from .pages import BODY, address, decide, latest, page_of, reloaded, replies, sign


def drafts(case):
    with scoped(ALL):
        return list(ReplyDraft.objects.filter(case=case).values_list("body", flat=True))


@pytest.fixture
def act_before_signing(asked, desk, dev, case):
    """Return a function that does something while the page of the signer is open, and then signs on that page."""

    def act_and_sign(act):
        client = desk(dev)
        page = page_of(client, asked, case)
        with scoped(ALL):
            act()
        return client, decide(client, asked, case, page, sign="Sign")

    return act_and_sign


def passed_on(case, assembly):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL):
        member = factories.member("Sara Reed", office=assembly.sister)
        accept_transfer(transfer=transfer, member=member, by=assembly.eve)


def test_reply_on_a_case_that_is_passed_on_goes_nowhere_and_stays_with_its_office(
    act_before_signing, asked, case, assembly
):
    client, page = act_before_signing(lambda: passed_on(case, assembly))
    again = decide(client, asked, case, page, sign="Sign")
    assert "passed the case on to another office" in again.text
    assert "passed on to another office, so the reply cannot go" in again.text
    decide(client, asked, case, again, back="Back", note="They answer now.")
    assert drafts(case) == [BODY]
    with scoped(ALL):
        assert not Message.objects.filter(direction="out").exists()
        assert not ReplyDraft.objects.exclude(case=case).exists()


def test_office_that_reads_a_shared_case_sees_no_waiting_reply(asked, case, assembly, desk, dev):
    shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    page = desk(assembly.eve).get(address(case, "case_detail"))
    assert "The lift is mended" not in page.text
    assert page_of(desk(assembly.eve), asked, case).status_code == 403
    sign(desk(dev), asked, case)
    assert len(replies(case)) == 1


def test_signer_is_told_that_a_case_became_safe_contact_before_the_reply_goes(
    act_before_signing, asked, case, ben, sent_mail
):
    client, page = act_before_signing(lambda: keep_safe(case=case, way="Phone before 3pm", by=ben))
    assert replies(case) == []
    assert "Phone before 3pm" in page.text
    decide(client, asked, case, page, sign="Sign")
    assert len(replies(case)) == 1
    assert sent_mail() == []


def test_safe_way_to_a_third_party_has_to_be_chosen_again(ask, desk, dev, ben, case):
    ask(turn="third-party", waiting_on="the operator")
    with scoped(ALL):
        keep_safe(case=case, way="Phone before 3pm", by=ben)
    answer = sign(desk(dev), latest(), case)
    assert replies(case) == []
    assert "has to be chosen again" in answer.text
    assert drafts(case) == [BODY]


def test_signer_is_shown_a_risk_before_the_reply_goes(act_before_signing, asked, case, ben):
    client, page = act_before_signing(
        lambda: raise_risk(case=case, kind="life", by=ben, reason="He rang and said so.")
    )
    assert replies(case) == []
    assert "He rang and said so." in page.text
    decide(client, asked, case, page, sign="Sign")
    assert len(replies(case)) == 1


def test_writer_is_told_of_a_risk_and_of_safe_contact_before_a_reply_goes(desk, dev, ben, case):
    for act in (
        lambda: raise_risk(case=case, kind="life", by=ben, reason="He rang."),
        lambda: keep_safe(case=case, way="Phone before 3pm", by=ben),
    ):
        seen = reloaded(case).version
        with scoped(ALL):
            act()
        assert reloaded(case).version > seen


def test_signer_whose_membership_ended_sends_nothing(act_before_signing, asked, office, case, dev, assembly):
    factories.staff("Una", office=office, role=Membership.Role.MANAGER)

    def leave():
        Membership.objects.filter(user=dev, office=office).update(ended_at=timezone.now())

    _client, page = act_before_signing(leave)
    assert page.status_code in {403, 404}
    assert (replies(case), drafts(case)) == ([], [BODY])


def test_signed_reply_goes_although_its_signer_leaves_before_it_does(asked, desk, dev, office, case):
    Office.objects.filter(pk=office.pk).update(undo_minutes=1)
    sign(desk(dev), asked, case)
    with scoped(ALL):
        Membership.objects.filter(user=dev).update(ended_at=timezone.now())
        ReplyDraft.objects.update(send_at=timezone.now())
    send_planned_replies()
    assert len(replies(case)) == 1


def test_signed_reply_on_a_case_that_closes_before_it_goes_is_a_draft_that_says_so(
    asked, desk, dev, ben, office, case, assembly
):
    Office.objects.filter(pk=office.pk).update(undo_minutes=1)
    sign(desk(dev), asked, case)
    passed_on(case, assembly)
    with scoped(ALL):
        ReplyDraft.objects.update(send_at=timezone.now())
    send_planned_replies()
    assert (replies(case), drafts(case)) == ([], [BODY])
    assert "could not go" in desk(ben).get(address(case, "sign_off", asked.uuid)).text


def test_colleague_cannot_throw_away_a_reply_that_waits_or_is_about_to_go(asked, desk, dev, office, case):
    Office.objects.filter(pk=office.pk).update(undo_minutes=1)
    with scoped(ALL):
        draft = ReplyDraft.objects.get(case=case)
    where = address(case, "discard_draft", draft.uuid)
    assert "This reply is kept" in desk(dev).post(where, follow=True).text
    sign(desk(dev), asked, case)
    assert "This reply is kept" in desk(dev).post(where, follow=True).text
    assert drafts(case) == [BODY]


def test_signer_is_shown_a_hand_over_before_the_reply_goes(act_before_signing, asked, case, ben, dev):
    client, page = act_before_signing(lambda: assign(case=case, to=dev, by=ben))
    assert replies(case) == []
    assert "What happened meanwhile" in page.text
    assert "owner: <bdi>Dev</bdi>" in page.text
    decide(client, asked, case, page, sign="Sign")
    assert len(replies(case)) == 1


def test_my_day_says_which_draft_waits_for_sign_off(asked, desk, ben, dev, case):
    assert "waits for sign-off" in desk(ben).get("/office/my-day/").text
    decide(desk(dev), asked, case, page_of(desk(dev), asked, case), back="Back", note="Softer.")
    assert "waits for sign-off" not in desk(ben).get("/office/my-day/").text
