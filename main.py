"""Start digitpad from a checkout: `python main.py [command]`. No command opens the window."""

from digitpad.__main__ import run

if __name__ == "__main__":
    run()
