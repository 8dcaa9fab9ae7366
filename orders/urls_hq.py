"""The pages of approvals, orders, shipments, receipts, quotations and commitments at head office, by noun."""

from django.urls import path

from orders.views.hq import approval, credit, order, order_action, receipt, receipt_entry, search, shipment

urlpatterns = [
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
    # receipts
    path("receipts/", receipt.receipts, name="receipts"),
    path("receipts/new/", receipt_entry.receipt_new, name="receipt-new"),
    path("receipts/owed/", receipt.receivables, name="receivables"),
    path("receipts/<slug:slug>/<str:number>/", receipt.receipt, name="receipt"),
    path("receipts/<slug:slug>/<str:number>/reverse/", receipt.receipt_reverse, name="receipt-reverse"),
    path("receipts/<slug:slug>/<str:number>/allocate/", receipt.receipt_allocate, name="receipt-allocate"),
]
