from django.urls import path

from danvan.accounts import views

app_name = "accounts"

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-nhap/ma-xac-thuc/", views.code, name="code"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("loi-moi/<str:secret>/", views.accept_invitation, name="accept_invitation"),
    path("dat-lai-mat-khau/<str:secret>/", views.reset_password, name="reset_password"),
    path("bao-mat/", views.security, name="security"),
    path("bao-mat/mat-khau/", views.change_password, name="change_password"),
    path("bao-mat/xac-thuc/", views.enrol, name="enrol"),
    path("bao-mat/xac-thuc/bo/", views.remove_second_factor, name="remove_second_factor"),
    path("bao-mat/ma-du-phong/", views.recovery_codes, name="recovery_codes"),
    path("bao-mat/phien/", views.end_sessions, name="end_sessions"),
]
