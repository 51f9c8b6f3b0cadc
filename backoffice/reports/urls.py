from django.urls import path

from . import data_protection, feedback

urlpatterns = [
    path("data/", data_protection.data_held, name="data_held"),
    path("what-it-can-see/", data_protection.what_it_can_see, name="what_it_can_see"),
    path("feedback/", feedback.feedback, name="feedback"),
]
