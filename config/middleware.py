"""What every request passes through, in the order of settings.MIDDLEWARE."""

import logging
import secrets
import time
from contextlib import ExitStack
from dataclasses import replace

from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.db import connection, transaction
from django.utils.datastructures import MultiValueDictKeyError

from accounts.limits.client_address import client_address
from casework.audit.services import Origin, network_mark, origin, record, session_mark
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.scope import own_scope, scope_of
from casework.cases.services.own_case import tracking_code
from casework.cases.services.safety import safe_contact
from casework.offices.access.emergency_access import emergency_of
from casework.offices.access.emergency_report import note_page
from casework.offices.visibility import my_offices, resolved_once, shared_on_demand
from casework.wall.scope import NOTHING, scoped, widen
from config.logs import request_mark
from ui.uploads import has_uploads
from ui.views import bad_request

logger = logging.getLogger("config.requests")

OPENED_SEEN_AT = "cases.opened_seen_at"
A_MINUTE = 60
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
STEADY = {  # what would tell by its time whose an address or a case is
    "account_login",
    "portal:open_case",
    "backoffice:team_invite",
    "backoffice:administration_manager",
    "backoffice:administration_invite",
    "portal:account_link",
    "portal:permission",
    "portal:permission_code",
    "portal:account_link_code",
}
PRIVATE = "no-store, private"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def numbered(get_response):
    """Marks all lines of the programs' log that one request writes. With LOG_REQUESTS each request is a line itself:
    what was done to which kind of page and how long it took, not who did it to which."""

    def middleware(request):
        token = request_mark.set(secrets.token_hex(6))
        began = time.monotonic()
        try:
            response = get_response(request)
            if settings.LOG_REQUESTS:
                match = request.resolver_match
                route = f"/{match.route}" if match else "an address that leads nowhere"
                spent = round((time.monotonic() - began) * 1000)
                logger.info("%s %s %d %d ms", request.method, route, response.status_code, spent)
            return response
        finally:
            request_mark.reset(token)

    return middleware


def headers(get_response):
    """Headers on every answer, errors included; nothing a signed-in person saw may be kept by a browser."""

    def middleware(request):
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        # Who asks is not looked up where it makes no difference: the database may be away.
        if response.headers.get("Cache-Control") != PRIVATE and _is_private(request, response):
            response.headers["Cache-Control"] = PRIVATE
        return response

    return middleware


def steady(get_response):
    """Some answers come at whole steps of time: how long one takes would tell whose the address is."""

    def middleware(request):
        began = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.view_name in STEADY and settings.STEADY_STEP:
            time.sleep(-(time.monotonic() - began) % settings.STEADY_STEP)
        return response

    return middleware


def _is_private(request, response):
    """For somebody who is signed in, or was until this answer, or is just about to be."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return signed_in or "Clear-Site-Data" in response.headers or "/accounts/" in request.path_info


def editors_policy(get_response):
    """Two answers differ from the policy of all others: Wagtail's own pages, and its previews of ours.

    Wagtail writes scripts and styles into its pages. A preview is one of our pages, by a request that Wagtail makes
    up, or a step of a form that an editor tries: it keeps the strict policy and may stand in a frame of the editor.
    """

    def middleware(request):
        response = get_response(request)
        if getattr(request, "is_dummy", False) or getattr(request, "in_frame", False):
            response._csp_config = settings.PREVIEW_CSP
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        elif request.path_info.startswith("/editor/"):
            response._csp_config = settings.EDITOR_CSP
        return response

    middleware.process_exception = field_missing
    return middleware


def field_missing(request, exception):
    """Wagtail takes the fields of its own forms for given: a request without them is a bad one, not our failure."""
    empty = request.method == "POST" and not request.POST
    missing = MultiValueDictKeyError | AttributeError if empty else MultiValueDictKeyError
    if isinstance(exception, missing) and request.path_info.startswith("/editor/"):
        return bad_request(request, exception)
    return None


class Trail:
    """Says where an act came from, for the audit log: as long as anything inside may still write there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        network = network_mark(truncate_ip(client_address(request)))
        token = origin.set(Origin(session=session_mark(request.session.session_key), network=network))
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)

    def process_view(self, request, view, args, kwargs):
        origin.set(replace(origin.get(), route=request.resolver_match.view_name or ""))


def refusals(get_response):
    """Writes down what signed-in people were refused, after the request's own transaction has ended.

    "Not yours" and "not there" write the same entry, so the log tells nobody which it was. A form that another site
    sent is refused before `Trail` has seen the route, so it is said here.
    """

    def middleware(request):
        response = get_response(request)
        match = request.resolver_match
        if response.status_code in {403, 404} and match and request.user.is_authenticated:
            offices = list(my_offices(request.user)) if request.user.is_staff else []
            reference = match.kwargs.get("reference", "")[:80]
            if response.status_code == 403 and reference and len(offices) > 1:
                offices = office_in_sight(request.user, reference) or offices
            # With several offices the reference may be of one of them, and is nothing to the others.
            reference = reference if len(offices) == 1 else ""
            origin.set(Origin(route=match.view_name or "", session=origin.get().session))
            for office in offices or (None,):
                record(
                    Verb.REFUSED,
                    by=request.user,
                    office=office and office.pk,
                    subject=reference,
                    status=response.status_code,
                )
        return response

    return middleware


def office_in_sight(user, reference):
    """The office of a case that this person sees: what they may not do to it is nothing to their other offices."""
    with scoped(scope_of(user)):
        case = Case.objects.in_offices_of(user).filter(reference=reference).select_related("office").first()
    return [case.office] if case else []


def emergency_pages(get_response):
    """Writes down every page of an office that an administrator sees under emergency access.

    After the request's own transaction, and before anything of the page leaves: what cannot be written is not seen.
    """

    def middleware(request):
        membership = emergency_of(request.user)
        response = get_response(request)
        # Approved while this request was on its way?
        membership = membership or emergency_of(request.user)
        match = request.resolver_match
        shown = response.status_code < 300 or response.status_code == 422
        own = ("office/administration/", "accounts/")  # what administrators see without emergency access
        if membership and match and shown and not match.route.startswith(own):
            reference = match.kwargs.get("reference", "")[:80]
            note_page(membership=membership, route=match.view_name, reference=reference)
        return response

    return middleware


def let_in_by_code(request):
    """A constituent, or a stranger without an account, also sees what a word or a code opened in this session.

    A stranger's visit ends like a session of somebody signed in: half an hour without a request.
    """
    if request.user.is_staff or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return
    session = request.session
    by_code = session.get(tracking_code.OPENED, {})
    by_word = session.get(safe_contact.OPENED, {})
    if not (by_code or by_word):
        return
    if not request.user.is_authenticated:
        now = time.time()
        if now - session.get(OPENED_SEEN_AT, now) > settings.SESSION_IDLE_SECONDS:
            for key in (tracking_code.OPENED, safe_contact.OPENED, OPENED_SEEN_AT):
                session.pop(key, None)
            return
        if now - session.get(OPENED_SEEN_AT, 0) > A_MINUTE:
            session[OPENED_SEEN_AT] = now
    request.user.opened_cases = tracking_code.opened_now(by_code, by_word)


def refuse_many_fields(request):
    """Raise TooManyFieldsSent above the limit, which the editor of forms does not have."""
    fields = sum(len(values) for _name, values in request.POST.lists())
    if fields > settings.FIELDS_MAX_NUMBER and not request.path_info.startswith("/editor/forms/"):
        raise TooManyFieldsSent


class ScopeMiddleware:
    """Opens the person's scope around the view, and the transaction that goes with it.

    PostgreSQL: one transaction a request, because the scope lives in it. SQLite: only for unsafe methods, because
    an IMMEDIATE transaction makes all others wait, and not while files are cleaned (`ui.uploads`). A view that
    raises leaves no row behind on either.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in SAFE_METHODS:
            refuse_many_fields(request)  # reads the body before any lock is held: an upload may be slow
        with ExitStack() as stack:
            request.held_open = stack
            let_in_by_code(request)
            stack.enter_context(resolved_once(request.user))
            own = own_scope(request.user)
            if own != NOTHING:  # what is in force already, so a stranger's page costs no statement
                stack.enter_context(scoped(own))
                self._widen(request.user, stack)
            return self.get_response(request)

    def _widen(self, user, stack):
        """Add what a constituent's sign-in leads to; for staff, only once a page reads what other offices share."""
        if user.is_staff:
            stack.enter_context(shared_on_demand(user, lambda: widen(scope_of(user))))
        else:
            widen(scope_of(user))

    def process_view(self, request, view, args, kwargs):
        if connection.vendor == "postgresql" or request.method in SAFE_METHODS or has_uploads(request, view):
            return
        request.held_open.enter_context(transaction.atomic())
        # A second mark inside: after a view has raised, the page that says so still reads from the database.
        request.before_view = transaction.savepoint_create()

    def process_exception(self, request, exception):
        if hasattr(request, "before_view"):
            transaction.savepoint_rollback(request.before_view)
            connection.needs_rollback = False
