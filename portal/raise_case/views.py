"""From "raise a case" to "we have your case"."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casework.cases.copies import has_copy
from casework.offices.models import Member
from casework.questionnaires.definition import questions_of, words
from casework.questionnaires.journey import counting_answers
from casework.questionnaires.risks import help_now
from casework.questionnaires.services import current_version, discard_submission
from ui.uploads import takes_files

from .holder import aside, held_or_own, held_submission, let_go, take_up, take_up_aside
from .later import about
from .offices import office_of
from .wizard import RaiseCase


def _version_or_404(slug):
    version = current_version(slug)
    if version is None:
        raise Http404
    return version


def _closed(request):
    """Nobody begins on a form that is closed; who began before goes on."""
    return render(request, "portal/raise_case/closed.html", status=410)


def _first_step(version):
    return reverse(
        "portal:raise_case_step",
        kwargs={"slug": version.slug, "step": version.definition["steps"][0]["slug"]},
    )


def _with_member(request, address):
    """Take the Member someone found along; nothing is remembered before they answer."""
    query = request.GET.copy()
    for key in set(query) - {"member"}:
        del query[key]
    return f"{address}?{query.urlencode()}" if query else address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request, slug):
    """The first step; or, for someone who began before, the choice to go on or to begin anew."""
    version = _version_or_404(slug)
    submission = held_or_own(request, slug)
    if request.method == "POST" and "other" in request.POST and aside(request, slug):
        take_up_aside(request, slug)
        return redirect("portal:raise_case", slug=slug)
    if request.method == "POST" and submission and not submission.is_sent:
        discard_submission(submission=submission)
        let_go(request, slug)
    elif submission and not submission.is_sent:
        return render(request, "portal/raise_case/begun.html", _begun(request, submission))
    if version.closed_at:
        return _closed(request)
    return redirect(_with_member(request, _first_step(version)))


def _begun(request, submission):
    """Where somebody stopped; and, if they come with another Member than they had chosen, who is who."""
    definition = submission.version.definition
    question = definition["case"]["member"]
    written_to = counting_answers(definition, submission.answers).get(question)
    names = dict(Member.objects.values_list("slug", "name"))
    came_with = names.get(request.GET.get("member", ""))
    step = next(s["slug"] for s in definition["steps"] if question in {q["name"] for q in questions_of(s)})
    change = reverse("portal:raise_case_step", kwargs={"slug": submission.version.slug, "step": step})
    return about(request, submission) | {
        "came_with": came_with if written_to and came_with != names.get(written_to) else None,
        "written_to": names.get(written_to),
        "change_member": f"{change}?change=1",
        "start_again": _with_member(request, request.path),
        "aside": aside(request, submission.version.slug),
    }


@takes_files
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, slug, step):
    """One step of the version that this person began on."""
    submission = held_submission(request, slug)
    version = submission.version if submission else _version_or_404(slug)
    is_first = step == version.definition["steps"][0]["slug"]
    if submission is None and not is_first and (submission := held_or_own(request, slug)):
        take_up(request, submission)
        version = submission.version
    if submission and submission.is_sent:
        if not is_first:
            return redirect("portal:raise_case_sent", slug=slug)
        submission, version = None, _version_or_404(slug)
    if submission is None and not is_first and request.method == "POST":
        return _answers_not_found(request, version, step)
    if submission is None and version.closed_at:
        return _closed(request)
    request.submission = submission
    return RaiseCase.for_version(version)(request, slug=slug, step=step)


def _answers_not_found(request, version, name):
    """The way back to earlier answers is gone; what was typed on this page is shown, so that it can be copied."""
    steps = [step for step in version.definition["steps"] if step["slug"] == name]
    language = get_language()
    typed = [
        {
            "key": words(question["text"], language),
            "value": request.POST.get(f"{name}-{question['name']}", ""),
        }
        for step in steps
        for question in questions_of(step)
        if question["type"] in {"text", "textarea", "email", "phone"}
    ]
    context = {
        "typed": [line for line in typed if line["value"].strip()],
        "start": reverse("portal:raise_case", kwargs={"slug": version.slug}),
    }
    return render(request, "portal/raise_case/not_found.html", context, status=409)


@never_cache
@require_http_methods(["GET", "HEAD"])
def sent(request, slug):
    """We have it: the reference, and what happens next."""
    submission = held_submission(request, slug)
    if submission is None or not submission.is_sent:
        return redirect("portal:raise_case", slug=slug)
    receipt = submission.receipt
    member = Member.objects.filter(slug=receipt.get("member", "")).first()
    context = {
        "submission": submission,
        "receipt": receipt,
        "member": member or _("your Member"),
        "help": help_now(submission.version.definition, receipt.get("risks", []), language=get_language()),
        "office": office_of(receipt.get("member", "")),
        "writes_email": receipt.get("by_email") and receipt.get("safe_to_email"),
        "for_somebody": receipt.get("for_somebody"),
        "has_copy": has_copy(submission),
    }
    return render(request, "portal/raise_case/sent.html", context)
