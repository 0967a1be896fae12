"""``python -m corefw``: the command line, where its script is not on the path."""

from corefw.operate.cli import main

if __name__ == "__main__":
    main(prog_name="corefw")
