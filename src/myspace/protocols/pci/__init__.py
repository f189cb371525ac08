"""PCI, the AOC's envelope for everything between bodies: requests, answers, confirmations. Knows no product's own words."""
