"""A log that can only grow: the tree of RFC 9162, signed checkpoints and cosignatures (C2SP), receipts and their verifier.

Knows bytes. Refuses to know where leaves are kept, what is in them, who is asked to witness, and the time.
"""
