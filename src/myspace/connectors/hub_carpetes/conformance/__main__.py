"""`python -m myspace.connectors.hub_carpetes.conformance URL`. Knows nothing but the way in."""

from __future__ import annotations

import sys

from .command import main

sys.exit(main())
