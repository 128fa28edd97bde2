"""From collected tables to rows of ours: a map of columns and values, guessed, mended, kept."""
