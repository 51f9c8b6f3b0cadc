"""Every setting of the service. What an installation may change comes from the environment (see README)."""

from .base import *
from .editor import *
from .limits import *
from .security import *
