"""``python -m pipeline`` is the command ``brief``."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
