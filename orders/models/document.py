from django.db import models

from tenants.models.row import TenantRow


class StoredDocument(TenantRow):
    """A PDF as it was issued: rendered once, kept as bytes with their SHA-256."""

    kind = models.CharField(max_length=12)  # quotation, commitment
    document = models.UUIDField()
    name = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "document"], name="one_paper_a_document")]
