"""Addresses of the room `postings`."""

app_name = "postings"

urlpatterns = []
