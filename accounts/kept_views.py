"""What somebody typed is still there when they had been signed out meanwhile."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ui import views as ui_views

from . import kept
from .factors import second_factor_used
from .models import KeptForm
from .redirects import to_factor, to_sign_in


@require_safe
@never_cache
def kept_form(request, uuid):
    """What somebody sent too late, to be sent again. Nobody but them ever finds it."""
    if not request.user.is_authenticated:
        return to_sign_in(request, staff=False)
    if request.user.is_staff and not second_factor_used(request):
        return to_factor(request)
    found = get_object_or_404(KeptForm, user=request.user, uuid=uuid)
    context = {"fields": kept.fields_of(found), "address": kept.address_of(found), "path": found.path}
    context["unshown"] = {"once", "seen"}  # what our own forms add, for machines alone
    return render(request, "accounts/kept.html", context)


def csrf_failure(request, reason=""):
    """Signing in again in another tab makes the token of an open page old: what was typed there is kept, too.

    Only what our own page sent; a form of another site gets the refusal and is never offered for sending.
    """
    if request.user.is_authenticated and _is_from_here(request) and request.resolver_match.namespace:
        saved = kept.keep(request)
        if saved is not None:
            return redirect("accounts_kept", uuid=saved.uuid)
    return ui_views.csrf_failure(request, reason)


def _is_from_here(request):
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
