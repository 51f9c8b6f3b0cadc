"""Views of the form: start, steps and the page after sending."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.sessions import half_typed
from casework.cases.services.alerts.answer_route import address_to_confirm, route_of
from casework.cases.services.own_case.sent_copy import has_copy
from casework.offices.models import Member
from casework.questionnaires.definition import questions_of, with_grouped, words
from casework.questionnaires.journey import counting_answers, help_now
from casework.questionnaires.services import current_version, discard_submission
from casework.questionnaires.translations.published import definition_in
from ui.links import page_link
from ui.text import is_blank
from ui.uploads import takes_files

from .offices import office_of
from .submission_key import (
    continue_here,
    current_or_own,
    current_submission,
    forget_key,
    other_submission,
    switch_to_other,
)
from .unfinished import about
from .wizard.wizard import RaiseCase


def _version_or_404(slug):
    version = current_version(slug)
    if version is None:
        raise Http404
    return version


def _closed(request):
    """Return the page of a closed form. Submissions started before can still be sent."""
    return render(request, "portal/raise_case/closed.html", status=410)


def _first_step(version):
    return reverse(
        "portal:raise_case_step",
        kwargs={"slug": version.slug, "step": version.definition["steps"][0]["slug"]},
    )


def _with_suggestions(request, address):
    """Return the address with the suggestions of the query string, which are not stored before the first answer."""
    query = request.GET.copy()
    for key in set(query) - {"member", "borough"}:
        del query[key]
    return f"{address}?{query.urlencode()}" if query else address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, slug):
    """Redirect to the first step, or offer to continue or start again if there is an unsent submission."""
    version = _version_or_404(slug)
    submission = current_or_own(request, slug)
    if request.method == "POST" and "other" in request.POST and other_submission(request, slug):
        switch_to_other(request, slug)
        return redirect("portal:raise_case", slug=slug)
    if request.method == "POST" and submission and not submission.is_sent:
        discard_submission(submission=submission)
        forget_key(request, slug)
    elif submission and not submission.is_sent:
        return render(request, "portal/raise_case/begun.html", _begun_context(request, submission))
    if version.closed_at:
        return _closed(request)
    return redirect(_with_suggestions(request, _first_step(version)))


def _begun_context(request, submission):
    """Return the context for an unsent submission, with both Members if the link names another than the answers do."""
    definition = submission.version.definition
    question = definition["case"].get("member", "")
    written_to = counting_answers(definition, submission.answers).get(question)
    names = dict(Member.objects.values_list("slug", "name"))
    came_with = names.get(request.GET.get("member", ""))
    steps = (s["slug"] for s in definition["steps"] if question in {q["name"] for q in questions_of(s)})
    step = next(steps, "check")
    change = reverse("portal:raise_case_step", kwargs={"slug": submission.version.slug, "step": step})
    return about(request, submission) | {
        "came_with": came_with if written_to and came_with != names.get(written_to) else None,
        "written_to": names.get(written_to),
        "change_member": f"{change}?change=1",
        "start_again": _with_suggestions(request, request.path),
        "aside": other_submission(request, submission.version.slug),
    }


@half_typed.keeps
@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, slug, step):
    """Show or save one step of the version that the submission was started on."""
    submission = current_submission(request, slug)
    version = submission.version if submission else _version_or_404(slug)
    is_first = step == version.definition["steps"][0]["slug"]
    if submission is None and not is_first and (submission := current_or_own(request, slug)):
        continue_here(request, submission)
        version = submission.version
    if submission and submission.is_sent:
        if not is_first:
            return redirect("portal:raise_case_sent", slug=slug)
        submission, version = None, _version_or_404(slug)
    if submission is None and not is_first and request.method == "POST":
        return _answers_not_found(request, version, step)
    if submission is None and version.closed_at:
        return _closed(request)
    return RaiseCase.of(submission, version=version)(request, slug=slug, step=step)


def _answers_not_found(request, version, name):
    """Show what was typed on this page so that it can be copied, because the submission was not found."""
    language = get_language()
    steps = [step for step in definition_in(version, language)["steps"] if step["slug"] == name]
    typed = [
        {
            "key": words(question["text"], language),
            "value": request.POST.get(f"{name}-{question['name']}", ""),
        }
        for step in steps
        for question in with_grouped(step)
        if question["type"] in {"text", "textarea", "email", "phone"}
    ]
    context = {
        "typed": [line for line in typed if not is_blank(line["value"])],
        "start": reverse("portal:raise_case", kwargs={"slug": version.slug}),
    }
    return render(request, "portal/raise_case/not_found.html", context, status=409)


@never_cache
@require_http_methods(["GET", "HEAD"])
def sent(request, slug):
    """Show the reference, how the person learns of the answer, and once their tracking code if they need one."""
    submission = current_submission(request, slug)
    if submission is None or not submission.is_sent:
        return redirect("portal:raise_case", slug=slug)
    receipt, language = submission.receipt, get_language()
    member = Member.objects.filter(slug=receipt.get("member", "")).first()
    context = {
        "submission": submission,
        "receipt": receipt,
        "member": member or _("your Member"),
        "help": help_now(
            definition_in(submission.version, language), receipt.get("risks", []), language=language
        ),
        "office": office_of(receipt.get("member", "")),
        "for_somebody": receipt.get("for_somebody"),
        "has_copy": has_copy(submission),
        "route": route_of(submission),
        "open_at": page_link("portal:open_case"),
        "may_confirm": bool(address_to_confirm(submission)),
    }
    return render(request, "portal/raise_case/sent.html", context)
