"""Runs the tests of the board, prints what was measured, and ends with 1 if a test failed."""

import os
import sys
import unittest

import stage


def main():
    """Runs those tests whose names hold one of the arguments, or all."""
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{pattern}*" for pattern in sys.argv[1:]] or None
    suite = loader.discover(os.path.dirname(os.path.abspath(__file__)))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    if stage.figures:
        print("\n== Measured")
        for what, value in stage.figures:
            print(f"{what}: {value}")
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)


if __name__ == "__main__":
    main()
