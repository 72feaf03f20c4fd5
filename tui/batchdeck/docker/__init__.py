"""The container engine of this machine: it builds, pushes and runs images."""
