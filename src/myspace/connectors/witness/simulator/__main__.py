"""`python -m myspace.connectors.witness.simulator …`: confirms until it is told to stop."""

from myspace.connectors.witness.simulator import main

if __name__ == "__main__":
    main()
