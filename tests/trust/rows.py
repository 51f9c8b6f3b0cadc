"""What each back-office URL writes to the audit log: the reviewed table. `audited_world.py` is where it is tried.

A URL without a row fails (`test_reads_are_audited.py`).
"""

from casework.audit.verbs import Verb
from tests.trust.row import CANARY, DEADLINES, FORM, NO_CASE, ONLY_ACTS, POLLS, Row, day
from tests.trust.rows_of_administration import ADMINISTRATION
from tests.trust.rows_of_guides import GUIDES

OFFER = {"to_office": "labour-south", "purpose": CANARY, "agreed_how": "phone"} | day("agreed_on", 0)
ENDS, SHOWS = {"ending": "revoked"}, {"share": "{share}"}
TEXTS = "texts for replies, no case data"
TEXT = {"kind": "template", "name": CANARY, "language": "English", "body": CANARY} | day("review_on", 30)
CASE_URL = "office/cases/<reference:reference>/"
ROWS = {
    "office/": Row(why="sends on to the first page, which writes"),
    "office/cases/": Row(looks=Verb.LIST_READ),
    "office/cases/live/": Row(why=f"{POLLS} a list"),
    "office/cases/several/": Row(
        why="sends on to the list until cases are ticked, and is a list.read then",
        acts=Verb.CASE_CLOSED,
        sends={"do": "close", "case": "{case}", "outcome": CANARY},
    ),
    "office/cases/views/": Row(
        why="names of lists, no case data",
        acts=Verb.VIEW_SAVED,
        sends={"name": CANARY, "whose": "own", "office": "labour-east", "list": "?view=open"},
    ),
    "office/cases/views/<uuid:uuid>/remove/": Row(
        why=f"{ONLY_ACTS}, which removes the name of a list", acts=Verb.VIEW_REMOVED, first="view_saved"
    ),
    "office/contacts/": Row(
        why=FORM,
        acts=Verb.CONTACT_LOGGED,
        sends={
            "once": "{new}",
            "about": "{about}",
            "channel": "phone",
            "body": CANARY,
            "risk": "none",
            "safe": "yes",
            "turn": "office",
            "kind": "problem",
            "nature": "casework",
        },
    ),
    "office/contacts/people/": Row(why="nothing is typed; what is typed within a minute is one search.made"),
    "office/search/": Row(looks=Verb.SEARCHED),
    "office/search/suggestions/": Row(
        why="nothing is typed; what is typed within a minute is one search.made"
    ),
    "office/risks/": Row(
        looks=Verb.LIST_READ,
        acts=Verb.RISK_SETTLED,
        sends={"flags": "{risk}", "how": CANARY},
        first="at_risk",
    ),
    "office/risks/unsettled/": Row(why="a count, asked again and again by a page that is open"),
    "office/planned/": Row(looks=Verb.LIST_READ),
    "office/planned/<uuid:uuid>/undo/": Row(why=ONLY_ACTS, acts=Verb.ACT_UNDONE, first="closing_planned"),
    "office/risks/undo/": Row(why=f"{ONLY_ACTS}, which undoes what this session settled"),
    CASE_URL: Row(looks=Verb.CASE_READ),
    f"{CASE_URL}facts/": Row(
        looks=Verb.CASE_READ,
        acts=Verb.FACT_CORRECTED,
        sends={"subject": CANARY, "member": "ines-vale", "kind": "problem", "nature": "casework"},
        also=(Verb.FACT_CORRECTED,),  # their name, which the form did not send
    ),
    f"{CASE_URL}live/": Row(why=f"{POLLS} a case"),
    f"{CASE_URL}answers/": Row(looks=Verb.CASE_READ),
    f"{CASE_URL}files/<uuid:uuid>/": Row(looks=Verb.FILE_READ),
    f"{CASE_URL}files/<uuid:uuid>/thumbnail/": Row(looks=Verb.FILE_READ),
    f"{CASE_URL}readers/": Row(looks=Verb.LOG_READ),
    f"{CASE_URL}assign-to-me/": Row(why=ONLY_ACTS, acts=Verb.CASE_ASSIGNED),
    f"{CASE_URL}assign/": Row(looks=Verb.CASE_READ, acts=Verb.CASE_ASSIGNED, sends={"owner": "{ben}"}),
    f"{CASE_URL}note/": Row(
        looks=Verb.CASE_READ, acts=Verb.NOTE_ADDED, sends={"once": "{new}", "body": CANARY}
    ),
    f"{CASE_URL}reply/": Row(
        why="sends on to the case, which writes",
        acts=Verb.REPLY_SENT,
        sends={"once": "{new}", "seen": "{seen}", "body": CANARY, "turn": "constituent"},
        also=(Verb.CASE_TURN_SET,),
    ),
    f"{CASE_URL}draft/": Row(why=ONLY_ACTS, acts=Verb.DRAFT_BEGUN, sends={"draft": "{new}", "body": CANARY}),
    f"{CASE_URL}drafts/<uuid:draft>/throw-away/": Row(
        looks=Verb.CASE_READ, acts=Verb.DRAFT_THROWN_AWAY, first="drafted"
    ),
    f"{CASE_URL}drafts/<uuid:draft>/undo/": Row(why=ONLY_ACTS, acts=Verb.REPLY_UNDONE, first="planned"),
    f"{CASE_URL}tags/": Row(looks=Verb.CASE_READ, acts=Verb.CASE_TAGGED, sends={"name": CANARY}),
    f"{CASE_URL}tags/<uuid:tag>/remove/": Row(why=ONLY_ACTS, acts=Verb.CASE_UNTAGGED, first="tagged"),
    "office/cases/columns/": Row(why="one's own choice of columns"),
    "office/team/tags/": Row(why="names of tags with counts, no case data"),
    "office/team/tags/<uuid:tag>/": Row(
        why="the name of a tag, no case data",
        acts=Verb.TAG_RENAMED,
        sends={"rename": "Rename", "name": CANARY},
        first="tagged",
    ),
    f"{CASE_URL}sign-off/<uuid:sign_off>/": Row(
        looks=Verb.CASE_READ,
        acts=Verb.SIGN_OFF_SENT_BACK,
        sends={"back": "Send back", "note": CANARY, "seen": "{seen}", "version": "1"},
        first="to_sign",
    ),
    f"{CASE_URL}sign-off/<uuid:sign_off>/withdraw/": Row(
        why=ONLY_ACTS, acts=Verb.SIGN_OFF_WITHDRAWN, who="ben", first="to_sign"
    ),
    f"{CASE_URL}turn/": Row(
        looks=Verb.CASE_READ,
        acts=Verb.CASE_TURN_SET,
        sends={"turn": "third-party", "waiting_on": CANARY},
    ),
    f"{CASE_URL}close/": Row(looks=Verb.CASE_READ, acts=Verb.CASE_CLOSED, sends={"outcome": CANARY}),
    f"{CASE_URL}reopen/": Row(why=ONLY_ACTS, acts=Verb.CASE_REOPENED, first="closed"),
    f"{CASE_URL}messages/<uuid:message>/alert-again/": Row(
        looks=Verb.CASE_READ, acts=Verb.MAIL_SENT_AGAIN, first="alert_failed"
    ),
    f"{CASE_URL}contact-tasks/<uuid:task>/": Row(
        why=ONLY_ACTS, acts=Verb.CONTACT_TASK_DONE, first="nobody_was_told"
    ),
    f"{CASE_URL}contact-tasks/<uuid:task>/address/": Row(
        why=ONLY_ACTS, acts=Verb.ADDRESS_SHOWN, first="alert_not_delivered"
    ),
    f"{CASE_URL}contact-tasks/<uuid:task>/correct-address/": Row(
        why=ONLY_ACTS,
        acts=Verb.ADDRESS_CORRECTED,
        also=(Verb.ADDRESS_SHOWN,),  # the page that names the wrong one
        sends={"address": "right@london.example"},
        first="alert_not_delivered",
    ),
    f"{CASE_URL}tracking-code/": Row(looks=Verb.CASE_READ, acts=Verb.TRACKING_REPLACED),
    f"{CASE_URL}account-link/": Row(
        looks=Verb.CASE_READ, acts=Verb.ACCOUNT_LINK_CODE_GIVEN, first="raised_by_nobody"
    ),
    "office/feedback/": Row(why="counts of whole months, no case data"),
    f"{CASE_URL}risk/": Row(
        looks=Verb.CASE_READ, acts=Verb.RISK_RAISED, sends={"kind": "eviction", "reason": CANARY}
    ),
    f"{CASE_URL}risk/<uuid:uuid>/": Row(
        looks=Verb.CASE_READ, acts=Verb.RISK_SETTLED, sends={"how": CANARY}, first="at_risk"
    ),
    f"{CASE_URL}safe/": Row(looks=Verb.CASE_READ, acts=Verb.SAFE_WAY_SET, sends={"way": CANARY}),
    f"{CASE_URL}safe/code/": Row(
        looks=Verb.CASE_READ, acts=Verb.SAFE_CODE_MADE, sends={"hours": "1"}, first="unsafe"
    ),
    f"{CASE_URL}safe/forget/": Row(why=ONLY_ACTS, acts=Verb.SAFE_WORD_ENDED, first="unsafe"),
    "office/my-day/": Row(looks=Verb.LIST_READ),
    "office/practice/": Row(why="how to begin, or the steps of the tour: no case"),
    "office/practice/start/": Row(why=ONLY_ACTS, acts=Verb.PRACTICE_BEGUN, first="practised_before"),
    "office/practice/stop/": Row(why="returns to real work, and reads nothing"),
    "office/practice/again/": Row(why="only while practising; the page says what will be deleted"),
    "office/practice/remove/": Row(
        why="only for someone with made-up cases; the page says what will be deleted"
    ),
    "office/go-to/": Row(why="names of pages and views, no case data"),
    "office/texts/": Row(why=TEXTS),
    "office/texts/add/": Row(why=TEXTS, acts=Verb.WORDING_KEPT, sends=TEXT),
    "office/texts/<uuid:wording>/": Row(why=TEXTS, acts=Verb.WORDING_KEPT, sends=TEXT, first="with_a_text"),
    "office/texts/<uuid:wording>/end/": Row(why=TEXTS, acts=Verb.WORDING_ENDED, first="with_a_text"),
    "office/administration/texts/": Row(why=TEXTS, who="boss"),
    "office/administration/texts/add/": Row(why=TEXTS, acts=Verb.WORDING_KEPT, sends=TEXT, who="boss"),
    "office/administration/texts/<uuid:wording>/": Row(
        why=TEXTS, acts=Verb.WORDING_KEPT, sends=TEXT, who="boss", first="with_a_shared_text"
    ),
    "office/administration/texts/<uuid:wording>/end/": Row(
        why=TEXTS, acts=Verb.WORDING_ENDED, who="boss", first="with_a_shared_text"
    ),
    "office/duty/": Row(why=NO_CASE),
    "office/duty/settings/": Row(
        why=NO_CASE,
        acts=Verb.DUTY_SET,
        sends={"person": "{person}", "minutes": "15", "hours": CANARY},
    ),
    "office/duty/days/": Row(
        why=NO_CASE,
        acts=Verb.DUTY_PERIOD_ADDED,
        sends={"person": "{person}"} | day("first_day", 0) | day("last_day", 3),
    ),
    "office/duty/away/": Row(
        why=NO_CASE,
        acts=Verb.DUTY_AWAY_ADDED,
        sends={"person": "{person}"} | day("first_day", 0) | day("last_day", 3),
    ),
    "office/duty/answer/": Row(
        why=ONLY_ACTS,
        acts=Verb.DUTY_ACCEPTED,
        sends={"period": "{period}", "answer": "accept"},
        first="named_on_the_rota",
    ),
    "office/duty/<uuid:uuid>/remove/": Row(why=ONLY_ACTS, acts=Verb.DUTY_ROW_REMOVED, first="on_the_rota"),
    "office/data/": Row(why="says what kinds of things are held, and about nobody"),
    "office/what-it-can-see/": Row(why="a paper, the same for everybody"),
    f"{CASE_URL}permission/": Row(looks=Verb.CASE_READ, first="for_somebody"),
    f"{CASE_URL}permission/letter/": Row(looks=Verb.CASE_READ, first="for_somebody"),
    f"{CASE_URL}permission/scans/<uuid:uuid>/": Row(looks=Verb.FILE_READ, first="on_paper"),
    f"{CASE_URL}permission/link/": Row(
        looks=Verb.CASE_READ,
        acts=Verb.AUTHORITY_ASKED,
        sends={"address": "mother@london.example", "checked": "met", "is_theirs": "on", "what": "read"}
        | day("last_day", 14),
        first="for_somebody",
    ),
    f"{CASE_URL}permission/paper/": Row(
        looks=Verb.CASE_READ,
        acts=Verb.AUTHORITY_GIVEN,
        sends={"signed_name": CANARY, "what": "read", "files": "{scan}"}
        | day("signed_on", 0)
        | day("last_day", 14),
        first="for_somebody",
    ),
    f"{CASE_URL}permission/end/": Row(
        looks=Verb.CASE_READ, acts=Verb.AUTHORITY_REVOKED, first="with_permission"
    ),
    f"{CASE_URL}permission/again/": Row(why=ONLY_ACTS, acts=Verb.AUTHORITY_BEGUN, first="refused"),
    f"{CASE_URL}permission/message/": Row(
        why=ONLY_ACTS,
        acts=Verb.REPLY_SENT,
        sends={"once": "{new}", "fixed": "ask"},
        first="for_somebody",
    ),
    f"{CASE_URL}share/": Row(
        looks=Verb.CASE_READ, acts=Verb.SHARE_OFFERED, sends=OFFER | day("last_day", 14), who="ben"
    ),
    f"{CASE_URL}share/end/": Row(
        looks=Verb.CASE_READ, acts=Verb.SHARE_ENDED, sends=ENDS, who="ben", first="sharing"
    ),
    f"{CASE_URL}share/notes/<uuid:uuid>/": Row(
        why=ONLY_ACTS, acts=Verb.SHARE_PART_SHOWN, sends=SHOWS, who="ben", first="sharing_a_note"
    ),
    f"{CASE_URL}share/files/<uuid:uuid>/": Row(
        why=ONLY_ACTS, acts=Verb.SHARE_PART_SHOWN, sends=SHOWS, who="ben", first="sharing"
    ),
    f"{CASE_URL}transfer/": Row(looks=Verb.CASE_READ, acts=Verb.TRANSFER_OFFERED, sends=OFFER, who="ben"),
    f"{CASE_URL}transfer/end/": Row(
        looks=Verb.CASE_READ, acts=Verb.TRANSFER_TAKEN_BACK, sends=ENDS, who="ben", first="transfer_asked"
    ),
    "office/permissions/": Row(looks=Verb.LIST_READ, first="with_permission"),
    "office/shared/": Row(looks=Verb.LIST_READ, who="eve"),
    "office/shared/reading/<uuid:uuid>/": Row(
        why="says who asks and why, and nothing of the case",
        acts=Verb.SHARE_ACCEPTED,
        also=(Verb.SHARE_ACCEPTED,),  # in the logs of both offices
        sends={"answer": "accept"},
        who="eve",
        first="share_asked",
    ),
    "office/shared/taking-on/<uuid:uuid>/": Row(
        why="says who asks and why, and nothing of the case",
        acts=Verb.TRANSFER_ACCEPTED,
        also=(Verb.TRANSFER_ACCEPTED,),  # in the logs of both offices; it closes the original
        sends={"answer": "accept", "member": "sol-marsh"},
        who="eve",
        first="transfer_asked",
    ),
    "office/team/": Row(why=NO_CASE),
    "office/team/invite/": Row(
        why=FORM,
        acts=Verb.INVITATION_SENT,
        sends={"email": "new@staff.example", "name": CANARY, "office": "labour-east", "role": "caseworker"},
    ),
    "office/team/deadlines/": Row(why=NO_CASE, acts=Verb.DEADLINES_SET, sends=DEADLINES),
    "office/team/sign-off/": Row(why=NO_CASE, acts=Verb.SIGN_OFF_SET, sends={"how": "managers"}),
    "office/team/news/": Row(why="one's own choice of mail"),
    "office/team/keys/": Row(why="one's own choice of keys"),
    "office/team/invitations/": Row(
        why="shows the person's own invitations",
        acts=Verb.MEMBERSHIP_ACCEPTED,
        sends={"invitation": "{offer}", "answer": "accept"},
        who="gil",
        first="offered",
    ),
    "office/team/review/": Row(
        why=NO_CASE,
        acts=Verb.ACCESS_REVIEWED,
        sends={"office": "labour-east", "labour-east-checked": "on", "labour-east-seen": "{list}"},
    ),
    "office/team/<uuid:membership>/end/": Row(
        why=NO_CASE, acts=Verb.MEMBERSHIP_ENDED, also=(Verb.ACCOUNT_CLOSED,)
    ),
    "office/team/<uuid:membership>/role/": Row(
        why=NO_CASE, acts=Verb.ROLE_CHANGED, sends={"role": "read-only"}
    ),
    "office/emergency/<uuid:uuid>/": Row(
        why="shows who asked for access and which pages they saw, no case data",
        acts=Verb.EMERGENCY_OPENED,
        sends={"act": "approve"},
        first="emergency_asked",
    ),
    "office/team/<uuid:membership>/recover/": Row(why=NO_CASE, acts=Verb.RECOVERY_SENT),
    "office/team/<uuid:membership>/lock/": Row(
        why=NO_CASE, acts=Verb.ACCOUNT_LOCKED, sends={"reason": "Their laptop was stolen on the train."}
    ),
    "office/team/<uuid:membership>/unlock/": Row(
        why=NO_CASE, acts=Verb.ACCOUNT_UNLOCKED, also=(Verb.RECOVERY_SENT,), first="ben_locked"
    ),
    **ADMINISTRATION,
    **GUIDES,
}
