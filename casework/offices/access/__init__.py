"""How people get and lose access: invitations, roles, emergency access, locks and reviews."""
