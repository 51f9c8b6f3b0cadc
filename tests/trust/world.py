"""The canary world: two groups, three offices, and a case of every kind in each, with canaries as texts.

`build(seed)` makes it in the scope of everything. A model with an office and no recipe here gets one row for each
office, made from its fields; where that is impossible, `World.unmade` says why and `test_world.py` fails.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from accounts.models import UnsentText, User
from casework.cases.models import (
    Case,
    SharedGuide,
    Topic,
)
from casework.cases.services.search import reindex
from casework.offices.models import Member, Membership, Office
from casework.questionnaires.models import Submission
from casework.replies.models import SharedWording
from casework.wall.scope import ALL, scoped
from cms.models import ContentPage
from cms.setup import editors, home_page
from tests.trust.world_cases import casework_of, unsent_answers
from tests.trust.world_people import OFFICES, STAFF, access_of_people, the_assembly, the_people

from .planting import Canaries, our_models


@dataclass
class World:
    """Everything that was planted, by office and person: `cases["labour-east", "ada"]`."""

    canaries: Canaries
    offices: dict[str, Office] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    cases: dict[tuple[str, str], Case] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    kept: dict[str, UnsentText] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    passkeys: dict[str, Authenticator] = field(default_factory=dict)
    draft: ContentPage | None = None
    shared_text: SharedWording | None = None
    shared_guide: SharedGuide | None = None
    unmade: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], models.Model] = field(default_factory=dict)  # made by themselves

    def office_of(self, office_id):
        return next(slug for slug, office in self.offices.items() if office.pk == office_id)


def build(seed=1):
    world = World(Canaries(seed))
    with scoped(ALL):
        the_assembly(world)
        the_people(world)
        for slug in OFFICES:
            casework_of(world, slug)
        unsent_answers(world)
        access_of_people(world)
        _editors_draft(world)
        world.shared_text = SharedWording.objects.create(
            name="Trams", language="English", body="The tram runs again.", review_on=date(2027, 1, 5)
        )
        world.shared_guide = SharedGuide.objects.create(
            topic=Topic.objects.first(), checklist="Ask the operator", review_on=date(2027, 1, 5)
        )
        _the_rest(world)
        reindex()
    return world


def _editors_draft(world):
    """Create an unpublished page."""
    new, home = world.canaries.new, home_page()
    editors()
    names = ("title", "lead", "body")
    title, lead, text = (new(f"editors cms.ContentPage.{name}", {"editors"}) for name in names)
    page = ContentPage(
        title=title,
        slug="draft",
        lead=lead,
        body=[("text", f"<p>{text}</p>")],
        live=False,
        locale=home.locale,
    )
    world.draft = home.add_child(instance=page)
    world.draft.save_revision()


def _the_rest(world):
    """Create a row for each office of every model of ours that has none yet, such as models added later."""
    for model in our_models():
        if model._base_manager.exists():
            continue
        for slug, office in world.offices.items():
            try:
                with transaction.atomic():
                    given = _given(world, model, slug, office)
                    # What one office offers another, the other reads.
                    readers = {
                        f"office:{slug}",
                        *(f"office:{o.slug}" for o in given.values() if isinstance(o, Office)),
                    }
                    row = world.canaries.row(model, readers=readers, **given)
                    world.rows[model._meta.label, slug] = row
            except (DatabaseError, LookupError, ValueError) as fault:
                world.unmade[model._meta.label] = str(fault).strip().splitlines()[0]


def _given(world, model, slug, office):
    """Return a value for each required column without text."""
    worker = next(world.people[name] for name, (where, _role) in STAFF.items() if where == slug)
    named = {Office: office, Case: world.cases[slug, "ada"], User: worker, Member: Member.objects.first()}
    given = {}
    for column in model._meta.concrete_fields:
        if (
            column.primary_key
            or column.null
            or column.has_default()
            or column.db_default is not models.NOT_PROVIDED
        ):
            if column.attname == "office_id":
                given["office_id"] = office.pk
            continue
        if column.name == "to_office":
            given[column.name] = world.offices[receiver_of(slug)]
        elif column.is_relation:
            target = column.related_model
            first = target._base_manager.filter(**_in_office(target, office)).first()
            given[column.name] = named.get(target) or first
        elif column.choices:
            given[column.name] = "" if column.blank else column.flatchoices[0][0]
        elif isinstance(column, models.DateTimeField):
            given[column.name] = timezone.now() + timedelta(days=1)
        elif isinstance(column, models.DateField):
            given[column.name] = date(2026, 1, 5)
        elif isinstance(column, models.IntegerField):
            given[column.name] = 1
        elif isinstance(column, models.BooleanField):
            given[column.name] = False
    return given | LEFT_EMPTY.get(model._meta.label, {})


# What only a later act may fill, days that end after they begin, and a task that is about no message.
LEFT_EMPTY = {
    "cases.ContactTask": {"why": "failed"},
    "cases.Transfer": {"new_reference": ""},
    "offices.Away": {"ends_on": date(2026, 1, 9)},
    "offices.DutyPeriod": {"ends_on": date(2026, 1, 9)},
}


def receiver_of(slug):
    """Return the office to which another one offers something in this world: the next in the list."""
    slugs = list(OFFICES)
    return slugs[(slugs.index(slug) + 1) % len(slugs)]


def _in_office(model, office):
    has_office = any(column.attname == "office_id" for column in model._meta.concrete_fields)
    return {"office_id": office.pk} if has_office else {}
