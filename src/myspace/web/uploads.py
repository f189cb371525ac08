"""A file that somebody sends: in memory, one, and never more than one byte over what is looked at. Nothing is written to disk.

Whoever guards forms reads them before any view does, so this bounds every address alike.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from myspace.domain.seals.service import MOST


class InMemory(FileUploadHandler):
    """What is over is read from the wire, since a form may follow, and thrown away."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= MOST:
            self._held.write(raw_data[: MOST + 1 - start])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:  # noqa: ARG002  # Django's signature
        size = self._held.tell()
        self._held.seek(0)
        return InMemoryUploadedFile(self._held, self.field_name, "file", "application/octet-stream", size, None)
