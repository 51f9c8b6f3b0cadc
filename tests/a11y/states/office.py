"""The team, the log, administration, emergency access."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Disuse, User
from casework.cases.models import Case
from casework.cases.votes import FeedbackMonth
from casework.offices import break_glass
from casework.offices.models import Membership
from casework.offices.offers import offer_first_manager, offer_work
from casework.offices.review import REVIEW_EVERY
from casework.offices.services import change_role
from casework.offices.unused import LASTS, NOTICE, suspend_unused
from casework.scope import ALL, scoped
from tests.a11y.stage import Stage, State

TEAM = "/office/team/"
ADMINISTRATION = "/office/administration/"
EMERGENCY = f"{ADMINISTRATION}emergency/"
WHY = "The office cannot open its case and asked me to look."


def offer(stage: Stage):
    with scoped(ALL):
        offer_work(office=stage.world.offices["east"], email="new@staff.example", name=stage.world.words.staff[:150],
                   role="caseworker", by=stage.world.people["dev"])  # fmt: skip
        held = Membership.objects.get(user__email="new@staff.example")
    stage.names["offer"] = held.uuid


def offered_to_cat(stage: Stage):
    with scoped(ALL):
        offer_work(office=stage.world.offices["east"], email="cat@staff.example", name="Cat", role="caseworker",
                   by=stage.world.people["dev"])  # fmt: skip


def first_manager(stage: Stage):
    with scoped(ALL):
        offer_first_manager(office=stage.world.offices["south"], email="new@staff.example", name="New",
                            by=stage.world.people["administrator"])  # fmt: skip


def review_is_due(stage: Stage):
    with scoped(ALL):
        stage.world.offices["east"].memberships.update(accepted_at=timezone.now() - REVIEW_EVERY)


def asleep(name: str, *, days: int = LASTS.days):
    """This person has not signed in for so long that their account is suspended, or that they are warned."""

    def before(stage: Stage):
        now, user = timezone.now(), stage.world.people[name]
        long_ago = {"last_login": now - timedelta(days=days), "joined_at": now - timedelta(days=400)}
        User.objects.filter(pk=user.pk).update(**long_ago)
        if days >= LASTS.days:
            Disuse.objects.update_or_create(user=user, defaults={"warned_at": now - NOTICE})
        with scoped(ALL):
            suspend_unused()
            held = Membership.objects.filter(user=user).first()
        stage.names["asleep"] = held.uuid if held else ""
        stage.names["person"] = user.uuid

    return before


def manager_asleep(stage: Stage):
    asleep("dev")(stage)


def emergency(*, then: str = "", life_at_risk: bool = False):
    """An administrator asks to read the cases of Labour East; `then` is what the manager does."""

    def before(stage: Stage):
        boss, dev = stage.world.people["administrator"], stage.world.people["dev"]
        with scoped(ALL):
            access = break_glass.ask_for_access(
                office=stage.world.offices["east"], reason=WHY, hours=1, by=boss, life_at_risk=life_at_risk
            )
            if then in {"approve", "end"}:
                break_glass.approve(access=access, by=dev)
                access.refresh_from_db()
            if access.membership:
                reference = Case.objects.first().reference
                for route in ("backoffice:case_list", "backoffice:case_detail"):
                    break_glass.note_page(membership=access.membership, route=route, reference=reference)
            if then == "decline":
                break_glass.decline(access=access, because="We opened it ourselves just now.", by=dev)
            if then == "end":
                break_glass.end_access(access=access, by=boss)
        stage.names["emergency"] = access.uuid

    return before


def role_changed(stage: Stage):
    with scoped(ALL):
        held = Membership.objects.get(user=stage.world.people["fay"])
        change_role(membership=held, role="caseworker", by=stage.world.people["dev"])


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
    State("team: somebody suspended", TEAM, by="dev", before=asleep("ben")),
    State("team: review due", TEAM, by="dev", before=review_is_due),
    State("team: invited", f"{TEAM}invite/", by="dev", sends=INVITED),
    State("invite", f"{TEAM}invite/", by="dev"),
    State("invite: refused", f"{TEAM}invite/", by="dev", sends={"email": "no at", "office": "x"}, status=422),
    State("invite: not a manager", f"{TEAM}invite/", by="ben", status=403),
    State("role", f"{TEAM}{{membership}}/role/", by="dev", texts=True),
    State("role: refused", f"{TEAM}{{membership}}/role/", by="dev", sends={"role": "x"}, status=422),
    State("end somebody's work", f"{TEAM}{{membership}}/end/", by="dev", texts=True),
    State("take an invitation back", f"{TEAM}{{offer}}/end/", by="dev", before=offer),
    State("invite again", f"{TEAM}{{membership}}/invite-again/", by="dev", texts=True),
    State("let back in", f"{TEAM}{{asleep}}/let-back-in/", by="dev", before=asleep("ben"), texts=True),
    State("let back in, by an administrator", f"{ADMINISTRATION}people/{{person}}/let-back-in/",
          by="administrator", before=asleep("editor")),
    State("review", f"{TEAM}review/", by="dev", texts=True),
    State("review: due", f"{TEAM}review/", by="dev", before=review_is_due),
    State("review: not ticked", f"{TEAM}review/", by="dev",
          sends={"office": "labour-east", "labour-east-seen": "x"}, status=422),
    State("my invitations", f"{TEAM}invitations/", by="cat", before=offered_to_cat, texts=True),
    State("my invitations: none", f"{TEAM}invitations/", by="ben"),
    State("desk: staff without an office", "/office/", by="nobody yet", status=404),
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
    State("administration: log", f"{ADMINISTRATION}log/", by="administrator", before=emergency(then="end")),
    State("administration: first manager", f"{ADMINISTRATION}manager/", by="administrator"),
    State("administration: first manager, refused", f"{ADMINISTRATION}manager/", by="administrator", sends={},
          status=422),
    State("administration: editor", f"{ADMINISTRATION}editor/", by="administrator"),
    State("administration: editor, refused", f"{ADMINISTRATION}editor/", by="administrator", sends={}, status=422),
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
    State("mail: invited to an office", before=offered_to_cat, mail=True),
    State("mail: first manager", before=first_manager, mail=True),
    State("mail: role changed", before=role_changed, mail=True),
    State("mail: sign in soon", before=asleep("ben", days=(LASTS - NOTICE).days), mail=True),
    State("mail: suspended", before=asleep("ben"), mail=True),
    State("mail: no manager left", before=manager_asleep, mail=True),
]  # fmt: skip
