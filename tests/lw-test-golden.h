/* lw-test-golden.h - numbers of the reference programs, where they are at hand
 *
 * Tables of comma-separated values with a line of names, beside the shared test data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef struct
{
  gsize    n_rows, n_columns;
  gchar  **names;
  gdouble *values; /* row by row; NaN for what is no number */
} LwTestTable;

/* All of @kind's folders, e.g. "crowd"; NULL without the goldens. */
gchar **lw_test_golden_list (const gchar *kind);

/* NULL where there is no such table. */
LwTestTable *lw_test_golden_read (const gchar *kind,
                                  const gchar *name,
                                  const gchar *table);

void lw_test_table_free (LwTestTable *self);

/* Rows below 0 stand for none; the caller's. */
gint32 *lw_test_table_dup_ints (const LwTestTable *self,
                                gsize              column);

/* The number of this name in a table of names and values, or @otherwise. */
gdouble lw_test_golden_scalar (const gchar *kind,
                               const gchar *name,
                               const gchar *table,
                               const gchar *scalar,
                               gdouble      otherwise);

/* |a - b| / max (1, |b|) over all; NaN beside NaN is 0, beside a number infinite. */
gdouble lw_test_largest_error (const gdouble *values,
                               const gdouble *wanted,
                               gsize          n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwTestTable, lw_test_table_free)
