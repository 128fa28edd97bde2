"""One module per chart; each gives a Chart from what may be shown."""
