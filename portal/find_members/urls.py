from django.urls import path

from . import views

urlpatterns = [
    path("", views.find, name="find_members"),
    path("in/<slug:borough>/", views.members_in, name="find_members_in"),
    path("borough/", views.choose_borough, name="find_members_borough"),
    path("no-address/", views.no_address, name="find_members_no_address"),
    path("outside/", views.outside, name="find_members_outside"),
    path("order/", views.order, name="find_members_order"),
]
