"""The page to stop for now: until when the answers are kept, how to come back to them, and how to delete them."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import attempts
from casework.questionnaires.definition import words
from casework.questionnaires.journey import counting_answers
from casework.questionnaires.resume import is_unsafe, mail_resume_link, may_be_mailed
from casework.questionnaires.services import current_version, discard_submission
from casework.questionnaires.translations.published import definition_in

from .steps.forms import ResumeLinkForm
from .submission_key import current_submission, forget_key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def later(request, slug):
    """Show how long the answers are kept and the ways back to them; on POST mail a link or delete the answers."""
    submission = current_submission(request, slug)
    if submission is None or submission.is_sent:
        return redirect("portal:raise_case", slug=slug)
    if request.method == "POST" and "delete" in request.POST:
        discard_submission(submission=submission)
        forget_key(request, slug)
        return render(request, "portal/raise_case/forgotten.html", {"slug": slug})
    posted = request.POST if request.method == "POST" else None
    form = ResumeLinkForm(posted, initial={"email": _email_in(submission)})
    if form.is_valid() and may_be_mailed(submission):
        email = form.cleaned_data["email"]
        if not attempts.try_account(request, "link", email=email):
            return attempts.refuse(request)
        mail_resume_link(submission=submission, email=email)
        return redirect(reverse("portal:raise_case_later", args=[slug]) + "?sent=yes#notice")
    context = about(request, submission) | {
        "form": form,
        "asks_email": may_be_mailed(submission) and submission.person_id is None,
        "unsafe": is_unsafe(submission),
        "resume_link": submission.resume_links.order_by("-pk").first(),
        "just_sent": "sent" in request.GET,
    }
    return render(request, "portal/raise_case/later.html", context, status=422 if form.errors else 200)


def _email_in(submission):
    """Return the email address among the answers, or ""."""
    definition = submission.version.definition
    given = counting_answers(definition, submission.answers)
    return given.get(definition["case"].get("email"), "")


def about(request, submission):
    """Return the template context that describes an unsent submission: its dates and where to continue."""
    slug, version, language = submission.version.slug, submission.version, get_language()
    current = current_version(slug)
    return {
        "submission": submission,
        "form_changed": current != version,
        "closed": current.closed_at is not None,
        "slug": slug,
        "form_title": words(definition_in(version, language)["title"], language),
        "go_on": reverse("portal:raise_case_step", kwargs={"slug": slug, "step": "check"}),
        "shared": request.session.get_expire_at_browser_close(),
    }
