"""`python -m myspace.protocols.merkle verify RECEIPT`: the verifier, which also runs as a file by itself."""

import sys

from myspace.protocols.merkle.verify import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
