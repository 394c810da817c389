/* lw-text-file.h - small files, and text line by line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A descriptor to read a regular file with, and its size; -1 with LW_ERROR_NOT_FOUND,
 * or LW_ERROR_INVALID for pipes, devices and folders, which may never end. */
int lw_file_open_regular (const char *path,
                          gsize      *size,
                          GError    **error);

/* The whole file, with a zero byte behind it; LW_ERROR_INVALID beyond @size_max. */
char *lw_file_load_bytes (const char *path,
                          gsize       size_max,
                          gsize      *size,
                          GError    **error);

/* The whole file without a byte order mark; what is not UTF-8 is taken as
 * Windows' western code page.  LW_ERROR_NOT_FOUND, LW_ERROR_INVALID where it is
 * no text or beyond @size_max. */
char *lw_text_file_load (const char *path,
                         gsize       size_max,
                         GError    **error);

/* Cuts the next line off @walk, without its end; NULL when there is none.
 * Changes the text. */
char *lw_text_next_line (char **walk);

/* Up to @size_max bytes from the beginning, for recognising; NULL where the file
 * cannot be read. */
char *lw_text_file_peek (const char *path,
                         gsize       size_max);

G_END_DECLS
