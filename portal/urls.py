"""URLs of the pages for constituents."""

from django.urls import include, path

from .raise_case import come_back

app_name = "portal"

urlpatterns = [
    path("find-your-members/", include("portal.find_members.urls")),
    path("raise/", include("portal.raise_case.urls")),
    path("come-back/code/", come_back.enter_code, name="come_back_code"),
    path("come-back/mine/<uuid:uuid>/", come_back.mine, name="come_back_mine"),
    path("come-back/<str:token>/", come_back.come_back, name="come_back"),
    path("leave/", include("portal.leave.urls")),
    path("permission/", include("portal.permission.urls")),
    path("my-cases/", include("portal.my_cases.urls")),
]
