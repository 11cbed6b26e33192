"""A server in the shape of LibreTranslate."""

from __future__ import annotations

from tests.fakes.translation import Handler, TranslationServer, recognised

CODES = ("en", "es", "fr", "ca", "de", "pt", "pt-BR", "zh-Hans", "nb")


class _Libre(Handler):
    def do_POST(self) -> None:
        question = self.body()
        if self.failed():
            return
        for name in ("source", "target"):
            if question[name] not in (*CODES, "auto" if name == "source" else ""):
                self.say_json(400, {"error": f"{question[name]} is not supported"})
                return
        said = {}
        source = question["source"]
        if source == "auto":
            source = recognised(question["q"])
            said = {"detectedLanguage": {"language": source, "confidence": 90}}
        answer = self.server.answer(question["q"], source, question["target"])
        self.say_json(200, {"translatedText": answer, **said})

    def do_GET(self) -> None:
        if not self.failed():
            self.say_json(200, [{"code": code, "name": code, "targets": list(CODES)} for code in CODES])


class LibreServer(TranslationServer):
    """`address` goes into the setting translate_libre.api_url."""

    handler = _Libre
