"""`python -m myspace.connectors.timestamp.simulator …`: stamps until it is told to stop."""

from myspace.connectors.timestamp.simulator import main

if __name__ == "__main__":
    main()
