"""One tree of errors.

    DatelineError                 anything this program raises on purpose
    ├── UsageError                the call is wrong: exit code 2
    │   ├── DateError             a date that is none
    │   └── RecordError           a record that cannot be opened, read or written
    ├── DocumentError             one document cannot be read; the others still are
    │   ├── EncodingError         bytes that are no text in any encoding known here
    │   ├── TooLargeError         more characters than a report has
    │   ├── EmptyError            nothing to read
    │   ├── LanguageError         not in a language that the pipeline knows
    │   └── FetchError            an address that may not be asked, or gives no report
    └── DataError                 a data file of the program (or of the user) is broken

What is wrong with one document becomes data on that document; what is wrong with the call is a
clear message and exit code 2.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Anything this program raises on purpose; its text is one clear line for people."""


class UsageError(DatelineError):
    """The call is wrong."""


class DateError(UsageError):
    """A date that is none."""


class RecordError(UsageError):
    """A record that cannot be opened, read or written."""


class DocumentError(DatelineError):
    """One document cannot be read."""


class EncodingError(DocumentError):
    """Bytes that are no text in any encoding known here."""


class TooLargeError(DocumentError):
    """More characters than a report has."""


class EmptyError(DocumentError):
    """Nothing to read."""


class LanguageError(DocumentError):
    """Not in a language that the pipeline knows."""


class FetchError(DocumentError):
    """An address that may not be asked, or gives no report."""


class DataError(DatelineError):
    """A data file is broken; the message names file, line and field."""
