"""The rows of the log, and of the pages of administrators."""

from casework.audit.verbs import Verb
from tests.trust.row import CANARY, FORM, NO_CASE, ONLY_ACTS, Row, day

ELECTED_URL = "office/administration/body/members/<slug:elected>/"
ADMINISTRATION = {
    "office/log/": Row(looks=Verb.LOG_READ),
    "office/log/copy/": Row(why="asks why", acts=Verb.LOG_EXPORTED, sends={"reason": "incident"}),
    "office/administration/": Row(why="shows offices and who is locked, no case", who="boss"),
    "office/details/": Row(
        why=NO_CASE, acts=Verb.OFFICE_CHANGED, sends={"phone": "01632 960100", "undo_minutes": "0"}
    ),
    "office/administration/languages/": Row(
        why="shows languages, no case", acts=Verb.LANGUAGE_OFF, who="boss", first="language_on"
    ),
    "office/administration/practice/": Row(
        why="one switch, no case", acts=Verb.PRACTICE_OFF, who="boss", sends={"allowed": ""}
    ),
    "office/administration/body/": Row(why="shows who was elected, which everyone may know", who="boss"),
    f"{ELECTED_URL}": Row(why="shows what a Member was and is, which everyone may know", who="boss"),
    f"{ELECTED_URL}<slug:what>/": Row(
        why=FORM, acts=Verb.TERM_BEGUN, also=(Verb.DATES_CHANGED,), sends=day("starts_on", 5), who="boss"
    ),
    f"{ELECTED_URL}<slug:what>/<slug:day>/": Row(
        why=FORM, acts=Verb.DATES_CHANGED, sends=day("starts_on", -5), who="boss"
    ),
    "office/administration/body/add/<slug:kind>/": Row(
        why=FORM, acts=Verb.MEMBER_ADDED, sends={"name": "Giles Winter"}, who="boss"
    ),
    "office/administration/body/rename/<slug:kind>/<slug:thing>/": Row(
        why=FORM, acts=Verb.MEMBER_RENAMED, sends={"name": "Giles Winter"}, who="boss"
    ),
    "office/administration/manager/": Row(
        why=FORM,
        acts=Verb.INVITATION_SENT,
        sends={"email": "new@staff.example", "name": CANARY, "office": "green"},
        who="boss",
        first="empty_office",
    ),
    "office/administration/manager/<slug:slug>/take-back/": Row(
        why=ONLY_ACTS, acts=Verb.INVITATION_TAKEN_BACK, who="boss", first="manager_offered"
    ),
    "office/administration/emergency/": Row(
        why="asks why, and shows what came of earlier asks",
        acts=Verb.EMERGENCY_ASKED,
        sends={"office": "labour-east", "hours": "1", "reason": "The office asked for help with its queue."},
        who="boss",
    ),
    "office/administration/emergency/<uuid:uuid>/": Row(
        why="shows why another administrator asked and which pages they saw, no case data",
        acts=Verb.EMERGENCY_OPENED,
        sends={"act": "approve"},
        who="boss",
        first="asked_by_another",
    ),
    "office/administration/emergency/end/": Row(
        why=ONLY_ACTS, acts=Verb.EMERGENCY_WITHDRAWN, who="boss", first="emergency_asked"
    ),
    "office/administration/invite/": Row(
        why=FORM,
        acts=Verb.INVITATION_SENT,
        sends={"email": "new@staff.example", "name": CANARY, "role": "editor"},
        who="boss",
    ),
    "office/administration/invite/<uuid:uuid>/take-back/": Row(
        why=ONLY_ACTS, acts=Verb.INVITATION_TAKEN_BACK, who="boss", first="editor_invited"
    ),
    "office/administration/people/": Row(why="shows who has which role, no case", who="boss"),
    "office/administration/people/<uuid:person>/end/<slug:role>/": Row(
        why=NO_CASE, acts=Verb.EDITOR_ENDED, also=(Verb.ACCOUNT_CLOSED,), who="boss", first="gil_edits"
    ),
    "office/administration/people/<uuid:person>/recover/": Row(
        why=NO_CASE, acts=Verb.RECOVERY_SENT, who="boss", first="gil_edits"
    ),
    "office/administration/people/<uuid:person>/lock/": Row(
        why=NO_CASE,
        acts=Verb.ACCOUNT_LOCKED,
        sends={"reason": "Their laptop was stolen on the train."},
        who="boss",
        first="gil_edits",
    ),
    "office/administration/log/": Row(looks=Verb.LOG_READ, who="boss"),
    "office/administration/people/<uuid:person>/unlock/": Row(
        why=NO_CASE,
        acts=Verb.ACCOUNT_UNLOCKED,
        also=(Verb.RECOVERY_SENT,),
        who="boss",
        first="cat_locked",
    ),
}
