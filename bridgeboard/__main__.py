"""python -m bridgeboard"""

import sys

from bridgeboard.cli import main

sys.exit(main())
