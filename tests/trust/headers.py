"""What is wrong with the headers of an answer."""

import re

TRIALS = "/editor/try/"
HSTS = "max-age=31536000; includeSubDomains"
EXACTLY = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
    "Strict-Transport-Security": {HSTS},
}
NEVER_ALLOWED = ("'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:")


def policy_of(response):
    """Return {directive: set of sources}."""
    parts = response.headers.get("Content-Security-Policy", "").split(";")
    return {name: set(sources) for name, *sources in (part.split() for part in parts if part.strip())}


def is_trial(path, response):
    """Return whether it is a page of a form on trial. A refusal at such an address is none."""
    return path.startswith(TRIALS) and getattr(response.wsgi_request, "in_frame", False)


def faults_of_policy(path, policy, ancestors):
    inline = {"script-src", "style-src"} if path.startswith("/editor/") else set()
    for name, sources in policy.items():
        if sources & {*NEVER_ALLOWED} or ("'unsafe-inline'" in sources and name not in inline):
            yield f"{name} {sorted(sources)}"
    if not policy.get("default-src") <= {"'self'", "'none'"}:
        yield f"default-src {policy.get('default-src')}"
    if policy.get("frame-ancestors") != {ancestors}:
        yield f"frame-ancestors {policy.get('frame-ancestors')}"
    if "sandbox" not in policy and not {"object-src", "base-uri", "form-action"} <= set(policy):
        yield f"only {sorted(policy)}"


def faults(path, response, *, signed_in):
    """Return what this answer lacks, a line each."""
    headers = response.headers
    options, ancestors = ("SAMEORIGIN", "'self'") if is_trial(path, response) else ("DENY", "'none'")
    exactly = EXACTLY | {"X-Frame-Options": {options}}
    yield from (
        f"{name}: {headers.get(name)}" for name, good in exactly.items() if headers.get(name) not in good
    )
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        yield "Permissions-Policy"
    policy = policy_of(response)
    yield from faults_of_policy(path, policy, ancestors) if policy else ["no Content-Security-Policy"]
    at_sign_in = re.match(r"/([a-z]{2}/)?accounts/", path)
    if (signed_in or at_sign_in) and "no-store" not in headers.get("Cache-Control", ""):
        yield f"Cache-Control: {headers.get('Cache-Control')}"
    if headers.get("Server") or headers.get("X-Powered-By"):
        yield "says what it runs on"
