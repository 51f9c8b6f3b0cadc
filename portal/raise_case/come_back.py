"""Coming back to answers that are not sent: by the link of a mail, or from the pages of somebody who signed in.

Mail scanners open links. So the link shows a button and nothing else, the button mails a code to the address that got
the link, and the code opens the answers in the browser where it is typed.
"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import codes, limits
from accounts.forms import CodeForm
from accounts.redirects import to_sign_in
from casework.questionnaires.returning import come_back_by, find_way_back, own_unfinished, way_back_of
from casework.questionnaires.services import discard_submission

from .holder import hold, keep_as_long_as, take_up
from .later import about

PURPOSE = "come-back"
WAY = "come-back"  # in the session: the number of the link whose code this browser waits for
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@never_cache
def come_back(request, token):
    """The link of a mail. Looking at it uses nothing up and sends nothing."""
    way = find_way_back(token=token)
    if way is None:
        return _over(request)
    if request.method != "POST":
        return render(request, "portal/raise_case/come_back.html", {"account": way.submission.person_id})
    if way.submission.person_id:
        return redirect("portal:come_back_mine", way.submission.uuid)
    if not limits.try_account(request, "code", email=way.email):
        return limits.refuse(request)
    codes.start(request, way.email, purpose=PURPOSE)
    request.session[WAY] = way.pk
    return redirect("portal:come_back_code")


@page
@never_cache
def enter_code(request):
    """The code shows that whoever opened the link reads the mailbox. It opens the answers in this browser."""
    way = way_back_of(number=request.session.get(WAY))
    if way is None or codes.waiting_for(request, purpose=PURPOSE) != way.email:
        return _over(request)
    if request.method == "POST" and not codes.may_try(request, purpose=PURPOSE):
        codes.forget(request, purpose=PURPOSE)
        return _over(request)
    form = CodeForm(request.POST if request.method == "POST" else None, request=request, purpose=PURPOSE)
    if way.submission.person_id:  # tied to an account a moment ago
        return redirect("portal:come_back_mine", way.submission.uuid)
    if form.is_valid():
        codes.forget(request, purpose=PURPOSE)
        del request.session[WAY]
        hold(request, way.submission, come_back_by(way_back=way))
        # Nobody was asked who else uses this device; the link leads back another time.
        keep_as_long_as(request, way.submission, shared=True)
        return redirect("portal:raise_case", slug=way.submission.version.slug)
    return render(
        request, "portal/raise_case/come_back_code.html", {"form": form}, status=422 if form.errors else 200
    )


def _over(request):
    """The same page for a link that is old, was replaced or never was, and for a code that ran out."""
    return render(request, "portal/raise_case/come_back_over.html", status=410)


@page
@never_cache
def mine(request, uuid):
    """What somebody who signed in began, on this device or another: go on, or have it deleted."""
    if not request.user.is_authenticated:
        return to_sign_in(request, staff=False)
    submission = own_unfinished(user=request.user, uuid=uuid)
    if submission is None:
        raise Http404
    if request.method == "POST" and "delete" in request.POST:
        discard_submission(submission=submission)
        return redirect("portal:my_cases")
    if request.method == "POST":
        take_up(request, submission)
        return redirect(about(request, submission)["go_on"])
    return render(request, "portal/raise_case/mine.html", about(request, submission))
