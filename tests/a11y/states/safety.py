"""States of risk, duty, safe contact and the quick exit."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.services.safety.risk import raise_risk
from casework.cases.services.safety.safe_contact import keep_safe
from casework.cases.tasks.risk import FLOOD, tell_of_risks
from casework.offices.duty.acceptance import give_back_duty
from casework.offices.duty.rota import add_away, add_turn, set_duty
from casework.offices.models import Duty
from casework.wall.scope import ALL, scoped
from tests import factories
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


def flooded(stage: Stage):
    with scoped(ALL):
        for _number in range(FLOOD):
            raise_risk(case=factories.case(office=stage.world.offices["east"]), kind="eviction", by=None)
    tell_of_risks()


def way_known(stage: Stage):
    with scoped(ALL):
        keep_safe(case=stage.world.cases["safe"], way=stage.world.words.subject, by=None)


def on_duty(stage: Stage):
    office, people, today = stage.world.offices["east"], stage.world.people, timezone.localdate()
    days = {"office": office, "starts_on": today, "ends_on": today + timedelta(days=3), "by": people["dev"]}
    factories.on_duty(office=office, person=people["ben"], cover=people["dev"], by=people["dev"])
    with scoped(ALL):
        add_turn(person=people["dev"], cover=people["ben"], **days)
        add_away(person=people["ben"], **days)


def asked_to_be_on_duty(stage: Stage):
    office, people, today = stage.world.offices["east"], stage.world.people, timezone.localdate()
    facts = {"minutes": 15, "hours": "", "phone": "", "by": people["dev"]}
    with scoped(ALL):
        set_duty(office=office, person=people["ben"], cover=None, **facts)
        days = {"starts_on": today, "ends_on": today + timedelta(days=3), "by": people["dev"]}
        add_turn(office=office, person=people["ben"], cover=None, **days)


def gave_duty_back(stage: Stage):
    asked_to_be_on_duty(stage)
    with scoped(ALL):
        give_back_duty(
            rota=Duty.objects.get(office=stage.world.offices["east"]), by=stage.world.people["ben"]
        )


STATES = [
    State("queue: at risk", "/office/cases/", by="ben", before=at_risk, texts=True),
    State("case: at risk", CASE % "open", by="ben", before=at_risk, texts=True),
    State("case: safe ways known", CASE % "safe", by="ben", before=way_known, texts=True),
    State("risks", "/office/risks/", by="ben", before=at_risk, texts=True),
    State("risks: none", "/office/risks/", by="dev"),
    State("risks: nothing chosen", "/office/risks/", by="ben", before=at_risk, sends={"how": ""}, status=422),
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
    State("duty: asked", DUTY, by="ben", before=asked_to_be_on_duty, texts=True),
    State("mail: asked to be on duty", before=asked_to_be_on_duty, mail=True),
    State("mail: duty given back", before=gave_duty_back, mail=True),
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
    State("mail: very many risks", before=flooded, mail=True),
]  # fmt: skip
