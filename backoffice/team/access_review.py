"""Everybody who can reach the cases of an office, on one page to check and print. The manager confirms it."""

from collections import defaultdict

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import office_staff_only, page
from backoffice.log.people import Names
from backoffice.log.views import managed_offices
from casework.offices.access.locks import locked_memberships
from casework.offices.access.review import confirm_access, last_review
from casework.offices.models import Membership
from ui.forms import Form

from .views import invited

FACTORS = {
    Authenticator.Type.TOTP: gettext_lazy("app"),
    Authenticator.Type.WEBAUTHN: gettext_lazy("passkey"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("recovery codes"),
}


class ReviewForm(Form):
    """That the manager checked exactly the people who stood on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    checked = forms.BooleanField(
        label=gettext_lazy("I have checked these people. Each of them still needs access."),
        error_messages={"required": gettext_lazy("Tick the box once you have checked everyone")},
    )

    def __init__(self, *args, office, rows, **kwargs):
        super().__init__(*args, prefix=office.slug, initial={"seen": fingerprint(rows)}, **kwargs)
        self.office, self.rows = office, rows

    def clean(self):
        if self.cleaned_data.get("seen") != fingerprint(self.rows):
            self.data = self.data | {self.add_prefix("seen"): fingerprint(self.rows)}
            raise forms.ValidationError(
                _("Look at the list again, then tick the box. It has changed since you opened it.")
            )


@page
@office_staff_only
def access_review(request):
    offices = managed_offices(request)
    people = people_with_access(offices)
    sent = request.POST.dict() if request.method == "POST" else {}
    reviews = []
    for office in offices:
        data = sent if sent.get("office") == office.slug else None
        form = ReviewForm(data, office=office, rows=people[office.pk])
        if form.is_valid():
            confirm_access(office=office, by=request.user, people=len(people[office.pk]))
            messages.success(request, _("It is written down that you checked who has access."))
            return redirect("backoffice:access_review")
        reviews.append(
            {"office": office, "form": form, "people": people[office.pk]} | _facts(request, office)
        )
    context = {"reviews": reviews, "now": timezone.now(), "forms": [each["form"] for each in reviews]}
    refused = any(each["form"].errors for each in reviews)
    return render(request, "backoffice/team/access_review.html", context, status=422 if refused else 200)


def _facts(request, office):
    """Who was invited, and the last time somebody checked."""
    pending = [each for each in invited(request.user) if each.office == office]
    last = last_review(office)
    by = Names([last.by], [office.pk]).name(last.by, office.pk) if last else ""
    return {"pending": pending, "last": last, "by": by}


def people_with_access(offices):
    """For each office's key its people, each as a row of the page, those who cannot sign in for now included."""
    keys = [office.pk for office in offices]
    held = Membership.objects.active().filter(office__in=keys) | locked_memberships().filter(office__in=keys)
    held = list(
        held.distinct().select_related("user", "user__lock", "granted_by").order_by("user__name", "pk")
    )
    factors = defaultdict(set)
    users = [membership.user_id for membership in held]
    for user, kind in Authenticator.objects.filter(user__in=users).values_list("user", "type"):
        factors[user].add(kind)
    names = Names([each.granted_by_id for each in held if each.granted_by_id], keys)
    rows = defaultdict(list)
    for membership in held:
        rows[membership.office_id].append(
            {
                "membership": membership,
                "user": membership.user,
                "granted_by": _granted_by(membership, names),
                "factors": [words for kind, words in FACTORS.items() if kind in factors[membership.user_id]],
                "locked": not membership.user.is_active,
            }
        )
    return rows


def _granted_by(membership, names):
    key = membership.granted_by_id
    return names.name(key, membership.office_id) if key else _("The set-up")


def fingerprint(rows):
    """Changes with every person, role and end on the list."""
    held = [row["membership"] for row in rows]
    facts = sorted(f"{each.uuid} {each.role} {each.ended_at} {each.user.is_active}" for each in held)
    return salted_hmac("backoffice.access-review", "\n".join(facts), algorithm="sha256").hexdigest()[:32]
