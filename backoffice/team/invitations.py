"""What a person may do here, and where they answer invitations, behind their second factor."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.decorators import recently_authenticated
from backoffice.access import page
from casework.cases.models import Share
from casework.offices.access.grants import held_by
from casework.offices.access.invitations import accept, awaiting, decline
from casework.offices.access.obstacles import obstacle_of
from casework.offices.visibility import offices_of

ANSWERS = {
    "accept": (accept, gettext_lazy("You accepted the invitation of %(inviter)s.")),
    "decline": (decline, gettext_lazy("You declined the invitation of %(inviter)s.")),
}


@page
def invitations(request):
    """Show every role of this person and what was offered to them, whether or not they work in an office."""
    pending = awaiting(request.user)
    if request.method == "POST":
        answer = _accept if request.POST.get("answer") == "accept" else _answer
        return answer(request, {str(each.uuid): each for each in pending})
    rows = [{"invited": each, "obstacle": _words(obstacle_of(each, request.user))} for each in pending]
    shares = Share.objects.visible_to(request.user).in_force().filter(to_office__in=offices_of(request.user))
    context = {
        "rows": rows,
        "held": held_by(request.user),
        "shares": shares.select_related("case", "office").order_by("until", "pk"),
    }
    return render(request, "backoffice/team/invitations.html", context)


def _words(obstacle):
    return obstacle.value if obstacle else ""


def _answer(request, pending):
    invited = pending.get(request.POST.get("invitation", ""))
    act, words = ANSWERS.get(request.POST.get("answer", ""), (None, ""))
    if invited is None or act is None or not act(invitation=invited, by=request.user):
        messages.warning(request, _("Look at the list again. This invitation is no longer open."))
    else:
        messages.success(request, words % {"inviter": invited.office or _("the service")})
    return redirect("backoffice:invitations")


_accept = recently_authenticated(_answer)  # it opens cases; a stolen session must not say yes
