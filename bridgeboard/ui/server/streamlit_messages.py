"""Which of Streamlit's messages the pages need, and which tell of the machine."""

from __future__ import annotations

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.runtime_util import get_max_widget_state_size_bytes

#: A run, its end, addresses for files, a sign of life, and rows of a long table. Left out are: to
#: forget what is cached for everybody, to tell of the code's repository, to rerun when a file
#: changes, to stop the server, to write files of Streamlit's own beside the app, and files made on
#: a click, of which there are none.
_NEEDED = ("rerun_script", "stop_script", "file_urls_request", "app_heartbeat")
_BACKEND, _NEEDED_OF_BACKEND = "backend_operation_request", ("dataframe_chunk",)
_MOST_FILES = 100
#: What tells of the machine comes in small messages; large ones are not looked into.
_SMALL = 64 * 1024


def needless(frame: bytes) -> str | None:
    """The kind of a browser's message that no page sends; None for the others.

    Missing: what is no message at all, or too long, is let through: Streamlit then ends the
             connection.
    """
    if len(frame) > get_max_widget_state_size_bytes():
        return None
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except DecodeError:
        return None
    kind = message.WhichOneof("type")
    if kind == _BACKEND:
        asked = message.backend_operation_request.WhichOneof("payload")
        return None if asked in _NEEDED_OF_BACKEND else f"{kind}: {asked}"
    if kind not in _NEEDED:
        return str(kind)
    if kind == "file_urls_request" and len(message.file_urls_request.file_names) > _MOST_FILES:
        return f"{kind}: too many"
    return None


def without_machine(frame: bytes, folder: bytes) -> bytes:
    """The server's message without where the app lies and which installation it is.

    In:     folder: of the app; only messages that name it are looked into.
    """
    if len(frame) > _SMALL or folder not in frame:
        return frame
    message = ForwardMsg()
    try:
        message.ParseFromString(frame)
    except DecodeError:
        return frame
    if message.WhichOneof("type") != "new_session":
        return frame
    new = message.new_session
    new.main_script_path = new.main_script_path.rpartition("/")[2].rpartition("\\")[2]
    new.initialize.user_info.Clear()
    # The page reads it, so it has to be there, if empty.
    new.initialize.user_info.SetInParent()
    new.initialize.environment_info.python_version = ""
    new.initialize.environment_info.server_os = ""
    return message.SerializeToString()
