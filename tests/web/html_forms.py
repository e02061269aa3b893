"""A browser without JavaScript: it reads pages, fills in their forms and sends the forms."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlencode

VOID = {"input", "meta", "link", "br", "hr", "img", "use", "path", "circle", "rect", "line"}


class Page(HTMLParser):
    """A parsed page.

    `forms`: [{action, method, fields}]. `text`: the visible text. `tags`: [(name, attributes)]. `data`: {id of a
    script element: its content}.
    """

    def __init__(self, html: str):
        super().__init__()
        self.forms: list[dict] = []
        self.tags: list[tuple[str, dict]] = []
        self.data: dict[str, str] = {}
        self.shown: list[str] = []
        self._stack: list[tuple[str, dict]] = []
        self._form: dict | None = None
        self._select = ""
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.shown).split())

    def form(self, action: str, **fields: str) -> dict:
        """Return the first form whose action ends with `action` and whose fields have these values."""
        for form in self.forms:
            if form["action"].endswith(action) and fields.items() <= form["fields"].items():
                return form
        raise AssertionError(f"the page has no form {action} {fields}")

    def invalid(self) -> set[str]:
        """Return the names of the fields that the page marks as invalid."""
        return {
            attributes["name"]
            for _, attributes in self.tags
            if attributes.get("aria-invalid") == "true" and attributes.get("name")
        }

    def handle_starttag(self, tag, pairs):
        attributes = {name: value or "" for name, value in pairs}
        self.tags.append((tag, attributes))
        if tag == "form":
            self._form = {
                "action": attributes.get("action", ""),
                "method": attributes.get("method", "get"),
                "fields": {},
            }
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None and "name" in attributes:
            if attributes.get("type") != "checkbox" or "checked" in attributes:
                self._form["fields"][attributes["name"]] = attributes.get(
                    "value", "on" if attributes.get("type") == "checkbox" else ""
                )
        elif tag == "textarea" and self._form is not None:
            self._form["fields"][attributes["name"]] = ""
        elif tag == "select":
            self._select = attributes["name"]
        elif tag == "option" and self._form is not None:
            is_chosen = "selected" in attributes or self._select not in self._form["fields"]
            if is_chosen:
                self._form["fields"][self._select] = attributes.get("value", "")
        if tag not in VOID:
            self._stack.append((tag, attributes))

    def handle_startendtag(self, tag, pairs):
        self.handle_starttag(tag, pairs)
        if tag not in VOID:
            self._stack.pop()

    def handle_endtag(self, tag):
        while self._stack and self._stack.pop()[0] != tag:
            pass
        if tag == "form":
            self._form = None

    def handle_data(self, data):
        tag, attributes = self._stack[-1] if self._stack else ("", {})
        if tag == "textarea" and self._form is not None:
            fields = self._form["fields"]
            # Like a browser, ignore a line break directly after the opening tag of a textarea.
            fields[attributes["name"]] += data if fields[attributes["name"]] else data.removeprefix("\n")
        elif tag == "script":
            self.data[attributes.get("id", "")] = self.data.get(attributes.get("id", ""), "") + data
        elif tag != "style":
            self.shown.append(data)


class Reader:
    """A browser without JavaScript: it has one cookie jar, opens pages and sends forms."""

    def __init__(self, client, language: str = "en"):
        self.client = client
        self.headers = {"Accept-Language": language}

    def open(self, path: str = "") -> Page:
        status, _, body = self.client.raw("GET", path or f"/s/{self.client.server.code}", None, self.headers)
        assert status == 200, (status, path)
        return Page(body.decode())

    def send(self, form: dict, headers: dict | None = None, **fields: str):
        """Send a form. Return (status, headers, Page) of the answer."""
        data = urlencode(form["fields"] | fields).encode()
        sent = (
            self.headers
            | {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.client.server.url}
            | (headers or {})
        )
        status, received, body = self.client.raw(
            "POST", form["action"], data, {name: value for name, value in sent.items() if value is not None}
        )
        return status, received, Page(body.decode())
