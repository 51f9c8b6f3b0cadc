"""What staff tell people by phone or letter, because no email or text can."""

from django.http import Http404
from django.utils.translation import gettext as _

from backoffice.access import ACT, on_a_case
from casework.cases.by_hand import told_by_hand
from casework.cases.hand_tasks import HandTask

from .actions import done


@on_a_case(ACT, working=True)
def told(request, case, task):
    """Somebody called, wrote or met them."""
    found = HandTask.objects.in_offices_of(request.user).filter(case=case, uuid=task).first()
    if found is None:
        raise Http404
    told_by_hand(task=found, by=request.user)
    return done(request, case, _("It is written down that they were told."))
