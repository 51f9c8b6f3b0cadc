"""Pages that show a person the text they sent after their session had ended."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.factors.second_factor import second_factor_used
from accounts.models import UnsentText
from accounts.sign_in.redirects import to_factor, to_sign_in
from ui import views as ui_views

from . import unsent_text


@require_safe
@never_cache
def unsent_text_page(request, uuid):
    """Show the stored text to its owner, to be sent again."""
    if not request.user.is_authenticated:
        return to_sign_in(request, staff=False)
    if request.user.is_staff and not second_factor_used(request):
        return to_factor(request)
    found = get_object_or_404(UnsentText, user=request.user, uuid=uuid)
    fields = unsent_text.fields_of(found)
    context = {
        "fields": fields,
        "texts": unsent_text.texts_of(fields),
        "address": unsent_text.address_of(found),
        "path": found.path,
        "kept": found,
    }
    return render(request, "accounts/unsent_text.html", context)


def csrf_failure(request, reason=""):
    """Store the text of a form whose token expired because its user signed in again in another tab.

    Only a form of our own page is stored; a form of another site is refused. Without an account, or on a shared device,
    the page itself carries the text, with a new token.
    """
    typed = unsent_text.to_show_again(request)
    if typed and request.user.is_authenticated:
        saved = unsent_text.keep(request)
        if saved is not None:
            return redirect("accounts_unsent_text", uuid=saved.uuid)
    return ui_views.csrf_failure(request, reason, typed=typed, texts=unsent_text.texts_of(typed))
