"""The filters of the queue. The form owns the query string; invalid values are ignored."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from backoffice.cases.topics import topics_of
from casework.cases.models import Case, Channel, SavedView, Tag
from casework.cases.models.deadlines.deadline import has_deadline
from casework.cases.references import read_reference
from casework.cases.turns import OPEN_TURNS
from casework.constituents.languages import ANOTHER, reads_in
from casework.offices.models import Member, Membership
from casework.offices.prepared import Prepared
from casework.offices.visibility import offices_of
from casework.places.models import Borough
from casework.working_days import working_days_after
from ui.forms import Form
from ui.widgets import Select, TextInput

NO_ONE = "no-one"
ANY = ("", _("Any"))
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
DUE = [
    ("late", _("Late")),
    ("today", _("Today or late")),
    ("week", _("Within 7 days or late")),
    ("none", _("No date set")),
]
LANGUAGE = [*settings.LANGUAGE_NAMES.items(), (ANOTHER, _("Another language"))]
DEADLINE_DAYS = 5
DEADLINE = [
    ("late", _("Late")),
    ("today", _("Today or late")),
    ("soon", _("Within 5 working days or late")),
    ("none", _("None")),
]


class CaseFilter(Form):
    q = forms.CharField(label=_("Words, name or reference"), required=False, max_length=200, widget=TextInput)
    turn = forms.ChoiceField(label=_("Turn"), required=False, widget=Select)
    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=Select)
    topic = forms.ChoiceField(label=_("Topic"), required=False, widget=Select)
    borough = forms.ChoiceField(label=_("Borough"), required=False, widget=Select)
    member = forms.ChoiceField(label=_("Member"), required=False, widget=Select)
    due = forms.ChoiceField(label=_("Next date"), required=False, choices=[ANY, *DUE], widget=Select)
    deadline = forms.ChoiceField(label=_("Deadline"), required=False, choices=[ANY, *DEADLINE], widget=Select)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *Case.Kind.choices], widget=Select
    )
    nature = forms.ChoiceField(
        label=_("Nature"), required=False, choices=[ANY, *Case.Nature.choices], widget=Select
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[ANY, *LANGUAGE], widget=Select)
    sensitive = forms.ChoiceField(label=_("Sensitive"), required=False, choices=[ANY, *YES_NO], widget=Select)
    channel = forms.ChoiceField(label=_("Channel"), required=False, widget=Select)
    tag = forms.ChoiceField(label=_("Tag"), required=False, widget=Select)
    MORE = ("deadline", "kind", "nature", "language", "sensitive", "channel", "tag")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        self.user = user
        self.fields["turn"].choices = [ANY, *((turn.value, turn.label) for turn in OPEN_TURNS)]
        self.fields["owner"].choices = lambda: [ANY, (NO_ONE, _("No one")), *self._owners()]
        for name in ("topic", "borough", "member", "channel", "tag"):
            self.fields[name].choices = partial(self._offered, name)

    @cached_property
    def named(self):
        """What the database offers for the filters, and the saved views. Asked once it is shown or chosen from."""
        choices = {field: [] for field in NAMED}
        for field, name, slug in OFFERED.rows(self.user, now=timezone.now()):
            choices[field].append((slug, name))
        return choices

    def _offered(self, name):
        return [ANY, *self.named[name]]

    def _owners(self):
        return [(str(UUID(key)), name) for key, name in self.named["owner"]]

    @property
    def saved(self):
        """The saved views as (query, name)."""
        return self.named["saved"]

    @property
    def usual(self):
        """The filters that are always in sight."""
        return [self[name] for name in self.fields if name not in self.MORE]

    @property
    def more(self):
        return [self[name] for name in self.MORE]

    @property
    def uses_more(self):
        return any(name in self.wanted() for name in self.MORE)

    def wanted(self):
        """Return the valid filters in use."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, cases):
        for name, value in self.wanted().items():
            cases = cases.filter(CONDITIONS[name](value))
        return cases

    def chips(self, address):
        """Return each filter in use in words, with the URL of the list without it."""
        in_use = self.wanted()
        for name, value in in_use.items():
            field = self.fields[name]
            words = dict(field.choices)[value] if name != "q" else f"“{value}”"
            yield {
                "label": field.label,
                "words": words,
                "url": address(**{n: v for n, v in in_use.items() if n != name}),
            }


# All others have a name and a slug.
CALLED = {"owner": Coalesce(NullIf("name", Value("")), "email", output_field=CharField())}
SLUGS = {"owner": Cast("uuid", CharField()), "saved": F("query")}


NAMED = {
    "topic": lambda user, _now: topics_of(user),
    "borough": lambda _user, _now: Borough.objects.all(),
    "member": lambda user, _now: _members(user),
    "owner": lambda user, now: _owners(user, now),
    "channel": lambda _user, _now: Channel.objects.all(),
    "saved": lambda user, _now: SavedView.objects.in_offices_of(user).for_person(user),
    "tag": lambda user, _now: Tag.objects.in_offices_of(user),
}


def _offered(user, *, now):
    """Return field, name and key of everything that the database offers, sorted by name, in one query."""
    first, *others = (
        rows(user, now)
        .order_by()
        .annotate(field=Value(field), called=CALLED.get(field, F("name")), key=SLUGS.get(field, F("slug")))
        .values_list("field", "called", "key")
        for field, rows in NAMED.items()
    )
    return first.union(*others, all=True).order_by("called", "key")


OFFERED = Prepared(_offered)


def _owners(user, now):
    """Return the people of this person's offices. A UUID is compared with and without dashes, as databases differ."""
    people = Membership.objects.active(now).filter(office__in=offices_of(user)).values("user")
    return User.objects.filter(pk__in=people)


def _members(user):
    return Member.objects.filter(office_members__office__in=offices_of(user)).distinct()


def _words(typed):
    """Return the condition for a typed reference, or for words of the subject or the person's name."""
    found = Q(subject__icontains=typed) | Q(constituent__name__icontains=typed)
    reference = read_reference(typed)
    return found | Q(reference=reference) if reference else found


def _due(when):
    """By the next date; "week" is the next seven days."""
    today = timezone.localdate()
    return {
        "late": Q(next_on__lt=today),
        "today": Q(next_on__lte=today),
        "week": Q(next_on__lte=today + timedelta(days=7)),
        "none": Q(next_on=None),
    }[when]


def _deadline(when):
    """By any deadline of the office; "soon" is within the next working days."""
    today = timezone.localdate()
    return {
        "late": Q(has_deadline(by__lt=today)),
        "today": Q(has_deadline(by__lte=today)),
        "soon": Q(has_deadline(by__lte=working_days_after(today, DEADLINE_DAYS))),
        "none": ~Q(has_deadline()),
    }[when]


CONDITIONS = {
    "q": _words,
    "turn": lambda turn: Q(turn=turn),
    "owner": lambda owner: Q(assignee=None) if owner == NO_ONE else Q(assignee__uuid=owner),
    "topic": lambda slug: Q(topic__slug=slug),
    "borough": lambda slug: Q(borough__slug=slug),
    "member": lambda slug: Q(member__slug=slug),
    "due": _due,
    "deadline": _deadline,
    "kind": lambda kind: Q(kind=kind),
    "nature": lambda nature: Q(nature=nature),
    "language": reads_in,
    "sensitive": lambda answer: Q(sensitive=answer == "yes"),
    "channel": lambda slug: Q(channel=slug),
    "tag": lambda slug: Q(case_tags__tag__slug=slug),
}
