"""Approval rules: which steps an order or a quotation needs. A changed rule is a new version in the old one's place."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from distributors.domain.rule import STEPS, retire_rule, rules_in_force, save_rule
from distributors.forms.rule import RuleForm, rule_in_force
from distributors.models.approval import DocumentKind
from portal.lib.errors import Refused
from tenants.permissions import allow


@allow("rule.edit")
def rules(request):
    return _list(request)


def _list(request, refusal=""):
    rows = rules_in_force()
    kinds = [(kind, kind.label, [row for row in rows if row.kind == kind]) for kind in STEPS]
    context = {"kinds": kinds, "refusal": refusal}
    return render(request, "distributors/rule_list.html", context, status=409 if refusal else 200)


@allow("rule.edit")
def rule_new(request, kind):
    if kind not in DocumentKind.values:
        raise Http404
    return _edit(request, RuleForm(request.POST or None, kind=kind), None)


@allow("rule.edit")
def rule_edit(request, pk):
    rule = rule_in_force(pk)
    if rule is None:
        return _list(request, _("This rule was replaced or retired meanwhile. Here are those in force."))
    return _edit(request, RuleForm.of(rule, request.POST or None), rule)


def _edit(request, form, rule):
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            save_rule(rule, by=request.member, **form.fields_of_rule())
        except Refused as no:
            refusal = str(no)
        else:
            messages.success(request, _("The rule holds for everything submitted from now on."))
            return redirect("rules")
    context = {"form": form, "rule": rule, "refusal": refusal, "kind": form.kind}
    bad = form.is_bound and form.errors
    return render(request, "distributors/rule_form.html", context, status=409 if refusal else 422 if bad else 200)


@require_POST
@allow("rule.edit")
def rule_retire(request, pk):
    rule = rule_in_force(pk)
    try:
        if rule is not None:
            retire_rule(rule, by=request.member)
            messages.success(request, _("“%(rule)s” is retired.") % {"rule": rule.name})
    except Refused as no:
        return _list(request, str(no))
    return redirect("rules")
