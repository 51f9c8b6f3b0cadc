"""What a person typed on a step before they left it by another link, shown again in the same step."""

from django.http import HttpResponse

from accounts.sessions import half_typed

from .pages import CHECK


class KeepsHalfTyped:
    """The part of the wizard that keeps it. It belongs to the answers of this browser, and goes with them.

    The first step has no answers to belong to, so it is the person's own. No one has said yet whether others use the
    device: without an account it lasts until the browser is closed.
    """

    def page_name(self, step):
        """Return the name of a page without answers."""
        return f"step {self.version.slug} {step} {self.entry_at(step)}".strip()

    def half_typed_names(self, step):
        """Return the names under which text of this page may be kept."""
        if self.submission is None:
            return half_typed.own_names(self.request, self.page_name(step))
        return [f"step {self.submission.uuid.hex} {step} {self.entry_at(step)}".strip()]

    def keep_half_typed(self, step):
        """Keep the step as typed, without a word that is secret. A page without boxes has nothing to keep."""
        if (
            step not in self.get_form_list()
            or step == CHECK
            or (self.group_at(step) and not self.entry_at(step))
        ):
            return HttpResponse(status=204)
        self.storage.current_step = step
        typed = self.get_form(step, data=self.request.POST).typed_openly()
        if self.submission is None:
            return half_typed.keep_as_own(self.request, self.page_name(step), typed)
        return half_typed.keep(self.request, *self.half_typed_names(step), typed)

    def form_with_half_typed(self, step):
        """Return the form of the step as it was left, or None if nothing was kept."""
        typed = half_typed.kept(self.request, *self.half_typed_names(step))
        if not typed:
            return None
        form = self.get_form(step)
        form.initial |= {name: value for name, value in typed.items() if name in form.fields}
        return form

    def forget_half_typed(self, step):
        """Delete the text of this page, also what was kept of it before there were answers."""
        own = half_typed.own_names(self.request, self.page_name(step))
        half_typed.forget(*dict.fromkeys([*self.half_typed_names(step), *own]))
