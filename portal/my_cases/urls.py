from django.urls import path

from . import alerts, by_word, claiming, endings, feedback, paper, views

urlpatterns = [
    path("", views.case_list, name="my_cases"),
    path("stop-alerts/<str:token>/", alerts.stop, name="stop_alerts"),
    path("add/", claiming.ask, name="claim"),
    path("add/code/", claiming.enter, name="claim_code"),
    path("open/", by_word.open_case, name="open_case"),
    path("<reference:reference>/", views.case_detail, name="my_case"),
    path("<reference:reference>/permission-letter/", paper.letter, name="my_case_letter"),
    path("<reference:reference>/print/", paper.on_paper, name="my_case_print"),
    path("<reference:reference>/no-longer-needed/", endings.no_longer_needed, name="my_case_withdraw"),
    path("<reference:reference>/open-again/", endings.reopen, name="my_case_reopen"),
    path("<reference:reference>/feedback/", feedback.feedback, name="my_case_feedback"),
    path("<reference:reference>/alerts/", alerts.alerts, name="my_case_alerts"),
    path("<reference:reference>/alerts/code/", alerts.alerts_code, name="my_case_alerts_code"),
    path("<reference:reference>/files/<uuid:uuid>/", views.case_file, name="my_case_file"),
]
