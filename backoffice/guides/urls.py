from django.urls import path

from . import views

urlpatterns = [
    path("", views.guides, name="guides"),
    path("add/", views.add, name="guide_add"),
    path("<uuid:guide>/", views.edit, name="guide_edit"),
    path("<uuid:guide>/remove/", views.remove, name="guide_remove"),
]
shared_urls = [
    path("", views.shared, name="shared_guides"),
    path("add/", views.add_shared, name="shared_guide_add"),
    path("<uuid:guide>/", views.edit_shared, name="shared_guide_edit"),
    path("<uuid:guide>/remove/", views.remove_shared, name="shared_guide_remove"),
]
