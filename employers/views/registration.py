"""Pages of the employers' agreement to be listed."""

from django.shortcuts import get_object_or_404

from centre.pages import ActForm
from employers import registration
from employers.forms.registration import EndRegistrationForm, RegistrationForm, RenewalForm
from employers.models import Registration
from employers.views.register import OfEstablishment


class WithWording:
    """Shows the wording that the employer agrees to."""

    template_name = "employers/register.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(consent_text=registration.current_consent_text(), **kwargs)


class Register(WithWording, OfEstablishment):
    form_class = RegistrationForm
    title = "利用者登録"
    lead = "登録は任意です。登録しない企業も、訪問や相談を受けられます。"
    success_message = "利用者登録を記録しました。"

    def act(self, form):
        return registration.register(self.establishment, by=self.request.user, **form.cleaned_data)


class OfRegistration(ActForm):
    """A form about one registration that goes back to its establishment."""

    def dispatch(self, request, *args, **kwargs):
        self.registration = get_object_or_404(Registration.objects.select_related("establishment"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self, made):
        return self.registration.establishment.get_absolute_url()

    def back(self):
        return self.registration.establishment.get_absolute_url(), self.registration.establishment.name


class Renew(WithWording, OfRegistration):
    form_class = RenewalForm
    title = "利用者登録の更新"
    lead = "登録を続けることと、情報を出してよい範囲を、いまの文面で確かめます。"
    submit = "更新する"
    success_message = "利用者登録の更新を記録しました。"

    def get_initial(self):
        return {"scope": self.registration.scope, "items": self.registration.items}

    def act(self, form):
        return registration.renew(self.registration, by=self.request.user, **form.cleaned_data)


class EndRegistration(OfRegistration):
    form_class = EndRegistrationForm
    title = "利用者登録の抹消"
    submit = "抹消する"
    success_message = "利用者登録の抹消を記録しました。"

    def act(self, form):
        return registration.end(self.registration, by=self.request.user, **form.cleaned_data)
