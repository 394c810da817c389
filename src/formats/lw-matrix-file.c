/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-matrix-file.h"

#include "lw-csv.h"
#include "lw-error.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAGIC "\x93NUMPY"
#define MAGIC_LENGTH 6
#define HEADER_MAX (64 * 1024)

#define N_VALUES_PER_LOOK (64 * 1024)

struct _LwMatrixFile
{
  char  *path;
  LwCsv *csv; /* NULL: an array of NumPy */
  gsize  n_columns;

  /* Of an array. */
  FILE    *file;
  long     first_row;
  gsize    n_rows, n_passed;
  gboolean is_float, is_swapped;
  GArray  *scratch; /* bytes of a block as they are in the file */
};

/* --- The header of an array --- */

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (LwMatrixFile *self,
        GError      **error,
        const char   *format,
        ...)
{
  g_autofree char *message = NULL;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, "%s: %s", self->path, message);

  return FALSE;
}

/* What follows 'KEY': in the Python dictionary, which is written by a machine; NULL: nothing. */
static char *
find_value (const char *header,
            const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_DOTALL, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, header, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

static gboolean
take_type (LwMatrixFile *self,
           const char   *header,
           GError      **error)
{
  g_autofree char *type = find_value (header, "['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  const gboolean   is_little = G_BYTE_ORDER == G_LITTLE_ENDIAN;

  if (type == NULL || strlen (type) != 3 || strchr ("<>=", type[0]) == NULL ||
      !(g_str_equal (type + 1, "f4") || g_str_equal (type + 1, "f8")))
    return refuse (self, error, _ ("the numbers are of type “%s”; save them as float32 or float64"),
                   type != NULL ? type : "?");

  self->is_float = type[2] == '4';
  self->is_swapped = type[0] != '=' && (type[0] == '<') != is_little;

  return TRUE;
}

/* "(3,)" or "(3, 4)", without the brackets: how many sides there are, of which the first two are
 * given; 0 where it is neither. */
static guint
parse_shape (const char *shape,
             guint64     sides[2])
{
  g_auto (GStrv) parts = g_strsplit (shape, ",", -1);
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      guint64     side;

      if (*part == '\0' && i > 0 && parts[i + 1] == NULL)
        return n;
      if (!g_ascii_string_to_unsigned (part, 10, 0, G_MAXUINT64, &side, NULL))
        return 0;
      if (n < 2)
        sides[n] = side;
      n++;
    }

  return n;
}

static gboolean
take_shape (LwMatrixFile *self,
            const char   *header,
            GError      **error)
{
  g_autofree char *order = find_value (header, "['\"]fortran_order['\"]\\s*:\\s*(\\w+)");
  g_autofree char *shape = find_value (header, "['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");
  guint64          sides[2] = { 0, 1 };
  const guint      n = shape != NULL ? parse_shape (shape, sides) : 0;

  if (g_strcmp0 (order, "False") != 0)
    return refuse (self, error, _ ("the array is in Fortran order; save it with numpy.ascontiguousarray()"));
  if (n == 0)
    return refuse (self, error, _ ("its shape cannot be read"));
  if (n > 2)
    return refuse (self, error, _ ("it has %u dimensions; a matrix has two"), n);
  if (sides[1] == 0)
    return refuse (self, error, _ ("it has no columns"));

  self->n_rows = sides[0];
  self->n_columns = sides[1];

  return TRUE;
}

static gboolean
check_size (LwMatrixFile *self,
            gsize         size,
            GError      **error)
{
  const gsize item = self->is_float ? sizeof (float) : sizeof (double);
  gsize       n, bytes;

  if (!g_size_checked_mul (&n, self->n_rows, self->n_columns) || !g_size_checked_mul (&bytes, n, item) ||
      (gsize) self->first_row > size || bytes != size - (gsize) self->first_row)
    return refuse (self, error, _ ("%zu × %zu numbers are announced, but there is another number of bytes"), self->n_rows,
                   self->n_columns);

  return TRUE;
}

/* After the magic: the version, the length of the dictionary and the dictionary. */
static gboolean
read_header (LwMatrixFile *self,
             gsize         size,
             GError      **error)
{
  guint8           head[6];
  guint32          length;
  g_autofree char *header = NULL;
  gsize            n_length;

  if (fread (head, 1, 2, self->file) != 2 || head[0] < 1 || head[0] > 3)
    return refuse (self, error, _ ("this version of the .npy format is not known"));

  n_length = head[0] == 1 ? 2 : 4;
  if (fread (head + 2, 1, n_length, self->file) != n_length)
    return refuse (self, error, _ ("the file is cut off"));

  length = (guint32) head[2] | (guint32) head[3] << 8;
  if (n_length == 4)
    length |= (guint32) head[4] << 16 | (guint32) head[5] << 24;
  if (length > HEADER_MAX)
    return refuse (self, error, _ ("the header of the array is too long"));

  header = g_malloc0 (length + 1);
  if (fread (header, 1, length, self->file) != length)
    return refuse (self, error, _ ("the file is cut off"));

  self->first_row = ftell (self->file);

  return take_type (self, header, error) && take_shape (self, header, error) && check_size (self, size, error);
}

/* --- Opening --- */

LwMatrixFile *
lw_matrix_file_open (const char *path,
                     GError    **error)
{
  g_autoptr (LwMatrixFile) self = g_new0 (LwMatrixFile, 1);
  char  magic[MAGIC_LENGTH];
  gsize size;
  int   fd = lw_file_open_regular (path, &size, error);

  if (fd < 0)
    return NULL;

  self->path = g_strdup (path);
  self->file = fdopen (fd, "rb");
  self->scratch = g_array_new (FALSE, FALSE, 1);

  if (fread (magic, 1, MAGIC_LENGTH, self->file) == MAGIC_LENGTH && memcmp (magic, MAGIC, MAGIC_LENGTH) == 0)
    return read_header (self, size, error) ? g_steal_pointer (&self) : NULL;

  self->csv = lw_csv_open (path, error);
  if (self->csv == NULL)
    return NULL;
  self->n_columns = lw_csv_get_n_columns (self->csv);

  return g_steal_pointer (&self);
}

void
lw_matrix_file_free (LwMatrixFile *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->csv, lw_csv_free);
  g_clear_pointer (&self->file, fclose);
  g_clear_pointer (&self->scratch, g_array_unref);
  g_free (self->path);
  g_free (self);
}

const char *
lw_matrix_file_get_path (LwMatrixFile *self)
{
  return self->path;
}

gsize
lw_matrix_file_get_n_columns (LwMatrixFile *self)
{
  return self->n_columns;
}

double
lw_matrix_file_get_fraction (LwMatrixFile *self)
{
  if (self->csv != NULL)
    return lw_csv_get_fraction (self->csv);

  return self->n_rows == 0 ? 1 : (double) self->n_passed / (double) self->n_rows;
}

/* --- Rows --- */

static gboolean
read_csv (LwMatrixFile *self,
          gsize         n_max,
          double       *values,
          gsize        *n_read,
          GError      **error)
{
  for (; *n_read < n_max; (*n_read)++)
    {
      char **fields;

      if (!lw_csv_next (self->csv, &fields, error))
        return FALSE;
      if (fields == NULL)
        return TRUE;

      for (gsize k = 0; k < self->n_columns; k++)
        if (!lw_csv_get_double (self->csv, (guint) k, values++, error))
          return FALSE;
    }

  return TRUE;
}

static void
swap_bytes (guint8 *bytes,
            gsize   n,
            gsize   size)
{
  for (gsize i = 0; i < n; i++, bytes += size)
    for (gsize j = 0; j < size / 2; j++)
      {
        guint8 swapped = bytes[j];

        bytes[j] = bytes[size - 1 - j];
        bytes[size - 1 - j] = swapped;
      }
}

static gboolean
read_array (LwMatrixFile *self,
            gsize         n_max,
            double       *values,
            gsize        *n_read,
            GError      **error)
{
  const gsize item = self->is_float ? sizeof (float) : sizeof (double);
  gsize       n;
  void       *bytes = values;

  *n_read = MIN (n_max, self->n_rows - self->n_passed);
  n = *n_read * self->n_columns;

  if (self->is_float)
    {
      g_array_set_size (self->scratch, (guint) (n * item));
      bytes = self->scratch->data;
    }

  if (n > 0 && fread (bytes, item, n, self->file) != n)
    return refuse (self, error, _ ("the file is cut off"));

  if (self->is_swapped)
    swap_bytes (bytes, n, item);

  for (gsize i = 0; self->is_float && i < n; i++)
    values[i] = (double) ((const float *) bytes)[i];

  self->n_passed += *n_read;

  return TRUE;
}

gboolean
lw_matrix_file_read (LwMatrixFile *self,
                     gsize         n_max,
                     double       *values,
                     gsize        *n_read,
                     GError      **error)
{
  *n_read = 0;

  return self->csv != NULL ? read_csv (self, n_max, values, n_read, error)
                           : read_array (self, n_max, values, n_read, error);
}

double *
lw_matrix_file_read_all (LwMatrixFile *self,
                         gsize        *n_rows,
                         GCancellable *cancellable,
                         GError      **error)
{
  const gsize        n_max = MAX (N_VALUES_PER_LOOK / self->n_columns, 1);
  gsize              room = 0, n_read = 0;
  g_autofree double *values = NULL;

  *n_rows = 0;

  do
    {
      if (*n_rows + n_max > room)
        {
          room = MAX (2 * room, *n_rows + n_max);
          values = g_renew (double, values, room * self->n_columns);
        }

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !lw_matrix_file_read (self, n_max, values + *n_rows * self->n_columns, &n_read, error))
        return NULL;

      *n_rows += n_read;
    }
  while (n_read > 0);

  return g_steal_pointer (&values);
}

gboolean
lw_matrix_file_rewind (LwMatrixFile *self,
                       GError      **error)
{
  if (self->csv != NULL)
    return lw_csv_rewind (self->csv, error);

  if (fseek (self->file, self->first_row, SEEK_SET) != 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s: %s"), self->path, g_strerror (errno));
      return FALSE;
    }

  self->n_passed = 0;

  return TRUE;
}
