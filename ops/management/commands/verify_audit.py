from datetime import timedelta

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from casework.audit import encoding
from casework.audit.verifying import Chain, Fault, Verification

SHOWN = 1000


class Command(BaseCommand):
    help = (
        "Reads the audit log against its seals and the anchor. Prints a line a chain, and a line for each entry or "
        "seal that is not what it was. Ends with an error if there is any."
    )
    requires_system_checks = []

    def handle(self, **options):
        self.shown = 0
        reading = Verification(self.tell)
        reading.run()
        if self.shown > SHOWN:
            self.stdout.write(f"... and {self.shown - SHOWN} more")
        for name in sorted(reading.chains):
            self.stdout.write(line_of(reading.chains[name]))
        if not reading.chains:
            self.stdout.write("The log is empty.")
        if reading.faults:
            raise CommandError(f"The log is not what it was: {reading.faults} faults.")

    def tell(self, fault: Fault):
        self.shown += 1
        if self.shown <= SHOWN:
            self.stdout.write(f"FAULT {fault}")


def line_of(chain: Chain) -> str:
    state = f"{chain.faults} FAULTS" if chain.faults else "ok"
    return (
        f"{chain.name}  {state}  seals {chain.number}  entries {chain.total}  {unsealed(chain)}"
        f"  slowest seal {seconds(chain.slowest)}  anchored to {chain.anchored}  reasons erased {chain.erased}"
    )


def unsealed(chain: Chain) -> str:
    """Return the number of unsealed entries, whose deletion would leave no trace, and for how long they have waited."""
    since = encoding.moment(chain.waiting_since)
    if not chain.waiting or since is None:
        return "unsealed 0"
    return f"unsealed {chain.waiting} (for {seconds(timezone.now() - since)})"


def seconds(span: timedelta) -> str:
    return f"{span.total_seconds():.1f} s"
