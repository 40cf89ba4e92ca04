"""Small examples with numbers one can type, each with its arithmetic written out; without torch."""
