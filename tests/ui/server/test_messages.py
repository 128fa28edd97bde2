"""Which messages get in and out of a session's WebSocket; Streamlit's own, made by its protobuf."""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bridgeboard.ui.server.streamlit_messages import needless, without_machine

NEEDED = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"}
KINDS = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
PAYLOADS = [
    field.name for field in BackendOperationRequest.DESCRIPTOR.oneofs_by_name["payload"].fields
]
FOLDER = b"/srv/bridgeboard"


def _message(kind: str) -> BackMsg:
    message = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[kind]
    if field.message_type is None:
        setattr(message, kind, True)
    else:
        getattr(message, kind).SetInParent()
    return message


@pytest.mark.parametrize("kind", KINDS)
def test_of_all_kinds_that_streamlit_knows_only_those_needed_get_in(kind: str):
    assert (needless(_message(kind).SerializeToString()) is None) == (kind in NEEDED)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_of_what_a_browser_may_ask_the_server_to_do_only_rows_get_in(payload: str):
    message = BackMsg()
    getattr(message.backend_operation_request, payload).SetInParent()
    said = needless(message.SerializeToString())
    assert (said is None) == (payload == "dataframe_chunk")


def test_the_kind_that_streamlit_would_act_on_counts_and_not_the_first():
    both = (
        _message("rerun_script").SerializeToString() + _message("clear_cache").SerializeToString()
    )
    assert needless(both) == "clear_cache"


def test_what_is_unknown_does_not_get_in_and_what_is_no_message_is_left_to_streamlit():
    assert needless(b"") is not None
    assert needless(b"\xff\xff\xff") is None


def test_addresses_for_more_files_than_anybody_drops_are_not_made():
    message = BackMsg()
    message.file_urls_request.file_names.extend(["a.csv"] * 100)
    assert needless(message.SerializeToString()) is None
    message.file_urls_request.file_names.append("a.csv")
    assert needless(message.SerializeToString()) is not None


def _new_session(folder: str = FOLDER.decode()) -> ForwardMsg:
    message = ForwardMsg()
    new = message.new_session
    new.name, new.main_script_path = "app.py", f"{folder}/app.py"
    new.initialize.session_id = "kept"
    for field in new.initialize.user_info.DESCRIPTOR.fields:
        setattr(new.initialize.user_info, field.name, "an installation")
    new.initialize.environment_info.python_version = "3.11"
    new.initialize.environment_info.server_os = "linux"
    new.initialize.environment_info.streamlit_version = "kept too"
    return message


@pytest.mark.parametrize("folder", ["/srv/bridgeboard", "C:\\srv\\bridgeboard"])
def test_a_new_session_does_not_tell_where_the_app_lies_nor_which_machine_it_is(folder: str):
    sent = without_machine(_new_session(folder).SerializeToString(), folder.encode())
    message = ForwardMsg.FromString(sent)
    assert message.new_session.main_script_path == "app.py"
    assert message.new_session.initialize.session_id == "kept"
    assert message.new_session.initialize.HasField("user_info")
    assert message.new_session.initialize.environment_info.streamlit_version == "kept too"
    for told in (folder.encode(), b"an installation", b"3.11", b"linux"):
        assert told not in sent


def test_other_messages_go_out_as_they_are():
    message = ForwardMsg()
    message.delta.new_element.markdown.body = "/srv/bridgeboard is a folder"
    frame = message.SerializeToString()
    assert without_machine(frame, FOLDER) is frame
    assert without_machine(b"", FOLDER) == b""
