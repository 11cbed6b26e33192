"""Messages, notes and what is received come into a thread, and exactly those hear of it who should."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from models import delivery, entries, follower, journal, notification, person, posting, record, sending, user
from models.delivery import Recipient
from models.errors import NotFound, Refused
from models.posting import mentions
from tests.models.conftest import Make, kinds_of, newest, told


@dataclass
class Cast:
    """An opportunity of Ana's with everybody who may or may not hear of it."""

    thread: int
    marta: int
    jonas: int
    lea: int
    ana: int  # persons
    ben: int

    def name(self, who: int) -> str:
        return next(name for name in ("marta", "jonas", "lea", "ana", "ben") if getattr(self, name) == who)


@pytest.fixture
def cast(make: Make, marta: int, jonas: int, ana: int) -> Cast:
    lea = user.add("Lea Roth", "lea@northwind.example", by=marta)
    ben = make("contact", name="Ben Okri", email="ben@okri.example")
    thread = record.create("opportunity", {"title": "Barrels", "contact": str(ana)}, by=lea).id
    follower.unfollow(thread, lea, by=lea)
    return Cast(thread, marta, jonas, lea, person_of(ana), person_of(ben))


def person_of(card: int) -> int:
    someone = person.of_card(card)
    assert someone is not None
    return someone.id


# Who is told: choices of each follower, what happens, and who hears of it with which reason.
TOLD = [
    ("a message to a listener", {"jonas": {"discussions"}}, "message", {"jonas": "message"}),
    ("a message past a listener to notes", {"jonas": {"notes"}, "lea": {"discussions"}}, "message", {"lea": "message"}),
    ("a note to nobody who listens to discussions", {"jonas": {"discussions"}}, "note", {}),
    ("a note to one who listens to notes", {"jonas": {"notes"}}, "note", {"jonas": "note"}),
    ("a note to a mentioned one", {}, "note @Jonas", {"jonas": "mention"}),
    ("a note to a mentioned listener, once", {"jonas": {"notes"}}, "note @Jonas Lind", {"jonas": "mention"}),
    ("a message to a mentioned one", {}, "message @Lea", {"lea": "mention"}),
    ("a mentioned outsider is not told", {}, "note @Ana Herrera", {}),
    ("the author is never told", {"marta": {"discussions", "notes", "stages"}}, "note @Marta", {}),
    ("an answer to a listener", {"jonas": {"discussions"}, "lea": {"notes"}}, "answer", {"jonas": "answer"}),
    ("a stage to who listens to stages", {"jonas": {"stages"}, "lea": {"discussions"}}, "stage", {"jonas": "stage"}),
    ("another change to nobody", {"jonas": {"stages", "discussions", "notes", "activities"}}, "change", {}),
    ("an assignment to the one put in charge", {}, "assign", {"jonas": "assigned"}),
    ("an archived listener is not told", {"lea": {"discussions"}}, "message, lea archived", {}),
    ("an outside follower gets a delivery, no inbox row", {"ben": {"discussions"}}, "message", {}),
]  # fmt: skip


@pytest.mark.parametrize(("follow", "act", "hear"), [case[1:] for case in TOLD], ids=[case[0] for case in TOLD])
def test_who_is_told(cast: Cast, follow: dict[str, set[str]], act: str, hear: dict[str, str]) -> None:
    for name, choices in follow.items():
        follower.follow(cast.thread, getattr(cast, name), by=cast.marta)
        follower.choose(cast.thread, getattr(cast, name), choices, by=cast.marta)
    if "lea archived" in act:
        user.archive(cast.lea, by=cast.marta)
    perform(cast, act)
    heard = {name: told(getattr(cast, name)) for name in ("marta", "jonas", "lea", "ana", "ben")}
    assert {name: news for name, news in heard.items() if news} == {
        name: [(cast.thread, why)] for name, why in hear.items()
    }
    assert journal.verify().ok


def perform(cast: Cast, act: str) -> None:
    if act.startswith("message"):
        sending.send(cast.thread, act, by=cast.marta)
    elif act.startswith("note"):
        posting.note(cast.thread, act, by=cast.marta)
    elif act == "answer":
        posting.receive(cast.thread, "Yes", author=cast.ana, channel="email")
    else:
        values = {"stage": {"stage": "Won"}, "change": {"probability": "5"}, "assign": {"salesperson": "Jonas Lind"}}[
            act
        ]
        record.save(cast.thread, values, by=cast.marta)


def test_a_change_by_deskbot_tells_all_but_the_one_who_imported(cast: Cast) -> None:
    for who in (cast.marta, cast.jonas):
        follower.follow(cast.thread, who, by=cast.marta)
        follower.choose(cast.thread, who, {"stages"}, by=cast.marta)
    record.save(cast.thread, {"stage": "Won"}, by=cast.marta, origin="Updated from a.csv by Marta Oliveira")
    assert (told(cast.marta), told(cast.jonas)) == ([], [(cast.thread, "stage")])


# Mentions


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("@Jonas Lind please", {"jonas"}),
        ("@jonas please", {"jonas"}),
        ("@JONAS LIND", {"jonas"}),
        ("ask (@Jonas), then @Lea.", {"jonas", "lea"}),
        ("@Jonas_x", set()),
        ("@Jonasson", set()),
        ("mail jonas@lind.example", set()),
        ("jonas", set()),
        ("@Zoë Ångström", {"zoe"}),
        ("@zoe angstrom", {"zoe"}),
        ("@Lea Roth and @Lea Sand", {"lea", "other"}),
        ("@", set()),
        ("@Deskbot", set()),
        ("@Ana Herrera", set()),
        ("@Bo", {"bo"}),
        ("@Bo Lind", {"bolind"}),
    ],
)
def test_mentions(marta: int, jonas: int, ana: int, text: str, mentioned: set[str]) -> None:
    people = {"jonas": jonas}
    for key, name in {"lea": "Lea Roth", "zoe": "Zoë Ångström", "bo": "Bo", "bolind": "Bo Lind"}.items():
        people[key] = user.add(name, f"{key}@northwind.example", by=marta)
    people["other"] = user.add("Lea Sand", "other@northwind.example", by=marta) if "Sand" in text else -1
    gone = user.add("Gone Away", "gone@northwind.example", by=marta)
    user.archive(gone, by=marta)
    assert mentions(text + " @Gone Away") == {people[key] for key in mentioned}


def test_a_first_name_of_two_is_nobody(marta: int, jonas: int) -> None:
    user.add("Jonas Berg", "berg@northwind.example", by=marta)
    assert mentions("@Jonas") == set()


# Posting


def test_a_message_writes_one_delivery_for_each_recipient_outside(cast: Cast) -> None:
    follower.follow(cast.thread, cast.ben, by=cast.marta)
    posted = sending.send(cast.thread, "Hello", by=cast.marta)
    entry = newest(cast.thread)
    assert (entry.id, entry.kind, entry.direction, entry.channel) == (posted.message, "message", "out", "email")
    assert [(one.id, one.name, one.address, one.state) for one in entry.deliveries] == [
        (posted.deliveries[0], "Ana Herrera", "ana@herrera.example", "waiting"),
        (posted.deliveries[1], "Ben Okri", "ben@okri.example", "waiting"),
    ]
    assert entry.deliveries[0].reason == "E-mail is not set up yet."


def test_a_message_makes_its_sender_follow_and_a_note_does_not(cast: Cast) -> None:
    posting.note(cast.thread, "x", by=cast.jonas)
    assert [one.name for one in follower.followers(cast.thread)] == []
    sending.send(cast.thread, "x", by=cast.jonas)
    assert [one.name for one in follower.followers(cast.thread)] == ["Jonas Lind"]
    assert "log" not in kinds_of(cast.thread)[3:], "automatic following isn't logged"


def test_a_message_to_nobody_is_refused(make: Make, marta: int, jonas: int) -> None:
    id = make("task", title="Call")
    last = journal.head()
    with pytest.raises(Refused, match="nobody to send this to"):
        sending.send(id, "Hello", by=marta)
    assert journal.head() == last
    follower.follow(id, jonas, by=marta)
    posted = sending.send(id, "Hello", by=marta)
    assert posted.deliveries == ()
    assert newest(id).channel is None


@pytest.mark.parametrize("text", ["", "  \n ", "\0", "<p> </p>"])
def test_nothing_is_not_posted(cast: Cast, text: str) -> None:
    html = text if "<" in text else None
    with pytest.raises(Refused, match="nothing to log yet"):
        posting.note(cast.thread, text, by=cast.marta, html=html)
    with pytest.raises(Refused, match="nothing to send yet"):
        sending.send(cast.thread, text, by=cast.marta, html=html)


def test_archived_records_and_users_write_nothing(cast: Cast) -> None:
    record.archive(cast.thread, by=cast.marta)
    for write in (
        lambda: posting.note(cast.thread, "x", by=cast.marta),
        lambda: sending.send(cast.thread, "x", by=cast.marta),
    ):
        with pytest.raises(Refused, match="This record is archived; restore it before writing"):
            write()
    record.archive(cast.thread, by=cast.marta, archived=False)
    user.archive(cast.jonas, by=cast.marta)
    for write in (
        lambda: posting.note(cast.thread, "x", by=cast.jonas),
        lambda: record.save(cast.thread, {"probability": "1"}, by=cast.jonas),
        lambda: record.create("task", {"title": "x"}, by=cast.jonas),
        lambda: record.archive(cast.thread, by=cast.jonas),
    ):
        with pytest.raises(Refused, match="Jonas Lind is archived and can't act any more"):
            write()


def test_a_record_that_does_not_exist_is_refused(cast: Cast) -> None:
    for write in (lambda: posting.note(4711, "x", by=cast.marta), lambda: sending.send(4711, "x", by=cast.marta)):
        with pytest.raises(NotFound, match="There is no record 4711"):
            write()


def test_html_is_cleaned_and_kept_only_where_it_says_more(cast: Cast) -> None:
    posting.note(cast.thread, "", by=cast.marta, html="<p>Hello <b>Ana</b><script>x</script></p>")
    entry = newest(cast.thread)
    assert (entry.body, entry.html) == ("Hello Ana", "<p>Hello <b>Ana</b></p>")
    posting.note(cast.thread, "", by=cast.marta, html="<p>Hello</p><p>Ana &amp; Ben<br></p>")
    entry = newest(cast.thread)
    assert (entry.body, entry.html) == ("Hello\n\nAna & Ben", None)


def test_markup_that_was_typed_stays_text(cast: Cast) -> None:
    posting.note(cast.thread, "a <b>bold</b> claim", by=cast.marta)
    assert (newest(cast.thread).body, newest(cast.thread).html) == ("a <b>bold</b> claim", None)


def test_a_message_can_be_for_later(cast: Cast) -> None:
    later = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    sending.send(cast.thread, "Happy new year", by=cast.marta, send_after=later)
    [sent] = newest(cast.thread).deliveries
    assert (sent.send_after, sent.reason) == (later, "It is scheduled.")


# Receiving


def test_what_is_received_comes_once(cast: Cast) -> None:
    first = posting.receive(
        cast.thread, "Yes", author=cast.ana, channel="email", provider_id="<1@x>", subject="Re: Barrels"
    )
    again = posting.receive(cast.thread, "Yes", author=cast.ana, channel="email", provider_id="<1@x>")
    assert (first is not None, again) == (True, None)
    assert posting.receive(cast.thread, "Yes", author=cast.ana, channel="whatsapp", provider_id="<1@x>") is not None
    entry = entries.one(first or 0)
    assert (entry.kind, entry.direction, entry.author.name, entry.subject) == (
        "email",
        "in",
        "Ana Herrera",
        "Re: Barrels",
    )
    assert newest(cast.thread).kind == "whatsapp"
    assert journal.since(0)[-1].who == person.deskbot()


def test_what_is_received_is_cleaned(cast: Cast) -> None:
    posting.receive(
        cast.thread, "", author=cast.ana, channel="email", html="<p onclick=x>Yes<img src=http://t.example/p.gif></p>"
    )
    assert newest(cast.thread).html == '<p>Yes<img src="remote:http://t.example/p.gif"></p>'


def test_an_answer_reaches_an_archived_record(cast: Cast) -> None:
    record.archive(cast.thread, by=cast.marta)
    assert posting.receive(cast.thread, "Still there?", author=cast.ana, channel="email") is not None


# The inbox


def test_news_are_read_when_the_record_is_opened(cast: Cast) -> None:
    posting.note(cast.thread, "@Jonas one", by=cast.marta)
    posting.note(cast.thread, "@Jonas two", by=cast.marta)
    assert notification.unread_count(cast.jonas) == 1
    assert notification.unread_threads(cast.jonas, [cast.thread, 4711]) == {cast.thread}
    assert notification.seen(cast.thread, cast.jonas) is None
    notification.mark_read(cast.thread, cast.jonas)
    assert notification.unread_count(cast.jonas) == 0
    assert notification.unread_threads(cast.jonas, [cast.thread]) == set()
    assert notification.seen(cast.thread, cast.jonas) is not None
    assert [news.read for news in notification.inbox(cast.jonas)] == [True, True]
    assert notification.inbox(cast.jonas, unread_only=True) == []
    posting.note(cast.thread, "@Jonas three", by=cast.marta)
    assert [news.read for news in notification.inbox(cast.jonas)] == [False, True, True]


def test_a_record_can_be_marked_unread(cast: Cast) -> None:
    notification.mark_read(cast.thread, cast.jonas)
    seen = notification.seen(cast.thread, cast.jonas)
    notification.mark_unread(cast.thread, cast.jonas)
    assert notification.unread_threads(cast.jonas, [cast.thread]) == {cast.thread}
    assert notification.seen(cast.thread, cast.jonas) == seen
    assert notification.unread_threads(cast.marta, [cast.thread]) == set()
    notification.mark_read(cast.thread, cast.jonas)
    assert notification.unread_threads(cast.jonas, [cast.thread]) == set()


def test_the_author_s_own_doing_is_no_news(cast: Cast) -> None:
    follower.follow(cast.thread, cast.marta, by=cast.marta)
    follower.choose(cast.thread, cast.marta, set(follower.CHOICES), by=cast.marta)
    sending.send(cast.thread, "@Marta", by=cast.marta)
    posting.note(cast.thread, "@Marta", by=cast.marta)
    record.save(cast.thread, {"stage": "Won", "salesperson": "Marta Oliveira"}, by=cast.marta)
    assert told(cast.marta) == []


# Who gets a message (product.md §12)


def reached(thread: int, **choice: object) -> list[tuple[str, str, str]]:
    return [(one.name, one.channel, one.address) for one in sending.recipients(thread, **choice)]  # type: ignore[arg-type]


def test_a_contact_is_reached_itself(make: Make, ana: int) -> None:
    assert reached(ana) == [("Ana Herrera", "email", "ana@herrera.example")]


def test_each_kind_has_its_correspondent(make: Make, ana: int) -> None:
    mail = [("Ana Herrera", "email", "ana@herrera.example")]
    deal = make("opportunity", title="Barrels", contact=str(ana))
    order = make("purchase_order", vendor=str(ana))
    assert reached(deal) == reached(order) == mail
    assert reached(make("task", title="x", about=str(deal))) == mail
    assert reached(make("task", title="x", about=str(ana))) == mail
    assert reached(make("task", title="x")) == reached(make("opportunity", title="x")) == []


def test_outside_followers_of_discussions_are_reached_by_mail(cast: Cast, make: Make) -> None:
    silent = person_of(make("contact", name="Silent Sam"))
    mobile = person_of(make("contact", name="Mo Bile", mobile="+34 656 555 014"))
    for who in (cast.ben, silent, mobile, cast.jonas):
        follower.follow(cast.thread, who, by=cast.marta)
    mails = [("Ana Herrera", "email", "ana@herrera.example"), ("Ben Okri", "email", "ben@okri.example")]
    assert reached(cast.thread) == mails
    follower.choose(cast.thread, cast.ben, {"stages"}, by=cast.marta)
    assert reached(cast.thread) == mails[:1]


def test_to_replaces_the_contact_and_keeps_the_followers(cast: Cast, make: Make) -> None:
    follower.follow(cast.thread, cast.ben, by=cast.marta)
    other = person_of(make("contact", name="Other One", email="other@x.example"))
    assert [one[0] for one in reached(cast.thread, to=[other])] == ["Other One", "Ben Okri"]
    assert [one[0] for one in reached(cast.thread, to=[cast.ben, other, cast.ben])] == ["Ben Okri", "Other One"]


def test_mail_comes_before_whatsapp(make: Make, marta: int) -> None:
    both = make("contact", name="Both", email="both@x.example", mobile="+34 656 555 014", phone="+34 956 34 00 00")
    assert reached(both) == [("Both", "email", "both@x.example")]
    assert reached(both, channel="whatsapp") == [("Both", "whatsapp", "+34656555014")]
    record.save(both, {"email": ""}, by=marta)
    assert reached(both) == [("Both", "whatsapp", "+34656555014")]
    record.save(both, {"mobile": ""}, by=marta)
    assert reached(both) == [("Both", "whatsapp", "+34956340000")]


def test_whatsapp_never_goes_to_followers(cast: Cast, make: Make) -> None:
    mobile = person_of(make("contact", name="Mo Bile", mobile="+34 656 555 014", email="mo@x.example"))
    follower.follow(cast.thread, mobile, by=cast.marta)
    assert [one[0] for one in reached(cast.thread, to=[mobile], channel="whatsapp")] == ["Mo Bile"]
    follower.follow(cast.thread, cast.ben, by=cast.marta)
    assert [one[0] for one in reached(cast.thread, to=[mobile], channel="whatsapp")] == ["Mo Bile"]


@pytest.mark.parametrize(
    ("values", "channel", "told"),
    [
        ({}, None, "Nemo has neither an e-mail address nor a number; add it to the contact first."),
        ({"mobile": "+34 656 555 014"}, "email", "Nemo has no e-mail address; add it to the contact first."),
        ({"email": "n@x.example"}, "whatsapp", "Nemo has no number; add it to the contact first."),
        ({"mobile": "+34 656 555 014", "whatsapp_consent": "no"}, None, "opted out"),
        ({"email": "n@x.example"}, "fax", "There is no channel “fax”; there are email, whatsapp."),
    ],
)
def test_who_cannot_be_reached_is_refused(
    make: Make, marta: int, values: dict[str, str], channel: str | None, told: str
) -> None:
    nemo = make("contact", name="Nemo", **values)
    with pytest.raises(Refused) as refused:
        sending.send(nemo, "x", by=marta, channel=channel)
    assert told in str(refused.value)
    assert kinds_of(nemo) == ["created"]


def test_deskbot_the_unknown_and_the_archived_are_not_written_to(cast: Cast, make: Make) -> None:
    with pytest.raises(Refused, match="Deskbot can't be written to"):
        sending.send(cast.thread, "x", by=cast.marta, to=[person.deskbot()])
    with pytest.raises(NotFound, match="There is no person 4711"):
        sending.send(cast.thread, "x", by=cast.marta, to=[4711])
    gone = make("contact", name="Gone", email="gone@x.example")
    follower.follow(cast.thread, person_of(gone), by=cast.marta)
    record.archive(gone, by=cast.marta)
    assert [one[0] for one in reached(cast.thread)] == ["Ana Herrera"]
    with pytest.raises(Refused, match="Gone is archived"):
        sending.send(cast.thread, "x", by=cast.marta, to=[person_of(gone)])


def test_a_follower_who_opted_out_does_not_stop_the_others(cast: Cast, make: Make) -> None:
    out = make("contact", name="Out", mobile="+34 656 555 014", whatsapp_consent="no")
    follower.follow(cast.thread, person_of(out), by=cast.marta)
    assert [one[0] for one in reached(cast.thread)] == ["Ana Herrera"]


def test_a_delivery_is_journaled_and_cancelled_with_its_message(cast: Cast) -> None:
    from models import message

    posted = sending.send(cast.thread, "Hello", by=cast.marta)
    message.delete(posted.message, by=cast.marta)
    [sent] = delivery.of_messages([posted.message])[posted.message]
    assert (sent.state, sent.reason) == ("cancelled", "The message was deleted.")
    assert journal.verify().ok


def test_all_by_whatsapp_is_a_whatsapp_entry(cast: Cast) -> None:
    to = [Recipient(cast.ana, "Ana Herrera", "whatsapp", "+34656555014")]
    posting.post(cast.thread, "Hola", by=cast.marta, to=to)
    assert (newest(cast.thread).kind, newest(cast.thread).channel) == ("whatsapp", "whatsapp")
    mixed = [*to, Recipient(cast.ben, "Ben Okri", "email", "ben@okri.example")]
    posting.post(cast.thread, "Hola", by=cast.marta, to=mixed)
    assert (newest(cast.thread).kind, newest(cast.thread).channel) == ("message", "email")
