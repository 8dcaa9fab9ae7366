"""The pages of approvals, orders, shipments, receipts, quotations and commitments at head office, by noun."""

from django.urls import path

from orders.views.hq import (
    approval,
    commitment,
    commitment_action,
    credit,
    home,
    order,
    order_action,
    quotation,
    quotation_action,
    receipt,
    receipt_entry,
    search,
    shipment,
)

urlpatterns = [
    # home
    path("", home.home, name="home"),
    path("figures/", home.home_figures, name="home-figures"),
    path("search/", search.search, name="search"),
    # approvals
    path("approvals/", approval.approvals, name="approvals"),
    path("approvals/<uuid:pk>/", approval.approval, name="approval"),
    # credit
    path("distributors/<slug:slug>/credit/", credit.distributor_credit, name="distributor-credit"),
    # orders
    path("orders/", order.orders, name="orders"),
    path("orders/<slug:slug>/<str:number>/", order.order, name="order"),
    path("orders/<slug:slug>/<str:number>/decide/", order_action.order_decide, name="order-decide"),
    path("orders/<slug:slug>/<str:number>/allocate/", order_action.order_allocate, name="order-allocate"),
    path("orders/<slug:slug>/<str:number>/dispatch/", order_action.order_dispatch, name="order-dispatch"),
    path("orders/<slug:slug>/<str:number>/cancel/", order_action.order_cancel, name="order-cancel"),
    # shipments
    path("shipments/", shipment.shipments, name="shipments"),
    path("shipments/sent/", shipment.shipments_sent, name="shipments-sent"),
    # receipts
    path("receipts/", receipt.receipts, name="receipts"),
    path("receipts/new/", receipt_entry.receipt_new, name="receipt-new"),
    path("receipts/owed/", receipt.receivables, name="receivables"),
    path("receipts/<slug:slug>/<str:number>/", receipt.receipt, name="receipt"),
    path("receipts/<slug:slug>/<str:number>/reverse/", receipt.receipt_reverse, name="receipt-reverse"),
    path("receipts/<slug:slug>/<str:number>/allocate/", receipt.receipt_allocate, name="receipt-allocate"),
    # quotations
    path("quotations/", quotation.quotations, name="quotations"),
    path("quotations/<slug:slug>/<str:number>/", quotation.quotation, name="quotation"),
    path("quotations/<slug:slug>/<str:number>/quotation.pdf", quotation.quotation_paper, name="quotation-paper"),
    path("quotations/<slug:slug>/<str:number>/decide/", quotation_action.quotation_decide, name="quotation-decide"),
    path("quotations/<slug:slug>/<str:number>/message/", quotation_action.quotation_message, name="quotation-message"),
    # service commitments
    path("commitments/", commitment.commitments, name="commitments"),
    path(
        "commitments/new/<slug:slug>/<str:kind>/<str:number>/", commitment_action.commitment_new, name="commitment-new"
    ),
    path("commitments/<slug:slug>/<str:number>/", commitment.commitment, name="commitment"),
    path("commitments/<slug:slug>/<str:number>/commitment.pdf", commitment.commitment_paper, name="commitment-paper"),
    path(
        "commitments/<slug:slug>/<str:number>/withdraw/",
        commitment_action.commitment_withdraw,
        name="commitment-withdraw",
    ),
    path(
        "commitments/<slug:slug>/<str:number>/<int:position>/fulfil/", commitment_action.duty_fulfil, name="duty-fulfil"
    ),
]
