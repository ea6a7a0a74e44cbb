"""Fields of datetimes: a proleptic Gregorian calendar by integer arithmetic."""

from numba.extending import register_jitable

NAT = -(2**63)
MISSING = -1


@register_jitable
def _civil(days):
    """Return year, month, day and day of the year for days since 1970-01-01.

    Counts in 400-year eras from 0000-03-01, so that the leap day is a year's last.
    """
    shifted = days + 719468
    era = shifted // 146097
    of_era = shifted - era * 146097
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * of_year + 2) // 153
    day = of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    year = year_of_era + era * 400 + (month <= 2)
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    # from March on, the days of January and February come first
    ordinal = of_year - 305 if month <= 2 else of_year + 60 + leap
    return year, month, day, ordinal


_FIELDS = {
    "year": lambda days, _: _civil(days)[0],
    "month": lambda days, _: _civil(days)[1],
    "day": lambda days, _: _civil(days)[2],
    "quarter": lambda days, _: (_civil(days)[1] + 2) // 3,
    "dayofyear": lambda days, _: _civil(days)[3],
    "dayofweek": lambda days, _: (days + 3) % 7,
    "hour": lambda _, second: second // 3600,
    "minute": lambda _, second: second // 60 % 60,
    "second": lambda _, second: second % 60,
}


def field(name, per_second):
    """Make the kernel of one field for times counted in 1/per_second seconds; NaT is a failure."""
    function = register_jitable(_FIELDS[name])
    per_day = per_second * 86400

    def kernel(out, source, n):
        missing = False
        for i in range(n):
            value = source[i]
            missing |= value == NAT
            days = value // per_day
            out[i] = function(days, (value - days * per_day) // per_second)
        return MISSING if missing else 0

    return kernel


def normalize(per_second):
    """Make the kernel that sets times back to midnight; NaT stays."""
    per_day = per_second * 86400

    def kernel(out, source, n):
        for i in range(n):
            value = source[i]
            out[i] = value if value == NAT else value // per_day * per_day

    return kernel
