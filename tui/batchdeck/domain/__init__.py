"""What the console speaks of: frozen data and pure rules, no I/O."""
