from django.urls import path

from . import access_review, deadlines, invitations, keys, locks, news, sign_off, tags, views

urlpatterns = [
    path("", views.team, name="team"),
    path("invite/", views.invite_person, name="team_invite"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("sign-off/", sign_off.sign_off_rule, name="sign_off_rule"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<uuid:tag>/", tags.tag, name="tag"),
    path("keys/", keys.keys, name="keys"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("news/", news.news_mail, name="news_mail"),
    path("<uuid:membership>/end/", views.end, name="membership_end"),
    path("<uuid:membership>/role/", views.role, name="membership_role"),
    path("<uuid:membership>/recover/", views.recover, name="membership_recover"),
    path("<uuid:membership>/lock/", locks.lock_colleague, name="membership_lock"),
    path("<uuid:membership>/unlock/", locks.unlock_colleague, name="membership_unlock"),
    path("review/", access_review.access_review, name="access_review"),
]
