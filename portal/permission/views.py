"""Views where a person gives or refuses authority: a button, then an emailed code, then the question.

A GET of the link changes nothing, because mail scanners follow links. A dead link shows the same pages, up to a
code that is not sent.
"""

import time

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import attempts
from accounts.one_time_codes import SessionCode
from casework.cases.models.authority.authority import What
from casework.cases.services.authority.answer import agree, asked, refuse, send_code
from casework.cases.services.authority.authority import NotWaiting, hash_of
from ui.forms import Form
from ui.widgets import CodeInput, Radios

page = require_http_methods(["GET", "HEAD", "POST"])
CODE = SessionCode("permission")
CONFIRMED_KEY = "portal.permission"  # session key: the link that this browser confirmed, and when
CONFIRMED_MINUTES = 30
SCOPES = {  # in words for the person who gives authority
    What.READ: gettext_lazy("Read what the office says about this case"),
    What.WRITE: gettext_lazy("Read it, and write to the office for you"),
    What.ALL: gettext_lazy("Do everything on this case that you could do"),
}
NO_MATCH = gettext_lazy("Check the code. It does not match, or it ran out")
NO_CODE = gettext_lazy("Enter the code from our email")


class CodeForm(Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("8 digits, from the email that we have just sent."),
        max_length=40,
        widget=CodeInput(width=10),
        error_messages={"required": NO_CODE, "max_length": NO_CODE},
    )


class AnswerForm(Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Do you agree?"),
        choices=[
            ("yes", gettext_lazy("Yes, this person may speak for me")),
            ("no", gettext_lazy("No")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose yes or no")},
    )


@never_cache
@page
def start(request, token):
    """Show a button, and on POST mail a code to the address that the office checked, if the link is live."""
    if request.method != "POST":
        return render(request, "portal/permission/start.html")
    link = hash_of(token)
    if not attempts.try_link(request, "permission_code", link):
        return attempts.refuse(request)
    send_code(link=link, code=CODE.start(request, link), minutes=CODE.minutes)
    return redirect("portal:permission_code")


@never_cache
@page
def code(request):
    """Ask for the code. The session that requested it has a limited number of tries."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not CODE.may_try(request):
            return attempts.refuse(request)
        if CODE.matches(request, form.cleaned_data["code"]):
            request.session[CONFIRMED_KEY] = {"link": CODE.subject(request), "at": time.time()}
            CODE.forget(request)
            request.session.cycle_key()
            return redirect("portal:permission_answer")
        form.add_error("code", NO_MATCH)
    return render(request, "portal/permission/code.html", {"form": form}, status=422 if form.errors else 200)


def _confirmed_link(request):
    """Return the link hash that this browser confirmed in the last `CONFIRMED_MINUTES`, or ""."""
    stored = request.session.get(CONFIRMED_KEY, {})
    return stored["link"] if time.time() - stored.get("at", 0) < CONFIRMED_MINUTES * 60 else ""


@never_cache
@page
def answer(request):
    """Show who asks for authority and save the answer. While the authority is in force the page withdraws it."""
    link = _confirmed_link(request)
    question = asked(link)
    if question is None:
        return redirect("portal:permission_code")
    form = AnswerForm(request.POST if request.method == "POST" and not question.given else None)
    withdrawn = request.method == "POST" and question.given and "take_back" in request.POST
    if not (form.is_valid() or withdrawn):
        context = {"form": form, "asked": question, "may": SCOPES[What(question.what)]}
        return render(request, "portal/permission/answer.html", context, status=422 if form.errors else 200)
    return _answered(request, link, yes=not withdrawn and form.cleaned_data["answer"] == "yes")


def _answered(request, link, *, yes):
    try:
        if yes:
            agree(link=link)
            messages.success(request, _("You said yes."))
            return redirect("portal:permission_answer")
        refuse(link=link)
    except NotWaiting:  # ended by the office since the page was shown
        return redirect("portal:permission_code")
    request.session.pop(CONFIRMED_KEY, None)
    return render(request, "portal/permission/over.html")
