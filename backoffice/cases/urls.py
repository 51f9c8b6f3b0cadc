from django.urls import include, path

from backoffice.office import log

from . import actions, authority, by_hand, claim_codes, risk, safe, shared, sharing, transfer, views

case_urls = [
    path("", views.case_detail, name="case_detail"),
    path("answers/", views.case_answers, name="case_answers"),
    path("readers/", log.readers, name="case_readers"),
    path("files/<uuid:uuid>/", views.case_file, name="case_file"),
    path("claim/", actions.claim_case, name="claim"),
    path("assign/", actions.assign_case, name="assign"),
    path("note/", actions.note, name="note"),
    path("reply/", actions.reply, name="reply"),
    path("writing/", actions.writing, name="writing"),
    path("turn/", actions.turn, name="turn"),
    path("close/", actions.close, name="close"),
    path("reopen/", actions.reopen, name="reopen"),
    path("messages/<uuid:message>/alert-again/", actions.alert_again, name="alert_again"),
    path("by-hand/<uuid:task>/", by_hand.told, name="told_by_hand"),
    path("claim-code/", claim_codes.claim_code, name="claim_code"),
    path("risk/", risk.raise_one, name="risk"),
    path("risk/<uuid:uuid>/", risk.settle, name="risk_settle"),
    path("safe/", safe.way, name="safe_way"),
    path("safe/code/", safe.code, name="safe_code"),
    path("safe/forget/", safe.forget, name="safe_forget"),
    path("permission/", authority.overview, name="authority"),
    path("permission/link/", authority.link, name="authority_link"),
    path("permission/paper/", authority.paper, name="authority_paper"),
    path("permission/end/", authority.end, name="authority_end"),
    path("permission/again/", authority.again, name="authority_again"),
    path("permission/message/", authority.fixed, name="authority_fixed"),
    path("permission/letter/", authority.letter, name="authority_letter"),
    path("permission/scans/<uuid:uuid>/", authority.scan, name="authority_scan"),
    path("share/", sharing.share, name="share"),
    path("share/end/", sharing.end, name="share_end"),
    path("share/notes/<uuid:uuid>/", sharing.show_note, name="share_note"),
    path("share/files/<uuid:uuid>/", sharing.show_file, name="share_file"),
    path("transfer/", transfer.offer, name="transfer"),
    path("transfer/end/", transfer.take_back, name="transfer_end"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.case_list, name="case_list"),
    path("cases/<reference:reference>/", include(case_urls)),
    path("shared/", shared.shared, name="shared"),
    path("shared/reading/<uuid:uuid>/", sharing.answer, name="share_answer"),
    path("shared/taking-on/<uuid:uuid>/", transfer.answer, name="transfer_answer"),
]
