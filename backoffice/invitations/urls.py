"""The pages of an invitation's link, for people who may not have an account yet."""

from django.urls import path

from . import views

urlpatterns = [
    path("invitation/", views.invitation, name="invitation"),
    path("invitation/elsewhere/", views.elsewhere, name="invitation_elsewhere"),
    path("invitation/<str:token>/", views.open_link, name="open_invitation"),
]
