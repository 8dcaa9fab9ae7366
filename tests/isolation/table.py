"""What stands in the path of each URL: URL name → {"argument": "name of a thing"}.

A thing is looked up at the distributor that is asked (tests/isolation/places.py: Things), else among what all share;
what begins with "=" is meant literally. URLs without arguments need no row. `foreign` names other things to try as
those of somebody else, where the URL's own ones are shared. `needs` names the rights of which a view asks for one
beyond its @allow; `post` is what a POST has to name besides.
"""

# Things of which each distributor has its own; the others are shared by all
OWN = frozenset(
    """slug order waiting_order draft_order shipment receipt quotation waiting_quotation draft_quotation commitment
    customer private_customer token approval invitation invitation_secret visit membership user handoff_secret
    code""".split()
)

PAPER = {"slug": "slug", "number": "quotation"}
COMMITMENT = {"slug": "slug", "number": "commitment"}
OFFERS = "quotation.discount quotation.issue"
ORDER = {"slug": "slug", "number": "order"}
PRODUCT = {"pk": "product"}

PORTAL = {
    "order": {"number": "order"},
    "order-edit": {"number": "draft_order"},
    "order-submit": {"number": "draft_order"},
    "order-cancel": {"number": "waiting_order"},
    "shipment-deliver": {"number": "shipment"},
    "receipt": {"number": "receipt"},
    "quotation": {"number": "quotation"},
    "quotation-paper": {"number": "quotation"},
    "quotation-edit": {"number": "draft_quotation"},
    "quotation-submit": {"number": "draft_quotation"},
    "quotation-revise": {"number": "quotation"},
    "quotation-withdraw": {"number": "quotation"},
    "quotation-answer": {"number": "quotation"},
    "quotation-convert": {"number": "quotation"},
    "quotation-message": {"number": "quotation"},
    "quotation-send": {"number": "quotation"},
    "answer": {"token": "token"},
    "answer-paper": {"token": "token"},
    "answer-send": {"token": "token"},
    "answer-ask": {"token": "token"},
    "commitment": {"number": "commitment"},
    "commitment-paper": {"number": "commitment"},
    "customer": {"number": "customer"},
    "customer-edit": {"number": "customer"},
    "customer-contact": {"number": "customer"},
    "customer-activity": {"number": "private_customer"},
    "catalogue-product": PRODUCT,
    "catalogue-why": PRODUCT,
    "product-image": {"pk": "product", "size": "=small"},
    "product-datasheet": PRODUCT,
    "invitation": {"secret": "invitation_secret"},
    "invitation-act": {"pk": "invitation", "act": "=resend"},
    "switch-to": {"slug": "=nowhere"},
    "enter": {"secret": "handoff_secret"},
    "staff-person": {"pk": "membership"},
    "staff-deactivate": {"pk": "membership"},
    "staff-reactivate": {"pk": "membership"},
    "visit": {"pk": "visit"},
}

HQ = {
    "approval": {"pk": "approval"},
    "order": ORDER,
    "order-decide": {"slug": "slug", "number": "waiting_order", "needs": "order.review order.recheck"},
    "order-allocate": ORDER,
    "order-dispatch": ORDER,
    "order-cancel": ORDER,
    "receipt": {"slug": "slug", "number": "receipt"},
    "receipt-reverse": {"slug": "slug", "number": "receipt"},
    "receipt-allocate": {"slug": "slug", "number": "receipt"},
    "quotation": PAPER,
    "quotation-paper": PAPER,
    "quotation-decide": {"slug": "slug", "number": "waiting_quotation", "needs": OFFERS},
    "quotation-message": PAPER | {"needs": OFFERS},
    "commitment-new": {"slug": "slug", "kind": "=order", "number": "order"},
    "commitment": COMMITMENT,
    "commitment-paper": COMMITMENT,
    "commitment-withdraw": COMMITMENT,
    "duty-fulfil": {"slug": "slug", "number": "commitment", "position": "=1"},
    "distributor": {"slug": "slug"},
    "distributor-opened": {"slug": "slug"},
    "distributor-edit": {"slug": "slug"},
    "distributor-suspend": {"slug": "slug"},
    "distributor-reopen": {"slug": "slug"},
    "distributor-owner": {"slug": "slug"},
    "distributor-visit": {"slug": "slug"},
    "distributor-credit": {"slug": "slug"},
    "rule-new": {"kind": "=order"},
    "rule-edit": {"pk": "rule"},
    "rule-retire": {"pk": "rule"},
    "region": {"pk": "region"},
    "province-move": {"pk": "province", "post": {"region": "=north"}},
    "product": PRODUCT,
    "product-edit": PRODUCT,
    "product-files": PRODUCT,
    "product-publish": PRODUCT,
    "product-phase-out": PRODUCT,
    "product-retire": PRODUCT,
    "price-why": PRODUCT,
    "product-image": {"pk": "product", "size": "=small"},
    "product-datasheet": PRODUCT,
    "product-line": {"pk": "product_line"},
    "product-line-publish": {"pk": "product_line"},
    "product-line-retire": {"pk": "product_line"},
    "price-list": {"pk": "price_list"},
    "price-list-edit": {"pk": "price_list"},
    "price-list-price": {"pk": "price_list"},
    "price-list-publish": {"pk": "price_list"},
    "price-list-retire": {"pk": "price_list"},
    "stock-moves": PRODUCT,
    "import-template": {"kind": "=products"},
    "import": {"pk": "import_run"},
    "import-apply": {"pk": "import_run"},
    "import-undo": {"pk": "import_run"},
    "invitation": {"secret": "hq_invitation_secret", "foreign": {"secret": "invitation_secret"}},
    "invitation-act": {"pk": "hq_invitation", "act": "=resend", "foreign": {"pk": "invitation"}},
    "switch-to": {"slug": "=nowhere"},
    "enter": {"secret": "hq_handoff_secret", "foreign": {"secret": "handoff_secret"}},
    "staff-person": {"pk": "hq_user", "foreign": {"pk": "user"}},
    "staff-deactivate": {"pk": "hq_user", "foreign": {"pk": "user"}},
    "account_confirm_email": {"key": "=unknown"},
}
PORTAL["account_confirm_email"] = HQ["account_confirm_email"]

WWW = {"document-check": {"code": "code"}}

# Views that are not ours: "open" to anybody, or only after "login"
OTHERS = {
    "set_language": "open",
    "account_login": "open",
    "account_logout": "open",
    "account_inactive": "open",
    "account_signup": "open",
    "account_email_verification_sent": "open",
    "account_reset_password": "open",
    "account_confirm_password_reset_code": "open",
    "account_complete_password_reset": "open",
    "account_password_reset_completed": "open",
    "account_confirm_login_code": "open",
    "account_confirm_email": "open",
    "mfa_authenticate": "open",
    "account_reauthenticate": "login",
    "account_email": "login",
    "account_change_password": "login",
    "account_set_password": "login",
    "mfa_index": "login",
    "mfa_reauthenticate": "login",
    "mfa_activate_totp": "login",
    "mfa_deactivate_totp": "login",
    "mfa_view_recovery_codes": "login",
    "mfa_generate_recovery_codes": "login",
    "mfa_download_recovery_codes": "login",
}
