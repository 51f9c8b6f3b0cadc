"""Changing the language in the middle of the form, without losing what is typed on the page."""

from django.http import HttpResponseRedirect
from django.urls import translate_url

from body.languages import is_offered

SWITCH = "language"  # the name of the buttons, whose value is the code of a language


class SwitchesLanguage:
    """A mixin of the wizard. The languages of a step are buttons of its form."""

    def switch_language(self, step):
        """Store the page as typed, and return a redirect to it in the language asked for. None if none is asked for."""
        code = self.request.POST.get(SWITCH, "")
        if not is_offered(code):
            return None
        form = self.get_form(step, data=self.request.POST)
        before = self.earlier_answers(step)
        self.store_as_typed(step, form.answers(before) if form.is_valid() else form.typed(before))
        return HttpResponseRedirect(translate_url(self.step_url(step, carry=True), code))
