from django.urls import path

from . import confirm, unfinished, views
from .copy import sent_copy

urlpatterns = [
    path("<slug:slug>/", views.start, name="raise_case"),
    path("<slug:slug>/later/", unfinished.later, name="raise_case_later"),
    path("<slug:slug>/sent/", views.sent, name="raise_case_sent"),
    path("<slug:slug>/sent/confirm/", confirm.confirm_address, name="raise_case_confirm"),
    path("<slug:slug>/sent/copy/", sent_copy, name="raise_case_copy"),
    path("<slug:slug>/<slug:step>/", views.step, name="raise_case_step"),
]
