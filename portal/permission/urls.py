from django.urls import path

from . import views

urlpatterns = [
    path("code/", views.code, name="permission_code"),
    path("answer/", views.answer, name="permission_answer"),
    path("<str:token>/", views.start, name="permission"),
]
