"""Programs on which pandas and accel were found to disagree, cut down; by what was wrong."""

from compat_tests.differential.found import errors, groups, joins, labels, rows, values

FOUND = {
    **errors.FOUND,
    **groups.FOUND,
    **joins.FOUND,
    **labels.FOUND,
    **rows.FOUND,
    **values.FOUND,
}
