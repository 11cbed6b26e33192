"""A server in the shape of Google Cloud Translation v2."""

from __future__ import annotations

import html

from tests.fakes.translation import Handler, TranslationServer, recognised

KEY = "AIza-fake-key"


class _Cloud(Handler):
    def do_POST(self) -> None:
        question = self.body()
        if self._refused() or self.failed():
            return
        if question["target"] == "xx":
            self.say_json(400, {"error": {"code": 400, "message": "Invalid Value"}})
            return
        source = question.get("source")
        texts = question["q"] if isinstance(question["q"], list) else [question["q"]]
        found = []
        for text in texts:
            known = source or recognised(text)
            answer = self.server.answer(text, known, question["target"])
            said = {} if source else {"detectedSourceLanguage": known}
            found.append({"translatedText": html.escape(answer), **said})
        self.say_json(200, {"data": {"translations": found}})

    def do_GET(self) -> None:
        if not self._refused() and not self.failed():
            self.say_json(200, {"data": {"languages": [{"language": code} for code in ("en", "es", "fr", "ca", "de")]}})

    def _refused(self) -> bool:
        if self.headers.get("X-Goog-Api-Key") == KEY and self.server.mode != "403":
            return False
        words = "API key not valid. Please pass a valid API key."
        self.say_json(400 if self.server.mode != "403" else 403, {"error": {"code": 400, "message": words}})
        return True


class GoogleCloudServer(TranslationServer):
    """Its key is KEY; `address` goes into the setting translate_google_cloud.api_url."""

    handler = _Cloud
