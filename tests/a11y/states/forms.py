"""States of questions that the contact form does not have, of trying a form, and of its list of problems."""

from datetime import timedelta

from django.utils import timezone

from casework.questionnaires import services
from casework.questionnaires.models import FormCount
from casework.questionnaires.trials import begin_trial
from cms.forms.models import Form
from cms.forms.translations.models import FormText
from cms.setup import editors
from tests.a11y.stage import Stage, State
from tests.raise_case.every_type import with_every_type
from tests.raise_case.grouped import with_group

from .raise_case import FORM, send_step, until

GIVEN = {
    "how-many": {"how_many": "2"},
    "since": {"since_day": "3", "since_month": "3", "since_year": "2026"},
    "old-address": {"old_address": "1 High Street"},
    "landlord": {"landlord": "council"},
    "asked": {"asked": "no"},
    "agree": {"agree": "on"},
}


def reached(slug: str, **changed: dict[str, object]):
    """Return a function that publishes the form with every type and answers each step before this one."""

    def before(stage: Stage):
        current = services.current_version("contact")
        services.publish(slug="contact", definition=with_every_type(current.definition), by=None)
        until("how-many")(stage)
        for step, given in GIVEN.items():
            if step == slug:
                return
            send_step(stage, step, **given | changed.get(step, {}))

    return before


def step(slug: str, title: str):
    yield State(f"form: {title}", f"{FORM}{slug}/", before=reached(slug))
    yield State(f"form: {title}, refused", f"{FORM}{slug}/", before=reached(slug), sends={})


ENTRY = f"{FORM}household/?entry=00000001"


def at_group(*entries: dict[str, str], required: bool = True):
    """Return a function that publishes the form with a group, answers the steps before it and adds these entries."""

    def before(stage: Stage):
        current = services.current_version("contact")
        definition = with_group(current.definition, required=required)
        services.publish(slug="contact", definition=definition, by=None)
        until("household")(stage)
        for number, entry in enumerate(entries, start=2):
            answers = {f"household-{name}": value for name, value in entry.items()}
            stage.client.post(f"{FORM}household/?entry={number:08x}", answers | {"later": "1"})

    return before


ADULT = {"person_called": "Ana", "person_age": "adult"}
HALF = {"person_called": "Leo", "person_age": ""}


def tried(stage: Stage):
    editors_and_form(stage)
    definition = services.current_version("contact").definition
    stage.names["trial"] = begin_trial(definition=definition, by=stage.world.people["editor"])


def editors_and_form(stage: Stage):
    editors()
    stage.names["form"] = Form.objects.get(slug="contact").pk


def unfinished(stage: Stage):
    editors_and_form(stage)
    form = Form.objects.get(slug="contact")
    form.declaration = ""
    form.save_revision()


def changed(stage: Stage):
    editors_and_form(stage)
    form = Form.objects.get(slug="contact")
    form.title = "Write to us"
    form.save_revision()


def given_up(stage: Stage):
    editors_and_form(stage)
    Form.objects.filter(slug="contact").update(first_published_at=timezone.now() - timedelta(days=30))
    version, week = services.current_version("contact"), timezone.localdate() - timedelta(days=14)
    week -= timedelta(days=week.weekday())
    for what, step, question in [("started", "", ""), ("answered", "topic", ""), ("error", "topic", "topic")]:
        FormCount.objects.create(version=version, week=week, step=step, question=question, what=what, n=20)


def translated(stage: Stage):
    """Translate three texts: one is ready, one waits for a reader, and the English of one has changed."""
    editors_and_form(stage)
    form = Form.objects.get(slug="contact")
    for key, source, text in [
        ("steps/help/title", "What would help?", "Co by pomogło?"),
        ("steps/member/title", "Whom would you write to?", "Do kogo chcesz napisać?"),
        ("declaration", form.declaration, "Potwierdzam."),
    ]:
        FormText.objects.create(form=form, language="pl", key=key, source=source, text=text)


LANGUAGES = "/editor/forms/languages/{form}/"
HELP = "steps/help/title"
COMPARE = "/editor/forms/history/{form}/revisions/compare/earliest...latest/"

STATES = [
    *step("how-many", "a number"),
    *step("since", "a date"),
    *step("old-address", "an address"),
    *step("landlord", "a long list"),
    *step("asked", "yes or no"),
    *step("agree", "a declaration"),
    State("form: an ending", f"{FORM}not-here/", before=reached("not-here", landlord={"landlord": "other"})),
    State("form: an entry of a group", ENTRY, before=at_group()),
    State("form: an entry of a group, refused", ENTRY, before=at_group(), sends={}),
    State("form: an empty group", f"{FORM}household/", before=at_group(required=False)),
    State("form: a group", f"{FORM}household/", before=at_group(ADULT, ADULT)),
    State(
        "form: a full group with an incomplete entry",
        f"{FORM}household/",
        before=at_group(ADULT, ADULT, HALF),
    ),
    State("try a form: a step", "/editor/try/{trial}/safety/", by="editor", before=tried),
    State("try a form: the end", "/editor/try/{trial}/done/", by="editor", before=tried),
    State(
        "editor: where people give up",
        "/editor/forms/figures/{form}/",
        by="editor",
        before=given_up,
        looks=False,
    ),
    State(
        "editor: where people give up, too early",
        "/editor/forms/figures/{form}/",
        by="editor",
        before=editors_and_form,
        looks=False,
    ),
    State("editor: compare forms", COMPARE, by="editor", before=changed, looks=False),
    State("editor: compare equal forms", COMPARE, by="editor", before=editors_and_form, looks=False),
    State(
        "editor: import a form", "/editor/forms/import/", by="editor", before=editors_and_form, looks=False
    ),
    State("editor: languages of a form", LANGUAGES, by="editor", before=translated, looks=False),
    State("editor: a form in Polish", LANGUAGES + "pl/", by="editor", before=translated, looks=False),
    State(
        "editor: a form in Polish: changed by somebody else",
        LANGUAGES + "pl/",
        by="editor",
        before=translated,
        sends={f"text:{HELP}": "Co pomoże?", f"was:{HELP}": ""},
        status=422,
        looks=False,
    ),
    State(
        "editor: a form in Polish: no reader named",
        LANGUAGES + "pl/",
        by="editor",
        before=translated,
        sends={
            "text:declaration": "Potwierdzam.",
            "was:declaration": "Potwierdzam.",
            "read:declaration": "on",
        },
        status=422,
        looks=False,
    ),
    State(
        "editor: import translations", LANGUAGES + "pl/import/", by="editor", before=translated, looks=False
    ),
    State("editor: a form", "/editor/forms/edit/{form}/", by="editor", before=editors_and_form, looks=False),
    State(
        "editor: what a form needs",
        "/editor/forms/checklist/{form}/",
        by="editor",
        before=unfinished,
        looks=False,
    ),
]
