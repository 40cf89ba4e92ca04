"""Long tests with commands of their own, such as `python -m tests.campaigns.kill`; not in the default run."""
