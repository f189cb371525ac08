"""Where an exchange failed: three layers that are never mistaken for one another. Refuses to say what the far side said.

    ExchangeFailed
    ├─ SoapLayer                the message or its carriage
    │  ├─ NotSent(fault)           nothing left this machine
    │  ├─ NotHeard(fault)          it may have arrived, and no whole answer came back
    │  ├─ NoMessage(status)        HTTP brought nothing that can be read
    │  ├─ Faulted(code)            a SOAP fault: security, schema, their own breakdown
    │  ├─ NotTheContract(where)    read, but not what the contract says
    │  └─ NotBelieved(findings)    read, and its signature is not what this service's row asks for
    ├─ PciLayer                 the platform between us and the product
    │  └─ PciRefused(code)         Atributos/Estado 0502, or a state that nobody documented
    └─ ProductLayer             the product itself, inside DatosEspecificos
       ├─ ProductRefused(code)     a documented code that is no answer
       └─ UnknownCode             a code, or none, that the product's row does not have

Each says two things more: whether what was asked may have been done all the same (`may_be_done`: then nothing is sent
again before it was read back), and what it is worth as one of the six answers (`worth`).

`said` is the far side's text, which may hold a person's number: it is an attribute for the sealed copy, never in `str()`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from myspace.protocols.soap.envelope import Fault as SoapFault
from myspace.protocols.soap.envelope import FaultCode
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Refused, Unknown

_CODE = re.compile(r"[0-9]{1,4}|OK")


class ExchangeFailed(Exception):
    """Whatever keeps an exchange from giving its answer."""

    may_be_done = False

    @property
    def worth(self) -> Unknown:
        return Garbled(Fault.NOT_THE_CONTRACT)


class SoapLayer(ExchangeFailed):
    """The message, or how it was carried."""


class _Lost(SoapLayer):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault

    @property
    def worth(self) -> Unknown:
        if self.fault is Fault.DEADLINE:
            return Late(self.fault)
        return Down(self.fault) if self.fault in (Fault.UNREACHABLE, Fault.TLS) else Garbled(self.fault)


class NotSent(_Lost):
    """Nothing left this machine: it may be tried again."""


class NotHeard(_Lost):
    """It may have arrived. What came back, if anything, is no whole answer."""

    may_be_done = True


class NoMessage(SoapLayer):
    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status} without a message")
        self.status = status
        self.may_be_done = status >= 500  # who stands before a service says so too when the service is slow

    @property
    def worth(self) -> Unknown:
        if self.status in (401, 403):
            return Refused(Fault.NOT_AUTHORISED)
        if self.status == 404:
            return Down(Fault.HTTP_NOT_FOUND)
        if 300 <= self.status < 400:
            return Down(Fault.REDIRECTED)
        return Down(Fault.SERVER_ERROR) if self.status >= 500 else Refused(Fault.BAD_REQUEST)


class Faulted(SoapLayer):
    def __init__(self, fault: SoapFault) -> None:
        super().__init__(fault.code.value)
        self.fault = fault
        self.may_be_done = fault.code in (FaultCode.SERVER, FaultCode.OTHER)

    @property
    def worth(self) -> Unknown:
        if self.may_be_done:
            return Down(Fault.SERVER_ERROR)
        return Refused(Fault.NOT_AUTHORISED if self.fault.code is FaultCode.SECURITY else Fault.BAD_REQUEST)


class NotTheContract(SoapLayer):
    """`where` is a name of the contract, as we write it."""

    may_be_done = True

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


class NotBelieved(SoapLayer):
    """`findings` are of `soap.verifying.Finding`."""

    may_be_done = True

    def __init__(self, findings: Iterable[StrEnum]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.value for finding in self.findings))


class PciLayer(ExchangeFailed):
    """The platform between us and the product."""


class PciRefused(PciLayer):
    """0502 has no published meaning but "error": the product behind may have been reached."""

    may_be_done = True

    @property
    def worth(self) -> Unknown:
        return Down(Fault.SERVER_ERROR)

    def __init__(self, code: str, secondary: str, said: str) -> None:
        super().__init__(plain(code))
        self.code, self.secondary, self.said = code, secondary, said


class ProductLayer(ExchangeFailed):
    """The product itself."""


class ProductRefused(ProductLayer):
    @property
    def worth(self) -> Unknown:
        return Refused(Fault.BAD_REQUEST)

    def __init__(self, product: str, code: str) -> None:
        super().__init__(f"{product} {plain(code)}")
        self.product, self.code = product, code


class UnknownCode(ProductLayer):
    may_be_done = True

    @property
    def worth(self) -> Unknown:
        return Garbled(Fault.UNKNOWN_RESULT)

    def __init__(self, product: str) -> None:
        super().__init__(product)
        self.product = product


def plain(code: str) -> str:
    """A code that may be printed: four digits at most, so that no person's number passes for one."""
    return code if _CODE.fullmatch(code) else "other"
