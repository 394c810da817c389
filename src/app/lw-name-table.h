/* lw-name-table.h - names of things, numbered
 *
 * Belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts numbered from 0 in the order in which they come. */
typedef struct
{
  /*< private >*/
  GHashTable *numbers; /* text to number + 1 */

  /*< public >*/
  GPtrArray *texts; /* (element-type utf8): by number */
} LwNameTable;

void lw_name_table_init (LwNameTable *self);
void lw_name_table_clear (LwNameTable *self);

/* The number of @text, which is copied where it is new. */
guint32 lw_name_table_number (LwNameTable *self,
                              const char  *text);

/* Puts the texts in natural order, and the numbers in @values with them.
 *
 * Returns: (transfer full) (element-type utf8): the texts; the table is then good for nothing but
 *   to be cleared */
GPtrArray *lw_name_table_sort (LwNameTable *self,
                               guint32     *values,
                               gsize        n_values);

G_END_DECLS
