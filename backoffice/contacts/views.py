"""Logging a call, letter, visit or anything else that did not come by the web form, on one screen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.access import my_offices_now, office_staff_only, page
from backoffice.search.views import FEWEST_LETTERS, is_new_search, note_search
from casework.cases.models.channel import PHONE
from casework.cases.services.contact import NewPerson, log_new_case, log_on_case, logged_before
from casework.cases.services.turn import ToldNotChosen
from casework.offices.services import office_for
from ui.uploads import takes_files

from .forms import NO_NAME, SAFE, SOMEONE_NEW, ContactForm
from .people import candidates


@takes_files
@page
@office_staff_only
def log(request):
    """The screen for every channel. “Find” shows who may be meant, and keeps what was typed."""
    if not any(office.worked for office in my_offices_now(request)):
        raise PermissionDenied
    if request.method != "POST":
        return contact_page(request, ContactForm(user=request.user, initial=asked_for(request)))
    form = ContactForm(request.POST, request.FILES, user=request.user, owner=f"{request.user.pk} contact")
    if "find" in request.POST:
        form.keep_files()
        return contact_page(request, form.as_typed())
    case = form.is_valid() and save(form, by=request.user)
    if not case:
        form.keep_files()
        return contact_page(request, form, status=422)
    messages.success(request, _("It is saved on the case."))
    return redirect(reverse("backoffice:case_detail", args=[case.reference]) + "#result")


@require_safe
@office_staff_only
def people(request):
    """Who may be meant, while somebody types. What is typed within a minute is one entry of the log."""
    typed = request.GET.get("q", "")[:200].replace("\0", "").strip()
    found = []
    if len(typed) >= FEWEST_LETTERS:
        if is_new_search(request, "people"):
            note_search(request, over="people")
        found = candidates(typed, request.user, typing=True)
    context = {"candidates": found, "typed": typed, "chosen": ""} | several(request)
    return render(request, "backoffice/contacts/_people.html", context)


def asked_for(request):
    """What a link to this page fills in: a channel, and a case by its reference."""
    case = request.GET.get("case", "")[:20]
    first = {"channel": request.GET.get("channel", PHONE)}
    if case:
        first |= {"who": case, "about": f"case:{case}"}
    return first


def contact_page(request, form, *, status=200):
    typed = form["who"].value() or ""
    found = candidates(typed, request.user) if typed else []
    if typed:
        note_search(request, over="people")
    context = {
        "form": form,
        "candidates": found,
        "typed": typed,
        "chosen": chosen(form, found),
    } | several(request)
    return render(request, "backoffice/contacts/contact.html", context, status=status)


def chosen(form, found):
    """Return the answer that is shown as chosen, "" if the page no longer offers it: then no one is chosen."""
    offered = {SOMEONE_NEW, NO_NAME}
    for each in found:
        offered |= {f"person:{each.person.uuid}", *(f"case:{case.reference}" for case in each.cases)}
    about = form["about"].value()
    return about if about in offered else ""


def several(request):
    return {"several_offices": len(my_offices_now(request)) > 1}


def save(form, *, by):
    """The case on which the contact stands now; None if the form says why it does not."""
    if case := logged_before(form.cleaned_data["once"]):
        return case
    if not form.take_files_in():
        return None
    facts = {"contact": form.contact(), "by": by, "once": form.cleaned_data["once"], "files": form.taken}
    try:
        return log_on_case(case=form.case, **facts) if form.case else new_case(form, facts)
    except ToldNotChosen:
        form.add_error(
            None,
            _("Save it as your turn first. On a safe-contact case you choose what to tell a third party."),
        )
        return None


def new_case(form, facts):
    given = form.cleaned_data
    person = form.person or NewPerson(
        office=office_for(given["member"]),
        name="" if given["about"] == NO_NAME else given["name"],
        points=form.points(),
        safe=given["safe"] == SAFE,
    )
    about = {name: given[name] for name in ("member", "subject", "kind", "nature", "topic", "borough")}
    return log_new_case(person=person, **about, **facts)
