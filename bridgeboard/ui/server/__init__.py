"""What Streamlit's own server leaves out: compressed assets, security headers, an Origin check.

Each module is one ASGI middleware that knows nothing of Streamlit and nothing of the others.
"""
