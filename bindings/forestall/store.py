"""A folder of finished points, one small file each by its key. Any number of processes may add to it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import numpy as np

from forestall.errors import InputError, RunError
from forestall.points import Packed

__all__ = ["Store"]


class Store:
    """Finished points by key. A file appears whole or not at all; one that is damaged counts as missing."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        if self.folder.exists() and not self.folder.is_dir():
            raise InputError(f"{self.folder} is a file; name a folder")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"{self.folder} cannot be made ({error.strerror}); name a folder you may write to") from None

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.npz"

    def has(self, key: str) -> bool:
        """Whether the point is there."""
        return self._path(key).is_file()

    def put(self, key: str, packed: Packed) -> None:
        """Adds a point. Raises RunError where the disk refuses."""
        unfinished = self.folder / f".{key}.{os.getpid()}.npz"
        try:
            with open(unfinished, "wb") as file:
                arrays = {f"a{i}": array for i, array in enumerate(packed.arrays.values())}
                names = np.array(list(packed.arrays))
                np.savez_compressed(file, meta=np.array(packed.meta()), names=names, **arrays)  # type: ignore[arg-type]
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, self._path(key))
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise RunError(
                f"{self._path(key)} cannot be written ({error.strerror}); make room, then run again"
            ) from None

    def take(self, key: str) -> Packed | None:
        """A point, or None where it is not there (or its file is damaged)."""
        try:
            with np.load(self._path(key), allow_pickle=False) as file:
                names = [str(name) for name in file["names"]]
                arrays = {name: file[f"a{i}"] for i, name in enumerate(names)}
                return Packed.of(str(file["meta"]), arrays)
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
            return None

    def __len__(self) -> int:
        return sum(1 for _ in self.folder.glob("[0-9a-f]*.npz"))
