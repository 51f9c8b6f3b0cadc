from django.urls import path

from . import views

urlpatterns = [
    path("", views.duty, name="duty"),
    path("settings/", views.settings, name="duty_settings"),
    path("days/", views.turn, name="duty_period"),
    path("away/", views.away, name="duty_away"),
    path("answer/", views.answer, name="duty_answer"),
    path("<uuid:uuid>/remove/", views.remove, name="duty_remove"),
]
