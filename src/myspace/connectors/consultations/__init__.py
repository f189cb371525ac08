"""Who carries the questions of administrations tells of them: CONSULT-IN-1, told and asked (docs/protocols/CONSULT-IN-1.md)."""
