"""The fixtures that pandas' suite for extension arrays expects."""

from pandas.tests.extension.conftest import *  # noqa: F403 - fixtures are found by name
