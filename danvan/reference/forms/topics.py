"""What administrators propose about the list of topics."""

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.reference.forms.days import day_field


class TopicForm(forms.Form):
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    starts_on = day_field(label=_("Valid from"))


class EndingForm(forms.Form):
    ends_on = day_field(label=_("Valid until"))
