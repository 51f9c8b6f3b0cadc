"""What the guest office sees and may do."""

import pytest

from casework.audit.models import Entry
from casework.cases.models import CaseFile, Note, Share
from casework.cases.models.sharing.offer import Ending
from casework.cases.services.sharing.share import end_share, open_part
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.backoffice.sharing.pages import part, to
from tests.sharing import offered


def test_guest_sees_no_contact_details_notes_or_actions(desk, assembly, secret, share):
    factories.case(office=assembly.office, raised_by=assembly.ada, subject="canary-other")
    desk(assembly.ben).post(to("assign_to_self", secret))
    page = desk(assembly.eve).get(to("case_detail", secret)).text
    for hidden in (
        "canary-note",
        "canary-file",
        "canary-other",
        "ada@",
        "london.example",
        "Assign to me",
        "Reply to",
    ):
        assert hidden not in page


@pytest.mark.parametrize("who", ["eve", "ben"])
def test_guest_read_is_logged_in_both_offices(desk, assembly, secret, share, who):
    desk(getattr(assembly, who)).get(to("case_detail", secret))
    with scoped(ALL):
        reads = Entry.objects.filter(verb="case.read", subject=secret.reference)
        offices = sorted(reads.values_list("office_id", flat=True))
    assert offices == sorted([assembly.office.pk] + [assembly.sister.pk] * (who == "eve"))


def test_note_and_file_are_shown_to_guests_and_hidden_again(desk, assembly, secret, share):
    owner, guest = desk(assembly.ben), desk(assembly.eve)
    note, file = part(Note, secret), part(CaseFile, secret)
    download = to("case_file", secret, file.uuid)
    assert guest.get(download).status_code == 404
    for name, each in (("share_note", note), ("share_file", file)):
        owner.post(to(name, secret, each.uuid), {"do": "show", "share": share.uuid})
    page = guest.get(to("case_detail", secret)).text
    assert "canary-note" in page
    assert "canary-file" in page
    assert b"canary-bytes" in guest.get(download).getvalue()
    for name, each in (("share_note", note), ("share_file", file)):
        owner.post(to(name, secret, each.uuid), {"do": "hide"})
    assert "canary-note" not in guest.get(to("case_detail", secret)).text
    assert guest.get(download).status_code == 404


def test_each_note_shows_its_own_sharing_label(desk, assembly, secret, share):
    owner, shown = desk(assembly.ben), part(Note, secret)
    private = factories.note(secret, body="For us alone")
    owner.post(to("share_note", secret, shown.uuid), {"do": "show", "share": share.uuid})
    notes = owner.get(to("case_detail", secret)).text.split('<article class="ui-note"')[1:]
    assert ["shown to Labour South, never sent" in note for note in notes] == [True, False]
    assert ["stays in this office, never sent" in note for note in notes] == [False, True]
    assert private.body in notes[1]


def test_show_button_of_an_ended_share_shows_nothing_to_the_next_office(desk, assembly, secret, share):
    """A stale tab still names the ended share."""
    owner, note = desk(assembly.ben), part(Note, secret)
    with scoped(ALL):
        end_share(share=share, ending=Ending.REVOKED, by=assembly.ben)
    offered(secret, to=assembly.rival, by=assembly.ben)
    owner.post(to("share_note", secret, note.uuid), {"do": "show", "share": share.uuid})
    assert part(Note, secret).opened_in_id is None


def test_guest_read_of_the_shared_list_is_logged_for_the_owner(desk, assembly, secret, share):
    """The list shows the name and the subject, so the owner logs it too."""
    assert "canary-subject" in desk(assembly.eve).get("/office/shared/").text
    with scoped(ALL):
        looks = Entry.objects.filter(verb="list.read", actor_id=assembly.eve.pk)
        offices = sorted(looks.values_list("office_id", flat=True))
    assert offices == sorted([assembly.office.pk, assembly.sister.pk])


@pytest.mark.parametrize("why", [Ending.REVOKED, Ending.WITHDRAWN])
def test_ended_share_blocks_page_and_file_at_the_next_request(desk, assembly, secret, share, why):
    guest, file = desk(assembly.eve), part(CaseFile, secret)
    with scoped(ALL):
        open_part(part=file, share=share, by=assembly.ben)
    assert guest.get(to("case_detail", secret)).status_code == 200
    desk(assembly.ben).post(to("share_end", secret), {"ending": why})
    assert guest.get(to("case_detail", secret)).status_code == 404
    assert guest.get(to("case_file", secret, file.uuid)).status_code == 404
    assert "canary" not in guest.get("/office/shared/").text


@pytest.mark.parametrize(
    "action",
    [
        "assign_to_self",
        "assign",
        "note",
        "reply",
        "turn",
        "close",
        "reopen",
        "share",
        "share_end",
        "transfer",
    ],
)
def test_guest_actions_are_refused(desk, assembly, secret, share, action):
    guest = desk(assembly.eve)
    assert (
        guest.post(to(action, secret), {"body": "x", "outcome": "x", "ending": "revoked"}).status_code == 403
    )
    with scoped(ALL):
        secret.refresh_from_db()
        assert secret.is_open
        assert secret.messages.count() == 1
        assert Share.objects.get().ended_at is None


def test_guest_cannot_read_answers_or_show_notes(desk, assembly, secret, share):
    guest, note = desk(assembly.eve), part(Note, secret)
    assert guest.get(to("case_answers", secret)).status_code == 403
    assert guest.post(to("share_note", secret, note.uuid), {"do": "show"}).status_code == 403
    assert part(Note, secret).opened_in_id is None


def test_shared_case_is_not_in_the_guest_queue(desk, assembly, secret, share):
    assert secret.reference not in desk(assembly.eve).get("/office/cases/?view=open").text
