"""How much, how often and for how long: sizes in bytes, times in seconds, rates as allauth writes them."""

# --- Sessions ----------------------------------------------------------------------------------------
# Seconds: answers that would tell by their time wait for the next step (`config.middleware.steady`).
STEADY_STEP = 0.5
SESSION_IDLE_SECONDS = 30 * 60
SESSION_MOST_SECONDS = 12 * 60 * 60
SHARED_IDLE_SECONDS = 15 * 60  # on a device that other people use

# --- Files and requests ------------------------------------------------------------------------------
FILES_MAX_SIZE = 10 * 1024 * 1024  # one file
FILES_MAX_NUMBER = 10  # in one request
FILES_MAX_REQUEST = 50 * 1024 * 1024  # all files of one request; the connection is cut a megabyte later
FILES_KEEP_FREE = 200 * 1024 * 1024  # the disk is never filled further than this
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # 25 photos in one form get a kind answer, ten thousand files a short one
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # a megabyte typed into one field still gets a kind answer
# A form of many steps has thousands of fields in the editor. Everywhere else `config.middleware` refuses more than 500.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8_000
FIELDS_MAX_NUMBER = 500

# --- Rates -------------------------------------------------------------------------------------------
# Counted in the shared cache by `accounts.limits.attempts`, which says what each is. "key" is an account, or an
# account and a network together; "ip" is a network. Nothing locks for good; known browsers are counted apart.
ACCOUNT_RATE_LIMITS = {
    "password_from_here": "30/10m/ip,5/5m/key",
    "password": "10/5m/key,200/1d/key",
    "password_known": "5/5m/key,100/1d/key",
    "password_all_known": "200/1d/key",
    "factor_from_here": "30/10m/ip,5/5m/key",
    "factor": "10/5m/key,20/1d/key",  # three codes in a million fit at any moment
    "factor_known": "5/5m/key,50/1d/key",
    "factor_all_known": "100/1d/key",
    "code_from_here": "60/10m/ip,5/10m/key,15/1d/key",
    "code": "10/10m/key,40/1d/key",  # each is a mail to somebody who may not have asked
    "code_known": "5/10m/key,40/1d/key",
    "code_all_known": "40/1d/key",
    # Links to unsent answers: each is a mail to an address that nobody has proved yet.
    "link_from_here": "60/10m/ip,3/10m/key,6/1d/key",
    "link": "5/10m/key,10/1d/key",
    "link_known": "3/10m/key,10/1d/key",
    "link_all_known": "10/1d/key",
    "word_by": "10/1h/key,30/1d/key",  # guesses at the word of a safe-contact case
    "word_from": "20/1h/ip,60/1d/ip",  # the same without an account, and at tracking codes
    "word_for": "20/1h/key,60/1d/key",
    "your_address": "60/1h/ip",
    "try_login_code": "60/10m/ip,5/1h/key",
    "accept_invitation": "60/10m/ip",
    # Strangers who write to a Member: a library or a school is one network.
    "permission_code": "30/1h/ip,5/1h/key",  # each is a mail to whom somebody writes for
    "begin_submission": "200/1h/ip",
    "keep_file": "300/1h/ip",
    "keep_form": "30/1h/user",
    "half_typed": "600/1h/ip",  # one for each page that is left with text on it
    "ask_for_account_link": "10/1d/user",  # each may be a mail to the address on a case
    "account_link": "20/1h/user",
    "text_code": "5/1d/user",  # each is a text to somebody who may not have asked
    "stop_alerts": "60/1h/ip",
    "change_password": "5/m/user",
    # allauth's own counts of the same: they let one right try forgive all wrong ones of its network.
    "login": "",
    "login_failed": "",
    "reauthenticate": "",
}
