"""States of the contact form: each step empty and with errors, and the pages around the steps."""

from django.utils import timezone

from casework.questionnaires.models import Submission
from casework.questionnaires.services import close_form
from tests.a11y.stage import Stage, State
from tests.a11y.world import photo

FORM = "/raise/contact/"
FOR_ANOTHER = {"for-whom": {"for_whom": "other"}}


def answers(stage: Stage) -> dict[str, dict[str, object]]:
    words = stage.world.words
    return {
        "safety": {"safe": "yes"},
        "device": {"shared": "no"},
        "danger": {},
        "about": {"kind": "problem", "nature": "casework"},
        "for-whom": {"for_whom": "me"},
        "person": {
            "person_name": words.person,
            "person_relation": "family",
            "person_why": words.outcome,
            "person_knows": "agrees",
        },
        "person-contact": {"person_safe": "yes"},
        "topic": {"topic": "transport"},
        "where": {"where": "borough", "where_borough": "E09000025"},
        "member": {"member": "ines-vale"},
        "details": {"subject": words.subject[:90], "what_happened": words.body},
        "help": {"would_help": words.outcome},
        "files": {},
        "you": {"name": words.person, "email": "amina@london.example"},
        "language": {"language": "en"},
    }


def send_step(stage: Stage, step: str, **changed: object):
    given = answers(stage).get(step, {}) | changed
    return stage.client.post(f"{FORM}{step}/", {f"{step}-{name}": value for name, value in given.items()})


def until(wanted: str, **changed: dict[str, object]):
    """Return a function that answers every step before `wanted`. `changed` maps steps to other answers."""

    def before(stage: Stage):
        step = "safety"
        while step != wanted:
            response = send_step(stage, step, **changed.get(step, {}))
            assert response.status_code == 302, f"{step}: {response.context['form'].errors}"
            step = response.url.split("?")[0].strip("/").split("/")[-1]

    return before


def with_a_file(stage: Stage):
    until("files")(stage)
    stage.client.post(f"{FORM}files/", {"files-files": photo(stage.world.words.file), "upload": "1"})


def checked(stage: Stage):
    with_a_file(stage)
    until_check = ("files", "you", "language")
    for step in until_check:
        send_step(stage, step)


def sent(stage: Stage):
    checked(stage)
    stage.client.post(f"{FORM}check/")


def sent_without_email(stage: Stage):
    until("check", safety={"safe": "no"}, you={"email": "", "phone": "020 7946 0000"})(stage)
    stage.client.post(f"{FORM}check/")


def sent_safely(stage: Stage):
    safety = {"safe": "no", "safe_way": "Call before 3pm.", "safe_word": "Blue Teapot"}
    until("check", safety=safety, you={"email": "", "phone": "020 7946 0000"})(stage)
    stage.client.post(f"{FORM}check/")


def again(stage: Stage):
    """Answer everything a second time as ada, so that the open case is offered first."""
    stage.sign_in("ada")
    checked(stage)
    stage.client.post(f"{FORM}check/")
    checked(stage)


def shared_device(stage: Stage):
    until("details", device={"shared": "yes"})(stage)


def changed_since(stage: Stage):
    checked(stage)
    submission = Submission.objects.get()
    submission.answers = submission.answers | {"topic": {"topic": "gone"}}
    submission.save()


def ended(stage: Stage):
    until("details")(stage)
    Submission.objects.update(expires_at=timezone.now())


def form_closed(stage: Stage):
    close_form(slug="contact")


def begun_before_it_closed(stage: Stage):
    until("details")(stage)
    close_form(slug="contact")


def step(name: str, title: str, *, before: str = "", wrong: dict[str, object] | None = None, **more):
    """Return the states of a step: initial, and after `wrong` answers."""
    address = f"{FORM}{name}/"
    lead = until(before or name) if name != "safety" else None
    yield State(f"raise a case: {title}", address, before=more.get("after", lead), step=True)
    if wrong is not None:
        sends = {f"{name}-{key}": value for key, value in wrong.items()}
        yield State(f"raise a case: {title}, refused", address, before=more.get("after", lead), sends=sends,
                    status=200, step=True)  # fmt: skip


STATES = [
    *step("safety", "safety", wrong={}),
    *step("device", "device", wrong={}),
    *step("danger", "danger"),
    *step("please-read", "help now", after=until("please-read", danger={"risk": ["home"]})),
    *step("about", "about", wrong={}),
    *step("for-whom", "for whom", wrong={}),
    *step("person", "the other person", after=until("person", **FOR_ANOTHER), wrong={}),
    *step("person-contact", "reach the other person", after=until("person-contact", **FOR_ANOTHER), wrong={}),
    *step("topic", "topic", wrong={}),
    *step("who-can-help", "the council can help", after=until("who-can-help", topic={"topic": "council"})),
    *step("where", "where", wrong={}),
    State("raise a case: where, no such postcode", f"{FORM}where/", before=until("where"),
          sends={"where-where": "postcode", "where-where_postcode": "E16 9ZZ"}),
    *step("link", "link to the place", after=until("link", where={"where": "none"}), wrong={}),
    *step("member", "Member", wrong={}),
    *step("details", "details", wrong={"subject": "", "what_happened": "x" * 20_000}),
    *step("help", "help", wrong={"would_help": "x" * 20_000}),
    *step("files", "files"),
    State("raise a case: files, one kept", f"{FORM}files/", before=with_a_file, texts=True, step=True),
    *step("you", "you", wrong={"email": "no at", "phone": "none"}),
    State("raise a case: you, no way to answer", f"{FORM}you/", before=until("you"), sends={"you-name": "A"}),
    *step("language", "language", wrong={}),
    State("raise a case: check", f"{FORM}check/", before=checked, texts=True, step=True),
    State("raise a case: check, without email", f"{FORM}check/",
          before=until("check", safety={"safe": "no"}, you={"email": "", "phone": "020 7946 0000"})),
    State("raise a case: changed since", f"{FORM}check/", before=changed_since),
    State("raise a case: change one answer", f"{FORM}topic/?change=1", before=checked),
    State("raise a case: too early", f"{FORM}you/", before=until("details")),
    State("raise a case: begun before", FORM, before=until("details")),
    State("raise a case: closed form", FORM, before=form_closed, status=410),
    State("raise a case: begun before the form was closed", FORM, before=begun_before_it_closed),
    State("raise a case: begun before with another Member", FORM + "?member=hugh-marsh", before=until("details"),
          texts=True),
    State("raise a case: saved for later", f"{FORM}later/", before=until("details")),
    State("raise a case: saved on a shared device", f"{FORM}later/", before=shared_device),
    State("raise a case: deleted", f"{FORM}later/", before=until("details"), sends={"delete": "1"}),
    State("raise a case: answers not found", f"{FORM}details/", sends={"details-subject": "Lift"}, status=409),
    State("raise a case: kept too long", f"{FORM}details/", before=ended),
    State("raise a case: sent", f"{FORM}sent/", before=sent, texts=True),
    State("raise a case: copy of what was sent", f"{FORM}sent/copy/", before=sent, texts=True),
    State("raise a case: sent, safe contact", f"{FORM}sent/", before=sent_safely),
    State("raise a case: check, a likely repeat", f"{FORM}check/", before=again, texts=True),
    State("raise a case: sent without email", f"{FORM}sent/", before=sent_without_email),
    State("mail: acknowledgement", before=sent, mail=True, texts=True),
]  # fmt: skip
