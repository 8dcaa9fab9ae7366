"""The pages of orders, shipments, receipts, quotations and commitments in a portal, by noun."""

from django.urls import path

from orders.views.distributor import (
    answer,
    commitment,
    home,
    order,
    order_entry,
    quotation,
    quotation_action,
    quotation_entry,
    receipt,
    search,
    shipment,
)

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
    # quotations
    path("quotations/", quotation.quotations, name="quotations"),
    path("quotations/new/", quotation_entry.quotation_new, name="quotation-new"),
    path("quotations/rows/", quotation_entry.quotation_rows, name="quotation-rows"),
    path("quotations/<str:number>/", quotation.quotation, name="quotation"),
    path("quotations/<str:number>/quotation.pdf", quotation.quotation_paper, name="quotation-paper"),
    path("quotations/<str:number>/edit/", quotation_entry.quotation_edit, name="quotation-edit"),
    path("quotations/<str:number>/submit/", quotation_action.quotation_submit, name="quotation-submit"),
    path("quotations/<str:number>/revise/", quotation_action.quotation_revise, name="quotation-revise"),
    path("quotations/<str:number>/withdraw/", quotation_action.quotation_withdraw, name="quotation-withdraw"),
    path("quotations/<str:number>/answer/", quotation_action.quotation_answer, name="quotation-answer"),
    path("quotations/<str:number>/convert/", quotation_action.quotation_convert, name="quotation-convert"),
    path("quotations/<str:number>/message/", quotation_action.quotation_message, name="quotation-message"),
    path("quotations/<str:number>/send/", quotation_action.quotation_send, name="quotation-send"),
    # the customer's own page of a quotation
    path("q/<str:token>/", answer.answer_page, name="answer"),
    path("q/<str:token>/quotation.pdf", answer.answer_paper, name="answer-paper"),
    path("q/<str:token>/answer/", answer.answer_send, name="answer-send"),
    path("q/<str:token>/ask/", answer.answer_ask, name="answer-ask"),
    # service commitments
    path("commitments/", commitment.commitments, name="commitments"),
    path("commitments/<str:number>/", commitment.commitment, name="commitment"),
    path("commitments/<str:number>/commitment.pdf", commitment.commitment_paper, name="commitment-paper"),
]
