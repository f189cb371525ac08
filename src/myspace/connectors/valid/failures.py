"""Why a login did not happen, and which page says so. Refuses to carry anything the provider or the person wrote.

LoginFailure
├── on the way back from the provider (read_callback)
│   ├── StateMismatch          not the answer to a question this browser asked
│   ├── Cancelled              error=SESSION_CANCEL: the person turned back
│   └── CallbackError          any other error=, or a callback that is neither a code nor an error
├── no usable answer
│   ├── ProviderDown           refused connection, DNS, TLS, HTTP 403, 404, 429 or 5xx
│   ├── ProviderLate           not whole before the deadline
│   └── ProviderGarbled        not the contract: HTML, a redirect, truncated, too long, another charset
├── a clear no
│   ├── TokenRefused           the code or the client was not accepted
│   ├── KoAnswer               status "ko", which comes with HTTP 200
│   └── TokenExpired           our clock or HTTP 401 says the hour is over
└── an answer that opens no folder
    ├── IdentityIncomplete     no identifier
    ├── IdentityMalformed      an identifier that is not one, or two facts that contradict each other
    ├── IdentityWithoutCountry a passport, or a number of no known form, that may be another person's elsewhere
    └── NotForThisCertificate  a seal, a site, a public employee: not a citizen's login
"""

from __future__ import annotations

from myspace.connector_kit.login import LoginFailure, Screen


class StateMismatch(LoginFailure):
    screen = Screen.MISMATCH
    code = "valid_state_mismatch"


class Cancelled(LoginFailure):
    screen = Screen.CANCELLED
    code = "valid_cancelled"


class CallbackError(LoginFailure):
    screen = Screen.CALLBACK
    code = "valid_callback_error"


class ProviderDown(LoginFailure):
    screen = Screen.DOWN
    code = "valid_down"


class ProviderLate(LoginFailure):
    screen = Screen.LATE
    code = "valid_late"


class ProviderGarbled(LoginFailure):
    screen = Screen.GARBLED
    code = "valid_garbled"


class TokenRefused(LoginFailure):
    screen = Screen.REFUSED
    code = "valid_token_refused"


class KoAnswer(LoginFailure):
    """The texts of a ko are not published (contracts §22), so none is read: not for logic, not for the screen."""

    screen = Screen.KO
    code = "valid_ko"


class TokenExpired(LoginFailure):
    screen = Screen.EXPIRED
    code = "valid_token_expired"


class IdentityIncomplete(LoginFailure):
    screen = Screen.INCOMPLETE
    code = "valid_identity_incomplete"


class IdentityMalformed(LoginFailure):
    screen = Screen.MALFORMED
    code = "valid_identity_malformed"


class IdentityWithoutCountry(LoginFailure):
    screen = Screen.NO_COUNTRY
    code = "valid_identity_without_country"


class NotForThisCertificate(LoginFailure):
    screen = Screen.NOT_FOR_THIS_CERTIFICATE
    code = "valid_not_for_this_certificate"
