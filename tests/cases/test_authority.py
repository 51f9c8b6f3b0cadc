"""Somebody writes for another person (D-19): nothing is released before that person agrees, and it ends at once."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.authority import Authority
from casework.cases.authority_answers import agree, refuse
from casework.cases.authority_answers import asked as question
from casework.cases.authority_reminders import remind_of_ending
from casework.cases.authority_services import (
    NotSafeToEmail,
    NotWaiting,
    TooLong,
    WritersOwnAddress,
    ask_again,
    hash_of,
    revoke,
    send_fixed,
)
from casework.cases.models import Activity, AuthorityPaper, Case, CaseFile, Message
from casework.cases.services import NotReleased, note_quarantined, reply_to_constituent
from casework.cases.transfer import accept_transfer
from casework.cases.turns import Turn
from casework.cases.wall import scope_of
from casework.outbox.models import OutboxMessage
from casework.scope import ALL, office_scope, scoped
from tests import factories
from tests.representing import MOTHER, agreed, asked, case_for_mother
from tests.sharing import transfer_offered


@pytest.fixture
def case(assembly):
    """With what the office said on it while it was allowed to, before the person was asked."""
    case = case_for_mother(assembly)
    factories.message(case, body="Her benefit was stopped.", direction="out")
    return case


def read_by_ada(ada):
    with scoped(scope_of(ada)):
        return set(Message.objects.raised_by(ada).values_list("body", flat=True))


def standing(case):
    with scoped(ALL):
        return Authority.objects.get(case=case)


def reply(case, by):
    with scoped(office_scope(case.office_id)):
        return reply_to_constituent(case=case, body="Details.", by=by, turn=Turn.OFFICE, once=uuid.uuid4())


def test_before_anybody_agrees_the_writer_reads_what_they_wrote_and_no_more(ada, case):
    assert read_by_ada(ada) == {"The lift is broken."}


def test_no_reply_leaves_before_somebody_agrees(ben, case):
    with pytest.raises(NotReleased):
        reply(case, ben)


def test_after_the_person_agrees_the_writer_reads_it_all(ada, ben, case):
    agreed(case, ben)
    assert "Her benefit was stopped." in read_by_ada(ada)
    assert reply(case, ben).body == "Details."


@pytest.mark.parametrize("how", ["person", "staff", "day"])
def test_a_permission_ends_at_once(ada, ben, case, how):
    token = agreed(case, ben)
    with scoped(ALL):
        if how == "person":
            refuse(link=hash_of(token))
        elif how == "staff":
            revoke(case=case, by=ben)
        else:
            past = timezone.now() - timedelta(days=1)
            Authority.objects.update(confirmed_at=past - timedelta(days=1), until=past)
    assert read_by_ada(ada) == {"The lift is broken."}
    with pytest.raises(NotReleased):
        reply(case, ben)
    assert question(hash_of(token)) is None


def test_files_of_the_office_and_what_happened_are_withheld_too(ada, ben, case):
    with scoped(ALL):
        case.activities.create(office=case.office, verb="closed", by=ben, shown=True, detail={"outcome": "x"})
        for message in case.messages.all():
            CaseFile.objects.create(
                office=case.office,
                case=case,
                message=message,
                key=message.direction,
                name=f"{message.direction}.pdf",
                content_type="application/pdf",
                size=1,
                sha256="0",
            )
            note_quarantined(message.files.get())
    with scoped(scope_of(ada)):
        # What they sent themself they read, and that it is held.
        assert [file.name for file in CaseFile.objects.raised_by(ada)] == ["in.pdf"]
        happened = Activity.objects.raised_by(ada)
        assert [(each.verb, each.detail.get("direction")) for each in happened] == [
            ("raised", None),
            ("held", "in"),
        ]


def test_a_fixed_message_goes_through_and_cannot_be_reworded(ada, ben, case):
    with scoped(office_scope(case.office_id)):
        sent = send_fixed(case=case, fixed="ask", by=ben, once=uuid.uuid4())
    assert sent.body in read_by_ada(ada)


@pytest.mark.postgresql
def test_the_database_withholds_by_itself(ada, case):
    with scoped(scope_of(ada)):
        assert set(Message.objects.values_list("direction", flat=True)) == {"in"}
        assert set(Activity.objects.values_list("verb", flat=True)) == {"raised"}
        assert not CaseFile.objects.filter(message__direction="out").exists()
        assert not AuthorityPaper.objects.exists()


def test_the_link_goes_only_to_the_address_that_staff_checked(ben, case, sent_mail):
    asked(case, ben)
    [mail] = sent_mail()
    assert mail["To"] == MOTHER
    assert "typed@" not in mail.as_string()
    assert "Rosa" not in mail.as_string()
    assert case.reference not in mail.as_string()


@pytest.mark.parametrize("address", ["ada@london.example", "ADA@london.example"])
def test_no_link_goes_to_the_writer(ben, case, address):
    with pytest.raises(WritersOwnAddress):
        asked(case, ben, address=address)


def test_no_link_goes_by_email_where_that_is_not_safe(assembly, ben):
    for case in (
        case_for_mother(assembly, facts={"unsafe": True}),
        case_for_mother(assembly, safe_contact=True),
    ):
        with pytest.raises(NotSafeToEmail):
            asked(case, ben)
    with scoped(ALL):
        assert not OutboxMessage.objects.filter(purpose="authority.link").exists()


def test_no_link_goes_to_an_address_that_anybody_called_unsafe(assembly, ben, case):
    with scoped(ALL):
        other = factories.case(office=assembly.office).constituent
        other.contact_points.create(office=assembly.office, kind="email", value=MOTHER, safe=False)
    with pytest.raises(NotSafeToEmail):
        asked(case, ben)


def test_a_permission_lasts_a_year_at_most(ben, case):
    with pytest.raises(TooLong):
        asked(case, ben, days=400)


def test_a_second_link_closes_the_first(ben, case):
    first, second = asked(case, ben), asked(case, ben)
    assert question(hash_of(first)) is None
    assert question(hash_of(second)).writer


def test_a_no_is_final_until_the_office_asks_again(ben, case):
    token = asked(case, ben)
    refuse(link=hash_of(token))
    with pytest.raises(NotWaiting):
        agree(link=hash_of(token))
    with pytest.raises(NotWaiting):
        asked(case, ben)
    with scoped(office_scope(case.office_id)):
        ask_again(case=case, by=ben)
    assert asked(case, ben)


def test_an_empty_link_opens_nothing(case):
    assert question("") is None


def test_another_office_gets_no_permission_along(assembly, ben, ada, case):
    agreed(case, ben)
    with scoped(ALL):
        member = factories.member("Sol Marsh", office=assembly.sister)
    transfer = transfer_offered(case, to=assembly.sister, by=ben)
    with scoped(office_scope(assembly.sister.pk)):
        copy = accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    with scoped(ALL):
        copy = Case.objects.get(pk=copy.pk)
        assert copy.is_withheld
        assert copy.authority.person.office_id == assembly.sister.pk


def test_who_has_the_case_hears_once_that_a_permission_ends_soon(ben, dev, case, sent_mail):
    agreed(case, ben, days=10)
    sent_mail()
    assert (remind_of_ending(), remind_of_ending()) == (1, 0)
    reminder = sent_mail()[-1]
    assert reminder["To"] == dev.email
    assert "Rosa" not in reminder.as_string()


def test_a_permission_that_lasts_reminds_nobody(ben, case):
    agreed(case, ben, days=60)
    assert remind_of_ending() == 0


def test_each_step_is_an_entry_that_names_nobody(ben, case):
    token = agreed(case, ben)
    refuse(link=hash_of(token))
    with scoped(ALL):
        entries = Entry.objects.filter(subject=case.reference, verb__startswith="authority.")
        assert [entry.verb for entry in entries.order_by("pk")] == [
            "authority.begun",
            "authority.asked",
            "authority.given",
            "authority.revoked",
        ]
        assert "Rosa" not in str([entry.detail for entry in entries])


def test_the_token_is_kept_nowhere(ben, case):
    token = asked(case, ben)
    row = standing(case)
    assert token not in str(vars(row))
    assert row.link_hash == hash_of(token)
