"""A distributor's customers in its portal."""

from django.urls import path

from customers.views.distributor import customer, customer_action

urlpatterns = [
    path("customers/", customer.customers, name="customers"),
    path("customers/new/", customer_action.customer_new, name="customer-new"),
    path("customers/<str:number>/", customer.customer, name="customer"),
    path("customers/<str:number>/edit/", customer_action.customer_edit, name="customer-edit"),
    path("customers/<str:number>/contact/", customer_action.customer_contact, name="customer-contact"),
    path("customers/<str:number>/activity/", customer_action.customer_activity, name="customer-activity"),
]
