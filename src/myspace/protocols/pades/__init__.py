"""PAdES (ETSI EN 319 142-1): a seal put on a PDF at level B-LTA, and what may be said of a sealed one that comes back.

    paper ─seal(sealer, stamper)─▶ seal · its time stamp · certificates and lists · time stamp over all of it
    file  ─check(trust, now)────▶ Report: one type for each thing that may be so

Policies are values, the outcome of a check is a report. Knows no network: time stamps are asked through a port, revocation
is what the file carries or what was given. Refuses to know what a paper says, who may have it, and where keys are kept.
"""
