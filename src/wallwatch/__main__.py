"""``python -m wallwatch`` is ``wallwatch``."""

from wallwatch.cli import main

if __name__ == "__main__":
    main()
