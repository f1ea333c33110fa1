"""The figures that the portal is built for, measured: see ``manage.py bench``."""
