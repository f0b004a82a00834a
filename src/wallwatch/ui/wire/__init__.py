"""What goes over the wire to the terminal: only the cells that changed, and no more often than asked for."""
