"""Logins as somebody at other services, told by who identified them: LOGIN-IN-1."""
