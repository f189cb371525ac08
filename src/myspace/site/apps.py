"""The site as a Django application: it brings the management commands, and fills the ports of the domain."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "myspace.site"
    label = "site"

    def ready(self) -> None:
        from myspace.site import checks, wiring  # noqa: F401  # checks register themselves

        wiring.registry_of_representations()
        wiring.acts_by_mandate()
        wiring.logins_that_people_leave()
        wiring.sessions_that_are_ended()
        wiring.invoices_that_were_sent()
        wiring.consultations_of_data()
        wiring.logins_elsewhere()
        wiring.what_registers_hold()
        wiring.words_on_paper()
