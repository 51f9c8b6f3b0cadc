"""What the arguments of a URL can name for one actor: their own object, or someone else's."""

import uuid
from dataclasses import dataclass, field

from accounts.factors.second_factor import passkey_mark
from casework.cases.models import Case, CaseFile, Message, ReplyDraft, RiskFlag, SignOff, Tag
from casework.offices.models import Member
from casework.wall.scope import ALL, scoped
from cms.setup import home_page
from tests import factories

from .world import receiver_of
from .world_people import OFFICES

NOT_THERE = "not there"
MIXED = "own with another's part"
PART_NOT_THERE = "own with a part that is not there"
PARTS = ("file", "answer", "note", "task", "reply_draft", "sign_off", "tag")
TARGETS = [
    "own",
    "other office, same group",
    "other group",
    "other constituent",
    "safe contact",
    "unproved",
    MIXED,
    NOT_THERE,
]


@dataclass(frozen=True)
class Target:
    """One object of each kind. `whole`: its parts belong together. `named`: an argument names it."""

    kind: str
    values: dict[str, object] = field(hash=False)
    office: str = ""
    person: str = ""
    kept_by: str = ""
    receiver: str = ""  # the office to which this one offered its case
    whole: bool = True
    named: bool = True


def targets_of(world, actor):
    """Return own, other office of the group, other group, other constituent, own with a foreign part, and missing."""
    own = (actor.home, actor.name if actor.name in {"ada", "bea"} else "ada")
    same_group, other_group = _others(actor.home)
    someone_else = (actor.home, "bea" if own[1] == "ada" else "ada")
    with scoped(ALL):
        found = {
            "own": _target(world, "own", *own, actor),
            "other office, same group": _target(world, "other office, same group", same_group, own[1], actor),
            "other group": _target(world, "other group", other_group, own[1], actor),
            "other constituent": _target(world, "other constituent", *someone_else, actor),
            "safe contact": _target(world, "safe contact", actor.home, "safe", actor),
            "unproved": _target(world, "unproved", actor.home, "una", actor),
        }
    for kind, parts in {MIXED: found["other group"].values, PART_NOT_THERE: nothing()}.items():
        mixed = found["own"].values | {name: parts[name] for name in PARTS}
        found[kind] = Target(kind, mixed, *own, kept_by=found["own"].kept_by, whole=False)
    found[NOT_THERE] = Target(NOT_THERE, nothing(), whole=False)
    return found


def none_like(kind):
    """Return the missing target that corresponds to a foreign one."""
    return PART_NOT_THERE if kind == MIXED else NOT_THERE


def _others(home):
    """Return another office of the same group (or of the other, for a group with one office), and another group."""
    same = next((s for s, group in OFFICES.items() if s != home and group == OFFICES[home]), "labour-east")
    return same, next(s for s, group in OFFICES.items() if group != OFFICES[home])


def _target(world, kind, slug, person, actor):
    case = world.cases[slug, person]
    someone = next(name for name, held in world.memberships.items() if held.office.slug == slug)
    keeper = {"labour-east": "ben", "labour-south": "eve", "conservative": "cat"}[slug]
    if actor.name in {"ada", "bea"}:
        keeper = {"own": actor.name, "other constituent": person}.get(kind, keeper)
    elif kind == "other constituent":
        keeper = "bea"
    elif kind == "own" and actor.name not in world.kept:
        keeper = "ada"
    values = {
        "reference": case.reference,
        "language": "ar",
        "rest of a path": "help/",
        "file": CaseFile.objects.get(case=case).uuid,
        "answer": Message.objects.filter(case=case, alert__isnull=False).first().uuid,
        "note": case.notes.first().uuid,
        "share": uuid_of(world, "cases.Share", slug),
        "transfer": uuid_of(world, "cases.Transfer", slug),
        "risk": RiskFlag.objects.get(case=case, settled_at=None).uuid,
        "text": uuid_of(world, "replies.OfficeWording", slug),
        "shared_text": world.shared_text.uuid,
        "guide": uuid_of(world, "cases.OfficeGuide", slug),
        "shared_guide": world.shared_guide.uuid,
        "duty": uuid_of(world, "offices.DutyPeriod", slug),
        "view": uuid_of(world, "cases.SavedView", slug),
        "planned_act": uuid_of(world, "cases.PlannedAct", slug),
        "task": uuid_of(world, "cases.ContactTask", slug),
        "reply_draft": ReplyDraft.objects.get(case=case).uuid,
        "tag": Tag.objects.get(cases__case=case).uuid,
        "office_tag": Tag.objects.get(cases__case=case).uuid,
        "sign_off": SignOff.objects.get(case=case).uuid,
        "emergency": uuid_of(world, "offices.EmergencyAccess", slug),
        "seen": Case.objects.values_list("version", flat=True).get(pk=case.pk),
        "membership": world.memberships[someone].uuid,
        "office": slug,
        "kept": world.kept[keeper].uuid,
        "answers": world.submissions[person if person in world.submissions else "another browser"].uuid,
        "person": world.people[keeper].uuid,
        "token": uuid.uuid4().hex,
        "factor": passkey_mark(world.passkeys[keeper]) if keeper in world.passkeys else 987654,
        "form": "contact",
        "borough": "newham",
        "page": home_page().translation_key,
        "elected": Member.objects.order_by("pk").first().slug,
        "kind": "member",
        "fact": "group",
        "day": str(factories.ELECTED),
    }
    return Target(kind, values | _wagtail(world, kind, case), slug, person, keeper, receiver_of(slug))


def uuid_of(world, label, slug):
    row = world.rows.get((label, slug))
    return row.uuid if row else uuid.uuid4()


STEPS = {
    "own": "safety",
    "other office, same group": "member",
    "other group": "details",
    "other constituent": "files",
    "safe contact": "you",
    "unproved": "check",
}


def _wagtail(world, kind, case):
    """Return the editors' own page, and keys and models of casework where Wagtail expects its own."""
    things = {
        "own": ("cms", "contentpage", world.draft.pk),
        "other office, same group": ("cases", "case", case.pk),
        "other group": ("constituents", "constituent", case.constituent_id),
        "other constituent": ("accounts", "user", case.constituent.account_id),
        "safe contact": ("cases", "note", case.notes.first().pk),
        "unproved": ("outbox", "outboxmessage", 1),
    }
    app, model, number = things[kind]
    return {
        "app": app,
        "model": model,
        "number": number,
        "word": "delete",
        "size": "width-100",
        "step": STEPS[kind],
    }


def nothing():
    """Return names that no object has."""
    return {
        "reference": "LA-2222-2222",
        "language": "ar",
        "rest of a path": "help/",
        **{
            name: uuid.uuid4()
            for name in (
                "file",
                "answer",
                "note",
                "task",
                "seen",
                "membership",
                "kept",
                "answers",
                "share",
                "transfer",
                "emergency",
                "risk",
                "duty",
                "view",
                "reply_draft",
                "sign_off",
                "tag",
                "office_tag",
                "planned_act",
                "text",
                "shared_text",
                "guide",
                "shared_guide",
            )
        },
        "person": uuid.uuid4(),
        "token": uuid.uuid4().hex,
        "page": uuid.uuid4(),
        "office": "no-such-office",
        "factor": 987654,
        "form": "no-such-form",
        "borough": "no-such-place",
        "elected": "no-such-member",
        "kind": "nothing",
        "fact": "nothing",
        "day": "nothing",
        "app": "nothing",
        "model": "nothing",
        "number": 987654,
        "word": "nothing",
        "size": "nothing",
        "step": "nothing",
    }
