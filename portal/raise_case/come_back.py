"""Views to come back to unsent answers, by an emailed link or from the account.

Mail scanners follow links. So a GET of the link only shows a button, the button mails a code to the address
that got the link, and the code opens the answers in the browser where it is entered.
"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import attempts
from accounts.sign_in.codes import EmailedCode
from accounts.sign_in.forms import CodeForm
from accounts.sign_in.redirects import to_sign_in
from casework.questionnaires.resume import come_back_by, find_resume_link, own_unfinished, resume_link_of
from casework.questionnaires.services import discard_submission

from .submission_key import continue_here, set_session_expiry, store_key
from .unfinished import about

CODE = EmailedCode("come-back")
LINK_KEY = "come-back"  # session key: the primary key of the link whose code this browser requested
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@never_cache
def come_back(request, token):
    """Show the button behind the link, and on POST mail a code. The GET changes nothing."""
    link = find_resume_link(token=token)
    if link is None:
        return _link_ended(request)
    if request.method != "POST":
        return render(request, "portal/raise_case/come_back.html", {"account": link.submission.person_id})
    if link.submission.person_id:
        return redirect("portal:come_back_mine", link.submission.uuid)
    if not attempts.try_account(request, "code", email=link.email):
        return attempts.refuse(request)
    CODE.send(request, link.email)
    request.session[LINK_KEY] = link.pk
    return redirect("portal:come_back_code")


@page
@never_cache
def enter_code(request):
    """Open the answers in this browser if the code, which proves access to the mailbox, is right."""
    link = resume_link_of(number=request.session.get(LINK_KEY))
    if link is None or CODE.subject(request) != link.email:
        return _link_ended(request)
    if request.method == "POST" and not CODE.may_try(request):
        CODE.forget(request)
        return _link_ended(request)
    form = CodeForm(request.POST if request.method == "POST" else None, request=request, emailed=CODE)
    if link.submission.person_id:  # tied to an account after the code was mailed
        return redirect("portal:come_back_mine", link.submission.uuid)
    if form.is_valid():
        CODE.forget(request)
        del request.session[LINK_KEY]
        store_key(request, link.submission, come_back_by(resume_link=link))
        # Whether this device is shared is unknown, so assume that it is; the link still works.
        set_session_expiry(request, link.submission, shared=True)
        return redirect("portal:raise_case", slug=link.submission.version.slug)
    return render(
        request, "portal/raise_case/come_back_code.html", {"form": form}, status=422 if form.errors else 200
    )


def _link_ended(request):
    """Return the same page for an expired, replaced or unknown link and for an expired code."""
    return render(request, "portal/raise_case/come_back_over.html", status=410)


@page
@never_cache
def mine(request, uuid):
    """Show an unsent submission of the signed-in person, and continue or delete it on POST. Raise Http404
    without one.
    """
    if not request.user.is_authenticated:
        return to_sign_in(request, staff=False)
    submission = own_unfinished(user=request.user, uuid=uuid)
    if submission is None:
        raise Http404
    if request.method == "POST" and "delete" in request.POST:
        discard_submission(submission=submission)
        return redirect("portal:my_cases")
    if request.method == "POST":
        continue_here(request, submission)
        return redirect(about(request, submission)["go_on"])
    return render(request, "portal/raise_case/mine.html", about(request, submission))
