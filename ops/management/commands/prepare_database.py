import os

import psycopg
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from config import environment as env
from ops import roles


def login(database: dict, name: str | None = None) -> dict:
    """Return Django's settings of one database as psycopg parameters."""
    known = {
        "host": database["HOST"],
        "port": database["PORT"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "dbname": name or database["NAME"],
    }
    return {key: value for key, value in known.items() if value} | database["OPTIONS"]


class Command(BaseCommand):
    help = (
        "Prepares a PostgreSQL database: the roles that DATABASE_URL and DATABASE_OWNER_URL name, the "
        "database, its grants, migrations and the cache table. Safe to repeat."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--admin-url",
            default=os.environ.get("ADMIN_DATABASE_URL", ""),
            help="an administrator: postgresql://postgres:...@host/postgres (or ADMIN_DATABASE_URL)",
        )

    def handle(self, *, admin_url, **options):
        self.app, self.owner = settings.DATABASES["default"], settings.DATABASE_OWNER
        self.refuse_unclear(admin_url)
        admin = env.database(admin_url, setting="ADMIN_DATABASE_URL")
        names = {"owner": self.owner["USER"], "app": self.app["USER"]}
        try:
            with psycopg.connect(**login(admin), autocommit=True) as administrator:
                roles.set_up_role(
                    administrator, self.owner["USER"], self.owner["PASSWORD"], roles.OWNER_RIGHTS
                )
                roles.set_up_role(administrator, self.app["USER"], self.app["PASSWORD"], roles.APP_RIGHTS)
                self.stdout.write(f"roles: {names['owner']} owns, {names['app']} serves")
                roles.set_up_database(administrator, self.app["NAME"], **names)
            with psycopg.connect(**login(admin, self.app["NAME"]), autocommit=True) as inside:
                roles.set_up_schema(inside, **names)
                self.stdout.write(f"database: {self.app['NAME']}")
                call_command("migrate", interactive=False, verbosity=0)
                call_command("createcachetable", verbosity=0)
                self.stdout.write("migrations and cache table: done")
                for table in roles.grant_missing(inside, app=names["app"]):
                    self.stdout.write(f"granted again: {table}")
                self.hide_statistics(inside)
        except psycopg.Error as error:
            raise CommandError(f"The server refused: {str(error).strip().splitlines()[0]}") from error
        self.verify()

    def hide_statistics(self, inside) -> None:
        """It needs a superuser, which a rented server may not give: then it is said, and the rest stands."""
        try:
            left = roles.hide_statistics(inside)
        except psycopg.errors.InsufficientPrivilege:
            left = ["every one"]
        if left:
            self.stdout.write("the counts of all tables stay readable: only a superuser can hide them")
        else:
            self.stdout.write("the counts of all tables: hidden")

    def refuse_unclear(self, admin_url: str) -> None:
        if self.app["ENGINE"] != "django.db.backends.postgresql" or self.owner is None:
            raise CommandError(
                "Set DATABASE_URL and DATABASE_OWNER_URL to postgresql://role:password@host/name."
            )
        if not admin_url:
            raise CommandError("Say who administers the server: --admin-url or ADMIN_DATABASE_URL.")
        if self.app["USER"] == self.owner["USER"]:
            raise CommandError("DATABASE_URL and DATABASE_OWNER_URL must name two different roles.")
        if (self.app["NAME"], self.app["HOST"]) != (self.owner["NAME"], self.owner["HOST"]):
            raise CommandError("DATABASE_URL and DATABASE_OWNER_URL must name the same database.")

    def verify(self) -> None:
        """Raise CommandError if the app role, as the web server uses it, has a fault."""
        connection.close()
        with connection.cursor() as cursor:
            faults = roles.role_faults(cursor)
            cursor.execute("select count(*) from pg_class where relforcerowsecurity and relrowsecurity")
            walled = cursor.fetchone()[0]
            cursor.execute(roles.UNGRANTED, [self.app["USER"]])
            faults += [f"{self.app['USER']} cannot use the table {table}" for (table,) in cursor.fetchall()]
        if faults:
            raise CommandError("Not prepared:\n" + "\n".join(faults))
        self.stdout.write(f"verified as {self.app['USER']}: owns nothing, {walled} tables behind the wall")
