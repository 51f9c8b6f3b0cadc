"""Passing a case on: what was agreed is copied, the original closes, and nothing is shared between the two."""

import uuid

import pytest

from casework.audit.models import Entry
from casework.cases.files import sweep_files
from casework.cases.models import Case, CaseFile, Message, Note, Share, Transfer
from casework.cases.offering import NotSafe, OfferGone
from casework.cases.offers import Ending
from casework.cases.transfer import (
    NotOpen,
    NotTheirMember,
    accept_transfer,
    decline_transfer,
    take_back_transfer,
)
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.files import store
from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped
from tests import factories
from tests.representing import case_for_mother
from tests.sharing import shared, transfer_offered


@pytest.fixture(autouse=True)
def everything(db):
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
def take_on(assembly, case, member):
    """Offers the case with these parts to the sister office, which takes it on."""

    def go(**parts):
        transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben, **parts)
        return accept_transfer(transfer=transfer, member=member, by=assembly.eve)

    return go


def points_of(case):
    return list(ContactPoint.objects.filter(constituent=case.constituent).values_list("pk", flat=True))


def test_the_receiver_gets_a_case_of_its_own(assembly, case, take_on, member):
    factories.message(case, body="Please hurry.")
    copy = take_on()
    assert (copy.office, copy.member, copy.subject) == (assembly.sister, member, case.subject)
    assert copy.reference != case.reference
    assert copy.constituent_id != case.constituent_id
    said = list(Message.objects.filter(case=copy).values_list("body", "at"))
    assert said == list(Message.objects.filter(case=case).values_list("body", "at"))
    assert {m.office for m in copy.messages.all()} == {assembly.sister}


def test_the_original_closes_and_stays_where_it_was(assembly, case, take_on):
    take_on()
    case.refresh_from_db()
    assert (case.office, case.is_open, case.outcome) == (assembly.office, False, "Passed on to Labour South")


def test_only_what_was_ticked_goes_along(case, file, take_on):
    Case.objects.filter(pk=case.pk).update(answers=[{"question": "Where?", "answer": "Platform 2"}])
    factories.note(case)
    copy = take_on()
    assert not CaseFile.objects.filter(case=copy).exists()
    assert not Note.objects.filter(case=copy).exists()
    assert not ContactPoint.objects.filter(constituent=copy.constituent).exists()
    assert copy.answers == []


def test_what_was_ticked_goes_along(case, file, take_on):
    answers = [{"question": "Where?", "answer": "Platform 2"}]
    Case.objects.filter(pk=case.pk).update(answers=answers)
    gone, _stays = factories.note(case, body="Goes along"), factories.note(case, body="Stays")
    copy = take_on(files=[str(file.uuid)], notes=[str(gone.uuid)], points=points_of(case), answers=True)
    assert [f.name for f in CaseFile.objects.filter(case=copy)] == ["lift.jpg"]
    assert [n.body for n in Note.objects.filter(case=copy)] == ["Goes along"]
    assert [p.value for p in copy.constituent.contact_points.all()] == ["ada@london.example"]
    assert copy.answers == answers


def test_a_way_that_became_known_after_the_offer_stays(assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben, points=points_of(case))
    add_contact_point(constituent=case.constituent, kind=ContactPoint.Kind.EMAIL, value="two@london.example")
    copy = accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    assert [p.value for p in copy.constituent.contact_points.all()] == ["ada@london.example"]


@pytest.mark.parametrize(("needs", "gone"), [(False, ("", "")), (True, ("Somali", "Braille"))])
def test_how_the_person_reads_goes_along_if_ticked(case, take_on, needs, gone):
    Constituent.objects.filter(pk=case.constituent_id).update(language="Somali", format="Braille")
    copy = take_on(needs=needs).constituent
    assert (copy.language, copy.format) == gone


@pytest.mark.parametrize("represented", [False, True])
def test_what_was_told_of_the_person_who_is_written_for_goes_along_if_ticked(assembly, member, represented):
    case = case_for_mother(assembly)
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben, represented=represented)
    copied = accept_transfer(transfer=transfer, member=member, by=assembly.eve).authority
    theirs = case.authority
    assert (copied.person.name, copied.relation) == (theirs.person.name, theirs.relation)
    assert (copied.why == theirs.why) is represented
    typed = [each.email_typed + each.phone_typed + each.post_typed for each in (theirs, copied)]
    assert typed[0]
    assert typed[1] == (typed[0] if represented else "")


def test_a_way_that_is_not_safe_never_goes_along(case, take_on):
    ContactPoint.objects.filter(constituent=case.constituent).update(safe=False)
    assert not take_on(points=points_of(case)).constituent.contact_points.exists()


def test_a_file_of_another_case_never_goes_along(assembly, case, file, take_on):
    CaseFile.objects.filter(pk=file.pk).update(message=factories.message(factories.case(office=case.office)))
    assert not CaseFile.objects.filter(case=take_on(files=[str(file.uuid)])).exists()


def test_files_are_copied_so_that_erasing_one_leaves_the_other(case, file, take_on):
    copied = CaseFile.objects.get(case=take_on(files=[str(file.uuid)]))
    assert copied.key != file.key
    store.delete(file.key)
    with store.open(copied.key) as content:
        assert content.read() == b"a photo"
    sweep_files()
    assert store.path_of(copied.key).exists()


def test_both_stay_in_the_portal_and_the_person_is_told_nothing_of_it_by_mail(ada, case, take_on):
    copy = take_on(points=points_of(case))
    assert set(Case.objects.raised_by(ada)) == {case, copy}
    [mail] = OutboxMessage.objects.filter(purpose="case.alert")
    assert mail.recipients == [ada.email]
    for secret in (case.subject, case.reference, copy.reference, "Labour"):
        assert secret.encode() not in mail.raw


def test_a_share_of_the_case_ends_with_it(assembly, case, take_on):
    share = shared(case, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    take_on()
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


def test_what_was_taken_back_cannot_be_accepted(assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    take_back_transfer(transfer=transfer, ending=Ending.REVOKED, by=assembly.ben)
    with pytest.raises(OfferGone):
        accept_transfer(transfer=transfer, member=member, by=assembly.eve)


@pytest.mark.parametrize(
    ("changed", "refusal"), [({"safe_contact": True}, NotSafe), ({"turn": "", "outcome": "Done"}, NotOpen)]
)
def test_a_case_that_changed_meanwhile_stays(assembly, case, member, changed, refusal):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    closed = {"closed_at": case.opened_at} if "turn" in changed else {}
    Case.objects.filter(pk=case.pk).update(**changed, **closed)
    with pytest.raises(refusal):
        accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    transfer.refresh_from_db()
    assert transfer.accepted_at is None
    assert not Case.objects.filter(office=assembly.sister).exists()


def test_it_is_taken_on_for_a_member_of_the_receiver(assembly, case):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    with pytest.raises(NotTheirMember):
        accept_transfer(transfer=transfer, member=assembly.rival_member, by=assembly.eve)


def test_a_safe_contact_case_is_never_passed_on(assembly):
    with pytest.raises(NotSafe):
        transfer_offered(
            factories.case(office=assembly.office, safe_contact=True), to=assembly.sister, by=assembly.ben
        )


def test_each_act_is_one_entry_in_the_log_of_each_office(assembly, case, take_on):
    copy = take_on()
    acts = Entry.objects.filter(verb__startswith="transfer.").order_by("pk")
    ours = list(acts.filter(office_id=assembly.office.pk).values_list("verb", "subject"))
    theirs = list(acts.filter(office_id=assembly.sister.pk).values_list("verb", "subject"))
    assert ours == [("transfer.offered", case.reference), ("transfer.accepted", case.reference)]
    assert theirs == [("transfer.accepted", copy.reference)]
    assert not Entry.objects.filter(verb="case.closed").exists()


def test_an_unknown_part_is_no_part(case, take_on):
    assert take_on(files=[str(uuid.uuid4())], notes=[str(uuid.uuid4())]).messages.count() == 1


def test_the_constituent_hears_of_it_once_it_is_done(ada, assembly, case, member):
    transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben)
    assert not Transfer.objects.raised_by(ada).exists()
    accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    assert Transfer.objects.raised_by(ada).exists()
