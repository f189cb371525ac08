"""Far sides that several simulators share. Nothing of the product imports them: they are reached over a socket."""
