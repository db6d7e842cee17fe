"""From labelled data to the weights of the coder: one small encoder with many heads."""
