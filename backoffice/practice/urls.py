from django.urls import path

from . import views

urlpatterns = [
    path("", views.practice, name="practice"),
    path("start/", views.start, name="practice_start"),
    path("stop/", views.stop, name="practice_stop"),
    path("again/", views.again, name="practice_again"),
    path("remove/", views.remove_all, name="practice_remove"),
]
