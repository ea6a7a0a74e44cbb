"""Fields of datetimes: a proleptic Gregorian calendar.

Whole numbers are held in float64: all stay far below 2**53, and unlike 64-bit integer division
that is vectorised. ``_quotient`` is exact for them: a reciprocal is off by less than half a unit.
"""

import numpy as np
from numba.extending import register_jitable

NAT = -(2**63)
MISSING = -1


@register_jitable
def _quotient(number, divisor):
    """Divide whole numbers, rounding down."""
    return np.floor((number + 0.5) * (1.0 / divisor))


@register_jitable
def _days_of(value, per_day):
    """Return whole days of a time as float64, and what is left as int64."""
    days = np.floor(np.float64(value) * (1.0 / per_day))
    rest = value - np.int64(days) * per_day
    # a value of 64 bits loses some as a float: the quotient may be one off
    under = rest < 0
    over = rest >= per_day
    days = days - under + over
    return days, rest + per_day * under - per_day * over


@register_jitable
def _civil(days):
    """Return year, month, day and day of the year for days since 1970-01-01.

    Counts in 400-year eras from 0000-03-01, so that the leap day is a year's last.
    """
    shifted = days + 719468.0
    era = _quotient(shifted, 146097.0)
    of_era = shifted - era * 146097.0
    year_of_era = _quotient(
        of_era
        - _quotient(of_era, 1460.0)
        + _quotient(of_era, 36524.0)
        - _quotient(of_era, 146096.0),
        365.0,
    )
    before = 365.0 * year_of_era + _quotient(year_of_era, 4.0) - _quotient(year_of_era, 100.0)
    of_year = of_era - before
    shifted_month = _quotient(5.0 * of_year + 2.0, 153.0)
    day = of_year - _quotient(153.0 * shifted_month + 2.0, 5.0) + 1.0
    early = shifted_month >= 10.0  # January and February
    month = shifted_month - 9.0 if early else shifted_month + 3.0
    year = year_of_era + era * 400.0 + (1.0 if early else 0.0)
    century = _quotient(year, 100.0)
    leap = (year == 4.0 * _quotient(year, 4.0)) & (
        (year != 100.0 * century) | (century == 4.0 * _quotient(century, 4.0))
    )
    ordinal = of_year - 305.0 if early else of_year + (61.0 if leap else 60.0)
    return year, month, day, ordinal


_DAY_FIELDS = {
    "year": lambda days: _civil(days)[0],
    "month": lambda days: _civil(days)[1],
    "day": lambda days: _civil(days)[2],
    "quarter": lambda days: _quotient(_civil(days)[1] + 2.0, 3.0),
    "dayofyear": lambda days: _civil(days)[3],
    "dayofweek": lambda days: days + 3.0 - 7.0 * _quotient(days + 3.0, 7.0),
}
_SECOND_FIELDS = {
    "hour": lambda second: _quotient(second, 3600.0),
    "minute": lambda second: _quotient(second, 60.0) - 60.0 * _quotient(second, 3600.0),
    "second": lambda second: second - 60.0 * _quotient(second, 60.0),
}


def field(name):
    """Make the kernel of one field for times counted in 1/per_second seconds; NaT is a failure."""
    of_seconds = name in _SECOND_FIELDS
    function = register_jitable((_SECOND_FIELDS if of_seconds else _DAY_FIELDS)[name])

    def kernel(out, source, per_second, n):
        per_day = per_second * 86400
        missing = False
        for i in range(n):
            value = source[i]
            missing |= value == NAT
            days, rest = _days_of(value, per_day)
            seconds = _quotient(np.float64(rest), np.float64(per_second))
            out[i] = np.int64(function(seconds if of_seconds else days))
        return MISSING if missing else 0

    return kernel


def normalize(out, source, per_second, n):
    """Set times back to midnight; NaT stays."""
    per_day = per_second * 86400
    for i in range(n):
        value = source[i]
        _, rest = _days_of(value, per_day)
        out[i] = value if value == NAT else value - rest
