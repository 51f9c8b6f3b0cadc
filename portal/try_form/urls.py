"""URLs of `/editor/try/`, behind the gate of the editors."""

from django.urls import path

from . import views

urlpatterns = [
    path("<str:token>/", views.start, name="try_form"),
    path("<str:token>/done/", views.done, name="try_form_done"),
    path("<str:token>/<slug:step>/", views.step, name="try_form_step"),
]
