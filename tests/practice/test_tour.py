"""The tour ticks a step once it was really done, and not before."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from backoffice.practice.tour import STEPS
from casework.wall.scope import ALL, scoped

PRACTICE = "/office/practice/"


@pytest.fixture
def walk(practise, ben, made_up):
    """Return what the steps of the tour are done with: a client, a function that acts on a case, and the cases."""
    client, cases = practise(ben), made_up(ben)

    def act(subject, page, **sent):
        case = cases[subject]
        with scoped(ALL):
            case.refresh_from_db()
        facts = {"once": uuid.uuid4(), "seen": case.version} | sent
        response = client.post(f"/office/cases/{case.reference}/{page}/", facts)
        assert response.status_code == 302, response.context["form"].errors

    return client, act, cases


def done(client):
    return [each["step"].title for each in client.get(PRACTICE).context["steps"] if each["done"]]


def log(client, **more):
    answers = {"once": uuid.uuid4(), "channel": "phone", "body": "They rang.", "kind": "problem"}
    answers |= {"nature": "casework", "risk": "none", "safe": "yes", "turn": "office"}
    assert client.post("/office/contacts/", answers | more).status_code == 302


def settle(client, act, cases):
    with scoped(ALL):
        flag = cases["Bailiffs come on Thursday at nine"].risks.get()
    act("Bailiffs come on Thursday at nine", f"risk/{flag.uuid}", how="Rang the council.")


def assign(client, act, cases):
    act("Rubbish beside the playground", "assign-to-me")


def draft(client, act, cases):
    case = cases["Lift at the station out of order"]
    client.post(f"/office/cases/{case.reference}/draft/", {"body": "Dear you"})


def send(client, act, cases):
    act("Lift at the station out of order", "reply", body="Dear you", turn="office", reason="So")


def note(client, act, cases):
    act("Cladding works stopped in June", "note", body="They called.")


def turn(client, act, cases):
    day = timezone.localdate()
    date = {"next_on_day": day.day, "next_on_month": day.month, "next_on_year": day.year + 1}
    act("Bus 999 does not stop at the clinic", "turn", turn="office", **date)


def call(client, act, cases):
    log(client, about=f"case:{cases['Asks when the night bus starts again'].reference}")


def letter(client, act, cases):
    scan = SimpleUploadedFile("letter.txt", b"Dear Member")
    about = f"case:{cases['Damp in the bedroom since January'].reference}"
    log(client, channel="letter", about=about, files=scan)


def tag_and_view(client, act, cases):
    act("Rubbish beside the playground", "tags", name="School run")
    form = client.get("/office/cases/views/").context["form"]
    view = {"name": "Mine", "whose": "own", "office": form["office"].value(), "list": "?tag=school-run"}
    assert client.post("/office/cases/views/", view).status_code == 302


def close(client, act, cases):
    act("Rubbish beside the playground", "close", outcome="Cleared")


ACTS = [settle, assign, draft, send, note, turn, call, letter, tag_and_view, close]


@pytest.mark.parametrize(("number", "act"), list(enumerate(ACTS)), ids=[act.__name__ for act in ACTS])
def test_step_is_ticked_once_it_was_done_and_no_other_is(walk, number, act):
    client, on_case, cases = walk
    assert done(client) == []
    act(client, on_case, cases)
    with_a_reply = [STEPS[2].title] if act is send else []  # who has sent one has begun one
    assert done(client) == [*with_a_reply, STEPS[number].title]


def test_every_step_of_the_tour_has_a_test():
    assert len(ACTS) == len(STEPS)


def test_starting_again_unticks_every_step(walk):
    client, on_case, cases = walk
    note(client, on_case, cases)
    assert done(client)
    client.post(f"{PRACTICE}again/")
    assert done(client) == []


def test_tour_names_made_up_cases_by_their_subjects(walk):
    _client, _act, cases = walk
    named = [text.split("”")[0] for step in STEPS for text in str(step.text).split("“")[1:]]
    subjects = {name for name in named if len(name.split()) > 3} - {"Malik here, you know me."}
    assert len(subjects) == 5
    assert subjects <= cases.keys()
