"""The bench: small examples with numbers one can type, and their arithmetic."""
