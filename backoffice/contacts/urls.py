from django.urls import path

from . import views

urlpatterns = [
    path("", views.log, name="contact"),
    path("people/", views.people, name="contact_people"),
]
