"""Pictures that tests and benchmarks make: photographs of pen on paper."""
