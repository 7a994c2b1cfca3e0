"""`python -m ace_mailbot` is `ace-mailbot`."""

import sys

from ace_mailbot.cli import main

if __name__ == "__main__":
    sys.exit(main())
