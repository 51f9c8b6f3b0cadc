from django.urls import include, path

from backoffice.guides.checklist import checklist
from backoffice.log.views import readers

from .authority import held
from .authority import views as authority
from .case import account_link, actions, contact_task, live, tags, views
from .facts import views as facts
from .queue import columns, planned, saved, several
from .queue import live as queue_live
from .queue import views as queue
from .reply import drafts, sign_off
from .reply import views as reply
from .safety import risk, risks, safe_contact
from .sharing import share, shared, transfer

case_urls = [
    path("", views.case_detail, name="case_detail"),
    path("facts/", facts.correct, name="case_facts"),
    path("live/", live.case_live, name="case_live"),
    path("answers/", views.case_answers, name="case_answers"),
    path("readers/", readers, name="case_readers"),
    path("files/<uuid:uuid>/", views.case_file, name="case_file"),
    path("files/<uuid:uuid>/thumbnail/", views.case_thumbnail, name="case_thumbnail"),
    path("assign-to-me/", actions.assign_to_me, name="assign_to_self"),
    path("assign/", actions.assign_case, name="assign"),
    path("note/", actions.note, name="note"),
    path("tags/", tags.tags, name="case_tags"),
    path("tags/<uuid:tag>/remove/", tags.untag, name="case_untag"),
    path("checklist/", checklist, name="checklist"),
    path("turn/", actions.turn, name="turn"),
    path("close/", actions.close, name="close"),
    path("reopen/", actions.reopen, name="reopen"),
    path("contact-tasks/<uuid:task>/", contact_task.complete, name="contact_task"),
    path("contact-tasks/<uuid:task>/address/", contact_task.address, name="task_address"),
    path("contact-tasks/<uuid:task>/correct-address/", contact_task.correct, name="task_correct_address"),
    path("tracking-code/", account_link.tracking_code, name="tracking_code"),
    path("account-link/", account_link.account_link_code, name="account_link_code"),
    path("reply/", reply.reply, name="reply"),
    path("draft/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft>/throw-away/", drafts.discard, name="discard_draft"),
    path("drafts/<uuid:draft>/undo/", reply.undo, name="undo_reply"),
    path("sign-off/<uuid:sign_off>/", sign_off.sign_off, name="sign_off"),
    path("sign-off/<uuid:sign_off>/withdraw/", sign_off.withdraw_sign_off, name="sign_off_withdraw"),
    path("messages/<uuid:message>/alert-again/", reply.alert_again, name="alert_again"),
    path("risk/", risk.raise_one, name="risk"),
    path("risk/<uuid:uuid>/", risk.settle, name="risk_settle"),
    path("safe/", safe_contact.way, name="safe_way"),
    path("safe/code/", safe_contact.code, name="safe_code"),
    path("safe/forget/", safe_contact.forget, name="safe_forget"),
    path("permission/", authority.overview, name="authority"),
    path("permission/link/", authority.link, name="authority_link"),
    path("permission/paper/", authority.paper, name="authority_paper"),
    path("permission/end/", authority.end, name="authority_end"),
    path("permission/again/", authority.again, name="authority_again"),
    path("permission/message/", authority.fixed, name="authority_fixed"),
    path("permission/letter/", authority.letter, name="authority_letter"),
    path("permission/scans/<uuid:uuid>/", authority.scan, name="authority_scan"),
    path("share/", share.share, name="share"),
    path("share/end/", share.end, name="share_end"),
    path("share/notes/<uuid:uuid>/", share.show_note, name="share_note"),
    path("share/files/<uuid:uuid>/", share.show_file, name="share_file"),
    path("transfer/", transfer.offer, name="transfer"),
    path("transfer/end/", transfer.take_back, name="transfer_end"),
]

urlpatterns = [
    path("", queue.home, name="home"),
    path("cases/", queue.case_list, name="case_list"),
    path("cases/live/", queue_live.queue_live, name="queue_live"),
    path("cases/several/", several.several, name="several"),
    path("cases/columns/", columns.columns, name="case_columns"),
    path("cases/views/", saved.saved_views, name="saved_views"),
    path("cases/views/<uuid:uuid>/remove/", saved.remove, name="saved_view_remove"),
    path("cases/<reference:reference>/", include(case_urls)),
    path("planned/", planned.planned, name="planned"),
    path("planned/<uuid:uuid>/undo/", planned.undo, name="planned_undo"),
    path("risks/", risks.risks, name="risks"),
    path("risks/unsettled/", risks.unsettled, name="risks_unsettled"),
    path("risks/undo/", risks.undo, name="risks_undo"),
    path("permissions/", held.held, name="permissions"),
    path("shared/", shared.shared, name="shared"),
    path("shared/reading/<uuid:uuid>/", share.answer, name="share_answer"),
    path("shared/taking-on/<uuid:uuid>/", transfer.answer, name="transfer_answer"),
]
