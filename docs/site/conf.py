"""How Sphinx makes the site. The pages are gathered by scripts/make_docs.py, which also runs Sphinx."""

from __future__ import annotations

import inspect
import re
from typing import Any

from sphinx.util.inspect import TypeAliasForwardRef

import forestall

project = "Forestall"
author = "The Forestall authors"
copyright = "The Forestall authors; contains public sector information licensed under the Open Government Licence v3.0"
version = release = forestall.__version__
language = "en_GB"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
templates_path = ["_templates"]
exclude_patterns = ["_templates", "files"]

# Anchors as on a code host; notebooks are shown with the answers they are kept with.
myst_heading_anchors = 4
nb_execution_mode = "off"
suppress_warnings = ["myst.header"]

# Docstrings are plain text with `names` in it; what they name comes in the order of the source.
default_role = "code"
add_module_names = False
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_type_aliases = {name: name for name in ("Finder", "Progress", "Response", "StopRule")}
# Otherwise a type such as `Finder | None` shows how Sphinx keeps the name.
TypeAliasForwardRef.__repr__ = lambda alias: alias.name  # type: ignore[method-assign]
autosummary_ignore_module_all = False
maximum_signature_line_length = 100

# Nothing is asked of other sites, so what other packages document is shown as plain text.
nitpick_ignore_regex = [
    (r"py:.*", r"(np|npt|numpy|pd|pandas|xr|xarray|matplotlib|pyarrow|optuna|ruamel)\..*"),
    (r"py:.*", r"(abc|collections|concurrent|contextlib|dataclasses|datetime|os|pathlib|types|typing)\..*"),
    (r"py:.*", r"forestall\._engine\..*|_engine\..*|Axes|Finder|Progress|Response|StopRule"),
]

html_theme = "furo"
html_title = "Forestall"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None

PARAMETER = re.compile(r"(\w+): ")


def _parameters(about: Any) -> set[str]:
    try:
        return set(inspect.signature(about).parameters)
    except (TypeError, ValueError):
        return set()


def list_parameters(app: Any, what: str, name: str, about: Any, options: Any, lines: list[str]) -> None:
    """Lines of a docstring that begin with a parameter's name and a colon become Sphinx's list of parameters."""
    known = _parameters(about)
    within = False
    for number, line in enumerate(lines):
        if (found := PARAMETER.match(line)) and found[1] in known:
            within = True
            lines[number] = f":param {line}"
        elif within and line.strip():
            lines[number] = f"    {line.lstrip()}"
        else:
            within = False


def plain_defaults(
    app: Any, what: str, name: str, about: Any, options: Any, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """A signature that can be read as Python: a field that a dataclass fills for itself has the default `...`."""
    return (signature.replace("<factory>", "...") if signature else signature), returns


def setup(app: Any) -> None:
    """What Sphinx calls at its start."""
    app.connect("autodoc-process-signature", plain_defaults)
    app.connect("autodoc-process-docstring", list_parameters)
