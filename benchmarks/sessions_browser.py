"""A browser's side of a session, without the browser: it sends what a page's controls would.

It keeps what Streamlit's own page keeps: the tree of blocks and elements, the state of each
control, the messages that it has, so that the server only names them, and the address. It draws
nothing.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.sessions_tree import Node, NoSuchPlace, Tree, widget_of

#: How long a run may take until it counts as failed.
PATIENCE = 60.0
_PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 7) Mobile"
_DESKTOP = "Mozilla/5.0 (X11; Linux x86_64)"
#: For how many runs a browser keeps a message that it did not need.
_KEPT_RUNS = 2
_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass(slots=True)
class Control:
    """A control that a page shows: what it may be set to, and how it was first."""

    id: str
    kind: str
    fragment: str
    options: tuple[Any, ...] = ()
    value: Any = None
    first: Any = None
    parameter: str = ""
    most: int = 0
    is_required: bool = False


@dataclass(slots=True)
class Run:
    """What came of one message: seconds until the run had ended, and bytes as they were sent."""

    seconds: float
    size: int
    messages: int
    is_fragment: bool
    misplaced: list[str] = field(default_factory=list)


class Browser:
    """One open page. Use as `async with Browser(address) as browser`.

    files: addresses of files that were offered. errors: of the page. said: a list, if one is put
    there, gets all messages as they came.
    """

    def __init__(
        self, address: str, cookies: Mapping[str, str] | None = None, phone: bool = False
    ) -> None:
        self.address = address
        self.session = ""
        self.tree = Tree()
        self.controls: dict[str, Control] = {}
        self.files: list[str] = []
        self.said: list[bytes] | None = None
        self.errors: list[str] = []
        self._parameters: dict[str, list[str]] = {}
        self._page = self._main = ""
        self._run, self._fragments, self._is_told = "", [], False
        self._kept: dict[str, tuple[Delta, int]] = {}
        self._xsrf = generate_xsrf_token_string()
        self._cookies = {**(cookies or {}), "_streamlit_xsrf": self._xsrf}
        self._agent = _PHONE if phone else _DESKTOP

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            origin=self.address,
            subprotocols=["streamlit", self._xsrf],
            additional_headers={"Cookie": self.cookie},
            user_agent_header=self._agent,
            proxy=None,
            max_size=None,
            ping_interval=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    @property
    def cookie(self) -> str:
        """The header that this browser's cookies make."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    @property
    def headers(self) -> dict[str, str]:
        """What this browser's own page sends with a request."""
        return {"cookie": self.cookie, "origin": self.address, "x-xsrftoken": self._xsrf}

    async def visit(self, page: str, **parameters: str) -> Run:
        """Open a page: by its address at first, from the menu later."""
        if not self._run:
            self._parameters = {name: [value] for name, value in parameters.items()}
            return await self._asked(page_name=page)
        script = self.menu[page]
        kept = {name: self._parameters[name] for name in self._bound_above()}
        self._parameters = {**kept, **{name: [value] for name, value in parameters.items()}}
        self.tree.keep_main(self._main)
        self._forget()
        return await self._asked(page_script_hash=script)

    async def change(self, chance: random.Random) -> tuple[Run, Control] | None:
        """Change one control, as somebody would who looks around; None where there is none."""
        usable = [one for one in self.controls.values() if one.kind in _CHANGED]
        usable = [one for one in usable if one.kind not in _CHOSEN or len(one.options) > 1]
        if not usable:
            return None
        control = chance.choice(usable)
        control.value = _CHANGED[control.kind](control, chance)
        return await self.set(control), control

    async def set(self, control: Control) -> Run:
        """Tell the server the value that a control now has."""
        if control.parameter:
            said = control.value if isinstance(control.value, list) else [control.value]
            self._parameters.pop(control.parameter, None)
            if control.value not in (control.first, None, "", []):
                self._parameters[control.parameter] = [str(one) for one in said]
        return await self._asked(fragment_id=control.fragment)

    async def dropped(self, file_id: str, name: str, size: int) -> Run:
        """Tell the page's control for files of one that was sent."""
        control = next(one for one in self.controls.values() if one.kind == "file_uploader")
        control.value = FileUploaderState()
        control.value.uploaded_file_info.add(file_id=file_id, name=name, size=size)
        return await self.set(control)

    async def _asked(self, **state: str) -> Run:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = urlencode(self._parameters, doseq=True)
        asked.page_script_hash = self._page
        for name, value in state.items():
            setattr(asked, name, value)
        asked.cached_message_hashes.extend(self._kept)
        asked.context_info.timezone = "Africa/Kampala"
        asked.context_info.timezone_offset = -180
        asked.context_info.locale = "en-GB"
        asked.context_info.url = self.address + "/"
        asked.context_info.color_scheme = "light"
        for control in self.controls.values():
            _told(asked.widget_states.widgets, control)
        begun = time.perf_counter()
        self._is_told = False
        await self._socket.send(message.SerializeToString())
        run = Run(0.0, 0, 0, bool(asked.fragment_id))
        async with asyncio.timeout(PATIENCE):
            while not self._heard(await self._socket.recv(), run):
                pass
        run.seconds = time.perf_counter() - begun
        return run

    def _heard(self, frame: bytes, run: Run) -> bool:
        """Keep what a message says; True if it says that the run has ended."""
        run.size += len(frame)
        run.messages += 1
        if self.said is not None:
            self.said.append(frame)
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._begun(message)
        elif kind in ("delta", "ref_hash"):
            try:
                self._drawn(message)
            except NoSuchPlace as why:
                run.misplaced.append(str(why))
        elif kind == "navigation":
            self.menu = {
                page.url_pathname: page.page_script_hash for page in message.navigation.app_pages
            }
            self._page = message.navigation.page_script_hash or self._page
        elif kind == "page_info_changed":
            self._parameters = parse_qs(message.page_info_changed.query_string)
        elif kind == "script_finished" and message.script_finished in _DONE:
            said = message.metadata.run
            self.tree.clear(said.script_run_id or self._run, said.fragment_ids or self._fragments)
            self._forget()
            return True
        return False

    def _begun(self, message: ForwardMsg) -> None:
        new, said = message.new_session, message.metadata.run
        self.session = new.initialize.session_id or self.session
        self._run, self._fragments = said.script_run_id, list(said.fragment_ids)
        self._is_told = True
        self._main = new.main_script_hash
        if not self._fragments and new.page_script_hash != self._page:
            self._page = new.page_script_hash

    def _drawn(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "ref_hash":
            delta = self._kept[message.ref_hash][0]
            self._kept[message.ref_hash] = delta, 0
        else:
            delta = message.delta
            if message.metadata.cacheable:
                self._kept[message.hash] = delta, 0
        kind = delta.WhichOneof("type")
        if kind == "new_transient":
            return
        drawn = delta.add_block if kind == "add_block" else delta.new_element
        node = Node(
            drawn.WhichOneof("type") or "",
            self._run,
            delta.fragment_id,
            message.metadata.active_script_hash,
            kind == "add_block",
            widget_of(drawn),
        )
        self.tree.put(message.metadata.delta_path, node)
        if node.kind == "exception":
            self.errors.append(drawn.exception.message)
        if node.widget and (control := _control(drawn, node)):
            self._shown(control, getattr(getattr(drawn, node.kind), "set_value", False))
        if node.kind == "download_button":
            self.files.append(drawn.download_button.url)

    def _shown(self, control: Control, is_set: bool) -> None:
        """A control that was there before keeps its value, unless the server sets another."""
        known = self.controls.get(control.id)
        if known is not None and not is_set:
            control.value = known.value
        self.controls[control.id] = control

    def _forget(self) -> None:
        """Controls that are no more on the page, and messages that no page needed for a while."""
        there = self.tree.widgets()
        self.controls = {key: one for key, one in self.controls.items() if key in there}
        if self._is_told and not self._fragments:
            aged = ((key, delta, age + 1) for key, (delta, age) in self._kept.items())
            self._kept = {key: (delta, age) for key, delta, age in aged if age <= _KEPT_RUNS}

    def _bound_above(self) -> list[str]:
        """Parameters of the controls beside every page, which another page keeps."""
        side = Tree()
        side.roots = [self.tree.roots[1]]
        beside = side.widgets()
        named = [one.parameter for one in self.controls.values() if one.id in beside]
        return [name for name in named if name in self._parameters]


def _control(drawn: Any, node: Node) -> Control | None:
    """A control, from what the server says of it; None for one that nobody sets here."""
    said = getattr(drawn, node.kind)
    control = Control(node.widget, node.kind, node.fragment)
    control.parameter = getattr(said, "query_param_key", "")
    control.is_required = getattr(said, "required", False)
    if node.kind == "selectbox":
        control.options = tuple(said.options)
        first = said.options[said.default] if said.HasField("default") and said.options else None
        control.value = said.raw_value if said.set_value and said.HasField("raw_value") else first
    elif node.kind == "multiselect":
        control.options = tuple(said.options)
        first = [said.options[index] for index in said.default]
        control.value = list(said.raw_values) if said.set_value else first
    elif node.kind == "button_group":
        control.options = tuple(option.content for option in said.options)
        control.most = 0 if said.click_mode else 1
        first = [said.options[index].content for index in said.default]
        control.value = list(said.raw_values) if said.set_value else first
    elif node.kind == "number_input":
        control.options = (said.min, said.max, said.step)
        first = said.default
        control.value = said.value if said.set_value else first
    elif node.kind == "text_input":
        first = said.default
        control.value = said.value if said.set_value else first
    elif node.kind == "popover":
        first = control.value = said.open
    elif node.kind == "file_uploader":
        first = None
    elif node.kind == "expandable":
        first = control.value = said.expanded
    else:
        return None
    control.first = list(first) if isinstance(first, list) else first
    return control


def _told(states: Any, control: Control) -> None:
    """The state of one control, as a browser writes it."""
    if control.kind in _OPENED and control.value == control.first:
        return
    if control.kind == "file_uploader" and control.value is None:
        return
    state = states.add(id=control.id)
    if control.kind in ("selectbox", "text_input"):
        if control.value is not None:
            state.string_value = control.value
    elif control.kind in ("multiselect", "button_group"):
        state.string_array_value.data.extend(control.value)
    elif control.kind == "number_input":
        state.double_value = control.value
    elif control.kind == "file_uploader":
        state.file_uploader_state_value.CopyFrom(control.value)
    else:
        state.bool_value = control.value


def _another(control: Control, chance: random.Random) -> str:
    return chance.choice([one for one in control.options if one != control.value])


def _toggled(control: Control, chance: random.Random) -> list[str]:
    one = chance.choice(control.options)
    if control.kind == "button_group" and control.most == 1:
        return [_another_of(control, chance)]
    return [other for other in control.value if other != one] + [one] * (one not in control.value)


def _another_of(control: Control, chance: random.Random) -> str:
    return chance.choice([one for one in control.options if one not in control.value])


def _stepped(control: Control, chance: random.Random) -> float:
    least, most, step = control.options
    moved = control.value + chance.choice((-1, 1)) * (step or 1)
    return min(max(moved, least), most)


_OPENED = ("popover", "expandable")
_CHOSEN = ("selectbox", "multiselect", "button_group")
_CHANGED = {
    "selectbox": _another,
    "multiselect": _toggled,
    "button_group": _toggled,
    "number_input": _stepped,
    "popover": lambda control, _: not control.value,
    "expandable": lambda control, _: not control.value,
    "text_input": lambda _, chance: chance.choice(("", "support", "trust", "time")),
}
