"""Practice offices that no one uses any more are emptied, and those of people who work here no longer."""

from casework.cases.services.practice.office import remove_practice, unused


def remove_unused_practice() -> int:
    """Empty practice offices after thirty days without use, or once their owner may not practise. Return how many."""
    offices = unused()
    for office in offices:
        remove_practice(office=office, by=None)
    return len(offices)
