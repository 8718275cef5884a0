"""Addresses that everybody may open."""

from django.urls import path

from postings.public import pages

app_name = "jobs"

urlpatterns = [
    path("", pages.PublicList.as_view(), name="list"),
    path("feed/", pages.feed, name="feed"),
    path("feed.json", pages.feed_json, name="feed_json"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("<int:pk>/", pages.detail, name="detail"),
]
