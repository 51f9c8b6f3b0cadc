"""Stopping for now: until when the answers are kept, how to come back to them, or to have them deleted."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from casework.questionnaires.definition import words
from casework.questionnaires.journey import counting_answers
from casework.questionnaires.returning import is_unsafe, mail_way_back, may_be_mailed
from casework.questionnaires.services import current_version, discard_submission

from .forms import WayBackForm
from .holder import held_submission, let_go


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def later(request, slug):
    """How long the answers are kept and the ways back to them: this browser, a link by email, signing in."""
    submission = held_submission(request, slug)
    if submission is None or submission.is_sent:
        return redirect("portal:raise_case", slug=slug)
    if request.method == "POST" and "delete" in request.POST:
        discard_submission(submission=submission)
        let_go(request, slug)
        return render(request, "portal/raise_case/forgotten.html", {"slug": slug})
    posted = request.POST if request.method == "POST" else None
    form = WayBackForm(posted, initial={"email": _email_in(submission)})
    if form.is_valid() and may_be_mailed(submission):
        email = form.cleaned_data["email"]
        if not limits.try_account(request, "link", email=email):
            return limits.refuse(request)
        mail_way_back(submission=submission, email=email)
        return redirect(reverse("portal:raise_case_later", args=[slug]) + "?sent=yes#notice")
    context = about(request, submission) | {
        "form": form,
        "asks_email": may_be_mailed(submission) and submission.person_id is None,
        "unsafe": is_unsafe(submission),
        "way_back": submission.ways_back.order_by("-pk").first(),
        "just_sent": "sent" in request.GET,
    }
    return render(request, "portal/raise_case/later.html", context, status=422 if form.errors else 200)


def _email_in(submission):
    """The address they gave already, if they came so far."""
    definition = submission.version.definition
    given = counting_answers(definition, submission.answers)
    return given.get(definition["case"].get("email"), "")


def about(request, submission):
    """What pages say about answers that are not sent: since when, until when, and the way on."""
    slug, version = submission.version.slug, submission.version
    current = current_version(slug)
    return {
        "submission": submission,
        "newer": current != version,
        "closed": current.closed_at is not None,
        "slug": slug,
        "form_title": words(version.definition["title"], get_language()),
        "go_on": reverse("portal:raise_case_step", kwargs={"slug": slug, "step": "check"}),
        "shared": request.session.get_expire_at_browser_close(),
    }
