from django.urls import include, path

from backoffice.office import log

from . import actions, views

case_urls = [
    path("", views.case_detail, name="case_detail"),
    path("answers/", views.case_answers, name="case_answers"),
    path("readers/", log.readers, name="case_readers"),
    path("files/<uuid:uuid>/", views.case_file, name="case_file"),
    path("claim/", actions.claim_case, name="claim"),
    path("assign/", actions.assign_case, name="assign"),
    path("note/", actions.note, name="note"),
    path("reply/", actions.reply, name="reply"),
    path("turn/", actions.turn, name="turn"),
    path("close/", actions.close, name="close"),
    path("reopen/", actions.reopen, name="reopen"),
    path("messages/<uuid:message>/alert-again/", actions.alert_again, name="alert_again"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.case_list, name="case_list"),
    path("cases/<reference:reference>/", include(case_urls)),
]
