"""A far side of its own for login with OpenID Connect: "Identitat Nord", a provider of the invented country.

It reads the standard by itself and shares no line with the client; only the vocabulary and the cast are common.
"""
