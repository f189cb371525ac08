"""Why a login did not happen, and which page says so. Refuses to carry anything the provider or the person wrote.

LoginFailure
├── on the way back from the provider (read_callback)
│   ├── StateMismatch          not the answer to a question this browser asked
│   ├── WrongIssuer            the answer names another provider, or none where it is announced (RFC 9207)
│   ├── Cancelled              error=access_denied: the person, or the provider, said no
│   └── CallbackError          any other error=, or a callback that is neither a code nor an error
├── no usable answer
│   ├── ProviderDown           refused connection, DNS, TLS, HTTP 403, 404, 429 or 5xx
│   ├── ProviderLate           not whole before the deadline
│   ├── ProviderGarbled        not the contract: HTML, a redirect, truncated, too long, not UTF-8
│   └── NotAsConfigured        it describes itself as another provider, or as one that we may not use
├── a clear no
│   └── TokenRefused           the code or the client was not accepted
├── an id_token that proves nothing (id_token.py)
│   ├── Unsigned               no signature by a key of theirs with an algorithm of ours
│   ├── UnknownKey             signed with a key that they do not publish, or not yet when we looked
│   ├── NotForUs               another issuer, audience, attempt or access token
│   ├── OutOfTime              over, not yet, or of long ago
│   └── NotIdentifiedAgain     we asked to identify the person anew, and it did not
└── an answer that opens no folder
    ├── AnotherSubject         the user information is about somebody else than the id_token
    ├── IdentityIncomplete     no identifier
    ├── IdentityMalformed      an identifier that is not one, or not of the kind it says, or a company's
    └── IdentityWithoutCountry a passport, or a number of no known form, that may be another person's elsewhere
"""

from __future__ import annotations

from myspace.connector_kit.login import LoginFailure, Screen


class StateMismatch(LoginFailure):
    screen = Screen.MISMATCH
    code = "openid_state_mismatch"


class WrongIssuer(LoginFailure):
    screen = Screen.MISMATCH
    code = "openid_wrong_issuer"


class Cancelled(LoginFailure):
    screen = Screen.CANCELLED
    code = "openid_cancelled"


class CallbackError(LoginFailure):
    screen = Screen.CALLBACK
    code = "openid_callback_error"


class ProviderDown(LoginFailure):
    screen = Screen.DOWN
    code = "openid_down"


class ProviderLate(LoginFailure):
    screen = Screen.LATE
    code = "openid_late"


class ProviderGarbled(LoginFailure):
    screen = Screen.GARBLED
    code = "openid_garbled"


class NotAsConfigured(LoginFailure):
    """Whoever runs the folder has to look: the log says the code, the person that it is not their fault."""

    screen = Screen.GARBLED
    code = "openid_not_as_configured"


class TokenRefused(LoginFailure):
    screen = Screen.REFUSED
    code = "openid_token_refused"


class Unsigned(LoginFailure):
    screen = Screen.UNTRUSTED
    code = "openid_unsigned"


class UnknownKey(LoginFailure):
    """Perhaps they changed their keys since we looked: the client looks once more."""

    screen = Screen.UNTRUSTED
    code = "openid_unknown_key"


class NotForUs(LoginFailure):
    screen = Screen.UNTRUSTED
    code = "openid_not_for_us"


class OutOfTime(LoginFailure):
    screen = Screen.EXPIRED
    code = "openid_out_of_time"


class NotIdentifiedAgain(LoginFailure):
    screen = Screen.NOT_AGAIN
    code = "openid_not_identified_again"


class AnotherSubject(LoginFailure):
    screen = Screen.MALFORMED
    code = "openid_another_subject"


class IdentityIncomplete(LoginFailure):
    screen = Screen.INCOMPLETE
    code = "openid_identity_incomplete"


class IdentityMalformed(LoginFailure):
    screen = Screen.MALFORMED
    code = "openid_identity_malformed"


class IdentityWithoutCountry(LoginFailure):
    screen = Screen.NO_COUNTRY
    code = "openid_identity_without_country"
