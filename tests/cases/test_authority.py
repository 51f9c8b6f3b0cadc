"""Cases raised for another person: nothing is released without permission, and revocation is immediate."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Activity, AuthorityPaper, Case, CaseFile, Message
from casework.cases.models.authority.authority import Authority
from casework.cases.scope import scope_of
from casework.cases.services.authority.answer import agree, refuse
from casework.cases.services.authority.answer import asked as question
from casework.cases.services.authority.authority import (
    NotSafeToEmail,
    NotWaiting,
    TooLong,
    WritersOwnAddress,
    ask_again,
    hash_of,
    revoke,
    send_fixed,
)
from casework.cases.services.messages.message import NotReleased, note_quarantined, reply_to_constituent
from casework.cases.services.sharing.transfer import accept_transfer
from casework.cases.tasks.authority import remind_of_ending
from casework.cases.turns import Turn
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, office_scope, scoped
from tests import factories
from tests.authority import MOTHER, agreed, asked, case_for_mother
from tests.sharing import transfer_offered


@pytest.fixture
def case(assembly):
    """Return a case raised for another person, with an earlier reply of the office."""
    case = case_for_mother(assembly)
    factories.message(case, body="Her benefit was stopped.", direction="out")
    return case


def read_by_ada(ada):
    with scoped(scope_of(ada)):
        return set(Message.objects.raised_by(ada).values_list("body", flat=True))


def authority_of(case):
    with scoped(ALL):
        return Authority.objects.get(case=case)


def reply(case, by):
    with scoped(office_scope(case.office_id)):
        return reply_to_constituent(case=case, body="Details.", by=by, turn=Turn.OFFICE, once=uuid.uuid4())


def test_writer_without_permission_reads_only_own_messages(ada, case):
    assert read_by_ada(ada) == {"The lift is broken."}


def test_reply_without_permission_raises_not_released(ben, case):
    with pytest.raises(NotReleased):
        reply(case, ben)


def test_writer_with_permission_reads_everything(ada, ben, case):
    agreed(case, ben)
    assert "Her benefit was stopped." in read_by_ada(ada)
    assert reply(case, ben).body == "Details."


@pytest.mark.parametrize("how", ["person", "staff", "day"])
def test_revoked_or_expired_permission_ends_at_once(ada, ben, case, how):
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


def test_office_files_and_activities_are_withheld_too(ada, ben, case):
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
        # The writer sees their own file and that it is in quarantine.
        assert [file.name for file in CaseFile.objects.raised_by(ada)] == ["in.pdf"]
        happened = Activity.objects.raised_by(ada)
        assert [(each.verb, each.detail.get("direction")) for each in happened] == [
            ("raised", None),
            ("held", "in"),
        ]


def test_fixed_message_is_readable_without_permission(ada, ben, case):
    with scoped(office_scope(case.office_id)):
        sent = send_fixed(case=case, fixed="ask", by=ben, once=uuid.uuid4())
    assert sent.body in read_by_ada(ada)


@pytest.mark.postgresql
def test_row_level_security_withholds_without_the_queryset_filter(ada, case):
    with scoped(scope_of(ada)):
        assert set(Message.objects.values_list("direction", flat=True)) == {"in"}
        assert set(Activity.objects.values_list("verb", flat=True)) == {"raised"}
        assert not CaseFile.objects.filter(message__direction="out").exists()
        assert not AuthorityPaper.objects.exists()


def test_permission_link_goes_only_to_the_checked_address(ben, case, sent_mail):
    asked(case, ben)
    [mail] = sent_mail()
    assert mail["To"] == MOTHER
    assert "typed@" not in mail.as_string()
    assert "Rosa" not in mail.as_string()
    assert case.reference not in mail.as_string()


@pytest.mark.parametrize("address", ["ada@london.example", "ADA@london.example"])
def test_permission_link_to_the_writers_address_is_refused(ben, case, address):
    with pytest.raises(WritersOwnAddress):
        asked(case, ben, address=address)


def test_permission_link_is_refused_when_email_is_unsafe(assembly, ben):
    for case in (
        case_for_mother(assembly, facts={"unsafe": True}),
        case_for_mother(assembly, safe_contact=True),
    ):
        with pytest.raises(NotSafeToEmail):
            asked(case, ben)
    with scoped(ALL):
        assert not OutboxMessage.objects.filter(purpose="authority.link").exists()


def test_permission_link_to_an_address_marked_unsafe_elsewhere_is_refused(assembly, ben, case):
    with scoped(ALL):
        other = factories.case(office=assembly.office).constituent
        other.contact_points.create(office=assembly.office, kind="email", value=MOTHER, safe=False)
    with pytest.raises(NotSafeToEmail):
        asked(case, ben)


def test_permission_longer_than_a_year_is_refused(ben, case):
    with pytest.raises(TooLong):
        asked(case, ben, days=400)


def test_second_permission_link_invalidates_the_first(ben, case):
    first, second = asked(case, ben), asked(case, ben)
    assert question(hash_of(first)) is None
    assert question(hash_of(second)).writer


def test_refusal_is_final_until_the_office_asks_again(ben, case):
    token = asked(case, ben)
    refuse(link=hash_of(token))
    with pytest.raises(NotWaiting):
        agree(link=hash_of(token))
    with pytest.raises(NotWaiting):
        asked(case, ben)
    with scoped(office_scope(case.office_id)):
        ask_again(case=case, by=ben)
    assert asked(case, ben)


def test_empty_permission_link_is_unknown(case):
    assert question("") is None


def test_transfer_does_not_carry_the_permission(assembly, ben, ada, case):
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


def test_ending_permission_is_reminded_once(ben, dev, case, sent_mail):
    agreed(case, ben, days=10)
    sent_mail()
    assert (remind_of_ending(), remind_of_ending()) == (1, 0)
    reminder = sent_mail()[-1]
    assert reminder["To"] == dev.email
    assert "Rosa" not in reminder.as_string()


def test_permission_that_does_not_end_soon_sends_no_reminder(ben, case):
    agreed(case, ben, days=60)
    assert remind_of_ending() == 0


def test_each_step_is_logged_without_a_name(ben, case):
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


def test_only_the_hash_of_the_token_is_stored(ben, case):
    token = asked(case, ben)
    row = authority_of(case)
    assert token not in str(vars(row))
    assert row.link_hash == hash_of(token)
