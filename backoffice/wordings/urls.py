from django.urls import path

from . import views

urlpatterns = [
    path("", views.wordings, name="wordings"),
    path("add/", views.add, name="wording_add"),
    path("<uuid:wording>/", views.edit, name="wording_edit"),
    path("<uuid:wording>/end/", views.end, name="wording_end"),
]
shared_urls = [
    path("", views.shared, name="shared_wordings"),
    path("add/", views.add_shared, name="shared_wording_add"),
    path("<uuid:wording>/", views.edit_shared, name="shared_wording_edit"),
    path("<uuid:wording>/end/", views.end_shared, name="shared_wording_end"),
]
