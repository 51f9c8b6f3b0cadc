"""Settings of Wagtail: no screens for passwords or addresses, no update check, no third-party pictures."""

from .base import BASE_URL, TIME_ZONE

WAGTAIL_SITE_NAME = "Casework"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.uploads.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "heic", "heif", "jpeg", "jpg", "png", "webp"]  # what the cleaning takes
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.uploads.DocumentForm"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"  # in the boxes of the editor; `config.formats` says it for the rest
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a document is downloaded and never opened on our address
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # milliseconds after a change; a form of many steps takes a while to save
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
# Seconds between checks of the page cache version; until then a process may serve replaced pages (`cms.page_cache`).
PAGE_CACHE_CHECK_SECONDS = 2
