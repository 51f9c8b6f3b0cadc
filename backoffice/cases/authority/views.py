"""A case that somebody raised for another person: what may be said, how that person is asked, what they answered."""

import uuid
from functools import partial

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from backoffice.access import ACT, PAGE, READ, on_a_case
from backoffice.cases.case.actions import done, form_page, refused
from backoffice.cases.case.pages import note_reading
from backoffice.cases.reply.views import sent_words
from body.languages import offered_languages
from casework.audit.verbs import Verb
from casework.cases.models import Authority, AuthorityPaper
from casework.cases.permissions import can_work
from casework.cases.services.authority.authority import (
    NotSafeToEmail,
    NotWaiting,
    TooLong,
    WritersOwnAddress,
    ask_again,
    may_email,
    record_paper,
    revoke,
    send_fixed,
    send_link,
)
from casework.cases.services.sharing.share import note_read
from ui.uploads import takes_files
from uploads.stored import send_stored

from .forms import FixedForm, LinkForm, PaperForm


def for_somebody(case):
    """Only of cases that somebody raised for another person; of others there is no such page."""
    if case.authority_id is None:
        raise Http404


def gone(request, case):
    return refused(request, case, _("Look at the permission again. It changed a moment ago."))


@on_a_case(READ, working=False)
def overview(request, case):
    """Who writes for whom, what may be said, and everything that was asked and answered."""
    for_somebody(case)
    note_reading(request, case, part="authority")
    rows = Authority.objects.in_offices_of(request.user).filter(case=case)
    context = {
        "case": case,
        "authority": case.authority,
        "history": rows.select_related("checked_by", "recorded_by", "revoked_by").prefetch_related("scans"),
        "may_email": may_email(case, case.authority),
        "may_work": can_work(request.user, case),
        "fixed_form": FixedForm(initial={"once": uuid.uuid4()}),
    }
    return render(request, "backoffice/cases/authority/overview.html", context)


@on_a_case(PAGE, working=True)
def link(request, case):
    """Send the permission link to an address that staff checked."""
    for_somebody(case)
    if not may_email(case, case.authority):
        return refused(request, case, _("No link can go by email: it is not safe. Use the letter on paper."))
    form = LinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form_page(request, case, form, "authority/link")
    try:
        send_link(case=case, by=request.user, **form.facts())
    except NotSafeToEmail:
        form.add_error("address", _("Use the letter on paper. Someone said that this address is not safe"))
    except WritersOwnAddress:
        form.add_error("address", _("Enter an address of the person. This one is the writer’s own"))
    except (NotWaiting, TooLong):
        return gone(request, case)
    if form.errors:
        return form_page(request, case, form, "authority/link")
    return done(
        request, case, _("The link is on its way. Nothing is shown to the writer before the person agrees.")
    )


@takes_files
@on_a_case(PAGE, working=True)
def paper(request, case):
    """Record a signed letter with its scan."""
    for_somebody(case)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*sent, owner=f"{request.user.pk} {case.pk}")
    if not (form.is_valid() and form.take_files_in()):
        if form.is_bound:
            form.keep_files()
        return form_page(request, case, form, "authority/paper")
    try:
        record_paper(case=case, by=request.user, **form.facts())
    except (NotWaiting, TooLong):
        form.drop_files()
        return gone(request, case)
    return done(
        request, case, _("The letter is recorded. The writer can read what you wrote on this case now.")
    )


@on_a_case(PAGE, working=True)
def end(request, case):
    """End a permission at once."""
    for_somebody(case)
    if not case.authority.in_force:
        return refused(request, case, _("There is no permission that could end."))
    if request.method != "POST":
        note_reading(request, case, part="authority_end")
        return render(request, "backoffice/cases/authority/end.html", {"case": case})
    try:
        revoke(case=case, by=request.user)
    except NotWaiting:
        return gone(request, case)
    return done(request, case, _("The permission has ended. The writer reads nothing of yours any more."))


@on_a_case(ACT, working=True)
def again(request, case):
    """Start again after a refusal or an end."""
    for_somebody(case)
    try:
        ask_again(case=case, by=request.user)
    except NotWaiting:
        return gone(request, case)
    return redirect("backoffice:authority", case.reference)


@on_a_case(ACT, working=True)
def fixed(request, case):
    """Sends one of the messages that say nothing of the case."""
    for_somebody(case)
    form = FixedForm(request.POST)
    if not form.is_valid():
        return refused(request, case, _("Choose a message, then press the button again."))
    try:
        message = send_fixed(case=case, by=request.user, **form.cleaned_data)
    except NotWaiting:
        return gone(request, case)
    if not message.alert:
        return done(request, case, sent_words(message))
    return done(request, case, _("The message is sent. It contains no details of the case."))


@on_a_case(READ, working=False)
def scan(request, case, uuid):
    """Send the scan of a signed letter as a download."""
    scans = AuthorityPaper.objects.in_offices_of(request.user)
    found = scans.filter(case=case, uuid=uuid).first()
    return send_stored(request, found, note=partial(_note_scan_read, request, case))


def _note_scan_read(request, case, file):
    note_read(Verb.FILE_READ, case, by=request.user, share=None, file=str(file.uuid))


@on_a_case(READ, working=False)
def letter(request, case):
    """The letter to print, in the person's language, large if it is asked for, with both names filled in."""
    for_somebody(case)
    note_reading(request, case, part="authority_letter")
    languages = dict(offered_languages())
    known = case.authority.person.mail_language or case.constituent.mail_language
    wanted = request.GET.get("language") or known
    language = wanted if wanted in languages else "en"
    context = {
        "case": case,
        "person": case.authority.person,
        "writer": case.constituent,
        "large": request.GET.get("size") == "large",
        "size": request.GET.get("size", ""),
        "language": language,
        "languages": languages.items(),
        "back": reverse("backoffice:authority", args=[case.reference]),
        "printed_at": timezone.now(),
    }
    with translation.override(language):
        return render(request, "backoffice/cases/authority/letter.html", context)
