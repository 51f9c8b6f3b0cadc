"""The part of the wizard that offers to add to one's own open case instead of opening another about the same."""

from django.contrib import messages
from django.utils.translation import gettext as _

from casework.cases.services.own_case.repeat import add_to_case, likely_repeat
from portal.my_cases.access import back_to
from portal.raise_case.submission_key import forget_key, user_or_none


class OffersOpenCase:
    """A mixin of the wizard for its check page. Only the person's own cases count, so strangers get no offer."""

    def open_case(self):
        """Return the person's open case that these answers seem to repeat, or None."""
        person = user_or_none(self.request)
        if person is None or person.is_staff:
            return None
        return likely_repeat(submission=self.submission, by=person)

    def add_to_open_case(self):
        """Add the answers to that case, or show the check page again if it is gone."""
        if redirect := self.redirect_from("check"):
            return redirect
        case = self.open_case()
        if case is None or add_to_case(submission=self.submission, by=self.request.user) is None:
            return self.go_to("check", notice="again")
        forget_key(self.request, self.version.slug)
        messages.success(self.request, _("We added this to your case. It is the office’s turn now."))
        return back_to(case)
