"""What the pages of the wizard show: a step, or the check page before sending."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from body.english import filled, plain
from casework.files import refusals
from casework.offices.notices import current_notice
from casework.questionnaires.answers import answered, borough_of, receiver_of
from casework.questionnaires.counts import count
from casework.questionnaires.definition import questions_of, with_grouped, words
from casework.questionnaires.journey import chosen, counting_answers, help_now, risks_of
from casework.questionnaires.models import FormCount
from portal.raise_case.members import receiver_named
from portal.raise_case.submission_key import is_after_pause, user_or_none

from .files import files_question
from .groups import ENTRY

CHECK = "check"
# Answers can add or take a step, so it says about.
POSITION = _("%(section)s: step %(n)d of about %(all)d")
NOTICES = {
    "order": _("Answer this first. Then you can continue. We kept your other answers."),
    "none": _("We cannot find earlier answers in this browser. Nothing was sent. Begin here."),
    "unknown": _("That page is not part of this form, so we brought you here. We kept your answers."),
    "again": _("Look at this page again. An answer is missing, or something has changed since you gave it."),
    "saved": _("We added your file."),
    "removed": _("We removed the file."),
    "gone": _("We removed it from the list."),
    "half": _("You left this page before you continued. We kept what you typed. Check it, then continue."),
}


class StepPages:
    """A mixin of the wizard with the context of its pages."""

    def render(self, form=None, **kwargs):
        """Show the step. If it was sent with errors, count them by question, without what was typed."""
        if form is not None and self.request.method == "POST" and self.submission:
            self.count_errors(form)
        return super().render(form, **kwargs)

    def count_errors(self, form):
        for name in form.errors:
            count(self.version, FormCount.What.ERROR, step=self.steps.current, question=name)

    def get_template_names(self):
        return [f"portal/raise_case/{CHECK if self.steps.current == CHECK else 'step'}.html"]

    def get_context_data(self, form, **kwargs):
        language, name = get_language(), self.steps.current
        context = super().get_context_data(form=form, **kwargs) | {
            "form_title": words(self.definition["title"], language),
            "submission": self.submission,
            "shared": self.request.session.get_expire_at_browser_close(),
            "came_back": self.submission and is_after_pause(self.submission),
            "start": self.url("raise_case"),
            "notice": NOTICES.get("half" if kwargs.get("half_typed") else self.request.GET.get("notice", "")),
            "half_typed": kwargs.get("half_typed", False),
            "action": self.step_url(name, carry=True),
            "back": self.back_from(name),
            "later": self.url("raise_case_later"),
        }
        return context | (self.check_context() if name == CHECK else self.step_context(name, language))

    def step_context(self, name, language):
        step = self.step_named(name)
        return {
            "caption": self.caption_of(step),
            "title": words(step["title"], language),
            "tab": self.tab_of(step),
            "lead": words(step.get("lead"), language),
            "content": [
                {"text": words(block["text"], language), "url": self.link_of(block)}
                for block in step.get("content", [])
            ],
            "help": self.help_now() if step.get("help") else [],
            "ends": step.get("ends", False),
            "switch_form": "" if step.get("ends") or files_question(step) else "step",
            "files_question": files_question(step),
            "files": self.files_of(files_question(step)),
            "most_bytes": settings.FILES_MAX_SIZE,
            "too_large": refusals.this_too_large(settings.FILES_MAX_SIZE),
            "needs": [
                {"question": words(q.get("short") or q["text"], language), "need": words(q["need"], language)}
                for q in with_grouped(step)
            ],
        } | self.group_context(step, language)

    def link_of(self, block):
        """Return the address of a link, with the person’s borough for {borough}, or None if no borough is known."""
        url = block.get("url")
        if not url or "{borough}" not in url:
            return url
        borough = borough_of(self.definition, self.storage.answers)
        return url.replace("{borough}", borough.slug) if borough else None

    def tab_of(self, step):
        """Return the title of the browser's tab: the page's own, or where the form is if the page is about safety."""
        facts = self.definition["case"]
        conditions = (facts.get(fact, {}).get("question") for fact in ("safe_contact", "shared_device"))
        about_safety = {facts.get("risk"), *conditions}
        hides = step.get("help") or about_safety & {question["name"] for question in questions_of(step)}
        if not hides:
            return words(step["title"], get_language())
        position = self.position_of(step)
        return POSITION % (position | {"section": plain(position["section"])})

    def caption_of(self, step):
        """Return the section of a step, which may be marked as English, and how far the form is."""
        return filled(POSITION, **self.position_of(step))

    def position_of(self, step):
        names = list(self.get_form_list())
        return {
            "section": words(step["section"], get_language()),
            "n": names.index(step["slug"]) + 1,
            "all": len(names),
        }

    def help_now(self):
        """Return the help to offer at once, given the risks in the answers so far."""
        risks = risks_of(self.definition, self.storage.answers)
        return help_now(self.definition, risks, language=get_language())

    def check_context(self):
        language = get_language()
        sections, receiver = {}, self.receiver()
        for line in answered(self.submission, language=language, borough=self.borough):
            sections.setdefault(line.section, []).append(self._row(line))
        given = counting_answers(self.definition, self.storage.answers)
        facts = self.definition["case"]
        unsafe, other = facts.get("safe_contact"), facts.get("other_person")
        is_unsafe = bool(unsafe) and chosen(given.get(unsafe["question"]), unsafe["in"])
        email, person = given.get(facts.get("email")), user_or_none(self.request)
        return {
            "sections": [{"title": title, "rows": rows} for title, rows in sections.items()],
            "member": receiver.name,
            "privacy_notice": current_notice(receiver.office),
            "unsafe": is_unsafe,
            "safe_way": bool(given.get(facts.get("safe_way"))),
            "writes_email": bool(email) and not is_unsafe,
            "alerts": person is not None and not person.is_staff,
            "for_somebody": other and chosen(given.get(other["question"]), other["in"]),
            "open_case": self.open_case(),
            "help": self.help_now(),
            "office": receiver.office,
            "declaration": words(self.definition["declaration"], language),
        }

    def receiver(self):
        """Return the Member that the case is for, with their office, or None if no office works for them."""
        members = self.members()
        slug = receiver_of(self.definition, self.storage.answers, self.borough)
        return next((member for member in members if member.slug == slug), None) or receiver_named(slug)

    def no_receiver(self):
        """Return the page of a form whose Member has no office any more, so that no one would read the case."""
        return render(self.request, "portal/raise_case/closed.html", status=410)

    def _row(self, line):
        stored = self.files_of({"name": line.question}) if line.type == "files" else []
        return {
            "key": line.label,
            "value": line.text or gettext("Not given"),
            "files": stored,
            "change_url": self.step_url(line.step, change="1", **({ENTRY: line.entry} if line.entry else {})),
        }

    def back_from(self, name):
        if self.entry_at(name) and self.entries_at(name):
            return self.step_url(name, **({"change": "1"} if "change" in self.request.GET else {}))
        if "change" in self.request.GET:
            return self.step_url(CHECK)
        before = self.get_prev_step(name)
        return self.step_url(before) if before else reverse("wagtail_serve", args=[""])
