"""The view behind "Confirm your email address" on the page after sending."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.limits import attempts
from accounts.sign_in.codes import SIGN_IN
from casework.cases.services.alerts.answer_route import address_to_confirm

from .submission_key import current_submission


@never_cache
@require_POST
def confirm_address(request, slug):
    """Mail a code to the address on the case. Entered, it signs the person in, proves the address and starts alerts.

    The page for the code leads back here, where the page after sending then says that alerts go to the address.
    """
    submission = current_submission(request, slug)
    sent = reverse("portal:raise_case_sent", args=[slug])
    email = address_to_confirm(submission) if submission else ""
    if not email or request.user.is_authenticated:
        return redirect(sent)
    if not attempts.try_account(request, "code", email=email):
        return attempts.refuse(request, mailed=True)
    SIGN_IN.send(request, email)
    confirmed = f"{sent}?confirmed=yes"  # a new address: links2 would show the page that it has kept
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': confirmed})}")
