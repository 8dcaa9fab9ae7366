"""Papers as downloads."""

from urllib.parse import quote

from django.http import Http404, HttpResponse

from orders.models import StoredDocument


def pdf_answer(content, name):
    """A PDF to be shown by the browser. name: its file name."""
    answer = HttpResponse(bytes(content), content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer


def stored_answer(kind, document, name):
    """The paper of a document as it was issued. Raises Http404 before there is one."""
    paper = StoredDocument.objects.filter(kind=kind, document=document.pk).first()
    if paper is None:
        raise Http404
    return pdf_answer(paper.content, name)
