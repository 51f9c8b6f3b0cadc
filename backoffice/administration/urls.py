from django.urls import path

from backoffice.emergency import views as emergency
from backoffice.team import locks

from . import body, languages, log, practice, views

urlpatterns = [
    path("", views.administration, name="administration"),
    path("manager/", views.invite_manager, name="administration_manager"),
    path("manager/<slug:slug>/take-back/", views.take_back_manager, name="administration_take_back"),
    path("emergency/", emergency.ask, name="administration_emergency"),
    path(
        "emergency/<uuid:uuid>/", emergency.of_other_administrator, name="administration_emergency_of_other"
    ),
    path("emergency/end/", emergency.end_mine, name="administration_emergency_end"),
    path("log/", log.administration_log, name="administration_log"),
    path("people/<uuid:person>/recover/", locks.recover, name="administration_recover"),
    path("people/<uuid:person>/lock/", locks.lock_by_administrator, name="administration_lock"),
    path("people/<uuid:person>/unlock/", locks.unlock_by_administrator, name="administration_unlock"),
    path("invite/", views.invite_person, name="administration_invite"),
    path("invite/<uuid:uuid>/take-back/", views.take_back_invitation, name="administration_invite_take_back"),
    path("people/", views.people, name="administration_people"),
    path("people/<uuid:person>/end/<slug:role>/", views.end_role, name="administration_end_role"),
    path("languages/", languages.languages, name="administration_languages"),
    path("practice/", practice.practice, name="administration_practice"),
    path("body/", body.overview, name="administration_body"),
    path("body/members/<slug:elected>/", body.member, name="administration_member"),
    path("body/members/<slug:elected>/<slug:what>/", body.begin, name="administration_begin"),
    path("body/members/<slug:elected>/<slug:what>/<slug:day>/", body.dates, name="administration_dates"),
    path("body/add/<slug:kind>/", body.add, name="administration_add"),
    path("body/rename/<slug:kind>/<slug:thing>/", body.rename, name="administration_rename"),
]
