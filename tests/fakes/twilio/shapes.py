"""How the fake Twilio writes its messages, media, templates and pages, as the real one's documentation shows them."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from tests.fakes.twilio.account import Account, Content, File, Message

Shape = dict[str, Any]


def message(account: Account, one: Message) -> Shape:
    uri = f"/2010-04-01/Accounts/{account.sid}/Messages/{one.sid}"
    return {
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "body": one.body,
        "date_created": format_datetime(one.created),
        "date_sent": format_datetime(one.sent) if one.sent else None,
        "date_updated": format_datetime(one.created),
        "direction": one.direction,
        "error_code": one.code,
        "error_message": one.why,
        "from": one.sender,
        "messaging_service_sid": one.service,
        "num_media": str(len(one.files)),
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "sid": one.sid,
        "status": one.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": one.to,
        "uri": f"{uri}.json",
    }


def media(account: Account, one: Message, file: File) -> Shape:
    created = format_datetime(one.created)
    return {
        "account_sid": account.sid,
        "content_type": file.content_type,
        "date_created": created,
        "date_updated": created,
        "parent_sid": one.sid,
        "sid": file.sid,
        "uri": f"/2010-04-01/Accounts/{account.sid}/Messages/{one.sid}/Media/{file.sid}.json",
    }


def page(rows: list[Shape], name: str, path: str, query: dict[str, list[str]]) -> Shape:
    """One page of a list of the older API."""
    size, number = int(query.get("PageSize", ["50"])[-1]), int(query.get("Page", ["0"])[-1])
    start = size * number
    shown = rows[start : start + size]

    def uri(page: int | None) -> str | None:
        if page is None:
            return None
        token = {"PageToken": [f"PA{shown[-1]['sid']}"]} if page and shown and "sid" in shown[-1] else {}
        return f"{path}?{urlencode({**query, 'PageSize': [size], 'Page': [page], **token}, doseq=True)}"

    return {
        "end": start + len(shown) - 1,
        "first_page_uri": uri(0),
        "next_page_uri": uri(number + 1 if len(rows) > start + size else None),
        "page": number,
        "page_size": size,
        "previous_page_uri": uri(number - 1 if number else None),
        name: shown,
        "start": start,
        "uri": uri(number),
    }


def content(account: Account, one: Content) -> Shape:
    created = "2026-01-13T23:33:46Z"
    return {
        "date_created": created,
        "date_updated": created,
        "sid": one.sid,
        "account_sid": account.sid,
        "friendly_name": one.name,
        "language": one.language,
        "variables": one.variables,
        "types": {"twilio/text": {"body": one.body}},
    }


def approval(one: Content) -> Shape:
    return {
        "name": one.name,
        "category": one.category,
        "content_type": "twilio/text",
        "status": one.status,
        "rejection_reason": one.reason,
        "allow_category_change": True,
    }


def content_page(rows: list[Shape], query: dict[str, list[str]]) -> Shape:
    """One page of a list of the Content API, whose addresses are absolute."""
    size, number = int(query.get("PageSize", ["50"])[-1]), int(query.get("Page", ["0"])[-1])
    start = size * number

    def url(page: int | None) -> str | None:
        base = "https://content.twilio.com/v1/ContentAndApprovals"
        return None if page is None else f"{base}?PageSize={size}&Page={page}"

    return {
        "contents": rows[start : start + size],
        "meta": {
            "page": number,
            "page_size": size,
            "first_page_url": url(0),
            "previous_page_url": url(number - 1 if number else None),
            "next_page_url": url(number + 1 if len(rows) > start + size else None),
            "url": url(number),
            "key": "contents",
        },
    }
