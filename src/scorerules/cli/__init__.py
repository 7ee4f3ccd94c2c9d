"""The command ``scorerules``.

Goes in: the arguments of a command line. Comes out: text or JSON and an exit code. The optional packages
of the command line are imported only when it runs, so that a bare installation can say what it lacks.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from scorerules.diagnostics.words import Words, default_lang, say

_MISSING = Words(
    '命令行还缺少 {name} 包；请运行：pip install "scorerules[cli]"',
    'the command line needs the package {name}; run: pip install "scorerules[cli]"',
)
_OPTIONAL = ("click", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: What stands behind ``scorerules``; by default what the shell gave.

    Returns:
        The exit code: 0 fine, 1 problems found, 2 usage or unreadable file, 130 interrupted,
        141 when nobody reads the output any more.
    """
    try:
        from scorerules.cli.program import run  # noqa: PLC0415  (see the docstring of the module)
    except ImportError as missing:
        package = (missing.name or "").partition(".")[0]
        if package not in _OPTIONAL:
            raise
        sys.stderr.write(say(_MISSING, default_lang(), {"name": package}) + "\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return run(sys.argv[1:] if arguments is None else list(arguments))
