"""The filters above the queue. The form owns the query string; what it cannot read does no harm."""

from uuid import UUID

from django import forms
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.cases.models import Case, Topic
from casework.cases.references import read_reference
from casework.cases.turns import OPEN_TURNS
from casework.offices.models import Member, Membership
from casework.offices.wall import offices_of
from casework.places.models import Borough
from ui.forms import Form
from ui.widgets import Select, TextInput

NO_ONE = "no-one"


class CaseFilter(Form):
    q = forms.CharField(label=_("Words, name or reference"), required=False, max_length=200, widget=TextInput)
    turn = forms.ChoiceField(label=_("Turn"), required=False, widget=Select)
    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=Select)
    topic = forms.ChoiceField(label=_("Topic"), required=False, widget=Select)
    borough = forms.ChoiceField(label=_("Borough"), required=False, widget=Select)
    member = forms.ChoiceField(label=_("Member"), required=False, widget=Select)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        named = _named(
            topic=_topics(user), borough=Borough.objects.all(), member=_members(user), owner=_owners(user)
        )
        offered = named | {
            "turn": [(turn.value, turn.label) for turn in OPEN_TURNS],
            "owner": [(NO_ONE, _("No one")), *((str(UUID(key)), name) for key, name in named["owner"])],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("Any")), *choices]

    def wanted(self):
        """The filters in use, without those that could not be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, cases):
        for name, value in self.wanted().items():
            cases = cases.filter(CONDITIONS[name](value))
        return cases

    def chips(self, address):
        """Each filter in use in words, with the address of the same list without it."""
        in_use = self.wanted()
        for name, value in in_use.items():
            field = self.fields[name]
            words = dict(field.choices)[value] if name != "q" else f"“{value}”"
            yield {
                "label": field.label,
                "words": words,
                "url": address(**{n: v for n, v in in_use.items() if n != name}),
            }


# All others have a name.
CALLED = {"owner": Coalesce(NullIf("name", Value("")), "email", output_field=CharField())}


def _named(**rows):
    """The slug and the name of all these rows, sorted by name, in one query."""
    first, *others = (
        found.order_by()
        .annotate(field=Value(field), called=CALLED.get(field, F("name")))
        .values_list("field", "called", "slug")
        for field, found in rows.items()
    )
    choices = {field: [] for field in rows}
    for field, name, slug in first.union(*others, all=True).order_by("called", "slug"):
        choices[field].append((slug, name))
    return choices


def _topics(user):
    """The topics of cases this person sees: one that only another office has would tell of that office."""
    seen = Case.objects.in_offices_of(user).values("topic")
    return Topic.objects.filter(pk__in=seen)


def _owners(user):
    """The people of one's offices; a UUID as text is written in two ways, as the database has it."""
    people = Membership.objects.active().filter(office__in=offices_of(user)).values("user")
    return User.objects.filter(pk__in=people).annotate(slug=Cast("uuid", CharField()))


def _members(user):
    return Member.objects.filter(office_members__office__in=offices_of(user)).distinct()


def _words(typed):
    """A reference as people type it, or words of the subject or of the person's name."""
    found = Q(subject__icontains=typed) | Q(constituent__name__icontains=typed)
    reference = read_reference(typed)
    return found | Q(reference=reference) if reference else found


CONDITIONS = {
    "q": _words,
    "turn": lambda turn: Q(turn=turn),
    "owner": lambda owner: Q(assignee=None) if owner == NO_ONE else Q(assignee__uuid=owner),
    "topic": lambda slug: Q(topic__slug=slug),
    "borough": lambda slug: Q(borough__slug=slug),
    "member": lambda slug: Q(member__slug=slug),
}
