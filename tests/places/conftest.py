from tests.places.postcodes import places, postcodes, small_directory  # noqa: F401
