"""What connectors are made with: the contract, the transport, the conformance scale, the simulated far side."""
