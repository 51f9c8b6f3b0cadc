"""States of the team, the log, administration and emergency access."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import AccountLock, User
from casework.cases.models import Case
from casework.cases.models.own_case.feedback import FeedbackMonth
from casework.cases.services.case import assign
from casework.offices.access import emergency_access, emergency_report
from casework.offices.access.first_manager import invite_first_manager
from casework.offices.access.invitations import invite
from casework.offices.access.locks import LASTS, NOTICE, lock_account, lock_unused
from casework.offices.access.review import REVIEW_EVERY
from casework.offices.models import Membership
from casework.offices.services import change_role, end_membership
from casework.wall.scope import ALL, scoped
from tests.a11y.stage import Stage, State

TEAM = "/office/team/"
ADMINISTRATION = "/office/administration/"
BODY = f"{ADMINISTRATION}body/"
EMERGENCY = f"{ADMINISTRATION}emergency/"
WHY = "The office cannot open its case and asked me to look."


def offer(stage: Stage):
    with scoped(ALL):
        made = invite(office=stage.world.offices["east"], email="new@staff.example",
                      name=stage.world.words.staff[:150], role="caseworker", by=stage.world.people["dev"])  # fmt: skip
    stage.names["offer"] = made.uuid


def offered_to_cat(stage: Stage):
    with scoped(ALL):
        invite(office=stage.world.offices["east"], email="cat@staff.example", name="Cat", role="caseworker",
               by=stage.world.people["dev"])  # fmt: skip


def offered_to(name: str):
    """An office invites this person."""

    def before(stage: Stage):
        with scoped(ALL):
            invite(office=stage.world.offices["east"], email=stage.world.people[name].email, role="caseworker",
                   by=stage.world.people["dev"])  # fmt: skip

    return before


def editor_invited(stage: Stage):
    with scoped(ALL):
        invite(office=None, email="new@staff.example", role="editor", by=stage.world.people["administrator"])
    stage.names["person"] = stage.world.people["editor"].uuid


def locked_by_dev(stage: Stage):
    with scoped(ALL):
        ben = stage.world.people["ben"]
        lock_account(user=ben, reason="Their laptop was stolen on the train.", by=stage.world.people["dev"])
        stage.names["asleep"] = Membership.objects.get(user=ben).uuid


def work_ended(stage: Stage):
    with scoped(ALL):
        held = Membership.objects.get(user=stage.world.people["fay"])
        end_membership(membership=held, by=stage.world.people["dev"])


def has_a_case(stage: Stage):
    with scoped(ALL):
        held = Membership.objects.get(uuid=stage.world.names["membership"])
        assign(case=stage.world.cases["open"], to=held.user, by=stage.world.people["dev"])


def first_manager(stage: Stage):
    with scoped(ALL):
        invite_first_manager(office=stage.world.offices["south"], email="new@staff.example", name="New",
                             by=stage.world.people["administrator"])  # fmt: skip


def review_is_due(stage: Stage):
    with scoped(ALL):
        stage.world.offices["east"].memberships.update(started_at=timezone.now() - REVIEW_EVERY)


def asleep(name: str, *, days: int = LASTS.days):
    """Return a function that makes this person's last sign-in so old that the account is locked or warned."""

    def before(stage: Stage):
        now, user = timezone.now(), stage.world.people[name]
        long_ago = {"last_login": now - timedelta(days=days), "joined_at": now - timedelta(days=400)}
        User.objects.filter(pk=user.pk).update(**long_ago)
        if days >= LASTS.days:
            AccountLock.objects.update_or_create(user=user, defaults={"warned_at": now - NOTICE})
        with scoped(ALL):
            lock_unused()
            held = Membership.objects.filter(user=user).first()
        stage.names["asleep"] = held.uuid if held else ""
        stage.names["person"] = user.uuid

    return before


def manager_asleep(stage: Stage):
    asleep("dev")(stage)


def emergency(*, then: str = "", life_at_risk: bool = False):
    """Return a function in which an administrator requests emergency access to Labour East; `then` is the
    manager's action.
    """

    def before(stage: Stage):
        boss, dev = stage.world.people["administrator"], stage.world.people["dev"]
        with scoped(ALL):
            access = emergency_access.ask_for_access(
                office=stage.world.offices["east"], reason=WHY, hours=1, by=boss, life_at_risk=life_at_risk
            )
            if then in {"approve", "end"}:
                emergency_access.approve(access=access, by=dev)
                access.refresh_from_db()
            if access.membership:
                reference = Case.objects.first().reference
                for route in ("backoffice:case_list", "backoffice:case_detail"):
                    emergency_report.note_page(membership=access.membership, route=route, reference=reference)
            if then == "decline":
                emergency_access.decline(access=access, because="We opened it ourselves just now.", by=dev)
            if then == "end":
                emergency_access.end_access(access=access, by=boss)
        stage.names["emergency"] = access.uuid

    return before


def role_changed(stage: Stage):
    with scoped(ALL):
        held = Membership.objects.active().get(user=stage.world.people["ben"])
        change_role(membership=held, role="read-only", by=stage.world.people["dev"])


def something_happened(stage: Stage):
    for address in ("/office/cases/", "/office/cases/{open}/", "/office/cases/{third}/", TEAM):
        stage.get(address)


def answers_counted(stage: Stage):
    with scoped(ALL):
        office = stage.world.offices["east"].pk
        FeedbackMonth.objects.create(office=office, month=date(2026, 1, 1), yes=12, partly=3, no=4)


INVITED = {"email": "new@staff.example", "name": "New", "role": "caseworker", "office": "labour-east"}

STATES = [
    State("team", TEAM, by="dev", texts=True),
    State("team: seen by a colleague", TEAM, by="ben"),
    State("team: somebody invited", TEAM, by="dev", before=offer, texts=True),
    State("team: somebody locked", TEAM, by="dev", before=asleep("ben")),
    State("team: review due", TEAM, by="dev", before=review_is_due),
    State("team: invited", f"{TEAM}invite/", by="dev", sends=INVITED),
    State("invite", f"{TEAM}invite/", by="dev"),
    State("invite: refused", f"{TEAM}invite/", by="dev", sends={"email": "no at", "office": "x"}, status=422),
    State("invite: not a manager", f"{TEAM}invite/", by="ben", status=403),
    State("role", f"{TEAM}{{membership}}/role/", by="dev", texts=True),
    State("role: refused", f"{TEAM}{{membership}}/role/", by="dev", sends={"role": "x"}, status=422),
    State("end somebody's work", f"{TEAM}{{membership}}/end/", by="dev", texts=True),
    State("end somebody's work: their cases", f"{TEAM}{{membership}}/end/", by="dev", before=has_a_case, sends={},
          status=422, texts=True),
    State("take an invitation back", f"{TEAM}{{offer}}/end/", by="dev", before=offer),
    State("recovery link", f"{TEAM}{{membership}}/recover/", by="dev", texts=True),
    State("lock", f"{TEAM}{{membership}}/lock/", by="dev", texts=True),
    State("lock: refused", f"{TEAM}{{membership}}/lock/", by="dev", sends={"reason": "No."}, status=422),
    State("unlock", f"{TEAM}{{asleep}}/unlock/", by="dev", before=asleep("ben"), texts=True),
    State("unlock: locked with a reason", f"{TEAM}{{asleep}}/unlock/", by="dev", before=locked_by_dev),
    State("unlock, by an administrator", f"{ADMINISTRATION}people/{{person}}/unlock/",
          by="administrator", before=asleep("editor")),
    State("review", f"{TEAM}review/", by="dev", texts=True),
    State("review: due", f"{TEAM}review/", by="dev", before=review_is_due),
    State("review: not ticked", f"{TEAM}review/", by="dev",
          sends={"office": "labour-east", "labour-east-seen": "x"}, status=422),
    State("my access: invited", f"{TEAM}invitations/", by="cat", before=offered_to_cat, texts=True),
    State("my access", f"{TEAM}invitations/", by="ben"),
    State("my access: an administrator is invited", f"{TEAM}invitations/", by="administrator",
          before=offered_to("administrator")),
    State("my access: of no office", f"{TEAM}invitations/", by="nobody yet"),
    State("log", "/office/log/", by="dev", before=something_happened, texts=True),
    State("log: nothing", "/office/log/?who=nobody&q=LA-2222-2222", by="dev"),
    State("log: copy", "/office/log/copy/", by="dev"),
    State("log: copy, refused", "/office/log/copy/", by="dev", sends={}, status=422),
    State("what people say", "/office/feedback/", by="ben", before=answers_counted),
    State("what people say: nothing yet", "/office/feedback/", by="ben"),
    State("what we hold", "/office/data/", by="ben"),
    State("what IT can see", "/office/what-it-can-see/", by="ben"),
    State("administration", ADMINISTRATION, by="administrator"),
    State("administration: somebody invited", ADMINISTRATION, by="administrator", before=first_manager),
    State("administration: a manager asleep", ADMINISTRATION, by="administrator", before=manager_asleep),
    State("administration: an editor asleep", ADMINISTRATION, by="administrator", before=asleep("editor")),
    State("administration: languages, none ready", f"{ADMINISTRATION}languages/", by="administrator"),
    State("administration: log", f"{ADMINISTRATION}log/", by="administrator", before=emergency(then="end")),
    State("administration: first manager", f"{ADMINISTRATION}manager/", by="administrator"),
    State("administration: first manager, refused", f"{ADMINISTRATION}manager/", by="administrator", sends={},
          status=422),
    State("administration: invite", f"{ADMINISTRATION}invite/", by="administrator"),
    State("administration: invite, refused", f"{ADMINISTRATION}invite/", by="administrator", sends={}, status=422),
    State("administration: people", f"{ADMINISTRATION}people/", by="administrator", before=editor_invited),
    State("administration: end a role", f"{ADMINISTRATION}people/{{person}}/end/editor/", by="administrator",
          before=editor_invited),
    State("deadlines", TEAM + "deadlines/", by="dev", texts=True),
    State("deadlines, refused", TEAM + "deadlines/", by="dev", sends={"casework-answer_in": "0"}, status=422),
    State("office details", "/office/details/", by="dev"),
    State("office details, refused", "/office/details/", by="dev", sends={"phone": "1" * 50}, status=422),
    State("body", BODY, by="administrator"),
    State("body: a Member", f"{BODY}members/ines-vale/", by="administrator"),
    State("body: change group", f"{BODY}members/ines-vale/group/", by="administrator"),
    State("body: change group, refused", f"{BODY}members/ines-vale/group/", by="administrator", sends={},
          status=422),
    State("body: days of a seat", f"{BODY}members/ines-vale/seat/2024-05-07/", by="administrator"),
    State("body: add an office", f"{BODY}add/office/", by="administrator"),
    State("emergency: ask", EMERGENCY, by="administrator"),
    State("emergency: refused", EMERGENCY, by="administrator", sends={"reason": "To help."}, status=422),
    State("emergency: asked", EMERGENCY, by="administrator", before=emergency(), texts=True),
    State("emergency: declined", EMERGENCY, by="administrator", before=emergency(then="decline")),
    State("emergency: reading", "/office/cases/", by="administrator", before=emergency(then="approve"), texts=True),
    State("emergency: to answer", "/office/emergency/{emergency}/", by="dev", before=emergency(), texts=True),
    State("emergency: decline without a reason", "/office/emergency/{emergency}/", by="dev", before=emergency(),
          sends={"act": "decline", "because": ""}, status=422),
    State("emergency: open", "/office/emergency/{emergency}/", by="dev", before=emergency(then="approve")),
    State("emergency: over", "/office/emergency/{emergency}/", by="dev", before=emergency(then="end"), texts=True),
    State("emergency: banner for managers", "/office/cases/", by="dev", before=emergency(life_at_risk=True)),
    State("emergency: banner, not read", "/office/cases/", by="dev", before=emergency(then="end")),
    State("mail: emergency access", before=emergency(life_at_risk=True), mail=True),
    State("mail: the team has changed", before=offer, mail=True),
    State("mail: work ended", before=work_ended, mail=True),
    State("mail: first manager", before=first_manager, mail=True),
    State("mail: role changed", before=role_changed, mail=True),
    State("mail: sign in soon", before=asleep("ben", days=(LASTS - NOTICE).days), mail=True),
    State("mail: locked", before=asleep("ben"), mail=True),
    State("mail: no manager left", before=manager_asleep, mail=True),
]  # fmt: skip
