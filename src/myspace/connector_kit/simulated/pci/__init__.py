"""The make-believe PCI: a front end that reads and writes the envelope by itself, and hands products what is theirs."""
