"""Is the service well? A line a check, and what to do where it is not."""

from django.core.management import BaseCommand, CommandError

from config.doctor import Level, examine


class Command(BaseCommand):
    help = "Looks at settings, database, disk, mail, worker, log and back-ups. Ends with an error if there is a fault."
    requires_system_checks = []

    def handle(self, **options):
        faults = 0
        for name, finding in examine():
            faults += finding.level is Level.FAULT
            self.stdout.write(f"{finding.level:<8}  {name:<12}  {finding.text}".rstrip())
        if faults:
            raise CommandError(f"{faults} faults.")
