"""Via Oberta: what other bodies' registers hold about a person, asked over PCI. One file for each product."""
