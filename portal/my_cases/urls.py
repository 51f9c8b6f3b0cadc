from django.urls import path

from . import views

urlpatterns = [
    path("", views.case_list, name="my_cases"),
    path("<reference:reference>/", views.case_detail, name="my_case"),
    path("<reference:reference>/files/<uuid:uuid>/", views.case_file, name="my_case_file"),
]
