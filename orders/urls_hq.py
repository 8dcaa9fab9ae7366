"""Pages of this app (filled by views)."""

urlpatterns = []
