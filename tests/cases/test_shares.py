"""What a share lets the guest office see, by querysets alone and by row-level security alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Activity, Case, CaseFile, Message, Note, Share
from casework.cases.models.sharing.offer import Ending
from casework.cases.scope import scope_of
from casework.cases.services.sharing.offer import NotSafe, OfferedAlready, OfferGone
from casework.cases.services.sharing.share import (
    TooLong,
    accept_share,
    decline_share,
    end_share,
    hide_part,
    open_part,
)
from casework.constituents.models import Constituent, ContactPoint
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import offered, shared

TABLES = [Case, Message, Note, CaseFile, Activity, Constituent, ContactPoint]


@pytest.fixture
def case_with_parts(assembly):
    """Return a case with a note and a file."""
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
def share(assembly, case_with_parts):
    return shared(case_with_parts["case"], to=assembly.sister, by=assembly.ben, yes=assembly.eve)


def by_querysets(user):
    """Return the models visible through querysets, without row-level security."""
    with scoped(ALL):
        return {model.__name__ for model in TABLES if model.objects.visible_to(user).exists()}


def by_policies(user):
    """Return the models visible through row-level security, without queryset filters."""
    with scoped(scope_of(user)):
        return {model.__name__ for model in TABLES if model.objects.exists()}


WALLS = [
    pytest.param(by_querysets, id="querysets"),
    pytest.param(by_policies, id="policies", marks=pytest.mark.postgresql),
]


@pytest.mark.parametrize("sees", WALLS)
def test_offer_does_not_reveal_the_case(assembly, case_with_parts, sees):
    offered(case_with_parts["case"], to=assembly.sister, by=assembly.ben)
    assert sees(assembly.eve) == set()


@pytest.mark.parametrize("sees", WALLS)
def test_accepted_share_shows_case_messages_and_activity(assembly, share, sees):
    assert sees(assembly.eve) == {"Case", "Message", "Activity", "Constituent"}


@pytest.mark.parametrize("sees", WALLS)
def test_shared_case_is_hidden_from_other_offices(assembly, share, sees):
    assert sees(assembly.cat) == set()


@pytest.mark.parametrize("sees", WALLS)
@pytest.mark.parametrize("part", ["note", "file"])
def test_notes_and_files_are_shown_and_hidden_one_by_one(assembly, case_with_parts, share, sees, part):
    other = factories.note(case_with_parts["case"])
    before = sees(assembly.eve)
    with scoped(ALL):
        open_part(part=case_with_parts[part], share=share, by=assembly.ben)
    assert sees(assembly.eve) - before == {type(case_with_parts[part]).__name__}
    with scoped(ALL):
        assert not Note.objects.visible_to(assembly.eve).filter(pk=other.pk).exists()
        hide_part(part=case_with_parts[part], by=assembly.ben)
    assert sees(assembly.eve) == before


@pytest.mark.parametrize("sees", WALLS)
@pytest.mark.parametrize("ending", [Ending.REVOKED, Ending.WITHDRAWN])
def test_ended_share_shows_nothing_at_once(assembly, case_with_parts, share, sees, ending):
    with scoped(ALL):
        open_part(part=case_with_parts["note"], share=share, by=assembly.ben)
        end_share(share=share, ending=ending, by=assembly.ben)
    assert sees(assembly.eve) == set()


@pytest.mark.parametrize("sees", WALLS)
def test_expired_share_shows_nothing(assembly, share, sees):
    now = timezone.now()
    with scoped(ALL):
        Share.objects.update(offered_at=now - timedelta(2), accepted_at=now - timedelta(1), until=now)
    assert sees(assembly.eve) == set()


@pytest.mark.parametrize("sees", WALLS)
def test_share_of_a_case_marked_safe_contact_shows_nothing(assembly, case_with_parts, share, sees):
    with scoped(ALL):
        Case.objects.update(safe_contact=True)
    assert sees(assembly.eve) == set()


@pytest.mark.parametrize("sees", WALLS)
def test_former_staff_of_the_guest_office_see_nothing(assembly, share, sees):
    assembly.eve.memberships.update(ended_at=timezone.now())
    assert sees(assembly.eve) == set()


def test_note_shown_in_an_ended_share_is_hidden_in_the_next(assembly, case_with_parts, share):
    with scoped(ALL):
        open_part(part=case_with_parts["note"], share=share, by=assembly.ben)
        end_share(share=share, ending=Ending.REVOKED, by=assembly.ben)
    shared(case_with_parts["case"], to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    assert "Note" not in by_querysets(assembly.eve)


def test_constituent_sees_an_accepted_share_but_no_notes(assembly, case_with_parts, share):
    with scoped(ALL):
        open_part(part=case_with_parts["note"], share=share, by=assembly.ben)
    with scoped(scope_of(assembly.ada)):
        assert list(Share.objects.raised_by(assembly.ada)) == [share]
        assert not Note.objects.raised_by(assembly.ada).exists()


def test_constituent_does_not_see_an_unaccepted_offer(assembly, case):
    offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL):
        assert not Share.objects.raised_by(assembly.ada).exists()


def test_safe_contact_case_cannot_be_shared(assembly):
    case = factories.case(office=assembly.office, safe_contact=True)
    with pytest.raises(NotSafe):
        offered(case, to=assembly.sister, by=assembly.ben)


def test_case_cannot_be_offered_to_two_offices(assembly, case):
    offered(case, to=assembly.sister, by=assembly.ben)
    with pytest.raises(OfferedAlready):
        offered(case, to=assembly.rival, by=assembly.ben)


def test_case_can_be_offered_again_after_a_share_expires(assembly, share, case_with_parts):
    now = timezone.now()
    with scoped(ALL):
        Share.objects.update(offered_at=now - timedelta(2), accepted_at=now - timedelta(1), until=now)
    offered(case_with_parts["case"], to=assembly.rival, by=assembly.ben)
    with scoped(ALL):
        assert Share.objects.get(pk=share.pk).ending == Ending.PASSED


@pytest.mark.parametrize("days", [0, -1, 181])
def test_share_lasts_between_1_and_180_days(assembly, case, days):
    with pytest.raises(TooLong):
        offered(case, to=assembly.sister, by=assembly.ben, days=days)


def test_an_offer_is_answered_once(assembly, case):
    share = offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL):
        accept_share(share=share, by=assembly.eve)
        for again in (accept_share, decline_share):
            with pytest.raises(OfferGone):
                again(share=share, by=assembly.eve)


def test_each_act_on_a_share_is_logged_once_per_office_concerned(assembly, case_with_parts, share):
    with scoped(ALL):
        open_part(part=case_with_parts["note"], share=share, by=assembly.ben)
        hide_part(part=case_with_parts["note"], by=assembly.ben)
        end_share(share=share, ending=Ending.WITHDRAWN, by=assembly.ben)
        acts = Entry.objects.filter(verb__startswith="share.").order_by("pk")
        ours = list(acts.filter(office_id=assembly.office.pk).values_list("verb", flat=True))
        theirs = list(acts.filter(office_id=assembly.sister.pk).values_list("verb", flat=True))
    assert ours == [
        "share.offered", "share.accepted", "share.part-shown", "share.part-hidden", "share.ended",
    ]  # fmt: skip
    assert theirs == ["share.accepted"]


def test_declining_office_never_learns_the_reference(assembly, case):
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
def test_database_refuses_inconsistent_shares(assembly, case, impossible):
    share = offered(case, to=assembly.sister, by=assembly.ben)
    with scoped(ALL), pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=share.pk).update(**impossible)
