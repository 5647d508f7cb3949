"""Many packets: side by side, again at each change, on a cluster."""
