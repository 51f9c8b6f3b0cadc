"""Command that checks the installation: one line per check, with advice for each problem."""

from django.core.management import BaseCommand, CommandError

from ops.doctor import Level, run_checks


class Command(BaseCommand):
    help = "Looks at settings, database, disk, mail, worker, log and back-ups. Ends with an error if there is a fault."
    requires_system_checks = []

    def handle(self, **options):
        faults = 0
        for name, finding in run_checks():
            faults += finding.level is Level.FAULT
            self.stdout.write(f"{finding.level:<8}  {name:<12}  {finding.text}".rstrip())
        if faults:
            raise CommandError(f"{faults} faults.")
