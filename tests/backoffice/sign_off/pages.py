"""The pages of sign-off as people use them, and what came of it."""

from django.urls import reverse

from casework.audit.models import Entry
from casework.cases.models import Case, Message, SignOff
from casework.wall.scope import ALL, scoped

BODY = "Dear {name}\n\nThe lift is mended.\n\n{my name}"


def address(case, name, *args):
    return reverse(f"backoffice:{name}", args=[case.reference, *args])


def hidden(page):
    form = page.context["form"]
    return {name: form[name].value() for name in ("once", "draft", "page", "version", "seen", "looked_at")}


def latest():
    with scoped(ALL):
        return SignOff.objects.latest("pk")


def page_of(client, asked, case, query=""):
    return client.get(address(case, "sign_off", asked.uuid) + query)


def decide(client, asked, case, page, **sends):
    form = page.context["form"]
    facts = {name: form[name].value() for name in ("seen", "version", "looked_at")}
    return client.post(address(case, "sign_off", asked.uuid), facts | sends, follow=True)


def sign(client, asked, case, **more):
    return decide(client, asked, case, page_of(client, asked, case), sign="Sign", **more)


def replies(case):
    with scoped(ALL):
        return list(Message.objects.filter(case=case, direction="out").values_list("body", flat=True))


def reloaded(case):
    with scoped(ALL):
        return Case.objects.get(pk=case.pk)


def verbs():
    with scoped(ALL):
        return list(Entry.objects.order_by("pk").values_list("verb", flat=True))
