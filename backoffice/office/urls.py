from django.urls import path

from . import (
    access_review,
    administration,
    administration_log,
    break_glass,
    feedback,
    invitations,
    log,
    log_export,
    papers,
    team,
    unused,
)

urlpatterns = [
    path("data/", papers.what_we_hold, name="what_we_hold"),
    path("what-it-can-see/", papers.what_it_can_see, name="what_it_can_see"),
    path("team/", team.team, name="team"),
    path("team/invite/", team.invite_person, name="team_invite"),
    path("team/invitations/", invitations.invitations, name="invitations"),
    path("team/<uuid:membership>/end/", team.end, name="membership_end"),
    path("team/<uuid:membership>/role/", team.role, name="membership_role"),
    path("emergency/<uuid:uuid>/", break_glass.emergency, name="emergency"),
    path("team/<uuid:membership>/invite-again/", team.invite_again, name="membership_invite_again"),
    path("team/review/", access_review.access_review, name="access_review"),
    path("team/<uuid:membership>/let-back-in/", unused.let_in_again, name="membership_let_back_in"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("log/", log.log, name="log"),
    path("log/copy/", log_export.export, name="log_export"),
    path("administration/", administration.administration, name="administration"),
    path("administration/manager/", administration.invite_manager, name="administration_manager"),
    path(
        "administration/manager/<slug:slug>/take-back/",
        administration.take_back_manager,
        name="administration_take_back",
    ),
    path("administration/emergency/", break_glass.ask, name="administration_emergency"),
    path("administration/emergency/end/", break_glass.end_mine, name="administration_emergency_end"),
    path("administration/log/", administration_log.administration_log, name="administration_log"),
    path(
        "administration/people/<uuid:person>/let-back-in/",
        unused.let_in_by_administrator,
        name="administration_let_back_in",
    ),
    path("administration/editor/", administration.invite_editor, name="administration_editor"),
]
