/* lw-csv.h - a table of comma-separated values, a row at a time
 *
 * RFC 4180: the first line names the columns; a field in double quotes may hold commas, line ends
 * and doubled quotes.  Text is UTF-8, with or without a byte order mark.  Every row has as many
 * fields as there are names; empty lines are passed over.
 *
 * Belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LwCsv LwCsv;

/* LW_ERROR_NOT_FOUND, or LW_ERROR_INVALID where there is no header line. */
LwCsv *lw_csv_open (const char *path,
                    GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void   lw_csv_free (LwCsv *self);

const char *lw_csv_get_path (LwCsv *self);

/* In [0, 1]: how much of the file has been passed. */
double lw_csv_get_fraction (LwCsv *self);

guint       lw_csv_get_n_columns (LwCsv *self);
const char *lw_csv_get_name (LwCsv *self,
                             guint  column);

/* LW_ERROR_INVALID, which names the columns that there are, where none has that name. */
gboolean lw_csv_find_column (LwCsv      *self,
                             const char *name,
                             guint      *column,
                             GError    **error);

/* The next row: as many fields as there are columns, borrowed until the next call.  At the end,
 * TRUE with *fields NULL. */
gboolean lw_csv_next (LwCsv   *self,
                      char  ***fields,
                      GError **error);

/* To before the first row again. */
gboolean lw_csv_rewind (LwCsv   *self,
                        GError **error);

/* A field of the row that was read last, as a number: "nan" and "inf" are numbers here, empty
 * text is none.  LW_ERROR_INVALID names file, line and column. */
gboolean lw_csv_get_double (LwCsv   *self,
                            guint    column,
                            double  *value,
                            GError **error);

/* The same for whole numbers from @min to @max. */
gboolean lw_csv_get_integer (LwCsv   *self,
                             guint    column,
                             gint64   min,
                             gint64   max,
                             gint64  *value,
                             GError **error);

/* Sets @error to LW_ERROR_INVALID with file and line before the message. */
void lw_csv_set_error (LwCsv      *self,
                       GError    **error,
                       const char *format,
                       ...) G_GNUC_PRINTF (3, 4);

/* --- Writing --- */

/* The shortest text that is read back as the same number; nothing for NaN. */
void lw_csv_append_double (GString *out,
                           double   value);

/* In quotes where it has to be. */
void lw_csv_append_text (GString    *out,
                         const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwCsv, lw_csv_free)

G_END_DECLS
