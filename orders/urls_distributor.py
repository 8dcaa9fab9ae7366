"""The pages of orders, shipments, receipts, quotations and commitments in a portal, by noun."""

from django.urls import path

from orders.views.distributor import home, order, order_entry, receipt, search, shipment

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    # orders
    path("orders/", order.orders, name="orders"),
    path("orders/new/", order_entry.order_new, name="order-new"),
    path("orders/rows/", order_entry.order_rows, name="order-rows"),
    path("orders/customers/", order_entry.order_customers, name="order-customers"),
    path("orders/<str:number>/", order.order, name="order"),
    path("orders/<str:number>/edit/", order_entry.order_edit, name="order-edit"),
    path("orders/<str:number>/submit/", order.order_submit, name="order-submit"),
    path("orders/<str:number>/cancel/", order.order_cancel, name="order-cancel"),
    # shipments
    path("shipments/", shipment.shipments, name="shipments"),
    path("shipments/<str:number>/deliver/", shipment.shipment_deliver, name="shipment-deliver"),
    # receipts
    path("receipts/", receipt.receipts, name="receipts"),
    path("receipts/<str:number>/", receipt.receipt, name="receipt"),
]
