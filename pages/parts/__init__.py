"""Parts of pages: the frame, what several pages share, and the sections of the larger ones."""
