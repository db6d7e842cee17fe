"""How well we do on labelled data: one module a task."""
