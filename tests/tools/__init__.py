"""Commands for people who work on the program, none of them in the default test run; README lists them."""
