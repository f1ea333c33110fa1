"""What mileage adds to the menu, the home page and the pages of items."""


def register() -> None:
    """Fill the registries of core."""
