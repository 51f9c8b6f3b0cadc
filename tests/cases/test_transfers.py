"""Transfers: the agreed parts are copied, the original closes, and the two cases share no rows."""

import uuid

import pytest

from casework.audit.models import Entry
from casework.cases.models import Case, CaseFile, Message, Note, Share, Transfer
from casework.cases.models.sharing.offer import Ending
from casework.cases.services.sharing.offer import NotSafe, OfferGone
from casework.cases.services.sharing.transfer import (
    NotOpen,
    NotTheirMember,
    accept_transfer,
    decline_transfer,
    take_back_transfer,
)
from casework.cases.tasks.file import sweep_files
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.files import store
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import case_for_mother
from tests.sharing import shared, transfer_offered


@pytest.fixture(autouse=True)
def all_rows(db):
    with scoped(ALL):
        yield


@pytest.fixture
def member(assembly):
    return factories.member("Sol Marsh", office=assembly.sister)


@pytest.fixture
def file(case):
    with store.arrival() as arrival:
        arrival.file.write(b"a photo")
        key = arrival.keep()
    return CaseFile.objects.create(
        office=case.office, case=case, message=case.messages.get(), key=key, name="lift.jpg",
        content_type="image/jpeg", size=7, sha256="0" * 64,
    )  # fmt: skip


@pytest.fixture
def transfer_case(assembly, case, member):
    """Return a function that transfers the case with these parts and returns the copy."""

    def go(**parts):
        transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben, **parts)
        return accept_transfer(transfer=transfer, member=member, by=assembly.eve)

    return go


def points_of(case):
    return list(ContactPoint.objects.filter(constituent=case.constituent).values_list("pk", flat=True))


def test_receiver_gets_a_separate_case(assembly, case, transfer_case, member):
    factories.message(case, body="Please hurry.")
    copy = transfer_case()
    assert (copy.office, copy.member, copy.subject) == (assembly.sister, member, case.subject)
    assert copy.reference != case.reference
    assert copy.constituent_id != case.constituent_id
    said = list(Message.objects.filter(case=copy).values_list("body", "at"))
    assert said == list(Message.objects.filter(case=case).values_list("body", "at"))
    assert {m.office for m in copy.messages.all()} == {assembly.sister}


def test_original_closes_and_keeps_its_office(assembly, case, transfer_case):
    transfer_case()
    case.refresh_from_db()
    assert (case.office, case.is_open) == (assembly.office, False)
    assert (case.ending, case.outcome) == (Case.Ending.PASSED_ON, "")


def test_unticked_parts_are_not_copied(case, file, transfer_case):
    Case.objects.filter(pk=case.pk).update(answers=[{"question": "Where?", "answer": "Platform 2"}])
    factories.note(case)
    copy = transfer_case()
    assert not CaseFile.objects.filter(case=copy).exists()
    assert not Note.objects.filter(case=copy).exists()
    assert not ContactPoint.objects.filter(constituent=copy.constituent).exists()
    assert copy.answers == []


def test_ticked_parts_are_copied(case, file, transfer_case):
    answers = [{"question": "Where?", "answer": "Platform 2"}]
    Case.objects.filter(pk=case.pk).update(answers=answers)
    gone, _stays = factories.note(case, body="Goes along"), factories.note(case, body="Stays")
    copy = transfer_case(files=[str(file.uuid)], notes=[str(gone.uuid)], points=points_of(case), answers=True)
    assert [f.name for f in CaseFile.objects.filter(case=copy)] == ["lift.jpg"]
    assert [n.body for n in Note.objects.filter(case=copy)] == ["Goes along"]
    assert [p.value for p in copy.constituent.contact_points.all()] == ["ada@london.example"]
    assert copy.answers == answers


def test_contact_point_added_after_the_offer_is_not_copied(assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben, points=points_of(case))
    add_contact_point(constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value="two@london.example")
    copy = accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    assert [p.value for p in copy.constituent.contact_points.all()] == ["ada@london.example"]


@pytest.mark.parametrize(("needs", "gone"), [(False, ("", "")), (True, ("Somali", "Braille"))])
def test_language_and_format_are_copied_if_ticked(case, transfer_case, needs, gone):
    Constituent.objects.filter(pk=case.constituent_id).update(language="Somali", format="Braille")
    copy = transfer_case(needs=needs).constituent
    assert (copy.language, copy.format) == gone


@pytest.mark.parametrize("other_person", [False, True])
def test_details_of_the_other_person_are_copied_if_ticked(assembly, member, other_person):
    case = case_for_mother(assembly)
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben, other_person=other_person)
    copied = accept_transfer(transfer=transfer, member=member, by=assembly.eve).authority
    theirs = case.authority
    assert (copied.person.name, copied.relation) == (theirs.person.name, theirs.relation)
    assert (copied.why == theirs.why) is other_person
    typed = [each.email_typed + each.phone_typed + each.post_typed for each in (theirs, copied)]
    assert typed[0]
    assert typed[1] == (typed[0] if other_person else "")


def test_unsafe_contact_point_is_never_copied(case, transfer_case):
    ContactPoint.objects.filter(constituent=case.constituent).update(safe=False)
    assert not transfer_case(points=points_of(case)).constituent.contact_points.exists()


def test_file_of_another_case_is_never_copied(assembly, case, file, transfer_case):
    CaseFile.objects.filter(pk=file.pk).update(message=factories.message(factories.case(office=case.office)))
    assert not CaseFile.objects.filter(case=transfer_case(files=[str(file.uuid)])).exists()


def test_copied_file_survives_deletion_of_the_original(case, file, transfer_case):
    copied = CaseFile.objects.get(case=transfer_case(files=[str(file.uuid)]))
    assert copied.key != file.key
    store.delete(file.key)
    with store.open(copied.key) as content:
        assert content.read() == b"a photo"
    sweep_files()
    assert store.path_of(copied.key).exists()


def test_portal_shows_both_cases_and_the_alert_contains_no_case_data(ada, case, transfer_case):
    copy = transfer_case(points=points_of(case))
    assert set(Case.objects.raised_by(ada)) == {case, copy}
    [mail] = OutboxMessage.objects.filter(purpose="case.alert")
    assert mail.recipients == [ada.email]
    for secret in (case.subject, case.reference, copy.reference, "Labour"):
        assert secret.encode() not in mail.raw


def test_transfer_ends_a_share_of_the_case(assembly, case, transfer_case):
    share = shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    transfer_case()
    assert Share.objects.get(pk=share.pk).ending == Ending.HANDED_OVER
    entry = Entry.objects.get(verb="share.ended")
    assert (entry.office_id, entry.subject) == (case.office_id, case.reference)


def test_an_offer_is_answered_once(assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    for again in (
        lambda: accept_transfer(transfer=transfer, member=member, by=assembly.eve),
        lambda: decline_transfer(transfer=transfer, by=assembly.eve),
        lambda: take_back_transfer(transfer=transfer, ending=Ending.REVOKED, by=assembly.ben),
    ):
        with pytest.raises(OfferGone):
            again()
    assert Case.objects.filter(office=assembly.sister).count() == 1


def test_withdrawn_transfer_cannot_be_accepted(assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    take_back_transfer(transfer=transfer, ending=Ending.REVOKED, by=assembly.ben)
    with pytest.raises(OfferGone):
        accept_transfer(transfer=transfer, member=member, by=assembly.eve)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [({"safe_contact": True}, NotSafe), ({"turn": "", "ending": "office", "outcome": "Done"}, NotOpen)],
)
def test_transfer_of_a_case_changed_since_the_offer_is_refused(assembly, case, member, changed, refusal):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    closed = {"closed_at": case.opened_at} if "turn" in changed else {}
    Case.objects.filter(pk=case.pk).update(**changed, **closed)
    with pytest.raises(refusal):
        accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    transfer.refresh_from_db()
    assert transfer.accepted_at is None
    assert not Case.objects.filter(office=assembly.sister).exists()


def test_transfer_to_a_member_of_another_office_is_refused(assembly, case):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    with pytest.raises(NotTheirMember):
        accept_transfer(transfer=transfer, member=assembly.rival_member, by=assembly.eve)


def test_safe_contact_case_cannot_be_transferred(assembly):
    with pytest.raises(NotSafe):
        transfer_offered(
            factories.case(office=assembly.office, safe_contact=True), to=assembly.sister, by=assembly.ben
        )


def test_each_act_on_a_transfer_is_logged_once_per_office(assembly, case, transfer_case):
    copy = transfer_case()
    acts = Entry.objects.filter(verb__startswith="transfer.").order_by("pk")
    ours = list(acts.filter(office_id=assembly.office.pk).values_list("verb", "subject"))
    theirs = list(acts.filter(office_id=assembly.sister.pk).values_list("verb", "subject"))
    assert ours == [("transfer.offered", case.reference), ("transfer.accepted", case.reference)]
    assert theirs == [("transfer.accepted", copy.reference)]
    assert not Entry.objects.filter(verb="case.closed").exists()


def test_unknown_parts_are_ignored(case, transfer_case):
    assert transfer_case(files=[str(uuid.uuid4())], notes=[str(uuid.uuid4())]).messages.count() == 1


def test_constituent_sees_a_transfer_only_after_acceptance(ada, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    assert not Transfer.objects.raised_by(ada).exists()
    accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    assert Transfer.objects.raised_by(ada).exists()
