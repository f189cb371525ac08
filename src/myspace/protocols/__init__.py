"""How others talk: bytes to messages and back. No network, no clock, no Django; whoever sends lives in a connector."""
