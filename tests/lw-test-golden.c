/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-golden.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static gchar *
build_path (const gchar *kind,
            const gchar *name,
            const gchar *table)
{
  const gchar      *data = g_getenv ("LW_SHARED_DATA");
  g_autofree gchar *file = table != NULL ? g_strconcat (table, ".csv", NULL) : NULL;

  return g_build_filename (data != NULL ? data : "", "..", "golden", kind, name, file, NULL);
}

static gint
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

gchar **
lw_test_golden_list (const gchar *kind)
{
  g_autofree gchar *path = build_path (kind, NULL, NULL);
  GDir             *folder = g_dir_open (path, 0, NULL);
  GPtrArray        *names = g_ptr_array_new ();
  const gchar      *name;

  if (folder == NULL)
    {
      g_ptr_array_unref (names);
      return NULL;
    }

  while ((name = g_dir_read_name (folder)) != NULL)
    if (!g_str_has_suffix (name, ".csv"))
      g_ptr_array_add (names, g_strdup (name));

  g_dir_close (folder);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (gchar **) g_ptr_array_free (names, FALSE);
}

static gdouble
parse (const gchar *field)
{
  gchar  *end;
  gdouble value = g_ascii_strtod (field, &end);

  return end != field && *end == '\0' ? value : NAN;
}

LwTestTable *
lw_test_golden_read (const gchar *kind,
                     const gchar *name,
                     const gchar *table)
{
  g_autofree gchar *path = build_path (kind, name, table), *text = NULL;
  g_auto (GStrv) lines = NULL;
  LwTestTable *self;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  lines = g_strsplit (g_strchomp (text), "\n", -1);
  self = g_new0 (LwTestTable, 1);
  self->names = g_strsplit (lines[0], ",", -1);
  self->n_columns = g_strv_length (self->names);
  self->n_rows = g_strv_length (lines) - 1;
  self->values = g_new (gdouble, MAX (self->n_rows * self->n_columns, 1));

  for (gsize i = 0; i < self->n_rows; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpuint (g_strv_length (fields), ==, self->n_columns);
      for (gsize j = 0; j < self->n_columns; j++)
        self->values[i * self->n_columns + j] = parse (fields[j]);
    }

  return self;
}

void
lw_test_table_free (LwTestTable *self)
{
  g_strfreev (self->names);
  g_free (self->values);
  g_free (self);
}

gint32 *
lw_test_table_dup_ints (const LwTestTable *self,
                        gsize              column)
{
  gint32 *ints = g_new (gint32, MAX (self->n_rows, 1));

  for (gsize i = 0; i < self->n_rows; i++)
    ints[i] = (gint32) self->values[i * self->n_columns + column];

  return ints;
}

gdouble
lw_test_golden_scalar (const gchar *kind,
                       const gchar *name,
                       const gchar *table,
                       const gchar *scalar,
                       gdouble      otherwise)
{
  g_autofree gchar *path = build_path (kind, name, table), *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return otherwise;

  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (gsize i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", 2);

      if (g_str_equal (fields[0], scalar))
        return parse (fields[1]);
    }

  return otherwise;
}

gdouble
lw_test_largest_error (const gdouble *values,
                       const gdouble *wanted,
                       gsize          n)
{
  gdouble largest = 0;

  for (gsize i = 0; i < n; i++)
    if (isnan (values[i]) || isnan (wanted[i]))
      largest = isnan (values[i]) && isnan (wanted[i]) ? largest : INFINITY;
    else
      largest = fmax (largest, fabs (values[i] - wanted[i]) / fmax (1, fabs (wanted[i])));

  return largest;
}
