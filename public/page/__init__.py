"""``/publik``: the main figures as light pages without Streamlit.

``page_files`` writes the files when a cube is published, ``page_routes`` answers them. Filters work
in the reader's browser over published cells; the first view is in the markup and needs no script.
"""
