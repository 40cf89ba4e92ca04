"""Where labelled pictures come from: files of datasets, downloads, folders, and what the program draws."""
