"""Twilio's error numbers in words: what happened and what to do, and whether a second try makes sense.

Source of the numbers: https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

from integrations.api import Later, Misconfigured, PluginError, Rejected, Uncertain

OPT_OUT = frozenset({21610, 63014})
SETTINGS = {
    20003: "Twilio refuses the credentials. Check account SID, API key and secret in the settings.",
    20005: "The Twilio account is not active. Check it in Twilio's console.",
    20008: "These are Twilio's test credentials; they send nothing. Enter the live ones in the settings.",
    20403: "The API key may not send messages. Allow it in Twilio's console, or enter another one.",
    20404: "Twilio doesn't know this account. Check account SID and API address in the settings.",
    21212: "The sender is not a valid number. Check it in the settings.",
    21603: "There is no sender. Enter one, or a messaging service, in the settings.",
    21606: "The sender doesn't belong to this Twilio account. Check it in the settings.",
    21703: "The messaging service has no WhatsApp sender. Add one to it in Twilio's console.",
    21705: "Twilio doesn't know this messaging service. Check its SID in the settings.",
    63001: "WhatsApp refuses the credentials of the sender. Register the sender anew in Twilio's console.",
    63002: "WhatsApp doesn't know the sender. Check it in the settings and in Twilio's console.",
    63007: "The sender is not a WhatsApp sender of this Twilio account. Check it in the settings.",
    63008: "The sender is not set up completely. Finish its registration in Twilio's console.",
    63020: "The business has not accepted Twilio's invitation on WhatsApp. Accept it in Meta's business manager.",
    63051: "WhatsApp has locked the business's account. See Meta's business manager for the reason.",
}
LATER = {
    20429: "Twilio gets too many requests just now. It is tried again by itself.",
    21611: "Twilio's queue for this sender is full. It is tried again by itself.",
    30001: "Twilio's queue for this sender is full. It is tried again by itself.",
}
REASONS = {
    20001: "Twilio doesn't understand a value of the message. Check its text and number, then try again.",
    21211: "The number is not valid. Correct it in the contact.",
    21408: "The Twilio account may not write to this country. Allow it under Geo permissions in Twilio's console.",
    21602: "There was nothing to send. Write something first.",
    21604: "There was no number to send to. Add one to the contact.",
    21608: "A trial account of Twilio only writes to numbers that were verified there. Verify this one, or upgrade.",
    21610: "The recipient has opted out: they asked not to be written to. They have to write again first.",
    21612: "There is no way from this sender to this number. Use another sender.",
    21614: "The number is not one that can get messages. Enter a mobile number in the contact.",
    21617: "The text is longer than 1,600 characters. Shorten it.",
    21619: "There was nothing to send. Write something first.",
    21620: "The address of the file is not valid. Check the file-sharing address in the settings.",
    21623: "There are too many files. Send them one by one.",
    21655: "Twilio doesn't know this template. Fetch the templates anew and choose another.",
    21656: "The template's variables are not as Twilio wants them. Fill each of them, without line breaks.",
    21658: "A variable of the template is longer than 1,600 characters. Shorten it.",
    21910: "Sender and recipient are not both on WhatsApp. Check the sender in the settings.",
    30003: "The phone can't be reached: it may be switched off. Try again later.",
    30004: "The message was blocked: the recipient may not want it. Write by e-mail, or call.",
    30005: "The number is not in use. Correct it in the contact.",
    30006: "The number is a landline, or can't be reached. Enter a mobile number in the contact.",
    30007: "The message was held back as unwanted. Word it differently.",
    30008: "It failed on its way for a reason that Twilio wasn't told. Try again.",
    63003: "The number is not on WhatsApp. Check it, or write by e-mail.",
    63005: "WhatsApp doesn't take this content. Change the text or the file.",
    63006: "The message can't be put into WhatsApp's form. Change the text or the template.",
    63009: "WhatsApp answered with an error. Try again later.",
    63010: "Twilio failed on its way to WhatsApp. Try again later.",
    63012: "WhatsApp failed on its side. Try again later.",
    63013: "The message breaks a rule of WhatsApp's. Change it, or see Meta's business manager.",
    63014: "The recipient has opted out: they blocked this number. Write by e-mail, or call.",
    63015: "The recipient has not joined Twilio's test sender. They have to send it its join code first.",
    63016: "More than 24 hours have passed since their last message, so free text is not allowed. Send a template.",
    63017: "The number is not one that WhatsApp can be sent to. Check it in the contact.",
    63018: "The limit of messages of this sender is reached. Try again later, or raise the limit in Twilio's console.",
    63019: "WhatsApp could not fetch the file. Check the file-sharing address in the settings.",
    63021: "The content of the message is not valid. Change the text or the template.",
    63024: "The number can't be reached by WhatsApp. Check it, or write by e-mail.",
    63025: "The file was there already. Try again.",
    63026: "WhatsApp refuses this template's form. See it in Twilio's console.",
    63027: "The template doesn't exist in this language. Fetch the templates anew and choose another.",
    63028: "The number of variables is not the template's. Fetch the templates anew and fill all of them.",
    63029: "The phone could not load the template. Ask the recipient to update WhatsApp.",
    63030: "The template has a part that WhatsApp doesn't know. See it in Twilio's console.",
    63031: "Sender and recipient are the same number. Correct the contact.",
    63032: "WhatsApp doesn't let this message go to this person just now. Try again later.",
    63033: "The recipient can't get messages from businesses. Write by e-mail.",
    63034: "WhatsApp could not take the file. Send another one.",
    63036: "The number can't be reached by WhatsApp. Check it, or write by e-mail.",
    63038: "The account's number of messages for today is reached. Try again tomorrow.",
    63040: "WhatsApp has rejected this template. Choose another.",
    63041: "WhatsApp has paused this template for its ratings. Choose another.",
    63042: "WhatsApp has disabled this template. Choose another.",
    63049: "WhatsApp held the message back: the recipient got too many advertisements lately. Try again another day.",
}


def reason(code: int | None, message: str | None = None) -> str:
    """Why something failed and what to do, in words, with Twilio's number; its own words where the number is new."""
    if code is None:
        return message or "Twilio doesn't say why."
    words = SETTINGS.get(code) or LATER.get(code) or REASONS.get(code)
    if words is None:
        words = f"Twilio refused it: {message.rstrip('.')}." if message else "Twilio refused it without saying why."
    return f"{words} ({code})"


def refusal(
    status: int, code: int | None, message: str, *, retry_after: float = 0, sending: bool = False
) -> PluginError:
    """What an answer of Twilio's with an HTTP status of 400 or more means. `sending`: a message was handed over."""
    number = str(code) if code is not None else None
    if status == 429 or code in LATER:
        return Later(reason(code if code in LATER else 20429), code=number, retry_after=retry_after)
    if status >= 500:
        words = f"Twilio answered with an error of its own ({status})."
        return Uncertain(words, code=number) if sending else Later(words, code=number, retry_after=retry_after)
    if code in REASONS:
        return Rejected(reason(code, message), code=number, opt_out=code in OPT_OUT)
    if code in SETTINGS or status in (401, 403) or (status == 404 and sending):
        known = code if code in SETTINGS else {401: 20003, 403: 20403}.get(status, 20404)
        return Misconfigured(reason(known, message), code=number)
    return Rejected(reason(code, message), code=number)
