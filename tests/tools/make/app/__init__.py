"""The app for those without Python: a folder that PyInstaller makes, its licences and its test."""
