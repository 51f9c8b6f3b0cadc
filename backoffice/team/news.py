"""The page where each person chooses when mail says that there is something new for them."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import office_staff_only, page
from casework.cases.models.queue.news import NewsMail
from casework.cases.services.queue.news import choice_of, choose
from ui.forms import Form
from ui.widgets import Radios


class NewsForm(Form):
    how = forms.ChoiceField(
        label=gettext_lazy("When should we email you about new things?"),
        help_text=gettext_lazy(
            "The email says nothing about a case. We always email duty alerts and changes of access."
        ),
        choices=NewsMail.How.choices,
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose when we should email you")},
    )
    reminders = forms.BooleanField(
        label=gettext_lazy("Email me on working days when a case of mine is due or late"),
        help_text=gettext_lazy("One email a day at most. It says nothing about a case either."),
        required=False,
    )


@page
@office_staff_only
def news_mail(request):
    now = choice_of(request.user)
    initial = {"how": now.how, "reminders": now.reminders}
    form = NewsForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return render(
            request, "backoffice/team/news.html", {"form": form}, status=422 if form.errors else 200
        )
    chosen = form.cleaned_data
    choose(user=request.user, how=NewsMail.How(chosen["how"]), reminders=chosen["reminders"])
    messages.success(request, _("Your choice is saved."))
    return redirect("backoffice:invitations")
