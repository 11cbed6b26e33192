"""Commands on users: add, list, archive."""

from __future__ import annotations

import click

from desktop.cli import layout, shapes
from desktop.cli.command import Group, command
from desktop.cli.session import Answer, Session
from models import user as users

user = Group("user", help="Add, list and archive users.")


@command("add")
@click.option("--name", required=True, help="The user's name.")
@click.option("--email", required=True, help="The user's e-mail address.")
@click.option("--administrator", is_flag=True, help="May also manage users and remove records.")
def add(session: Session, name: str, email: str, administrator: bool) -> Answer:
    """Make somebody a user of this workspace."""
    member = users.member(users.add(name, email, administrator=administrator, by=session.by))
    assert member is not None
    return Answer(shapes.user(member), lambda: f"{member.name} is a user now.")


@command("list")
def list_(session: Session) -> Answer:
    """List the users, oldest first."""
    members = users.members()

    def text() -> str:
        roles = [("archived" if one.archived else "administrator" if one.administrator else "user") for one in members]
        return layout.table(
            ["Name", "E-mail", "Role"],
            [[one.name, one.email or "", role] for one, role in zip(members, roles, strict=True)],
        )

    return Answer([shapes.user(one) for one in members], text)


@command("archive")
@click.argument("name")
def archive(session: Session, name: str) -> Answer:
    """Archive the user NAME: they can't act any more, what they wrote stays theirs."""
    member = users.find(name)
    users.archive(member.id, by=session.by)
    archived = users.member(member.id)
    assert archived is not None
    return Answer(shapes.user(archived), lambda: f"{member.name} is archived.")


for one in (add, list_, archive):
    user.add_command(one)
