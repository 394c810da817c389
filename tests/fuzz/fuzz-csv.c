/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "lw-csv.h"

#include <math.h>
#include <unistd.h>

/* Every field as a text and as numbers. */
static gboolean
look_at (LwCsv *csv,
         char **fields)
{
  gsize n_bytes = 0;

  for (guint i = 0; i < lw_csv_get_n_columns (csv); i++)
    {
      double number;
      gint64 whole;

      n_bytes += strlen (fields[i]);
      if (lw_csv_get_double (csv, i, &number, NULL) && lw_csv_get_integer (csv, i, -9, 9, &whole, NULL))
        g_assert_true (number == (double) whole);
    }

  return n_bytes < G_MAXSIZE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  int              fd;
  g_autofree char *path = fuzz_write (data, size, &fd);
  g_autoptr (LwCsv) csv = lw_csv_open (path, NULL);
  char **fields;

  for (int pass = 0; csv != NULL && pass < 2; pass++)
    {
      while (lw_csv_next (csv, &fields, NULL) && fields != NULL)
        g_assert_true (look_at (csv, fields));
      if (!lw_csv_rewind (csv, NULL))
        break;
    }

  close (fd);

  return 0;
}
