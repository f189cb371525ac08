"""The simulated registers behind Via Oberta: a product each for the make-believe PCI. Their reading of the contracts is their own.

They are named where the simulator of PCI is started, one by one:

    python -m myspace.connector_kit.simulated.pci --product myspace.connectors.via_oberta.simulator:padro …

What one does otherwise than well is wished for, at POST /_control/<CODE>:

    {"says": "4"}              every answer is this code and nothing else; "" for its own again
    {"ways": ["short_codes"]}  it writes as some of its documents do, or worse (each file lists its own)
    {"slow_ms": 9000}          it takes so long
    {"down": true}             it is not there: a SOAP fault
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.simulated.pci.plugin import Product, Setting
from myspace.connectors.via_oberta.simulator import (
    catalan_taxes,
    dependency,
    disability,
    education,
    employment,
    families,
    health,
    land,
    registers,
    social_security,
    taxes,
    work,
)
from myspace.connectors.via_oberta.simulator.playing import Play


def padro(setting: Setting) -> Product:
    return Play(setting, "PADRO", registers.MODALITIES, registers.WAYS, registers.answer).product()


def padro_historic(setting: Setting) -> Product:
    return Play(setting, "PADRO_HISTORIC", registers.HISTORIC, registers.WAYS, registers.history).product()


def vida_laboral(setting: Setting) -> Product:
    return Play(setting, "TGSS_VIDA_LABORAL", work.MODALITIES, work.WAYS, work.answer).product()


def tgss(setting: Setting) -> Product:
    return Play(
        setting, "SCSP_TGSS", social_security.MODALITIES, social_security.WAYS, social_security.answer
    ).product()  # fmt: skip


def aeat(setting: Setting) -> Product:
    return Play(setting, "AEAT_DADES", taxes.MODALITIES, taxes.WAYS, taxes.answer).product()


def discapacitat(setting: Setting) -> Product:
    return Play(setting, "GRAU_DISCAPACITAT", disability.MODALITIES, disability.WAYS, disability.answer).product()


def atc(setting: Setting) -> Product:
    return Play(setting, "ATC", catalan_taxes.MODALITIES, catalan_taxes.WAYS, catalan_taxes.answer).product()


def dependencia(setting: Setting) -> Product:
    return Play(setting, "DEPENDENCIA", dependency.MODALITIES, dependency.WAYS, dependency.answer).product()


def mepsyd(setting: Setting) -> Product:
    return Play(setting, "MEPSYD", education.MODALITIES, education.WAYS, education.answer).product()


def cadastre(setting: Setting) -> Product:
    return Play(setting, "CADASTRE", land.MODALITIES, land.WAYS, land.answer).product()


def soc(setting: Setting) -> Product:
    return Play(setting, "SOC", employment.MODALITIES, employment.WAYS, employment.answer).product()


def rca(setting: Setting) -> Product:
    return Play(setting, "RCA", health.MODALITIES, health.WAYS, health.answer).product()


def tfn(setting: Setting) -> Product:
    return Play(setting, "TFN", families.MODALITIES, families.WAYS, families.answer).product()


def tfm(setting: Setting) -> Product:
    return Play(setting, "TFM", families.OF_ONE_PARENT, families.WAYS, families.answer).product()


EVERY: Final = (
    padro,
    padro_historic,
    vida_laboral,
    aeat,
    discapacitat,
    tfn,
    tfm,
    tgss,
    atc,
    dependencia,
    mepsyd,
    cadastre,
    soc,
    rca,
)
__all__ = [
    "EVERY",
    "aeat",
    "atc",
    "cadastre",
    "dependencia",
    "discapacitat",
    "mepsyd",
    "padro",
    "padro_historic",
    "rca",
    "soc",
    "tfm",
    "tfn",
    "tgss",
    "vida_laboral",
]
