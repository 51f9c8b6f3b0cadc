"""Middleware for session limits, and for access to the back office and the editor pages."""

import time
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .factors.second_factor import second_factor_used
from .sessions import half_typed, unsent_text
from .sessions.activity import is_activity
from .sign_in import known_browsers
from .sign_in.homes import home_of, may_edit, sign_in_page
from .sign_in.redirects import SAFE_METHODS, to_factor, to_sign_in

SIGNED_IN_AT = "accounts.signed_in_at"
SEEN_AT = "accounts.seen_at"
A_MINUTE = 60
ENDED = gettext_lazy("You were signed out, because nothing had happened for a while.")


def ends_at(session):
    """Return when this session ends without further requests, in seconds since 1970."""
    idle = session[SEEN_AT] + settings.SESSION_IDLE_SECONDS
    return min(idle, session[SIGNED_IN_AT] + settings.SESSION_MOST_SECONDS)


class SessionLimits:
    """Ends sessions after half an hour without requests, and after twelve hours in any case.

    A form that was sent too late is stored for the person, who is offered it after signing in again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = request.user.is_authenticated
        response = self.get_response(request)
        if before and getattr(request, "ends_once_kept", False):
            response = end_once_kept(request)
        if before and getattr(request, "reached_its_view", False):
            unsent_text.note_sent(request, response)
        after = request.user.is_authenticated
        if before and not after:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if after and not before and request.user.is_staff:
            known_browsers.leave(response, known_browsers.new(request.user.email), lasting=True)
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        now = time.time()
        session = request.session
        session.setdefault(SIGNED_IN_AT, now)
        session.setdefault(SEEN_AT, now)
        if now >= ends_at(session):
            request.ends_once_kept = half_typed.only_keeps(view, request)
            return None if request.ends_once_kept else end_session(request)
        # A row written for every click would make requests wait for each other; a minute is exact enough.
        lately = now - session[SEEN_AT] <= A_MINUTE and request.resolver_match.url_name != "accounts_stay"
        if is_activity(request) and not lately:
            session[SEEN_AT] = now
        request.session_ends_at = datetime.fromtimestamp(ends_at(session), UTC)
        request.session_extend_url = reverse("accounts_stay")
        if unsent_text.is_second_press(request):
            messages.info(request, _("You sent this already. It was not sent a second time."))
            return redirect(home_of(request.user))
        request.reached_its_view = True
        return None


def end_session(request):
    """Sign the person out. Redirect a page request to itself, and store a form that was sent."""
    if request.method in SAFE_METHODS:
        logout(request)
        messages.info(request, ENDED)
        return redirect(request.get_full_path())
    page = sign_in_page(request.user)
    # The fronts' pages have a namespace; what is sent to the sign-in pages themselves is nobody's work. What a script
    # saves is still on its page, which sends it again by itself or says that it was not saved.
    is_work = request.method == "POST" and request.resolver_match.namespace and is_activity(request)
    saved = unsent_text.keep(request) if is_work else None
    logout(request)
    if saved is None:
        messages.info(request, ENDED)
        return redirect(page)
    messages.info(request, _("You were signed out. Sign in again: what you typed is still here."))
    return redirect(f"{page}?{urlencode({'next': reverse('accounts_unsent_text', args=[saved.uuid])})}")


def end_once_kept(request):
    """Sign the person out once their page has kept what they typed, and say where it is shown again."""
    page = sign_in_page(request.user)
    logout(request)
    messages.info(request, ENDED)
    return JsonResponse({"sign_in": f"{page}?{urlencode({'next': request.get_full_path()})}"}, status=401)


class Gate:
    """Admits only staff who used a second factor in this session to the back office and the editor pages.

    Everyone else is refused before a view runs, so a view without its own check is closed as well.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        route = request.resolver_match.route
        if not route.startswith(("office/", "editor/")):
            return None
        user = request.user
        if not user.is_authenticated:
            return to_sign_in(request, staff=True)
        if not user.is_staff:
            raise Http404
        if not second_factor_used(request):
            return to_factor(request)
        if route.startswith("editor/") and not may_edit(user):
            raise Http404
        if route.startswith("office/administration/") and not user.is_administrator:
            raise Http404
        return None
