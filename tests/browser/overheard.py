"""All that a server sends to one browser: messages taken apart into texts and numbers.

Streamlit sends protobuf over a WebSocket, tables as Arrow in it, figures as JSON in it (numbers of
which Plotly packs in base64), and large messages and files by HTTP.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from google.protobuf.message import DecodeError, Message
from playwright.sync_api import Page, Response, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_MEDIA = re.compile(r"/media/[\w.-]+")
#: What the server sends of itself, whatever is in the store: scripts, styles, fonts, pictures.
_OWN_FILES = re.compile(r"/(static|vendor)/|\.(js|css|woff2?|png|svg|ico|map)(\?|$)")
_ARROW = b"ARROW1", b"\xff\xff\xff\xff"


@dataclass
class Overheard:
    """What came over the wire while it listened.

    raw:     the bytes of every frame, of every answer and of every file offered, as they came.
    texts:   every text in them, in whatever it was packed; numbers: every number in tables and
             figures. How a thing is drawn (places, colours) is among them.
    said:    the texts that are for reading: everything but scripts and what is packed.
    """

    page: Page
    frames: list[bytes] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    numbers: set[float] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("websocket", self._listen)
        self.page.on("response", lambda answer: self.answers.append(answer))

    def _listen(self, socket: WebSocket) -> None:
        def keep(payload: bytes | str) -> None:
            self.frames.append(payload if isinstance(payload, bytes) else payload.encode())

        socket.on("framereceived", keep)

    def take_in(self) -> None:
        """Take apart what has come since the last time, and fetch the files that it offers."""
        frames, self.frames = self.frames, []
        answers, self.answers = self.answers, []
        for frame in frames:
            self._message(frame)
        for answer in answers:
            if answer.status == 200 and not _OWN_FILES.search(answer.url):
                self._bytes(answer.body())
        offered = {found for text in self.texts for found in _MEDIA.findall(text)} - self.files
        for path in sorted(offered):
            host = "/".join(self.page.url.split("/")[:3])
            self._bytes(self.page.request.get(host + path).body())
        self.files |= offered

    def tells(self, word: str) -> bool:
        """Does this word stand anywhere, packed or not, in whatever case?"""
        plain = word.casefold()
        in_texts = any(plain in text.casefold() for text in self.texts)
        return in_texts or any(word.encode() in part for part in self.raw)

    def matching(self, pattern: str) -> list[str]:
        """The texts that match, each as far as around the match."""
        found = re.compile(pattern)
        return [
            text[max(at.start() - 40, 0) : at.end() + 40]
            for text in self.texts
            if (at := found.search(text))
        ]

    def counts(self, number: float) -> bool:
        """Does this number stand in a table at full length, or in a figure as long as there?"""
        sent = number, float(f"{number:.8g}")
        return any(
            abs(one - as_sent) <= 1e-9 * max(1, abs(number))
            for one in self.numbers
            for as_sent in sent
        )

    def _message(self, frame: bytes) -> None:
        self.raw.append(frame)
        message = ForwardMsg()
        try:
            message.ParseFromString(frame)
        except DecodeError:
            self._text(frame.decode("utf-8", "replace"))
            return
        self._fields(message)

    def _fields(self, message: Message) -> None:
        for _, value in message.ListFields():
            for one in _each(value):
                if isinstance(one, Message):
                    self._fields(one)
                elif isinstance(one, bytes):
                    self._bytes(one)
                elif isinstance(one, str):
                    self._text(one)
                elif isinstance(one, float):
                    self.numbers.add(one)

    def _bytes(self, data: bytes) -> None:
        self.raw.append(data)
        if data.startswith(_ARROW):
            self._table(data)
            return
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                for name in book.namelist():
                    self._bytes(book.read(name))
            return
        message = ForwardMsg()
        try:
            message.ParseFromString(data)
        except DecodeError:
            message.Clear()
        if message.ListFields():
            self._fields(message)
        self._text(data.decode("utf-8-sig", "replace"))

    def _table(self, data: bytes) -> None:
        open_ = pa.ipc.open_file if data.startswith(_ARROW[0]) else pa.ipc.open_stream
        table = open_(pa.BufferReader(data)).read_all()
        self._value({name: table[name].to_pylist() for name in table.column_names})

    def _text(self, text: str) -> None:
        if text in self.texts:
            return
        self.texts.add(text)
        if text[:1] in "[{":
            try:
                self._value(json.loads(text))
            except ValueError:
                return

    def _value(self, value: Any) -> None:
        if isinstance(value, dict):
            if {"dtype", "bdata"} <= set(value):
                packed = base64.b64decode(value["bdata"])
                self.numbers.update(np.frombuffer(packed, value["dtype"]).astype(float).tolist())
                return
            for key, one in value.items():
                self._text(str(key))
                self._value(one)
        elif isinstance(value, list | tuple):
            for one in value:
                self._value(one)
        elif isinstance(value, str):
            self._text(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.numbers.add(float(value))


def _each(value: Any) -> Iterator[Any]:
    """The values of a field: one, several, or those of a map."""
    if isinstance(value, Message | str | bytes | int | float):
        yield value
    elif hasattr(value, "items"):
        for key, one in value.items():
            yield key
            yield one
    else:
        yield from value
