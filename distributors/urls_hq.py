"""The channel at head office."""

from django.urls import path

from distributors.views.hq import distributor, national, opening, region, rule, visit

urlpatterns = [
    # distributors
    path("distributors/", distributor.distributors, name="distributors"),
    path("open-distributor/", opening.distributor_open, name="distributor-open"),
    path("open-distributor/address/", opening.distributor_slug, name="distributor-slug"),
    path("distributors/<slug:slug>/", distributor.distributor, name="distributor"),
    path("distributors/<slug:slug>/opened/", opening.distributor_opened, name="distributor-opened"),
    path("distributors/<slug:slug>/edit/", distributor.distributor_edit, name="distributor-edit"),
    path("distributors/<slug:slug>/suspend/", distributor.distributor_suspend, name="distributor-suspend"),
    path("distributors/<slug:slug>/reopen/", distributor.distributor_reopen, name="distributor-reopen"),
    path("distributors/<slug:slug>/owner/", distributor.distributor_owner, name="distributor-owner"),
    path("distributors/<slug:slug>/visit/", visit.distributor_visit, name="distributor-visit"),
    # rules
    path("rules/", rule.rules, name="rules"),
    path("rules/new/<slug:kind>/", rule.rule_new, name="rule-new"),
    path("rules/<uuid:pk>/", rule.rule_edit, name="rule-edit"),
    path("rules/<uuid:pk>/retire/", rule.rule_retire, name="rule-retire"),
    # regions
    path("regions/", region.regions, name="regions"),
    path("regions/new/", region.region_form, name="region-new"),
    path("regions/<uuid:pk>/", region.region_form, name="region"),
    path("provinces/<uuid:pk>/move/", region.province_move, name="province-move"),
    # national
    path("national/", national.national, name="national"),
]
