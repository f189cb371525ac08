"""e-NOTUM: the notifications and communications of every body that uses it, by PCI messaging or by its REST interface."""
