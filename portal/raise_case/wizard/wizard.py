"""The form wizard, which runs one questionnaire version step by step. The URL names the step; the row has the
answers.
"""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from formtools.wizard.views import NamedUrlWizardView

from accounts.limits.attempts import refuse
from accounts.sessions.half_typed import is_sent_by_leaving
from accounts.sessions.shared_device import mark_shared
from casework.cases.services.submission import submit
from casework.questionnaires.answers import borough_of
from casework.questionnaires.definition import questions_of
from casework.questionnaires.journey import asked_steps, chosen
from casework.questionnaires.models import Submission
from casework.questionnaires.services import AlreadySent, lock_submission
from casework.questionnaires.translations.published import definition_in
from portal.raise_case.members import borough_offered, members_to_choose
from portal.raise_case.steps.forms import CheckForm, StepForm, disable_autocomplete, form_of
from portal.raise_case.submission_key import (
    TooMany,
    set_session_expiry,
    start_submission_here,
    user_or_none,
)

from .files import FileSteps, files_question
from .groups import ENTRY, GroupSteps
from .half_typed import KeepsHalfTyped
from .pages import CHECK, StepPages
from .repeat import OffersOpenCase
from .switching import SwitchesLanguage

CARRIED = ("change", "member", "borough", ENTRY)  # query parameters that a step's URL keeps


class RaiseCase(
    SwitchesLanguage,
    StepPages,
    FileSteps,
    GroupSteps,
    OffersOpenCase,
    KeepsHalfTyped,
    NamedUrlWizardView,
):
    """The wizard of one form. It extends formtools with guards, so that no step can be skipped."""

    storage_name = "portal.raise_case.wizard.storage.SubmissionStorage"
    file_storage = None  # formtools needs the attribute; files are stored by their own service
    form_list = [StepForm]
    version = None
    begun = None
    borough, offered = None, None  # the borough of the answers and its Members, once a page has needed them

    @classmethod
    def of(cls, submission, *, version):
        """Return the view of this version's steps. `submission` is None until the first step has been answered."""
        steps = [step["slug"] for step in version.definition["steps"]]
        return cls.as_view(
            form_list=[*((slug, StepForm) for slug in steps), (CHECK, CheckForm)],
            url_name="portal:raise_case_step",
            version=version,
            begun=submission,
        )

    @property
    def submission(self):
        """The submission that the answers are saved in, which the storage keeps."""
        return self.storage.submission

    @submission.setter
    def submission(self, submission):
        self.storage.submission = submission

    def get_form_list(self):
        """Return the steps that the answers so far ask for. Nothing is cached, because each answer may change them."""
        asked = {step["slug"] for step in asked_steps(self.definition, self.storage.answers)}
        return {name: form for name, form in self.form_list.items() if name in asked or name == CHECK}

    # --- Navigation -----------------------------------------------------------------------------

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except (AlreadySent, Submission.DoesNotExist):
            return HttpResponseRedirect(self.url("raise_case_sent"))
        except TooMany:
            return refuse(request, shared=True)

    def get(self, request, *args, slug, step):
        self.submission = self.begun
        if redirect := self.redirect_from(step) or self.redirect_in_group(step):
            return redirect
        self.storage.current_step = step
        if step != CHECK and (form := self.form_with_half_typed(step)):
            return self.render(form, half_typed=True)
        return super().get(request, *args, slug=slug, step=step)

    def post(self, request, *args, slug, step):
        self.submission = self.begun
        if is_sent_by_leaving(request):
            return self.keep_half_typed(step)
        if step == CHECK and self.submission:
            self.storage.current_step = step
            return self.add_to_open_case() if "add" in request.POST else self.send()
        files = step in self.form_list and step != CHECK and files_question(self.step_named(step))
        if (step not in self.get_form_list() or step == CHECK or files) and (
            redirect := self.redirect_from(step)
        ):
            return redirect
        self.storage.current_step = step
        if self.group_at(step) and not self.entry_at(step):
            return self.post_list(step)
        if files:
            return self.post_files(step, files)
        if redirect := self.redirect_in_group(step):
            return redirect
        if self.ends(step):
            return self.go_to(step)
        if redirect := self.switch_language(step):
            return redirect
        if "later" in request.POST and self.submission and (redirect := self.save_incomplete(step)):
            return redirect
        return self.post_answers(step)

    def post_answers(self, step):
        """Save the answers of a valid page and continue, or show the page again. The URL names the step, so the
        management form of formtools is not read.
        """
        form = self.get_form(step, data=self.request.POST, files=self.request.FILES)
        if not form.is_valid():
            return self.render(form)
        self.store(step, self.process_step(form))
        return self.render_next_step(form)

    def ends(self, step):
        """Return whether this step ends the form, so that there is nothing to continue with."""
        return step in self.form_list and step != CHECK and bool(self.step_named(step).get("ends"))

    def save_incomplete(self, step):
        """Store an invalid page as typed and redirect to the later page. Return None if the page is valid."""
        form = self.get_form(step, data=self.request.POST)
        if form.is_valid():
            return None
        self.store_as_typed(step, form.typed(self.earlier_answers(step)))
        return HttpResponseRedirect(self.url("raise_case_later"))

    def store_as_typed(self, step, typed):
        """Store a page that need not be valid, in place of an earlier half of it. Nothing typed, nothing stored."""
        self.forget_half_typed(step)
        if not any(typed.values()):
            return
        if self.submission is None:
            self.submission = start_submission_here(self.request, self.version)
        self.store(step, typed)
        self.apply_shared_device(typed)

    def redirect_from(self, step):
        """Return a redirect if this step is unknown or an earlier one is incomplete, else None."""
        first, names = self.first_incomplete(thorough=step == CHECK), list(self.get_form_list())
        if step not in names:
            return self.go_to(first, notice="unknown")
        if names.index(step) > names.index(first):
            if self.submission is None:
                return self.go_to(first, notice="none")
            stale = first in self.storage.answers
            return self.go_to(first, notice="again" if stale else "order", changing=stale)
        return self.no_receiver() if step == CHECK and not self.receiver() else None

    def first_incomplete(self, *, thorough):
        """Return the first step without an answer, or with `thorough` without a valid one; the check page if
        there is none.
        """
        for name in self.get_form_list():
            data = self.storage.get_step_data(name)
            if name == CHECK or data is None or (thorough and not self.is_whole(name, data)):
                return name
        raise AssertionError("the check page is always asked")

    def is_whole(self, name, data):
        """Return whether what is stored of a step is valid and nothing is missing."""
        form = self.list_form(name, checked=True) if self.group_at(name) else self.get_form(name, data)
        return form.is_valid() and not self.lacks_files(files_question(self.step_named(name)))

    def render_next_step(self, form, **kwargs):
        self.forget_half_typed(self.steps.current)
        if "later" in self.request.POST:
            return HttpResponseRedirect(self.url("raise_case_later"))
        if self.entry_at(self.steps.current):
            return self.go_to_list(self.steps.current)
        changing = "change" in self.request.GET
        first, following = self.first_incomplete(thorough=changing), self.get_next_step()
        if changing:
            return self.go_to(first, changing=first != CHECK)
        names = list(self.get_form_list())
        if names.index(following) > names.index(first):
            return self.go_to(first, notice="order")
        return self.go_to(following)

    def send(self):
        """Lock the submission, so that the answers can't change, check that it is complete and send it."""
        self.submission = lock_submission(self.submission)
        if self.submission.is_sent:
            raise AlreadySent
        if redirect := self.redirect_from(CHECK):
            return redirect
        submit(submission=self.submission, by=user_or_none(self.request), borough=self.borough)
        return HttpResponseRedirect(self.url("raise_case_sent"))

    # --- Forms and answers ----------------------------------------------------------------------

    def get_prefix(self, request, *args, **kwargs):
        return "raise"

    def get_form(self, step=None, data=None, files=None):
        step = step or self.steps.current
        if step == CHECK:
            return CheckForm(data=data)
        definition = self.step_named(step)
        if self.group_at(step):
            return self.prepared(self.group_form(step, data), definition)
        asks_member = any(question["type"] == "member" for question in questions_of(definition))
        members = self.members() if asks_member else ()
        form = form_of(definition, language=get_language(), facts=self.definition["case"], members=members)
        made = form(data=data, files=files, prefix=step, initial=self.get_form_initial(step))
        made.remember_secrets(self.storage.answers.get(step, {}))
        return self.prepared(made, definition)

    def prepared(self, form, step):
        """Return the form of a page with its caption, and without autocomplete on a shared device."""
        form.page_caption = self.caption_of(step)
        return disable_autocomplete(form) if self.request.shared_device else form

    def members(self):
        """Return the Members to choose from. They are read again only if the answers name another borough."""
        borough = borough_of(self.definition, self.storage.answers, self.borough)
        if self.offered is None or borough != self.borough:
            draw = self.submission.uuid if self.submission else ""
            self.borough, self.offered = borough, members_to_choose(borough=borough, draw=draw)
        return self.offered

    def get_form_initial(self, step):
        """Return the initial values: the link's Member and borough, and the signed-in person's name and address."""
        facts, submission, person = (
            self.definition["case"],
            self.submission,
            user_or_none(self.request),
        )
        return {
            facts.get("member"): submission.member_slug if submission else "",
            facts.get("email"): person.email if person and not person.is_staff else "",
            facts.get("name"): person.name if person and not person.is_staff else "",
        } | borough_offered(facts, submission)

    def process_step(self, form):
        if self.submission is None:
            self.submission = start_submission_here(self.request, self.version)
        answers = form.answers(self.earlier_answers(self.steps.current))
        self.apply_shared_device(answers)
        return answers

    def apply_shared_device(self, answers):
        shared = self.definition["case"].get("shared_device")
        if shared and shared["question"] in answers:
            others = chosen(answers[shared["question"]], shared["in"])
            mark_shared(self.request.session, shared=others)
            set_session_expiry(self.request, self.submission, shared=others)

    # --- Addresses ------------------------------------------------------------------------------

    @property
    def definition(self):
        return definition_in(self.version, get_language())

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
