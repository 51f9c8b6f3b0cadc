"""Where people who have an account answer an office that wants them. No office shows them here before they said yes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.decorators import recently_authenticated
from backoffice.access import page
from casework.offices.services import accept_membership, decline_membership, pending_for

ANSWERS = {
    "accept": (accept_membership, gettext_lazy("You now work for %(office)s.")),
    "decline": (decline_membership, gettext_lazy("You declined the invitation of %(office)s.")),
}


@page
def invitations(request):
    """What was offered to this person; for all staff, also those who work in no office."""
    pending = pending_for(request.user)
    if request.method == "POST":
        answer = _accept if request.POST.get("answer") == "accept" else _answer
        return answer(request, {str(each.uuid): each for each in pending})
    return render(request, "backoffice/office/invitations.html", {"pending": pending})


def _answer(request, pending):
    membership = pending.get(request.POST.get("membership", ""))
    act, words = ANSWERS.get(request.POST.get("answer", ""), (None, ""))
    if membership is None or act is None or not act(membership=membership, by=request.user):
        messages.warning(request, _("Look at the list again. This invitation is no longer open."))
    else:
        messages.success(request, words % {"office": membership.office})
    return redirect("backoffice:invitations")


_accept = recently_authenticated(_answer)  # it opens cases; a stolen session must not say yes
