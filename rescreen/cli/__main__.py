"""`python -m rescreen.cli` is the `rescreen` command."""

import sys

from rescreen.cli import main

sys.exit(main())
