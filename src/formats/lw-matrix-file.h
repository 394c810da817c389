/* lw-matrix-file.h - a matrix of numbers in a file, some rows at a time
 *
 * Read are .csv (see lw-csv.h) and NumPy's .npy, versions 1 to 3: float32 or float64, in C order,
 * of one or two dimensions (numpy.lib.format, https://numpy.org/neps/nep-0001-npy-format.html).
 * Which it is, is told by the first bytes.
 *
 * Belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LwMatrixFile LwMatrixFile;

/* LW_ERROR_NOT_FOUND, or LW_ERROR_INVALID with what is wrong: the type or order of an array, more
 * or fewer bytes than its shape says. */
LwMatrixFile *lw_matrix_file_open (const char *path,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void          lw_matrix_file_free (LwMatrixFile *self);

const char *lw_matrix_file_get_path (LwMatrixFile *self);
gsize       lw_matrix_file_get_n_columns (LwMatrixFile *self);

/* In [0, 1]: how much of the file has been passed. */
double lw_matrix_file_get_fraction (LwMatrixFile *self);

/* Up to @n_max rows into @values, which has room for that many times n_columns; fewer, in the end
 * 0, only at the end of the file.  Numbers that are no numbers are NaN. */
gboolean lw_matrix_file_read (LwMatrixFile *self,
                              gsize         n_max,
                              double       *values,
                              gsize        *n_read,
                              GError      **error);

/* All rows; the caller's. */
double *lw_matrix_file_read_all (LwMatrixFile *self,
                                 gsize        *n_rows,
                                 GCancellable *cancellable,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* To before the first row again. */
gboolean lw_matrix_file_rewind (LwMatrixFile *self,
                                GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwMatrixFile, lw_matrix_file_free)

G_END_DECLS
