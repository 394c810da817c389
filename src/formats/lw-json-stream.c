/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-json-stream.h"

#include "lw-error.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Large enough that a system call is nothing beside the splitting. */
#define WINDOW_SIZE (1024 * 1024)

struct _LwJsonStream
{
  char         *path;
  GCancellable *cancellable;
  int           fd;
  goffset       file_size;

  /* buffer[at, fill) is not yet passed; buffer[0] is byte number "base" of the file. */
  char    *buffer;
  gsize    size;
  gsize    at;
  gsize    fill;
  goffset  base;
  gboolean at_end;

  gboolean is_array;
  gboolean in_value; /* before or within the value of a member */
  gboolean in_array; /* within its array */
  gboolean is_first; /* nothing of the object has been read yet */
  gboolean first_element;
  goffset  value_offset;
  char    *key;
};

static guint
count_lines (LwJsonStream *self,
             goffset       until)
{
  g_autofree char *block = g_malloc (WINDOW_SIZE);
  guint            n_lines = 1;
  goffset          offset = 0;

  /* Counted only for a message: counting along would cost every reader. */
  while (offset < until)
    {
      gssize n_read = pread (self->fd, block, (size_t) MIN (until - offset, WINDOW_SIZE), offset);

      if (n_read <= 0)
        break;

      for (gssize i = 0; i < n_read; i++)
        n_lines += block[i] == '\n';

      offset += n_read;
    }

  return n_lines;
}

static gboolean
fail_at (LwJsonStream *self,
         goffset       offset,
         const char   *what,
         GError      **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, line %u (byte %" PRId64 "): %s"),
               self->path, count_lines (self, offset), (gint64) offset, what);

  return FALSE;
}

static gboolean
fail_here (LwJsonStream *self,
           const char   *what,
           GError      **error)
{
  return fail_at (self, self->base + (goffset) self->at, what, error);
}

void
lw_json_stream_set_error (LwJsonStream *self,
                          const char   *place,
                          const char   *what,
                          GError      **error)
{
  fail_at (self, self->base + (place - self->buffer), what, error);
}

/* Reads more behind what is there.  With @keep, nothing from there on is
 * dropped: offsets relative to it stay what they are. */
static gboolean
fill_window (LwJsonStream *self,
             gsize         keep,
             GError      **error)
{
  gssize n_read;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;

  if (keep > 0)
    {
      memmove (self->buffer, self->buffer + keep, self->fill - keep);
      self->base += (goffset) keep;
      self->at -= keep;
      self->fill -= keep;
    }

  if (self->fill == self->size)
    {
      if (self->size >= LW_JSON_VALUE_MAX)
        return fail_at (self, self->base, _ ("a single value is larger than 64 MB"), error);

      self->size *= 2;
      self->buffer = g_realloc (self->buffer, self->size);
    }

  do
    n_read = read (self->fd, self->buffer + self->fill, self->size - self->fill);
  while (n_read < 0 && errno == EINTR);

  if (n_read < 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s: %s"), self->path, g_strerror (errno));
      return FALSE;
    }

  self->fill += (gsize) n_read;
  self->at_end = n_read == 0;

  return TRUE;
}

/* The next byte that is not white space, not taken; '\0' at the end. */
static gboolean
peek (LwJsonStream *self,
      char         *byte,
      GError      **error)
{
  for (;;)
    {
      for (; self->at < self->fill; self->at++)
        if (strchr (" \t\r\n", self->buffer[self->at]) == NULL || self->buffer[self->at] == '\0')
          {
            *byte = self->buffer[self->at];
            return TRUE;
          }

      if (self->at_end)
        {
          *byte = '\0';
          return TRUE;
        }

      if (!fill_window (self, self->at, error))
        return FALSE;
    }
}

static gboolean
expect (LwJsonStream *self,
        char          wanted,
        GError      **error)
{
  char             byte;
  g_autofree char *what = NULL;

  if (!peek (self, &byte, error))
    return FALSE;

  if (byte == wanted)
    {
      self->at++;
      return TRUE;
    }

  if (self->at == self->fill)
    what = g_strdup_printf (_ ("the file ends where '%c' is expected; it is cut short"), wanted);
  else
    what = g_strdup_printf (_ ("'%c' is expected here"), wanted);

  return fail_here (self, what, error);
}

/* --- Finding the end of a value --- */

typedef struct
{
  guint    depth;
  gboolean in_string;
  gboolean escaped;
} Splitter;

/* Feeds bytes; TRUE with the number taken where the value ends. */
static gboolean
split (Splitter   *s,
       const char *bytes,
       gsize       len,
       gsize      *taken)
{
  for (gsize i = 0; i < len; i++)
    {
      char byte = bytes[i];

      if (s->in_string)
        {
          if (s->escaped)
            s->escaped = FALSE;
          else if (byte == '\\')
            s->escaped = TRUE;
          else if (byte == '"')
            {
              s->in_string = FALSE;
              if (s->depth == 0)
                {
                  *taken = i + 1;
                  return TRUE;
                }
            }
          continue;
        }

      switch (byte)
        {
        case '"':
          s->in_string = TRUE;
          break;
        case '[':
        case '{':
          s->depth++;
          break;
        case ']':
        case '}':
          if (s->depth <= 1)
            {
              /* With depth 0 the bracket belongs to what is around a scalar. */
              *taken = s->depth == 0 ? i : i + 1;
              return TRUE;
            }
          s->depth--;
          break;
        case ',':
        case ' ':
        case '\t':
        case '\r':
        case '\n':
          if (s->depth == 0)
            {
              *taken = i;
              return TRUE;
            }
          break;
        default:
          break;
        }
    }

  return FALSE;
}

/* Hands out the value at the cursor, or passes over it without keeping it where
 * it is larger than @size_max. */
static gboolean
take_value (LwJsonStream *self,
            gsize         size_max,
            gboolean     *kept,
            LwJsonSlice  *slice,
            GError      **error)
{
  Splitter s = { 0 };
  gsize    fed = 0;
  gsize    start = self->at;
  gboolean keep = TRUE;

  for (;;)
    {
      gsize taken;

      if (split (&s, self->buffer + start + fed, self->fill - start - fed, &taken))
        {
          fed += taken;
          break;
        }

      fed = self->fill - start;
      keep = keep && fed <= size_max;

      if (self->at_end)
        return fail_at (self, self->base + (goffset) self->fill, _ ("the file ends in the middle of a value; it is cut short"), error);

      self->at = keep ? start : self->fill;
      if (!fill_window (self, self->at, error))
        return FALSE;

      start = 0;
      fed = keep ? fed : 0;
    }

  if (fed == 0 && keep)
    return fail_here (self, _ ("a value is expected here"), error);

  *kept = keep && fed <= size_max;
  *slice = (LwJsonSlice){ self->buffer + start, fed };
  self->at = start + fed;

  return TRUE;
}

/* --- Members and elements --- */

static gboolean
finish_value (LwJsonStream *self,
              GError      **error)
{
  LwJsonSlice unused;
  gboolean    found;
  gboolean    kept;

  if (self->in_array)
    {
      do
        if (!lw_json_stream_next_element (self, &found, NULL, error))
          return FALSE;
      while (found);
    }
  else if (self->in_value)
    {
      if (!take_value (self, 0, &kept, &unused, error))
        return FALSE;
      self->in_value = FALSE;
    }

  return TRUE;
}

static gboolean
take_key (LwJsonStream *self,
          GError      **error)
{
  LwJsonSlice slice;
  gboolean    kept;
  char        byte;

  if (!peek (self, &byte, error))
    return FALSE;

  if (byte != '"')
    return expect (self, '"', error);

  if (!take_value (self, 4096, &kept, &slice, error))
    return FALSE;

  if (!kept || lw_json_check (slice, NULL) != LW_JSON_GOOD)
    return fail_here (self, _ ("the name of a member is not a string"), error);

  g_free (self->key);
  self->key = lw_json_dup_string (slice);

  return expect (self, ':', error);
}

gboolean
lw_json_stream_next_member (LwJsonStream *self,
                            gboolean     *found,
                            char        **key,
                            gboolean     *is_array,
                            GError      **error)
{
  char byte;

  if (!finish_value (self, error) || !peek (self, &byte, error))
    return FALSE;

  if (byte == '}')
    {
      *found = FALSE;
      self->at++;
      if (!peek (self, &byte, error))
        return FALSE;
      return self->at == self->fill || fail_here (self, _ ("there is more after the end of the object"), error);
    }

  if (!self->is_first && !expect (self, ',', error))
    return FALSE;

  self->is_first = FALSE;

  if (!take_key (self, error) || !peek (self, &byte, error))
    return FALSE;

  self->in_value = TRUE;
  self->in_array = FALSE;
  self->value_offset = self->base + (goffset) self->at;
  *found = TRUE;
  *key = self->key;
  *is_array = byte == '[';

  return TRUE;
}

static gboolean
enter_array (LwJsonStream *self,
             GError      **error)
{
  self->in_array = TRUE;
  self->first_element = TRUE;

  return expect (self, '[', error);
}

gboolean
lw_json_stream_next_element (LwJsonStream *self,
                             gboolean     *found,
                             LwJsonSlice  *element,
                             GError      **error)
{
  LwJsonSlice slice;
  gboolean    kept;
  char        byte;

  if (!self->in_array && !enter_array (self, error))
    return FALSE;

  if (!peek (self, &byte, error))
    return FALSE;

  if (byte == ']')
    {
      self->at++;
      self->in_array = self->in_value = FALSE;
      *found = FALSE;
      return TRUE;
    }

  if (!self->first_element && (!expect (self, ',', error) || !peek (self, &byte, error)))
    return FALSE;

  self->first_element = FALSE;

  if (!take_value (self, element != NULL ? G_MAXSIZE : 0, &kept, &slice, error))
    return FALSE;

  if (element != NULL)
    *element = slice;

  *found = TRUE;

  return TRUE;
}

gboolean
lw_json_stream_read_value (LwJsonStream *self,
                           gsize         size_max,
                           gboolean     *found,
                           LwJsonSlice  *value,
                           GError      **error)
{
  g_return_val_if_fail (self->in_value && !self->in_array, FALSE);

  self->in_value = FALSE;

  return take_value (self, size_max, found, value, error);
}

goffset
lw_json_stream_tell (LwJsonStream *self)
{
  return self->value_offset;
}

gboolean
lw_json_stream_seek (LwJsonStream *self,
                     goffset       offset,
                     GError      **error)
{
  if (lseek (self->fd, offset, SEEK_SET) != offset)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s: %s"), self->path, g_strerror (errno));
      return FALSE;
    }

  self->base = offset;
  self->at = self->fill = 0;
  self->at_end = FALSE;
  self->in_value = TRUE;
  self->in_array = FALSE;

  return TRUE;
}

/* --- Opening --- */

static gboolean
open_file (LwJsonStream *self,
           GError      **error)
{
  gsize size = 0;

  self->fd = lw_file_open_regular (self->path, &size, error);
  self->file_size = (goffset) size;

  return self->fd >= 0;
}

static gboolean
enter_top (LwJsonStream *self,
           GError      **error)
{
  char byte;

  if (!fill_window (self, 0, error))
    return FALSE;

  if (self->fill >= 3 && memcmp (self->buffer, "\xef\xbb\xbf", 3) == 0)
    self->at = 3;

  if (!peek (self, &byte, error))
    return FALSE;

  if (self->at == self->fill)
    return fail_here (self, _ ("the file is empty"), error);

  self->is_array = byte == '[';

  if (byte != '{' && byte != '[')
    return fail_here (self, _ ("this is not JSON in UTF-8: it begins with neither '{' nor '['"), error);

  if (self->is_array)
    self->in_value = TRUE;
  else
    self->at++;

  return TRUE;
}

LwJsonStream *
lw_json_stream_open (const char   *path,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (LwJsonStream) self = g_new0 (LwJsonStream, 1);

  self->path = g_strdup (path);
  self->fd = -1;
  self->is_first = TRUE;
  g_set_object (&self->cancellable, cancellable);

  if (!open_file (self, error))
    return NULL;

  self->size = WINDOW_SIZE;
  self->buffer = g_malloc (self->size);

  if (!enter_top (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
lw_json_stream_free (LwJsonStream *self)
{
  if (self->fd >= 0)
    close (self->fd);

  g_clear_object (&self->cancellable);
  g_free (self->buffer);
  g_free (self->key);
  g_free (self->path);
  g_free (self);
}

gboolean
lw_json_stream_is_array (LwJsonStream *self)
{
  return self->is_array;
}

double
lw_json_stream_get_fraction (LwJsonStream *self)
{
  return self->file_size > 0 ? (double) (self->base + (goffset) self->at) / (double) self->file_size : 1;
}
