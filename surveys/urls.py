"""Addresses of the room `surveys`."""

app_name = "surveys"

urlpatterns = []
