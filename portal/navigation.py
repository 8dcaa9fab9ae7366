"""The navigation, by side and job: (group, [(label, url name, icon, right)]). An entry is shown to whoever may."""

from django.utils.translation import gettext_lazy as _

HQ = [
    (_("Today"), [(_("Today"), "home", "layout-dashboard", None)]),
    (
        _("Orders"),
        [
            (_("Approvals"), "approvals", "inbox", "approval.view"),
            (_("Orders"), "orders", "clipboard-list", "order.view"),
            (_("Quotations"), "quotations", "file-text", "quotation.view"),
            (_("Shipments"), "shipments", "truck", "shipment.view"),
            (_("Receipts"), "receipts", "wallet", "receipt.view"),
            (_("Service commitments"), "commitments", "shield-check", "commitment.view"),
        ],
    ),
    (
        _("Catalogue"),
        [
            (_("Products"), "products", "package", "product.view"),
            (_("Product lines"), "product-lines", "layers", "product.view"),
            (_("Price lists"), "price-lists", "tag", "price_list.view"),
            (_("Stock"), "stock", "warehouse", "stock.view"),
            (_("Import"), "imports", "upload", "catalogue.import"),
        ],
    ),
    (
        _("Channel"),
        [
            (_("Distributors"), "distributors", "store", "distributor.view"),
            (_("National view"), "national", "chart-column", "national.view"),
        ],
    ),
    (
        _("Settings"),
        [
            (_("People and roles"), "staff", "users", "staff.manage"),
            (_("Approval rules"), "rules", "git-branch", "rule.edit"),
            (_("Regions"), "regions", "map", "region.edit"),
        ],
    ),
]
DISTRIBUTOR = [
    (_("Today"), [(_("Today"), "home", "layout-dashboard", None)]),
    (
        _("Selling"),
        [
            (_("Catalogue"), "catalogue", "package", "catalogue.view"),
            (_("Customers"), "customers", "contact", "customer.view"),
            (_("Quotations"), "quotations", "file-text", "quotation.view"),
            (_("Orders"), "orders", "clipboard-list", "order.view"),
        ],
    ),
    (
        _("Follow-up"),
        [
            (_("Shipments"), "shipments", "truck", "shipment.view"),
            (_("Receipts"), "receipts", "wallet", "receipt.view"),
            (_("Service commitments"), "commitments", "shield-check", "commitment.view"),
        ],
    ),
    (
        _("Settings"),
        [
            (_("People"), "staff", "users", "staff.manage"),
            (_("Head office visits"), "visits", "eye", "visit.view"),
        ],
    ),
]
SIDES = {"hq": HQ, "distributor": DISTRIBUTOR, "visit": DISTRIBUTOR}
