"""Saving drafts: by a script while somebody types, by a button, and whenever a reply is not sent."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from backoffice.access import ACT, PAGE, on_a_case
from backoffice.cases.case.actions import done, refused
from backoffice.cases.case.address import case_address
from backoffice.cases.case.pages import note_reading, reply_form
from casework.cases.models import DraftFile, ReplyDraft
from casework.cases.services.messages.draft import save_draft, throw_away
from casework.files.intake import TakenIn, take_in
from casework.files.refusals import Refused, too_many
from ui.templatetags.ui import clock
from ui.uploads import takes_files

from .wordings import with_wording, wording_named

REMOVE = "remove-"


@dataclass
class Uploads:
    """Files that are in the store now, and why others are not."""

    taken: list[TakenIn] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def take_each(request, case):
    """Store each uploaded file by itself, so that one that is refused costs no other."""
    uploads, room = Uploads(), settings.FILES_MAX_NUMBER
    sent = request.FILES.getlist("files")
    if sent:
        room -= (
            DraftFile.objects.in_offices_of(request.user).filter(case=case, uuid__in=shown(request)).count()
        )
    for upload in sent[:room]:
        try:
            uploads.taken.append(take_in(upload))
        except Refused as refusal:
            uploads.refused.append(str(refusal))
    if len(sent) > room:
        uploads.refused.append(str(too_many(settings.FILES_MAX_NUMBER)))
    return uploads


def shown(request):
    """Return the uuids of the draft's files that the page showed."""
    return uuids(request.POST.getlist("kept"))


def removed(posted):
    """Return the uuids of files whose "Remove" was pressed. The name of the button has it, the value is to be read."""
    return [name.removeprefix(REMOVE) for name in posted if name.startswith(REMOVE)]


def uuids(texts):
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def save(request, case, form, uploads):
    """Save what a form holds as a draft, valid or not, with the wording that was chosen for it."""
    written = form.written(case)
    for uuid in uuids(request.POST.getlist("wording") if "add" in request.POST else []):
        if wording := wording_named(uuid, case, request.user):
            written = replace(written, body=with_wording(form, wording))
    return save_draft(
        case=case,
        by=request.user,
        held=form.held(),
        written=written,
        files=uploads.taken,
        without=uuids(removed(request.POST)),
        refused=uploads.refused,
    )


def to_composer(request, case, draft, look="", at="reply"):
    """Redirect to the case with this draft in its composer."""
    query = {"draft": draft.uuid} | ({"look": look} if look else {})
    return redirect(case_address(request, case.reference, fragment=at, **query))


def saved_words(draft):
    return _("Draft saved %(time)s, shared with your office.") % {"time": clock(draft.saved_at)}


@takes_files
@on_a_case(ACT, working=True)
def draft(request, case):
    """Save a draft. A script sends `quiet` and uses the returned uuid and version in its next request."""
    form = reply_form(case, request.POST)
    held = form.held()
    if "quiet" in request.POST and not held.version and not form.has_words:
        return HttpResponse(status=204)
    uploads = take_each(request, case)
    saved = save(request, case, form, uploads)
    apart = _("A colleague changed this draft while you were writing. Both texts are kept.")
    words = saved_words(saved) if saved.uuid == held.draft else apart
    if "quiet" in request.POST:
        return JsonResponse({"draft": saved.uuid, "version": saved.version, "words": words})
    if not uploads.refused:
        messages.success(request, words)
    return (
        to_composer(request, case, saved, "files", at="")
        if uploads.refused
        else to_composer(request, case, saved)
    )


@on_a_case(PAGE, working=True)
def discard(request, case, draft):
    """Ask before a draft is thrown away, then do it."""
    found = ReplyDraft.objects.in_offices_of(request.user).filter(case=case, uuid=draft).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        note_reading(request, case, part="discard_draft")
        return render(request, "backoffice/cases/reply/discard.html", {"case": case, "draft": found})
    if not throw_away(draft=found, by=request.user):
        return refused(request, case, _("This reply is kept. It waits for sign-off, or is about to go."))
    return done(request, case, _("The draft is thrown away."))
