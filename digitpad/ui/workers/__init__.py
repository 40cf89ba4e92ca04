"""Work off the GUI thread. Workers know the core and no widget; they speak through signals."""
