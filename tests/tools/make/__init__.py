"""Commands that make what the repository carries: pictures, catalogues, tables in the docs."""
