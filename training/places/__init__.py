"""What makes ``data/model/places.npz``: where toponyms are, and which place each names."""
