"""Routes without Streamlit: they open the published cube and nothing else."""
