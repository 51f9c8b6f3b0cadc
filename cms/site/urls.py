"""URLs of the site besides its pages."""

from django.urls import path

from . import crawlers, files_on_pages, searching, useful

urlpatterns = [
    path("search/", searching.search, name="site_search"),
    path("useful/<uuid:key>/", useful.say, name="site_useful"),
    path("useful/<uuid:key>/thanks/", useful.thanks, name="site_useful_thanks"),
]
files = [
    path("media/images/<str:name>", files_on_pages.picture, name="site_picture"),
    path("documents/<int:pk>/<str:name>", files_on_pages.document, name="site_document"),
]
for_crawlers = [
    path("robots.txt", crawlers.robots, name="site_robots"),
    path("sitemap.xml", crawlers.sitemap, name="site_map"),
]
