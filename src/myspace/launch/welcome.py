"""What `up` prints when everything is ready: where to go, whom to be, where the logs are, how to stop."""

from __future__ import annotations

from myspace.launch.stack import Stack


def welcome(stack: Stack) -> str:
    """The greeting, in Catalan with one English line."""
    lines = ["", f"  El meu espai és a punt: {stack.origin}", f"  (My Space is ready: open {stack.origin})", ""]
    lines += [f"    {line}" for line in people()]
    lines += ["", f"  Correus, avisos i SMS que surten: {stack.place.delivery_url}"]
    lines += ["  (What leaves the folder is read there; nothing is sent to anybody.)"]
    lines += ["", f"  Registres (logs): {stack.run_dir / 'logs'}", "  Per aturar-ho tot: Ctrl-C", ""]
    if stack.place.certificate:
        lines.insert(3, "  El navegador avisarà del certificat: és nostre, només per a proves en aquesta xarxa.")
    return "\n".join(lines)


def people() -> list[str]:
    """One line for each invented person who can log in."""
    try:
        from myspace.simulation.cast import CAST
    except ImportError:
        return []
    return ["Entra com una d'aquestes persones inventades:", *(f"  {person.line['ca']}" for person in CAST)]
