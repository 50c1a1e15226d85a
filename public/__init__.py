"""What anybody may ask for, without Streamlit: it opens the published cube and nothing else."""
