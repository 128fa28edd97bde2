"""What stands between a browser and Streamlit's own server.

Each middleware is a module that knows nothing of the others, and is given what it asks for;
guards.py has those that refuse, in order. What must be known of Streamlit stands in who.py (whose
cookie), live_sessions.py (whose session and files), streamlit_messages.py (what is said over the
wire) and safe_settings.py. What makes many people cheap: at_once.py, settled_settings.py,
many_connections.py, and who_left.py, which forgets whoever doesn't come back.
"""
