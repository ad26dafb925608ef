"""Runs the tests of docker-compose.yml; ends with 1 if one failed. Arguments are parts of the names of tests to run."""

import os
import sys
import unittest


def main():
    """Runs those tests whose names hold one of the arguments, or all."""
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{pattern}*" for pattern in sys.argv[1:]] or None
    suite = loader.discover(os.path.dirname(os.path.abspath(__file__)))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)


if __name__ == "__main__":
    main()
