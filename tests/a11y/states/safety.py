"""Risk, duty, safe contact, and the way off the site."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.risk_alerts import tell_of_risks
from casework.cases.risk_flags import raise_risk
from casework.cases.safe_words import keep_safe
from casework.offices.duty_rota import add_away, add_turn, set_duty
from casework.scope import ALL, scoped
from tests.a11y.stage import Stage, State

CASE = "/office/cases/{%s}/"
DUTY = "/office/duty/"


def at_risk(stage: Stage):
    with scoped(ALL):
        reason = stage.world.words.subject
        ben = stage.world.people["ben"]
        said = raise_risk(case=stage.world.cases["open"], kind="eviction", by=None)
        raise_risk(case=stage.world.cases["open"], kind="threat", reason=reason, by=ben)
    stage.names["risk"] = said.uuid


def told(stage: Stage):
    at_risk(stage)
    tell_of_risks()


def way_known(stage: Stage):
    with scoped(ALL):
        keep_safe(case=stage.world.cases["safe"], way=stage.world.words.subject, by=None)


def on_duty(stage: Stage):
    office, people, today = stage.world.offices["east"], stage.world.people, timezone.localdate()
    days = {"office": office, "starts_on": today, "ends_on": today + timedelta(days=3), "by": people["dev"]}
    with scoped(ALL):
        set_duty(office=office, person=people["ben"], cover=people["dev"], minutes=15, by=people["dev"],
                 hours="Monday to Friday, 9am to 5pm", phone="020 7946 0100")  # fmt: skip
        add_turn(person=people["dev"], cover=people["ben"], **days)
        add_away(person=people["ben"], **days)


STATES = [
    State("queue: at risk", "/office/cases/", by="ben", before=at_risk, texts=True),
    State("case: at risk", CASE % "open", by="ben", before=at_risk, texts=True),
    State("case: safe ways known", CASE % "safe", by="ben", before=way_known, texts=True),
    State("risk", CASE % "open" + "risk/", by="ben"),
    State("risk: refused", CASE % "open" + "risk/", by="ben", sends={}, status=422),
    State("risk: settle", CASE % "open" + "risk/{risk}/", by="ben", before=at_risk),
    State("risk: settle, refused", CASE % "open" + "risk/{risk}/", by="ben", before=at_risk, sends={}, status=422),
    State("safe contact", CASE % "safe" + "safe/", by="ben", before=way_known),
    State("safe contact: mark a case", CASE % "open" + "safe/", by="ben"),
    State("safe contact: refused", CASE % "open" + "safe/", by="ben", sends={}, status=422),
    State("safe code", CASE % "safe" + "safe/code/", by="ben"),
    State("safe code: refused", CASE % "safe" + "safe/code/", by="ben", sends={}, status=422),
    State("safe code: told", CASE % "safe" + "safe/code/", by="ben", sends={"hours": "24"}),
    State("turn: safe contact", CASE % "safe" + "turn/", by="ben"),
    State("duty: nobody", DUTY, by="ben"),
    State("duty", DUTY, by="dev", before=on_duty, texts=True),
    State("duty: settings", f"{DUTY}settings/", by="dev"),
    State("duty: settings refused", f"{DUTY}settings/", by="dev", sends={"minutes": "1"}, status=422),
    State("duty: days", f"{DUTY}days/", by="dev"),
    State("duty: days refused", f"{DUTY}days/", by="dev", sends={}, status=422),
    State("duty: away", f"{DUTY}away/", by="dev"),
    State("open a case", "/my-cases/open/", by="ada"),
    State("open a case: nothing opened", "/my-cases/open/", by="ada", status=422,
          sends={"reference": "LA-2222-2222", "word": "nothing"}),
    State("this device has forgotten", "/leave/", sends={}),
    State("mail: look now", before=told, mail=True),
]  # fmt: skip
