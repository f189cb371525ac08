"""The citizen's door without a database: real settings, its own middleware, its public addresses."""

import os
from collections.abc import Iterator

import django
import pytest
from django.test import Client, override_settings
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

MIDDLEWARE = [
    "myspace.web.security.SecurityHeaders",
    "myspace.web.language.Language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "myspace.web.methods.Methods",
]


@pytest.fixture(autouse=True)
def _door() -> Iterator[None]:
    with (
        override_settings(
            ROOT_URLCONF="myspace.web.urls_public",
            MIDDLEWARE=MIDDLEWARE,
            SIMULATED=True,
            ALLOWED_HOSTS=["testserver"],
            VALID_URL="http://localhost:9/valid/",
        ),
        translation.override("ca"),
    ):
        yield


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "ca"})
