"""What sharing lets the other office see, by each net alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Activity, Case, CaseFile, Message, Note, Share
from casework.cases.offering import NotSafe, OfferedAlready, OfferGone
from casework.cases.offers import Ending
from casework.cases.sharing import TooLong, accept_share, decline_share, end_share, hide_part, open_part
from casework.cases.wall import scope_of
from casework.constituents.models import Constituent, ContactPoint
from casework.scope import ALL, scoped
from tests import factories
from tests.sharing import offered, shared

TABLES = [Case, Message, Note, CaseFile, Activity, Constituent, ContactPoint]


@pytest.fixture
def full(assembly):
    """A case with a note and a file."""
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    note = factories.note(case)
    with scoped(ALL):
        file = CaseFile.objects.create(
            office=case.office, case=case, message=case.messages.get(), key="0" * 40, name="lift.jpg",
            content_type="image/jpeg", size=1, sha256="0" * 64,
        )  # fmt: skip
        case.activities.create(office=case.office, verb=Activity.Verb.ASSIGNED)
    return {"case": case, "note": note, "file": file}


@pytest.fixture
def share(assembly, full):
    return shared(full["case"], to=assembly.sister, by=assembly.ben, yes=assembly.eve)


def by_querysets(user):
    """What the first net shows, with the second cut."""
    with scoped(ALL):
        return {model.__name__ for model in TABLES if model.objects.visible_to(user).exists()}


def by_policies(user):
    """What PostgreSQL shows, with the querysets cut."""
    with scoped(scope_of(user)):
        return {model.__name__ for model in TABLES if model.objects.exists()}


NETS = [
    pytest.param(by_querysets, id="querysets"),
    pytest.param(by_policies, id="policies", marks=pytest.mark.postgresql),
]


@pytest.mark.parametrize("sees", NETS)
def test_an_offer_shows_nothing_of_the_case(assembly, full, sees):
    offered(full["case"], to=assembly.sister, by=assembly.ben)
    assert sees(assembly.eve) == set()


@pytest.mark.parametrize("sees", NETS)
def test_once_accepted_the_case_and_its_messages_are_read(assembly, share, sees):
    assert sees(assembly.eve) == {"Case", "Message", "Activity", "Constituent"}


@pytest.mark.parametrize("sees", NETS)
def test_nobody_else_sees_what_is_shared(assembly, share, sees):
    assert sees(assembly.cat) == set()


@pytest.mark.parametrize("sees", NETS)
@pytest.mark.parametrize("part", ["note", "file"])
def test_notes_and_files_open_one_by_one_and_close_again(assembly, full, share, sees, part):
    other = factories.note(full["case"])
    before = sees(assembly.eve)
    with scoped(ALL):
        open_part(part=full[part], share=share, by=assembly.ben)
    assert sees(assembly.eve) - before == {type(full[part]).__name__}
    with scoped(ALL):
        assert not Note.objects.visible_to(assembly.eve).filter(pk=other.pk).exists()
        hide_part(part=full[part], by=assembly.ben)
    assert sees(assembly.eve) == before


@pytest.mark.parametrize("sees", NETS)
@pytest.mark.parametrize("ending", [Ending.REVOKED, Ending.WITHDRAWN])
def test_it_ends_at_once(assembly, full, share, sees, ending):
    with scoped(ALL):
        open_part(part=full["note"], share=share, by=assembly.ben)
        end_share(share=share, ending=ending, by=assembly.ben)
    assert sees(assembly.eve) == set()


@pytest.mark.parametrize("sees", NETS)
def test_it_ends_when_its_last_day_has_passed(assembly, share, sees):
    now = timezone.now()
    with scoped(ALL):
        Share.objects.update(offered_at=now - timedelta(2), accepted_at=now - timedelta(1), until=now)
    assert sees(assembly.eve) == set()


@pytest.mark.parametrize("sees", NETS)
def test_a_case_that_becomes_unsafe_is_no_longer_read(assembly, full, share, sees):
    with scoped(ALL):
        Case.objects.update(safe_contact=True)
    assert sees(assembly.eve) == set()


@pytest.mark.parametrize("sees", NETS)
def test_who_leaves_the_other_office_reads_it_no_more(assembly, share, sees):
    assembly.eve.memberships.update(ended_at=timezone.now())
    assert sees(assembly.eve) == set()


def test_what_was_opened_in_an_ended_share_is_closed_in_the_next(assembly, full, share):
    with scoped(ALL):
        open_part(part=full["note"], share=share, by=assembly.ben)
        end_share(share=share, ending=Ending.REVOKED, by=assembly.ben)
    shared(full["case"], to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    assert "Note" not in by_querysets(assembly.eve)


def test_the_constituent_sees_an_accepted_share_and_never_a_shown_note(assembly, full, share):
    with scoped(ALL):
        open_part(part=full["note"], share=share, by=assembly.ben)
    with scoped(scope_of(assembly.ada)):
        assert list(Share.objects.raised_by(assembly.ada)) == [share]
        assert not Note.objects.raised_by(assembly.ada).exists()


def test_the_constituent_hears_nothing_of_an_offer_that_nobody_accepted(assembly, case):
    offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL):
        assert not Share.objects.raised_by(assembly.ada).exists()


def test_a_safe_contact_case_is_never_offered(assembly):
    case = factories.case(office=assembly.office, safe_contact=True)
    with pytest.raises(NotSafe):
        offered(case, to=assembly.sister, by=assembly.ben)


def test_one_office_at_a_time(assembly, case):
    offered(case, to=assembly.sister, by=assembly.ben)
    with pytest.raises(OfferedAlready):
        offered(case, to=assembly.rival, by=assembly.ben)


def test_after_its_last_day_a_case_can_be_offered_again(assembly, share, full):
    now = timezone.now()
    with scoped(ALL):
        Share.objects.update(offered_at=now - timedelta(2), accepted_at=now - timedelta(1), until=now)
    offered(full["case"], to=assembly.rival, by=assembly.ben)
    with scoped(ALL):
        assert Share.objects.get(pk=share.pk).ending == Ending.PASSED


@pytest.mark.parametrize("days", [0, -1, 181])
def test_it_lasts_a_day_at_least_and_180_at_most(assembly, case, days):
    with pytest.raises(TooLong):
        offered(case, to=assembly.sister, by=assembly.ben, days=days)


def test_an_offer_is_answered_once(assembly, case):
    share = offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL):
        accept_share(share=share, by=assembly.eve)
        for again in (accept_share, decline_share):
            with pytest.raises(OfferGone):
                again(share=share, by=assembly.eve)


def test_each_act_is_one_entry_in_the_log_of_each_office_it_concerns(assembly, full, share):
    with scoped(ALL):
        open_part(part=full["note"], share=share, by=assembly.ben)
        hide_part(part=full["note"], by=assembly.ben)
        end_share(share=share, ending=Ending.WITHDRAWN, by=assembly.ben)
        acts = Entry.objects.filter(verb__startswith="share.").order_by("pk")
        ours = list(acts.filter(office_id=assembly.office.pk).values_list("verb", flat=True))
        theirs = list(acts.filter(office_id=assembly.sister.pk).values_list("verb", flat=True))
    assert ours == [
        "share.offered", "share.accepted", "share.part-shown", "share.part-hidden", "share.ended",
    ]  # fmt: skip
    assert theirs == ["share.accepted"]


def test_who_says_no_never_hears_the_reference(assembly, case):
    share = offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL):
        decline_share(share=share, by=assembly.eve)
        [entry] = Entry.objects.filter(office_id=assembly.sister.pk)
    assert case.reference not in str(vars(entry))


@pytest.mark.parametrize(
    "impossible",
    [
        {"ended_at": timezone.now()},
        {"ending": "revoked"},
        {"ending": "declined", "ended_at": timezone.now() + timedelta(1), "accepted_at": timezone.now()},
        {"accepted_at": timezone.now() - timedelta(9)},
        {"until": timezone.now() - timedelta(9)},
    ],
)
def test_what_can_never_be(assembly, case, impossible):
    share = offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL), pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=share.pk).update(**impossible)
