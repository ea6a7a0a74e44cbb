"""Where the Parquet kernels and their Python callers keep what they share.

A column chunk is decoded over two arrays of int64: *state* (one word each below) and *pages*, one
row of ``PAGE_WORDS`` words a data page. Importing this module imports nothing else.
"""

# State: what the caller sets before `scan`.
(
    CHUNK,  # address where the chunk's bytes begin (or would, if only a part is in memory)
    CHUNK_SIZE,
    ROWS,  # rows that the row group has
    UNPACKED_LIMIT,  # no page may claim to unpack to more bytes
    PAGES,  # address of the page table
    PAGE_LIMIT,  # rows that the page table has
    PACKED,  # 1 if pages are compressed
    NULLABLE,  # 1 if there are definition levels, NULLS_DENIED if they may not say null
    # What `scan` finds.
    PAGE_COUNT,  # data pages; more than PAGE_LIMIT where the table was too small
    LARGEST_PAGE,  # bytes, unpacked
    LONGEST_PAGE,  # values
    ENCODINGS,  # bit k: a data page has encoding k
    DICT_ADDRESS,  # the dictionary page's bytes as stored; from CHUNK until the caller adds that
    DICT_SIZE,
    DICT_UNPACKED,
    DICT_PACKED,
    DICT_COUNT,  # entries, -1 without a dictionary page
    DICT_ENCODING,
    # What the caller sets before the first decode.
    PAGE_BUFFER,  # where pages are unpacked to, one after another
    DICT_BUFFER,  # where the dictionary page is unpacked to
    DICT_VALUES,  # where its entries lie, converted: values, codes or addresses
    DICT_LENGTHS,  # where the lengths of its strings lie
    DICT_READY,  # 1 once DICT_VALUES is filled
    CODES,  # scratch: 4 bytes a value of the longest page
    VALID,  # scratch: 1 byte a value of the longest page
    CONVERTED,  # scratch: output width a value of the longest page
    CONVERTED_LENGTHS,  # scratch: lengths of a page's strings
    CONVERSION,  # one of the conversions below
    MISSING,  # bits of the output where the value is null
    # What the caller sets before each decode.
    FIRST,  # rows wanted: from FIRST,
    STOP,  # up to STOP,
    WANTED,  # at these positions after FIRST (address of int32),
    WANTED_COUNT,  # this many of them; -1: all
    OUT,
    OUT_LENGTHS,
    WIDTH,  # bytes a value of the output
    # What the kernels keep between calls.
    CURRENT,  # the page where the last call stopped
    ENTERED,  # the page that is unpacked, -1 if none
    VALUES,  # address of its values
    VALUES_SIZE,
    VALID_COUNT,  # how many of its values are not null
    MODE,  # 0: VALUES are one a row; 1, 2, 4: CODES of that width point into TABLE
    TABLE,
    TABLE_LENGTHS,
    ERROR,  # the status with which the last call failed
    # Kernels that other kernels call, by their entry address; set by the caller.
    ENTER_ENTRY,
    UNPACK_ENTRY,
    CONVERT_ENTRY,
    HYBRID_ENTRY,
    GATHER_ENTRY,  # of values of WIDTH bytes
    GATHER_LENGTHS_ENTRY,
    # What a gather takes besides MODE, TABLE, CODES, OUT and MISSING.
    GATHER_FIRST,  # position in the page of the first row, or of the row numbered 0
    GATHER_ROWS,  # address of the rows' numbers, 0 for consecutive ones
    GATHER_COUNT,
    # Fields of the page header being read; -1 where absent.
    HEADER_TYPE,
    HEADER_UNPACKED,
    HEADER_SIZE,
    HEADER_1,  # the fields of the header's inner struct, by number
    HEADER_2,
    HEADER_3,
    HEADER_4,
    HEADER_5,
    HEADER_6,
    HEADER_7,
) = range(64)
SKIP_DEPTH = 16
SKIP_STACK = HEADER_7 + 1  # where the levels of a skipped value are kept, two words each
ARGUMENT_COUNT = 6
# How kernels pass arguments to kernels: words, and their slots (0, 1, ...; set by the caller).
ARGUMENTS = SKIP_STACK + 2 * SKIP_DEPTH
SLOTS = ARGUMENTS + ARGUMENT_COUNT
STATE_WORDS = SLOTS + ARGUMENT_COUNT

# A row of the page table.
(
    PAGE_ADDRESS,  # the page's bytes (levels of the first version, values), from CHUNK
    PAGE_SIZE,
    PAGE_UNPACKED,  # their size once unpacked
    PAGE_PACKED,
    PAGE_TARGET,  # where to unpack them; 0: to PAGE_BUFFER
    PAGE_COUNT_VALUES,
    PAGE_FIRST,  # the row of its first value
    PAGE_ENCODING,
    PAGE_LEVELS,  # the definition levels (second version), from CHUNK; else 0
    PAGE_LEVELS_SIZE,
    PAGE_MOVED,  # 1 once PAGE_ADDRESS is an address: of what was unpacked to its target
) = range(11)
PAGE_WORDS = 11

# A row of the footer's table of column chunks.
(
    CHUNK_TYPE,
    CHUNK_CODEC,
    CHUNK_VALUES,
    CHUNK_UNPACKED,
    CHUNK_PACKED,
    CHUNK_DATA,  # offset of the first data page
    CHUNK_DICTIONARY,  # offset of the dictionary page, 0 without one
    CHUNK_NULLS,  # -1 if unknown
    CHUNK_LEAST,  # address of the least value
    CHUNK_LEAST_SIZE,  # -1 if unknown
    CHUNK_GREATEST,
    CHUNK_GREATEST_SIZE,
    CHUNK_ELSEWHERE,  # 1 if it is in another file or encrypted
) = range(13)
CHUNK_WORDS = 13

# Encodings of the Parquet format.
PLAIN, PLAIN_DICTIONARY, RLE, RLE_DICTIONARY = 0, 2, 3, 8

# How stored values become output values.
(
    AS_STORED,
    INT32_TO_8,
    INT32_TO_16,
    BITS_TO_BOOL,
    INT32_TO_FLOAT,
    UINT32_TO_FLOAT,
    INT64_TO_FLOAT,
    UINT64_TO_FLOAT,
) = range(8)

NULLS_DENIED = 2

# Statuses.
DAMAGED = -2
UNKNOWN = -3  # valid perhaps, but not understood here
