"""Where each person begins, and where they sign in."""

from django.urls import reverse

MAY_EDIT = "wagtailadmin.access_admin"


def home_of(user):
    """The first page of somebody who just signed in."""
    if not user.is_staff:
        return reverse("portal:my_cases")
    if user.is_administrator:
        return reverse("backoffice:administration")
    return reverse("wagtailadmin_home") if may_edit(user) else reverse("backoffice:home")


def may_edit(user):
    """Editors of the public site, and nobody else, open Wagtail."""
    return user.has_perm(MAY_EDIT)


def sign_in_page(user):
    """The page where this kind of person signs in."""
    return reverse("account_login" if user.is_staff else "account_request_login_code")
