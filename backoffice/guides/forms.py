"""What is filled in to keep a guide to a topic."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.kept_texts import KeptTextForm
from casework.cases.models.guide import LONGEST, LONGEST_LINE, MOST_LINES
from casework.cases.services.guide import lines_of
from ui.fields import DateField
from ui.widgets import Select, Textarea

PARTS = ("member_can", "others_can", "questions", "checklist")
ONE_A_LINE = gettext_lazy("One a line.")


def part(label, **more):
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=Textarea(rows=5), **more)


class GuideForm(KeptTextForm):
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"),
        queryset=None,
        empty_label=gettext_lazy("Choose a topic"),
        to_field_name="slug",
        widget=Select,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose the topic of the guide")
        ),
    )
    member_can = part(gettext_lazy("What a Member can do"))
    others_can = part(
        gettext_lazy("Who else can help"),
        help_text=gettext_lazy("With how to reach them, such as a phone number or an address."),
    )
    questions = part(gettext_lazy("Questions to ask"), help_text=ONE_A_LINE)
    checklist = part(
        gettext_lazy("Checklist"),
        help_text=gettext_lazy("One step a line. Each can be ticked on the page of a case."),
    )
    review_on = DateField(
        label=gettext_lazy("When do you check it again?"),
        error_messages={"required": gettext_lazy("Enter the day on which you check this guide again")},
    )

    def __init__(self, data=None, *, guide, topics, **kwargs):
        initial = {name: getattr(guide, name) for name in (*PARTS, "review_on")}
        if guide.topic_id:
            initial["topic"] = guide.topic.slug
        super().__init__(data, text=guide, initial=initial, **kwargs)
        self.fields["topic"].queryset = topics

    def clean_questions(self):
        return self._lines("questions")

    def clean_checklist(self):
        return self._lines("checklist")

    def _lines(self, name):
        lines = lines_of(self.cleaned_data[name])
        if len(lines) > MOST_LINES:
            raise ValidationError(_("Use %(most)d lines at most"), params={"most": MOST_LINES})
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(
                _("Use %(most)d characters at most in each line"), params={"most": LONGEST_LINE}
            )
        return "\n".join(lines)

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day <= timezone.localdate():
            raise ValidationError(_("Enter a day that is still to come"))
        return day

    def clean(self):
        if not self.errors and not any(self.cleaned_data.get(name) for name in PARTS):
            self.add_error("member_can", _("Write at least one part of the guide"))
        return self.cleaned_data
