"""People and places, at head office."""

from django.urls import path

from tenants.views import invitation, profile, switch
from tenants.views.hq import staff

urlpatterns = [
    path("invitation/<str:secret>/", invitation.invitation, name="invitation"),
    path("switch/", switch.switch_list, name="switch"),
    path("switch/<slug:slug>/", switch.switch_to, name="switch-to"),
    path("enter/<str:secret>/", switch.enter_here, name="enter"),
    path("profile/", profile.profile, name="profile"),
    path("staff/", staff.staff, name="staff"),
    path("staff/invite/", staff.staff_invite, name="staff-invite"),
    path("staff/invitations/<uuid:pk>/<slug:act>/", invitation.invitation_act, name="invitation-act"),
    path("staff/<uuid:pk>/", staff.staff_person, name="staff-person"),
    path("staff/<uuid:pk>/deactivate/", staff.staff_deactivate, name="staff-deactivate"),
]
