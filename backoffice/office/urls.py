from django.urls import path

from . import administration, break_glass, invitations, log, log_export, papers, team

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
    path("administration/editor/", administration.invite_editor, name="administration_editor"),
]
