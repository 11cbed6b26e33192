"""Mail servers of the common providers, by the domain of an address; bundled, so nobody is asked over the network.

From each provider's own help pages. `plus` says whether `name+anything@domain` reaches `name@domain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider takes and hands over mail. `security` is tls (ports 465, 993) or starttls (587, 143)."""

    smtp: str
    imap: str
    domains: str
    smtp_security: str = "tls"
    plus: bool = True
    local_login: bool = False  # the user name is the part before the @


_GMX_DOMAINS = "gmx.de gmx.net gmx.at gmx.ch gmx.eu gmx.org gmx.info"
PROVIDERS = (
    Provider("smtp.gmail.com", "imap.gmail.com", "gmail.com googlemail.com"),
    Provider(
        *("smtp-mail.outlook.com", "outlook.office365.com"),
        "outlook.com outlook.de outlook.es outlook.fr outlook.it hotmail.com hotmail.de hotmail.es hotmail.fr "
        "hotmail.it hotmail.co.uk live.com live.de live.fr live.it live.nl live.co.uk msn.com",
        "starttls",
    ),
    Provider("smtp.office365.com", "outlook.office365.com", "onmicrosoft.com", "starttls"),
    Provider(
        *("smtp.mail.yahoo.com", "imap.mail.yahoo.com"),
        "yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.it yahoo.co.uk yahoo.com.br yahoo.co.in ymail.com rocketmail.com",
        plus=False,
    ),
    Provider("smtp.aol.com", "imap.aol.com", "aol.com aol.de aim.com", plus=False),
    Provider("smtp.mail.me.com", "imap.mail.me.com", "icloud.com me.com mac.com", "starttls"),
    Provider("mail.gmx.net", "imap.gmx.net", _GMX_DOMAINS, plus=False),
    Provider("mail.gmx.com", "imap.gmx.com", "gmx.com gmx.us gmx.co.uk gmx.fr gmx.es", plus=False),
    Provider("smtp.web.de", "imap.web.de", "web.de email.de", plus=False),
    Provider("securesmtp.t-online.de", "secureimap.t-online.de", "t-online.de magenta.de", plus=False),
    Provider("smtp.freenet.de", "imap.freenet.de", "freenet.de", plus=False),
    Provider("smtp.fastmail.com", "imap.fastmail.com", "fastmail.com fastmail.fm fastmail.net fastmail.org"),
    Provider("smtp.zoho.com", "imap.zoho.com", "zoho.com zohomail.com"),
    Provider("smtp.zoho.eu", "imap.zoho.eu", "zoho.eu zohomail.eu"),
    Provider("smtp.ionos.de", "imap.ionos.de", "ionos.de online.de onlinehome.de", plus=False),
    Provider("smtp.ionos.com", "imap.ionos.com", "ionos.com 1and1.com", plus=False),
    Provider("smtp.ionos.es", "imap.ionos.es", "ionos.es", plus=False),
    Provider("smtp.ionos.fr", "imap.ionos.fr", "ionos.fr", plus=False),
    Provider("smtp.strato.de", "imap.strato.de", "strato.de", plus=False),
    Provider("posteo.de", "posteo.de", "posteo.de posteo.net posteo.org posteo.eu posteo.at posteo.ch posteo.es"),
    Provider("smtp.mailbox.org", "imap.mailbox.org", "mailbox.org"),
    Provider("disroot.org", "disroot.org", "disroot.org", local_login=True),
    Provider("mail.riseup.net", "mail.riseup.net", "riseup.net", local_login=True),
    Provider("mail.runbox.com", "mail.runbox.com", "runbox.com"),
    Provider("smtp.migadu.com", "imap.migadu.com", "migadu.com"),
    Provider("ssl0.ovh.net", "ssl0.ovh.net", "ovh.net ovh.com", plus=False),
    Provider("smtp.orange.fr", "imap.orange.fr", "orange.fr wanadoo.fr", plus=False),
    Provider("smtp.free.fr", "imap.free.fr", "free.fr", plus=False, local_login=True),
    Provider("smtp.laposte.net", "imap.laposte.net", "laposte.net", plus=False),
    Provider("smtp.libero.it", "imapmail.libero.it", "libero.it iol.it", plus=False),
    Provider("smtp.mail.ru", "imap.mail.ru", "mail.ru bk.ru inbox.ru list.ru"),
    Provider("smtp.yandex.com", "imap.yandex.com", "yandex.com yandex.ru ya.ru"),
    Provider("smtp.seznam.cz", "imap.seznam.cz", "seznam.cz email.cz", plus=False),
    Provider("poczta.o2.pl", "poczta.o2.pl", "o2.pl", plus=False),
    Provider("smtp.wp.pl", "imap.wp.pl", "wp.pl", plus=False),
    Provider("smtp.sapo.pt", "imap.sapo.pt", "sapo.pt", plus=False),
    Provider("smtp.telenet.be", "imap.telenet.be", "telenet.be", plus=False),
    Provider("smtp.bluewin.ch", "imap.bluewin.ch", "bluewin.ch", plus=False),
    Provider("smtp.comcast.net", "imap.comcast.net", "comcast.net", plus=False),
    Provider("smtp.mail.att.net", "imap.mail.att.net", "att.net", plus=False),
    Provider("smtp.qq.com", "imap.qq.com", "qq.com foxmail.com", plus=False),
    Provider("smtp.163.com", "imap.163.com", "163.com", plus=False),
    Provider("smtp.naver.com", "imap.naver.com", "naver.com", plus=False),
)
_BY_DOMAIN = {domain: one for one in PROVIDERS for domain in one.domains.split()}


def provider(address: str) -> Provider | None:
    """Who hosts an address, as far as its domain tells."""
    _, at, domain = address.strip().lower().rpartition("@")
    return _BY_DOMAIN.get(domain) if at else None


def settings_for(address: str) -> Mapping[str, Any]:
    """The settings with which mail of an address works; nothing where its domain is not known."""
    one = provider(address)
    if one is None:
        return {}
    address = address.strip()
    return {
        "smtp_host": one.smtp,
        "smtp_port": 465 if one.smtp_security == "tls" else 587,
        "smtp_security": one.smtp_security,
        "imap_host": one.imap,
        "imap_port": 993,
        "imap_security": "tls",
        "username": address.rpartition("@")[0] if one.local_login else address,
        "signed_replies": one.plus,
    }
