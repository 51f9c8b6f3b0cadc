"""Runs one version of a questionnaire, step by step. The address says which step; the row holds the answers."""

from functools import partial

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from formtools.wizard.views import NamedUrlWizardView

from accounts.limits import refuse
from accounts.shared_device import mark_shared
from casework.cases.submissions import submit
from casework.files import refusals
from casework.offices.notices import current_notice
from casework.questionnaires.answers import answered, borough_of
from casework.questionnaires.definition import questions_of, words
from casework.questionnaires.journey import asked_steps, chosen, counting_answers
from casework.questionnaires.models import Submission
from casework.questionnaires.risks import help_now, risks_of
from casework.questionnaires.services import AlreadySent, lock_submission

from .files import TakesFiles, files_question
from .forms import CheckForm, StepForm, form_of, leave_no_trace
from .holder import TooMany, came_back, hold_new_submission, keep_as_long_as, signed_in
from .members import members_to_choose
from .offices import office_of

CHECK = "check"
CARRIED = ("change", "member")  # what the address of a step takes along
NOTICES = {
    "order": _("Answer this first. Then you can go on. We kept your other answers."),
    "none": _("We cannot find earlier answers in this browser. Nothing was sent. Begin here."),
    "unknown": _("That page is not part of this form, so we brought you here. We kept your answers."),
    "again": _("Look at this page again. An answer is missing, or something has changed since you gave it."),
    "saved": _("We added your file."),
    "removed": _("We removed the file."),
}


class RaiseCase(TakesFiles, NamedUrlWizardView):
    """formtools walks the steps; the guards here see to it that none is skipped."""

    storage_name = "portal.raise_case.storage.SubmissionStorage"
    file_storage = None  # formtools asks that the name exists; files have a service of their own
    form_list = [StepForm]
    version = None

    @classmethod
    def for_version(cls, version):
        steps = [step["slug"] for step in version.definition["steps"]]
        return cls.as_view(
            form_list=[*((slug, StepForm) for slug in steps), (CHECK, CheckForm)],
            condition_dict={slug: partial(_is_asked, slug=slug) for slug in steps},
            url_name="portal:raise_case_step",
            version=version,
        )

    # --- The way through ------------------------------------------------------------------------

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except (AlreadySent, Submission.DoesNotExist):
            return HttpResponseRedirect(self.url("raise_case_sent"))
        except TooMany:
            return refuse(request, shared=True)

    def get(self, request, *args, slug, step):
        if away := self.away_from(step):
            return away
        self.storage.current_step = step
        return super().get(request, *args, slug=slug, step=step)

    def post(self, request, *args, slug, step):
        files = step in self.form_list and step != CHECK and files_question(self.step_named(step))
        if (step not in self.get_form_list() or step == CHECK or files) and (away := self.away_from(step)):
            return away
        self.storage.current_step = step
        if step == CHECK:
            return self.send()
        if files:
            return self.post_files(step, files)
        if "later" in request.POST and request.submission and (away := self.stop_halfway(step)):
            return away
        # The address has said which step this is; what a management form says, or leaves out, changes nothing.
        request.POST = request.POST.copy()
        request.POST.pop("wizard_goto_step", None)
        request.POST[f"{self.prefix}-current_step"] = step
        return super().post(request, *args, slug=slug, step=step)

    def stop_halfway(self, step):
        """Who stops at a page that is not right yet is let go; what was typed is kept, and asked about again."""
        form = self.get_form(step, data=self.request.POST)
        if form.is_valid():
            return None
        typed = form.typed(self.storage.answers.get(step, {}))
        if any(typed.values()):
            self.storage.set_step_data(step, typed)
            self._mind_shared_device(typed)
        return HttpResponseRedirect(self.url("raise_case_later"))

    def away_from(self, step):
        """Where someone is sent who asked for a step that is not theirs yet, or at all."""
        first, names = self.first_incomplete(thorough=step == CHECK), list(self.get_form_list())
        if step not in names:
            return self.go_to(first, notice="unknown")
        if names.index(step) > names.index(first):
            if self.request.submission is None:
                return self.go_to(first, notice="none")
            stale = first in self.storage.answers
            return self.go_to(first, notice="again" if stale else "order", changing=stale)
        return None

    def first_incomplete(self, *, thorough):
        """The first step without a (still valid, if `thorough`) answer; the check page if there is none."""
        for name in self.get_form_list():
            data = self.storage.get_step_data(name)
            if name == CHECK or data is None or (thorough and not self.get_form(name, data).is_valid()):
                return name
        raise AssertionError("the check page is always asked")

    def render_next_step(self, form, **kwargs):
        if "later" in self.request.POST:
            return HttpResponseRedirect(self.url("raise_case_later"))
        changing = "change" in self.request.GET
        first, following = self.first_incomplete(thorough=changing), self.get_next_step()
        if changing:
            return self.go_to(first, changing=first != CHECK)
        names = list(self.get_form_list())
        if names.index(following) > names.index(first):
            return self.go_to(first, notice="order")
        return self.go_to(following)

    def send(self):
        """Send what was checked: the row is held meanwhile, so nothing changes under the sender's hands."""
        self.request.submission = lock_submission(self.request.submission)
        if self.request.submission.is_sent:
            raise AlreadySent
        del self._resolved_form_list
        if away := self.away_from(CHECK):
            return away
        submit(submission=self.request.submission, by=signed_in(self.request))
        return HttpResponseRedirect(self.url("raise_case_sent"))

    # --- Forms and answers ----------------------------------------------------------------------

    def get_prefix(self, request, *args, **kwargs):
        return "raise"

    def get_form(self, step=None, data=None, files=None):
        step = step or self.steps.current
        if step == CHECK:
            return CheckForm(data=data)
        definition = self.step_named(step)
        asks_member = any(question["type"] == "member" for question in questions_of(definition))
        members = self.members() if asks_member else ()
        form = form_of(definition, language=get_language(), members=members)
        made = form(data=data, files=files, prefix=step, initial=self.get_form_initial(step))
        made.remember_secrets(self.storage.answers.get(step, {}))
        return leave_no_trace(made) if self.request.shared_device else made

    def members(self):
        draw = self.request.submission.uuid if self.request.submission else ""
        return members_to_choose(borough=borough_of(self.definition, self.storage.answers), draw=draw)

    def get_form_initial(self, step):
        """What we know already: the Member someone came with, and the address of who signed in."""
        facts, submission, person = self.definition["case"], self.request.submission, signed_in(self.request)
        return {
            facts["member"]: submission.member_slug if submission else "",
            facts.get("email"): person.email if person and not person.is_staff else "",
            facts.get("name"): person.name if person and not person.is_staff else "",
        }

    def process_step(self, form):
        if self.request.submission is None:
            self.request.submission = hold_new_submission(self.request, self.version)
        answers = form.answers(self.storage.answers.get(self.steps.current, {}))
        self._mind_shared_device(answers)
        return answers

    def _mind_shared_device(self, answers):
        shared = self.definition["case"].get("shared_device")
        if shared and shared["question"] in answers:
            others = chosen(answers[shared["question"]], shared["in"])
            mark_shared(self.request.session, shared=others)
            keep_as_long_as(self.request, self.request.submission, shared=others)

    def process_step_files(self, form):
        return {}

    # --- Pages ----------------------------------------------------------------------------------

    def get_template_names(self):
        return [f"portal/raise_case/{CHECK if self.steps.current == CHECK else 'step'}.html"]

    def get_context_data(self, form, **kwargs):
        language, name = get_language(), self.steps.current
        context = super().get_context_data(form=form, **kwargs) | {
            "form_title": words(self.definition["title"], language),
            "submission": self.request.submission,
            "came_back": self.request.submission and came_back(self.request.submission),
            "start": self.url("raise_case"),
            "notice": NOTICES.get(self.request.GET.get("notice", "")),
            "action": self.step_url(name, carry=True),
            "back": self.back_from(name),
            "later": self.url("raise_case_later"),
        }
        return context | (self.check_context() if name == CHECK else self.step_context(name, language))

    def step_context(self, name, language):
        step = self.step_named(name)
        return {
            "caption": words(step["section"], language),
            "title": words(step["title"], language),
            "lead": words(step.get("lead"), language),
            "content": [
                {"text": words(block["text"], language), "url": block.get("url")}
                for block in step.get("content", [])
            ],
            "help": self.help_now() if step.get("help") else [],
            "files_question": files_question(step),
            "files": self.files_of(files_question(step)),
            "most_bytes": settings.FILES_MAX_SIZE,
            "too_large": refusals.this_too_large(settings.FILES_MAX_SIZE),
            "needs": [
                {"question": words(q.get("short") or q["text"], language), "need": words(q["need"], language)}
                for q in questions_of(step)
            ],
        }

    def help_now(self):
        """Who can help at once with what was answered so far."""
        risks = risks_of(self.definition, self.storage.answers)
        return help_now(self.definition, risks, language=get_language())

    def check_context(self):
        language = get_language()
        sections = {}
        for line in answered(self.request.submission, language=language):
            sections.setdefault(line.section, []).append(self._row(line))
        given = counting_answers(self.definition, self.storage.answers)
        facts = self.definition["case"]
        unsafe, other = facts.get("safe_contact"), facts.get("represented")
        chosen_member = next(m for m in self.members() if m.slug == given[facts["member"]])
        return {
            "sections": [{"title": title, "rows": rows} for title, rows in sections.items()],
            "member": chosen_member.name,
            "privacy_notice": current_notice(chosen_member.office),
            "writes_email": bool(given.get(facts.get("email")))
            and not (unsafe and chosen(given.get(unsafe["question"]), unsafe["in"])),
            "for_somebody": other and chosen(given.get(other["question"]), other["in"]),
            "help": self.help_now(),
            "office": office_of(given[facts["member"]]),
            "declaration": words(self.definition["declaration"], language),
        }

    def _row(self, line):
        kept = self.files_of({"name": line.question}) if line.type == "files" else []
        return {
            "key": line.label,
            "value": line.text or _("Not given"),
            "files": kept,
            "change_url": self.step_url(line.step, change="1"),
        }

    def back_from(self, name):
        if "change" in self.request.GET:
            return self.step_url(CHECK)
        before = self.get_prev_step(name)
        return self.step_url(before) if before else "/"

    # --- Addresses ------------------------------------------------------------------------------

    @property
    def definition(self):
        return self.version.definition

    def step_named(self, name):
        return next(step for step in self.definition["steps"] if step["slug"] == name)

    def url(self, name, **more):
        return reverse(f"portal:{name}", kwargs={"slug": self.version.slug} | more)

    def get_step_url(self, step):
        return self.url("raise_case_step", step=step)

    def step_url(self, step, *, carry=False, **extra):
        query = self.request.GET.copy()
        for key in list(query):
            if not carry or key not in CARRIED:
                del query[key]
        query.update(extra)
        address = self.get_step_url(step)
        address = f"{address}?{query.urlencode()}" if query else address
        return f"{address}#notice" if "notice" in extra else address

    def go_to(self, step, *, notice="", changing=False):
        extra = ({"notice": notice} if notice else {}) | ({"change": "1"} if changing else {})
        return HttpResponseRedirect(self.step_url(step, **extra))


def _is_asked(wizard, *, slug):
    asked = asked_steps(wizard.definition, wizard.storage.answers)
    return slug in {step["slug"] for step in asked}
