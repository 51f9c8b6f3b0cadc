"""A group of questions in the wizard: a page for each entry, and the list of what was added.

The list is the address of the step; an entry is named in its query string by an id drawn when it is begun. So a page
sent twice, gone back to or open in two tabs changes its own entry and no other.
"""

import re
import secrets

from django.http import HttpResponseRedirect
from django.utils.translation import get_language

from casework.questionnaires.answer_texts import Told
from casework.questionnaires.answers import entry_lines, entry_name
from casework.questionnaires.definition import group_of, words
from casework.questionnaires.journey import entries_of
from portal.raise_case.steps.forms import as_posted
from portal.raise_case.steps.groups import entry_form_of, list_form, most_words

ENTRY = "entry"  # the query parameter
REMOVE = "remove-"
ID = re.compile(r"[0-9a-f]{8}\Z")


class GroupSteps:
    """A mixin of the wizard for steps that hold a group."""

    def group_at(self, name):
        """Return the group of the step with this name, or None."""
        steps = (step for step in self.definition["steps"] if step["slug"] == name)
        return next((group_of(step) for step in steps), None)

    def entry_at(self, name):
        """Return the id of the entry that this page of the step is about; "" on the list and on other steps."""
        asked = self.request.GET.get(ENTRY, "")
        return asked if self.group_at(name) and ID.match(asked) else ""

    def entries_at(self, name):
        return entries_of(self.storage.answers.get(name, {}), self.group_at(name))

    def redirect_in_group(self, name):
        """Return a redirect from an empty list that must not stay so, or from one more entry than there may be."""
        group, entry = self.group_at(name), self.entry_at(name)
        if group is None:
            return None
        entries = self.entries_at(name)
        if not entry and not entries and group.get("required"):
            return self.go_to_new_entry(name)
        if entry and len(entries) >= group["most"] and entry not in [each["id"] for each in entries]:
            return self.go_to_list(name)
        return None

    def go_to_new_entry(self, name):
        return HttpResponseRedirect(self.step_url(name, carry=True, **{ENTRY: secrets.token_hex(4)}))

    def go_to_list(self, name, notice=""):
        return self.go_to(name, notice=notice, changing="change" in self.request.GET)

    def post_list(self, name):
        """Remove an entry, begin another, or continue if what was added is valid."""
        group, entries = self.group_at(name), self.entries_at(name)
        if entry := next((each for each in entries if f"{REMOVE}{each['id']}" in self.request.POST), None):
            self.storage.save_entry(name, group["name"], entry["id"], None)
            return self.go_to_list(name, notice="gone")
        if "another" in self.request.POST:
            return self.go_to_new_entry(name)
        form = self.get_form(name, data=self.request.POST)
        if "later" not in self.request.POST and not form.is_valid():
            return self.render(form)
        if name not in self.storage.answers:
            self.store(name, self.process_step(form))
        return self.render_next_step(form)

    def store(self, name, answers):
        """Store the answers of a page: those of one entry, or of the whole step."""
        if entry := self.entry_at(name):
            self.storage.save_entry(name, self.group_at(name)["name"], entry, answers)
        else:
            self.storage.set_step_data(name, answers)

    def earlier_answers(self, name):
        """Return the answers stored before from this page."""
        if not (entry := self.entry_at(name)):
            return self.storage.answers.get(name, {})
        return next((each["answers"] for each in self.entries_at(name) if each["id"] == entry), {})

    def group_form(self, name, data):
        """Return the form of the entry or of the list, with what was sent or else with what is stored."""
        step, group, language = self.step_named(name), self.group_at(name), get_language()
        if not self.entry_at(name):
            return self.list_form(name, checked=data is not None)
        if data is not None and self.request.method != "POST":
            stored = self.earlier_answers(name)
            data = as_posted(name, stored) if stored else None
        return entry_form_of(step, group, language=language)(data=data, prefix=name)

    def list_form(self, name, *, checked):
        return list_form(
            self.step_named(name),
            self.group_at(name),
            self.entries_at(name),
            language=get_language(),
            prefix=name,
            checked=checked,
        )

    # --- Pages ----------------------------------------------------------------------------------

    def group_context(self, step, language):
        """Return what the pages of a group show beside those of other steps."""
        group, name = group_of(step), step["slug"]
        if group is None:
            return {"group": [], "listed": False}
        entries, entry = self.entries_at(name), self.entry_at(name)
        repeats_title = not entry and group["text"] == step["title"]
        texts = [words(group[key], language) for key in ("text", "hint") if group.get(key)]
        shown = {"group": texts[1:] if repeats_title else texts, "listed": not entry}
        if entry:
            ids = [each["id"] for each in entries]
            number = ids.index(entry) + 1 if entry in ids else len(ids) + 1
            called = entry_name(group, number, language)
            return shown | {"title": called, "tab": called}
        return shown | {
            "entries": [
                self._entry_row(step, group, *each, language) for each in enumerate(entries, start=1)
            ],
            "may_add": len(entries) < group["most"],
            "most": most_words(group["most"]),
            "switch_form": "",
        }

    def _entry_row(self, step, group, number, entry, language):
        lines = entry_lines(step, group, entry, Told(self.submission, language))
        return {
            "id": entry["id"],
            "name": entry_name(group, number, language),
            "change_url": self.step_url(step["slug"], carry=True, **{ENTRY: entry["id"]}),
            "rows": [{"key": line.label, "value": line.text} for line in lines if line.text],
        }
