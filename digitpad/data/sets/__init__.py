"""The sources of labelled pictures: files of datasets, downloads, folders, and drawn digits."""
