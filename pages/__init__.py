"""What readers open: Streamlit pages, and under ``publik`` the routes that need no Streamlit."""
