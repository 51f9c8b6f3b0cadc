"""What the tests of a constituent's pages send and look up."""

from uuid import uuid4

from casework.wall.scope import ALL, scoped


def every_office():
    return scoped(ALL)


def send(client, case_url, **more):
    return client.post(case_url, {"once": uuid4(), "body": "Is there any news?"} | more)
