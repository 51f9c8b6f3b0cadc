from django.urls import path

from . import (
    account_link,
    alerts,
    feedback,
    permissions,
    printing,
    safe_word,
    views,
    withdrawal,
    your_address,
)

urlpatterns = [
    path("", views.case_list, name="my_cases"),
    path("stop-alerts/<str:token>/", alerts.stop, name="stop_alerts"),
    path("did-you-contact-us/<uuid:question>/", your_address.did_you_contact_us, name="did_you_contact_us"),
    path("add/", account_link.request_code, name="account_link"),
    path("add/code/", account_link.enter_code, name="account_link_code"),
    path("permissions/", permissions.permissions, name="my_permissions"),
    path("open/", safe_word.open_case, name="open_case"),
    path("<reference:reference>/", views.case_detail, name="my_case"),
    path("<reference:reference>/permission-letter/", printing.authority_letter, name="my_case_letter"),
    path("<reference:reference>/print/", printing.print_case, name="my_case_print"),
    path("<reference:reference>/no-longer-needed/", withdrawal.no_longer_needed, name="my_case_withdraw"),
    path("<reference:reference>/open-again/", withdrawal.reopen, name="my_case_reopen"),
    path("<reference:reference>/feedback/", feedback.feedback, name="my_case_feedback"),
    path("<reference:reference>/alerts/", alerts.alerts, name="my_case_alerts"),
    path("<reference:reference>/alerts/code/", alerts.alerts_code, name="my_case_alerts_code"),
    path("<reference:reference>/files/<uuid:uuid>/", views.case_file, name="my_case_file"),
    path(
        "<reference:reference>/files/<uuid:uuid>/thumbnail/", views.case_thumbnail, name="my_case_thumbnail"
    ),
]
