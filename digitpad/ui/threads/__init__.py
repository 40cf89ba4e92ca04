"""Work off the GUI thread: the kit that every feature's worker is made with."""
