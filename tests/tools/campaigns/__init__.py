"""Long tests with commands of their own, such as `python -m tests.tools.campaigns.kill`."""
