"""Measures the program beside a plain Streamlit page of the same content, in the same run."""
