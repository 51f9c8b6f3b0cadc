"""What a person typed on a step before they left it by another link, shown again in the same step."""

from accounts.sessions import half_typed


class KeepsHalfTyped:
    """The part of the wizard that keeps it. It belongs to the answers of this browser, and goes with them."""

    def half_typed_name(self, step):
        return f"step {self.submission.uuid.hex} {step} {self.entry_at(step)}".strip()

    def keep_half_typed(self, step):
        """Keep the step as typed, without a word that is secret."""
        form = self.get_form(step, data=self.request.POST)
        return half_typed.keep(self.request, self.half_typed_name(step), form.typed_openly())

    def form_with_half_typed(self, step):
        """Return the form of the step as it was left, or None if nothing was kept."""
        if self.submission is None:
            return None
        typed = half_typed.kept(self.request, self.half_typed_name(step))
        if not typed:
            return None
        form = self.get_form(step)
        form.initial |= {name: value for name, value in typed.items() if name in form.fields}
        return form

    def forget_half_typed(self, step):
        if self.submission is not None:
            half_typed.forget(self.half_typed_name(step))
