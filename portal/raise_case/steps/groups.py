"""The forms of a group: one entry, and the list of what was added."""

from django import forms
from django.utils.translation import gettext as _

from casework.questionnaires.answers import entry_name
from casework.questionnaires.definition import words
from ui.forms import Form

from .forms import as_posted, form_of


class ListForm(Form):
    """The list of entries. It is valid if each entry is, and if there are neither too few nor too many."""

    group, entries, language = {}, (), "en"
    wrong = ()  # (name of an entry, its first error) of each that is not valid

    def clean(self):
        name, most = self.group["name"], self.group["most"]
        if self.group.get("required") and not self.entries:
            self.add_error(name, words(self.group["missing"], self.language))
        if len(self.entries) > most:
            self.add_error(name, most_words(most))
        for called, error in self.wrong:
            self.add_error(name, f"{called}: {error}")

    def answers(self, earlier):
        return {self.group["name"]: list(self.entries)}

    def remember_secrets(self, earlier):
        """Do nothing: a group asks no secret."""


def most_words(most):
    return _("You can add up to %(most)s") % {"most": most}


def entry_form_of(step, group, *, language):
    """Return the form class of one entry, whose questions are those of the group."""
    asked = {"section": step["section"], "title": step["title"], "questions": group["questions"]}
    form = form_of(asked, language=language, facts={})
    form.page_heading_field = None  # the heading of the page says which entry it is
    return form


def list_form(step, group, entries, *, language, prefix, checked):
    """Return the form of the list. `checked` says whether its errors are shown."""
    one = entry_form_of(step, group, language=language)
    wrong = []
    for number, entry in enumerate(entries, start=1):
        form = one(data=as_posted(prefix, entry["answers"]), prefix=prefix)
        if not form.is_valid():
            error = next(error for errors in form.errors.values() for error in errors)
            wrong.append((entry_name(group, number, language), error))
    fields = {group["name"]: forms.Field(required=False)}
    made = type("ListForm", (ListForm,), fields)
    made.group, made.entries, made.language, made.wrong = group, entries, language, wrong
    return made(data={} if checked else None, prefix=prefix)
