#!/bin/sh
# check-format.sh SOURCE-ROOT: fails if clang-format would change a C file.  Version 14 is the
# pinned one: others lay out some things differently.  Exit 77 where it is not installed.
cd "${1:?usage: check-format.sh SOURCE-ROOT}" || exit 2

tool=$(command -v clang-format-14) || { echo "clang-format-14 is not installed" >&2; exit 77; }
find src tests benchmarks -name '*.[ch]' | sort | xargs "$tool" --dry-run -Werror --style=file
