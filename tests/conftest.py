"""What holds for all tests."""

import signal

# Whoever starts the tests in the background of a shell (`.ci/run &`) gives them a SIGINT that is ignored, and so they
# would give it to the programs that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
