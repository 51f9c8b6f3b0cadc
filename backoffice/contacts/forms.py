"""What staff write down while somebody calls, or from a letter: one form for every channel."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice.cases.case.edit_conflict import AGAIN
from backoffice.cases.topics import topics_to_choose
from casework.cases.models import Case, Channel, RiskFlag, Topic
from casework.cases.permissions import WORKING_ROLES
from casework.cases.services.contact import Contact
from casework.cases.turns import Turn
from casework.constituents.models import Constituent, ContactPoint
from casework.offices.models import Member, OfficeMember
from casework.offices.visibility import offices_of
from casework.places.models import Borough
from ui.fields import DateField, EmailField, PhoneField
from ui.forms import Form
from ui.widgets import Checkbox, EmailInput, PhoneInput, Radios, Select, Textarea, TextInput
from uploads.fields import UploadsField
from uploads.forms import TakesFilesIn

SOMEONE_NEW, NO_NAME = "new", "nobody"
NOT_KNOWN = _("Not known")
CHOOSE = _("Choose whose case it is, or someone new")
NO_RISK = "none"
SAFE, SOMETIMES, UNSAFE = "yes", "sometimes", "no"


TURNS = [
    (Turn.OFFICE.value, _("Ours")),
    (Turn.CONSTITUENT.value, _("Theirs")),
    (Turn.THIRD_PARTY.value, _("A third party’s")),
]


def slug_field(label, rows, *, none=NOT_KNOWN):
    """A list to choose from, whose rows are named by their slugs."""
    return forms.ModelChoiceField(
        label=label,
        queryset=rows,
        to_field_name="slug",
        required=False,
        empty_label=none,
        widget=Select,
    )


class ContactForm(TakesFilesIn, Form):
    """`about` names an open case ("case:…"), a known person ("person:…"), someone new, or a person without a name."""

    once = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": AGAIN, "required": AGAIN})
    channel = forms.ModelChoiceField(
        label=_("How did it reach you?"),
        queryset=Channel.objects.filter(staffed=True),
        empty_label=None,
        widget=Select,
    )
    who = forms.CharField(
        label=_("Name, phone, email or reference"), required=False, max_length=200, widget=TextInput
    )
    about = forms.CharField(error_messages={"required": CHOOSE}, max_length=60)
    name = forms.CharField(label=_("Name"), required=False, max_length=200, widget=TextInput)
    phone = PhoneField(
        label=_("Phone"), required=False, max_length=30, widget=PhoneInput(autocomplete="off")
    )  # of the person who called: a browser would fill in the caseworker's own
    email = EmailField(label=_("Email"), required=False, widget=EmailInput(autocomplete="off"))
    post = forms.CharField(label=_("Postal address"), required=False, max_length=500, widget=TextInput)
    subject = forms.CharField(
        label=_("What is it about, in a few words?"), required=False, max_length=120, widget=TextInput
    )
    member = slug_field(_("Member"), Member.objects.none(), none=_("Choose one"))
    topic = slug_field(_("Topic"), Topic.objects.none())
    borough = slug_field(_("Borough"), Borough.objects.all())
    kind = forms.ChoiceField(label=_("Kind"), choices=Case.Kind.choices, initial="problem", widget=Select)
    nature = forms.ChoiceField(
        label=_("Nature"), choices=Case.Nature.choices, initial="casework", widget=Select
    )
    body = forms.CharField(
        label=_("What was said or written?"),
        help_text=_("The person can read this in their case if they follow it online."),
        max_length=20_000,
        required=False,
        widget=Textarea(rows=4),
    )
    promised = forms.CharField(
        label=_("What did you promise?"),
        help_text=_("Becomes a note. It stays in this office."),
        required=False,
        max_length=500,
        widget=TextInput,
    )
    files = UploadsField(label=_("Scans, photos or files"), required=False)
    risk = forms.ChoiceField(
        label=_("Is anyone in danger, or losing their home within 72 hours?"),
        choices=[(NO_RISK, _("No")), *RiskFlag.Kind.choices],
        widget=Radios,
        error_messages={"required": _("Say whether anyone is in danger")},
    )
    safe = forms.ChoiceField(
        label=_("Is it safe to contact them this way?"),
        choices=[(SAFE, _("Yes")), (SOMETIMES, _("Only at some times, or in some ways")), (UNSAFE, _("No"))],
        widget=Radios(reveals={SOMETIMES: "safe_way"}),
        error_messages={"required": _("Say whether it is safe to contact them this way")},
    )
    safe_way = forms.CharField(
        label=_("When and how is it safe?"),
        max_length=500,
        widget=TextInput,
        error_messages={"required": _("Say when and how it is safe to contact them")},
    )
    turn = forms.ChoiceField(
        label=_("Whose turn is it?"),
        choices=TURNS,
        initial=Turn.OFFICE,
        widget=Radios(reveals={Turn.THIRD_PARTY.value: "waiting_on"}),
    )
    waiting_on = forms.CharField(
        label=_("Name of the third party"),
        max_length=120,
        widget=TextInput,
        error_messages={"required": _("Enter the name of the third party, like the council")},
    )
    next_on = DateField(label=_("Next date"), required=False)
    take = forms.BooleanField(label=_("Assign the case to me"), required=False, initial=True, widget=Checkbox)

    def __init__(self, *args, user, **kwargs):
        self.user, self.offices = user, offices_of(user, roles=WORKING_ROLES)
        super().__init__(*args, **kwargs)
        working = OfficeMember.objects.in_force().filter(office__in=self.offices).values("member")
        members = Member.objects.filter(pk__in=working)
        first = list(members[:2])
        self.fields["member"].queryset = members
        self.fields["topic"].queryset = topics_to_choose(user)
        self.fields["member"].initial = first[0] if len(first) == 1 else None
        self.fields["once"].initial = uuid.uuid4()

    def as_typed(self):
        """The form with what was typed and added so far, and without a word of what is missing."""
        typed = {
            name: field.widget.value_from_datadict(self.data, {}, name)
            for name, field in self.base_fields.items()
        }
        form = type(self)(user=self.user, initial={name: value for name, value in typed.items() if value})
        form.kept_files = self.kept_files
        return form

    def clean_about(self):
        kind, _colon, name = self.cleaned_data["about"].partition(":")
        self.case = self.person = None
        if kind == "case":
            cases = Case.objects.in_offices_of(self.user).filter(office__in=self.offices)
            self.case = cases.filter(reference=name).first()
        elif kind == "person" and _is_uuid(name):
            people = Constituent.objects.in_offices_of(self.user).filter(office__in=self.offices)
            self.person = people.select_related("office").filter(uuid=name).first()
        if not (self.case or self.person or kind in {SOMEONE_NEW, NO_NAME}):
            raise forms.ValidationError(CHOOSE)
        return kind

    def clean_next_on(self):
        day = self.cleaned_data["next_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                _("Enter a date from today on, or empty the boxes. That day has passed")
            )
        return day

    def clean(self):
        if not (self.cleaned_data.get("body") or self.cleaned_data.get("files") or self.kept_files):
            self.add_error("body", _("Write what was said, or add a file"))
        if self.cleaned_data.get("about") not in {None, "case"}:
            self._clean_new_case()

    def _clean_new_case(self):
        given = self.cleaned_data
        if not given.get("subject"):
            self.add_error("subject", _("Say in a few words what it is about"))
        if given.get("about") == SOMEONE_NEW and not given.get("name"):
            self.add_error("name", _("Enter their name, or choose “Did not give a name”"))
        member = given.get("member")
        if member is None:
            self.add_error("member", _("Choose the Member for whom this is"))
        elif (
            self.person and not member.office_members.in_force().filter(office=self.person.office_id).exists()
        ):
            self.add_error("member", _("Choose a Member of the office that knows this person"))

    def contact(self):
        """What was said and what follows from it, as the service takes it."""
        given = self.cleaned_data
        return Contact(
            channel=given["channel"].slug,
            body=given["body"] or self._words_for_files(),
            promised=given["promised"],
            risk="" if given["risk"] == NO_RISK else given["risk"],
            safe_way={SAFE: None, SOMETIMES: given.get("safe_way") or ""}.get(given["safe"], ""),
            turn=Turn(given["turn"]),
            waiting_on=given.get("waiting_on") or "",
            next_on=given["next_on"],
            take=given["take"],
        )

    def _words_for_files(self):
        return ", ".join(file.name for file in self.taken)

    def points(self):
        """The contact points of someone new, by kind."""
        given = self.cleaned_data
        return {
            ContactPoint.Kind.PHONE: given["phone"],
            ContactPoint.Kind.EMAIL: given["email"],
            ContactPoint.Kind.POST: given["post"],
        }


def _is_uuid(text):
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
