"""The data kernel: connections, row-level security, keys, ids. Knows no table of a capability and no person."""
