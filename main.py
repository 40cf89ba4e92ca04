"""Start digitpad from a checkout: `python main.py [command]`. No command opens the window."""

if __name__ == "__main__":
    try:
        from digitpad.__main__ import run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()
