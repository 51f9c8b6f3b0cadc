from django.urls import path

from . import views

urlpatterns = [
    path("", views.case_list, name="my_cases"),
    path("<str:reference>/", views.case_detail, name="my_case"),
    path("<str:reference>/files/<uuid:uuid>/", views.case_file, name="my_case_file"),
]
