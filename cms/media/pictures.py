"""A picture whose file broke on the disk counts as missing: Wagtail shows that it is broken, and the page stays."""

from contextlib import contextmanager

from wagtail.images.models import ImageFileMixin, SourceImageIOError
from willow.image import UnrecognisedImageFormatError

open_picture = ImageFileMixin.get_willow_image


@contextmanager
def open_unless_broken(image):
    """Open the picture. Raise SourceImageIOError if it cannot be read, also while it is being made smaller."""
    try:
        with open_picture(image) as willow:
            yield willow
    except UnrecognisedImageFormatError as error:
        raise SourceImageIOError("no picture") from error
    except OSError as error:
        if error.errno is not None:  # from the disk; those of the image library have no number
            raise
        raise SourceImageIOError("broken") from error


ImageFileMixin.get_willow_image = open_unless_broken
