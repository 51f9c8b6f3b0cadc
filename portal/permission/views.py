"""Somebody is asked whether another may speak for them: a button, then an emailed code, then the question.

Opening the link does nothing, so that a mail scanner cannot answer. A link that opens nothing brings the same pages,
up to a code that never comes.
"""

import secrets
import time

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from casework.cases.authority import What
from casework.cases.authority_answers import agree, asked, refuse, send_code
from casework.cases.authority_services import NotWaiting, hash_of
from ui.forms import Form
from ui.widgets import CodeInput, Radios

page = require_http_methods(["GET", "HEAD", "POST"])
KEY = "portal.permission"
DIGITS = 8
CODE_MINUTES = 15
PROVED_MINUTES = 30
MAY = {  # in the words of whoever is asked
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
    """Whatever the link: a button. Pressing it mails a code to the address that the office checked, if there is one."""
    if request.method != "POST":
        return render(request, "portal/permission/start.html")
    link = hash_of(token)
    if not limits.try_link(request, "permission_code", link):
        return limits.refuse(request)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    send_code(link=link, code=code, minutes=CODE_MINUTES)
    request.session[KEY] = {"link": link, "mark": _mark(link, code), "at": time.time()}
    return redirect("portal:permission_code")


def _mark(link, code):
    return salted_hmac("portal.permission", f"{link} {code}", algorithm="sha256").hexdigest()


@never_cache
@page
def code(request):
    """The code, which the session that asked for it may try a few times."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        waiting = request.session.get(KEY, {})
        if not limits.try_code(request, waiting.get("mark", "none")):
            return limits.refuse(request)
        if _matches(waiting, form.cleaned_data["code"]):
            request.session[KEY] = {"link": waiting["link"], "proved_at": time.time()}
            request.session.cycle_key()
            return redirect("portal:permission_answer")
        form.add_error("code", NO_MATCH)
    return render(request, "portal/permission/code.html", {"form": form}, status=422 if form.errors else 200)


def _matches(waiting, typed):
    if "mark" not in waiting or time.time() - waiting["at"] > CODE_MINUTES * 60:
        return False
    digits = "".join(letter for letter in typed if letter.isalnum())
    return constant_time_compare(waiting["mark"], _mark(waiting["link"], digits))


def _proved_link(request):
    """The link whose address this browser has proved, for a while."""
    held = request.session.get(KEY, {})
    return held["link"] if time.time() - held.get("proved_at", 0) < PROVED_MINUTES * 60 else ""


@never_cache
@page
def answer(request):
    """Who asks to speak for this person, and their answer; later the same page takes a yes back."""
    link = _proved_link(request)
    paper = asked(link)
    if paper is None:
        return redirect("portal:permission_code")
    form = AnswerForm(request.POST if request.method == "POST" and not paper.given else None)
    given_back = request.method == "POST" and paper.given and "take_back" in request.POST
    if not (form.is_valid() or given_back):
        context = {"form": form, "asked": paper, "may": MAY[What(paper.what)]}
        return render(request, "portal/permission/answer.html", context, status=422 if form.errors else 200)
    return _answered(request, link, yes=not given_back and form.cleaned_data["answer"] == "yes")


def _answered(request, link, *, yes):
    try:
        if yes:
            agree(link=link)
            messages.success(request, _("You said yes."))
            return redirect("portal:permission_answer")
        refuse(link=link)
    except NotWaiting:  # the office ended it a moment ago
        return redirect("portal:permission_code")
    request.session.pop(KEY, None)
    return render(request, "portal/permission/over.html")
