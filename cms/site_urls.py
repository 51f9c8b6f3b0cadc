"""What the site has beside its pages."""

from django.urls import path

from . import crawlers, searching, useful

urlpatterns = [
    path("search/", searching.search, name="site_search"),
    path("useful/<uuid:key>/", useful.say, name="site_useful"),
    path("useful/<uuid:key>/thanks/", useful.thanks, name="site_useful_thanks"),
]
for_crawlers = [
    path("robots.txt", crawlers.robots, name="site_robots"),
    path("sitemap.xml", crawlers.sitemap, name="site_map"),
]
