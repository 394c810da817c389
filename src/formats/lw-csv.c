/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-csv.h"

#include "lw-error.h"
#include "lw-json-text.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define RECORD_MAX (64 * 1024 * 1024)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct _LwCsv
{
  char      *path;
  FILE      *file;
  gsize      size;
  GString   *record; /* of one row, with the fields cut apart in place */
  char      *line;   /* getline()'s */
  gsize      line_room;
  guint64    n_lines;    /* read so far */
  guint64    first_line; /* of the record, from 1 */
  GPtrArray *fields;     /* (element-type utf8), into @record */
  GStrv      names;
  guint      n_columns;
  long       first_row; /* where it is in the file */
};

void
lw_csv_set_error (LwCsv      *self,
                  GError    **error,
                  const char *format,
                  ...)
{
  g_autofree char *message = NULL;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, line %llu: %s"), self->path,
               (unsigned long long) self->first_line, message);
}

/* --- Records --- */

/* Whether the text ends within quotes. */
static gboolean
is_open (const char *text,
         gsize       length,
         gboolean    was_open)
{
  for (gsize i = 0; i < length; i++)
    was_open ^= text[i] == '"';

  return was_open;
}

/* Lines are put together while a quoted field goes on.  FALSE without an error at the end. */
static gboolean
read_record (LwCsv   *self,
             GError **error)
{
  gboolean open = FALSE;
  gssize   length;

  g_string_truncate (self->record, 0);
  self->first_line = self->n_lines + 1;

  while ((length = getline (&self->line, &self->line_room, self->file)) > 0)
    {
      self->n_lines++;
      open = is_open (self->line, (gsize) length, open);
      g_string_append_len (self->record, self->line, length);

      if (strlen (self->line) < (gsize) length || self->record->len > RECORD_MAX)
        {
          lw_csv_set_error (self, error, _ ("this is no text"));
          return FALSE;
        }
      if (!open)
        break;
    }

  if (length <= 0 && ferror (self->file))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s: %s"), self->path, g_strerror (errno));
      return FALSE;
    }
  if (open)
    {
      lw_csv_set_error (self, error, _ ("a quotation mark is never closed"));
      return FALSE;
    }

  while (self->record->len > 0 && strchr ("\r\n", self->record->str[self->record->len - 1]) != NULL)
    g_string_truncate (self->record, self->record->len - 1);

  return length > 0;
}

/* Cuts off the field that begins at @walk, and takes its quotes away; NULL after the last one. */
static char *
cut_field (char *walk)
{
  char *to = walk;

  if (*walk != '"')
    {
      walk += strcspn (walk, ",");
      if (*walk == '\0')
        return NULL;
      *walk = '\0';

      return walk + 1;
    }

  for (walk++; *walk != '\0'; walk++)
    {
      if (*walk == '"' && walk[1] != '"')
        break;
      if (*walk == '"')
        walk++;
      *to++ = *walk;
    }

  walk += strcspn (walk, ",");
  *to = '\0';

  return *walk == '\0' ? NULL : walk + 1;
}

/* TRUE with no fields at the end. */
static gboolean
read_fields (LwCsv   *self,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_ptr_array_set_size (self->fields, 0);

  do
    if (!read_record (self, &local_error))
      {
        const gboolean is_end = local_error == NULL;

        if (!is_end)
          g_propagate_error (error, g_steal_pointer (&local_error));

        return is_end;
      }
  while (self->record->len == 0);

  for (char *walk = self->record->str, *next; walk != NULL; walk = next)
    {
      next = cut_field (walk);
      g_ptr_array_add (self->fields, walk);
    }

  return TRUE;
}

/* --- Opening --- */

static gboolean
read_names (LwCsv   *self,
            GError **error)
{
  if (!read_fields (self, error))
    return FALSE;

  if (self->fields->len == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is empty: the first line has to name the columns"), self->path);
      return FALSE;
    }

  self->n_columns = self->fields->len;
  self->names = g_new0 (char *, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *name = g_ptr_array_index (self->fields, i);

      if (i == 0 && g_str_has_prefix (name, BYTE_ORDER_MARK))
        name += strlen (BYTE_ORDER_MARK);
      self->names[i] = g_strstrip (g_utf8_make_valid (name, -1));
    }

  self->first_row = ftell (self->file);

  return TRUE;
}

LwCsv *
lw_csv_open (const char *path,
             GError    **error)
{
  g_autoptr (LwCsv) self = g_new0 (LwCsv, 1);
  int fd;

  self->path = g_strdup (path);
  self->record = g_string_new (NULL);
  self->fields = g_ptr_array_new ();

  fd = lw_file_open_regular (path, &self->size, error);
  if (fd < 0)
    return NULL;

  self->file = fdopen (fd, "rb");
  if (!read_names (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
lw_csv_free (LwCsv *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->file, fclose);
  g_string_free (self->record, TRUE);
  g_ptr_array_unref (self->fields);
  g_strfreev (self->names);
  free (self->line);
  g_free (self->path);
  g_free (self);
}

const char *
lw_csv_get_path (LwCsv *self)
{
  return self->path;
}

double
lw_csv_get_fraction (LwCsv *self)
{
  return self->size == 0 ? 1 : CLAMP ((double) ftell (self->file) / (double) self->size, 0, 1);
}

guint
lw_csv_get_n_columns (LwCsv *self)
{
  return self->n_columns;
}

const char *
lw_csv_get_name (LwCsv *self,
                 guint  column)
{
  return self->names[column];
}

gboolean
lw_csv_find_column (LwCsv      *self,
                    const char *name,
                    guint      *column,
                    GError    **error)
{
  g_autofree char *names = NULL;

  for (*column = 0; *column < self->n_columns; (*column)++)
    if (g_str_equal (self->names[*column], name))
      return TRUE;

  names = g_strjoinv (", ", self->names);
  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has no column “%s”; there are %s"), self->path, name, names);

  return FALSE;
}

/* --- Rows --- */

gboolean
lw_csv_next (LwCsv   *self,
             char  ***fields,
             GError **error)
{
  *fields = NULL;

  if (!read_fields (self, error))
    return FALSE;
  if (self->fields->len == 0)
    return TRUE;

  if (self->fields->len != self->n_columns)
    {
      lw_csv_set_error (self, error, _ ("there are %u fields, but the first line names %u"), self->fields->len,
                        self->n_columns);
      return FALSE;
    }

  *fields = (char **) self->fields->pdata;

  return TRUE;
}

gboolean
lw_csv_rewind (LwCsv   *self,
               GError **error)
{
  if (fseek (self->file, self->first_row, SEEK_SET) != 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s: %s"), self->path, g_strerror (errno));
      return FALSE;
    }

  self->n_lines = 1;

  return TRUE;
}

gboolean
lw_csv_get_double (LwCsv   *self,
                   guint    column,
                   double  *value,
                   GError **error)
{
  const char *text = g_ptr_array_index (self->fields, column);
  char       *end;

  *value = g_ascii_strtod (text, &end);
  if (end > text && end[strspn (end, " \t")] == '\0')
    return TRUE;

  lw_csv_set_error (self, error, _ ("“%s” in column “%s” is no number"), text, self->names[column]);

  return FALSE;
}

gboolean
lw_csv_get_integer (LwCsv   *self,
                    guint    column,
                    gint64   min,
                    gint64   max,
                    gint64  *value,
                    GError **error)
{
  double number;

  if (!lw_csv_get_double (self, column, &number, error))
    return FALSE;

  /* Data frames write whole numbers as 3.0 where another row is missing. */
  if (number == rint (number) && number >= (double) min && number <= (double) max)
    {
      *value = (gint64) number;
      return TRUE;
    }

  lw_csv_set_error (self, error,
                    _ ("“%s” in column “%s” is no whole number from %lld to %lld"),
                    (char *) g_ptr_array_index (self->fields, column), self->names[column], (long long) min,
                    (long long) max);

  return FALSE;
}

/* --- Writing --- */

void
lw_csv_append_double (GString *out,
                      double   value)
{
  if (!isnan (value))
    lw_json_append_number (out, value);
}

void
lw_csv_append_text (GString    *out,
                    const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }

  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}
