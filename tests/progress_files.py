"""Contents of files that are no progress of this series, for the notebook's progress and for the page's."""

DAMAGED = [
    b"",
    b'{"version": 1, "solved": ["03.a"',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b"[]",
    b"null",
    b'"03.a"',
    b'{"solved": ["03.a"]}',
    b'{"version": 3, "solved": ["03.a"]}',
    b'{"version": [], "solved": ["03.a"]}',
    b'{"version": 1, "solved": "03.a"}',
    b'{"version": 1, "solved": [3]}',
    b'{"version": 2}',
]
