"""The user interface: the only folder of ours that knows Streamlit."""
