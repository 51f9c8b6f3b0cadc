"""States of practice with made-up cases: its beginning, the tour, and pages of the desk while it lasts."""

import re

from casework.cases.models import Case
from casework.wall.scope import ALL, scoped
from tests.a11y.stage import Stage, State

PRACTICE, START, STOP = "/office/practice/", "/office/practice/start/", "/office/practice/stop/"
LOG, SWITCH = "/office/contacts/", "/office/administration/practice/"
PRACTISED = "Lift at the station out of order"


def practising(stage: Stage):
    """Let Ben practise, who has begun before, and name one of his made-up cases."""
    stage.post(START, {})
    with scoped(ALL):
        made_up = Case.objects.filter(office__practice_of=stage.world.people["ben"])
        stage.names["made_up"] = made_up.get(subject=PRACTISED).reference


def a_step_done(stage: Stage):
    practising(stage)
    stage.post("/office/cases/{made_up}/draft/", {"body": "Dear you"})


def replied(stage: Stage):
    practising(stage)
    reply = {
        "once": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "body": "Dear you",
        "turn": "office",
        "reason": "So",
    }
    stage.post("/office/cases/{made_up}/reply/", reply)


def page_open_before(stage: Stage):
    """Leave a page of real work open in another tab, and practise."""
    _keep_token(stage)
    practising(stage)
    stage.client.handler.enforce_csrf_checks = True


def page_open_after(stage: Stage):
    """Leave a page of practice open in another tab, and return to real work."""
    practising(stage)
    _keep_token(stage)
    stage.post(STOP, {})
    stage.client.handler.enforce_csrf_checks = True


def _keep_token(stage: Stage):
    page = stage.get(LOG).text
    stage.names["token"] = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


SENT = {"csrfmiddlewaretoken": "{token}"}

STATES = [
    State("practice", PRACTICE, by="fay"),
    State("practice: begun before", PRACTICE, by="ben"),
    State("practice: not for editors", PRACTICE, by="editor"),
    State("practice: tour", PRACTICE, by="ben", before=practising),
    State("practice: tour, a step done", PRACTICE, by="ben", before=a_step_done),
    State("practice: my day", "/office/my-day/", by="ben", before=practising),
    State("practice: cases", "/office/cases/?view=all", by="ben", before=practising),
    State("practice: a case with a reply", "/office/cases/{made_up}/", by="ben", before=replied),
    State("practice: no such case", "/office/cases/{open}/", by="ben", before=practising, status=404),
    State("practice: start again", f"{PRACTICE}again/", by="ben", before=practising),
    State("practice: started again", f"{PRACTICE}again/", by="ben", before=practising, sends={}),
    State("practice: delete", f"{PRACTICE}remove/", by="ben", before=practising),
    State("practice: deleted", f"{PRACTICE}remove/", by="ben", before=practising, sends={}),
    State("practice: real page sent", LOG, by="ben", before=page_open_before, sends=SENT, status=403),
    State("practice: practised page sent", LOG, by="ben", before=page_open_after, sends=SENT, status=403),
    State("practice: switch", SWITCH, by="administrator"),
    State("practice: switched", SWITCH, by="administrator", sends={"allowed": "on"}),
]
