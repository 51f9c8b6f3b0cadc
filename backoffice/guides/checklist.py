"""Ticking the steps of a checklist on a case."""

from django.utils.translation import gettext as _

from backoffice.access import ACT, on_a_case
from backoffice.cases.case.actions import done
from casework.cases.services.guide import tick_steps

from .on_case import guides_on


@on_a_case(ACT, working=True)
def checklist(request, case):
    """Tick and untick what was changed on the page: `was` names the steps that were ticked when it was shown."""
    known = [step.text for step in guides_on(case, request.user).steps]
    now, was = (set(request.POST.getlist(name)) for name in ("step", "was"))
    tick, untick = ([step for step in known if step in changed] for changed in (now - was, was - now))
    tick_steps(case=case, tick=tick, untick=untick, by=request.user)
    return done(request, case, _("The checklist is saved."))
