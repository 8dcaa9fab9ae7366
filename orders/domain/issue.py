"""Issuing papers: a PDF is rendered once, kept as bytes, and can be checked by the code that its QR holds."""

import hashlib
import secrets

from distributors.models import DocumentCheck
from orders.documents.quotation import quotation_pdf
from orders.domain.status import move
from orders.models import Quotation, StoredDocument
from portal.lib import dates

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that reads like another character: people type it from paper
CODE_LENGTH = 16  # 79 bits


def new_code():
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def issue(distributor, quotation, *, by, note=""):
    """Make the formal paper of an approved quotation. The caller holds its lock and decided the step."""
    quotation.issued_at, quotation.issued_name = dates.now(), by.name
    code = new_code()
    content = quotation_pdf(distributor, quotation, list(quotation.lines.all()), code=code)
    store_paper(distributor, "quotation", quotation, content, code=code)
    move(quotation, Quotation.Status.ISSUED, by=by, note=note, fields=["issued_at", "issued_name"])


def store_paper(distributor, kind, document, content, *, code):
    """Keep a paper's bytes with their hash, and open its code to be checked. Returns the StoredDocument."""
    DocumentCheck.objects.create(
        code=code, distributor_id=distributor.pk, kind=kind, document=document.pk, issued_at=dates.now()
    )
    return StoredDocument.objects.create(
        kind=kind, document=document.pk, name=f"{document}.pdf", content=content,
        sha256=hashlib.sha256(content).hexdigest(), rendered_at=dates.now(),
    )  # fmt: skip
