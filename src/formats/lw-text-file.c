/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-text-file.h"

#include "lw-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

static FILE *
open_regular (const char *path,
              gsize      *size,
              GError    **error)
{
  GStatBuf info;
  FILE    *file;

  if (g_stat (path, &info) != 0 || (file = g_fopen (path, "rbe")) == NULL)
    {
      g_set_error (error, LW_ERROR, errno == ENOENT ? LW_ERROR_NOT_FOUND : LW_ERROR_FAILED, _ ("%s: %s"), path, g_strerror (errno));
      return NULL;
    }

  if (!S_ISREG (info.st_mode))
    {
      fclose (file);
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is not a regular file"), path);
      return NULL;
    }

  *size = (gsize) info.st_size;

  return file;
}

char *
lw_text_file_load (const char *path,
                   gsize       size_max,
                   GError    **error)
{
  g_autofree char *text = NULL;
  gsize            size;
  FILE            *file = open_regular (path, &size, error);

  if (file == NULL)
    return NULL;

  if (size > size_max)
    {
      fclose (file);
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is too large for what it should be (%zu bytes)"), path, size);
      return NULL;
    }

  text = g_malloc (size + 1);
  size = fread (text, 1, size, file);
  text[size] = '\0';
  fclose (file);

  if (strlen (text) != size)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is not a text file"), path);
      return NULL;
    }

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    memmove (text, text + 3, size - 2);

  if (!g_utf8_validate (text, -1, NULL))
    {
      char *converted = g_convert_with_fallback (text, -1, "UTF-8", "WINDOWS-1252", "?", NULL, NULL, NULL);

      if (converted == NULL)
        converted = g_utf8_make_valid (text, -1);

      g_free (text);
      text = converted;
    }

  return g_steal_pointer (&text);
}

char *
lw_text_next_line (char **walk)
{
  char *line = *walk;
  gsize len;

  if (line == NULL || *line == '\0')
    return NULL;

  len = strcspn (line, "\n");
  *walk = line[len] == '\n' ? line + len + 1 : line + len;
  line[len] = '\0';

  if (len > 0 && line[len - 1] == '\r')
    line[len - 1] = '\0';

  return line;
}

char *
lw_text_file_peek (const char *path,
                   gsize       size_max)
{
  g_autofree char *text = NULL;
  gsize            size;
  FILE            *file = open_regular (path, &size, NULL);

  if (file == NULL)
    return NULL;

  text = g_malloc0 (size_max + 1);
  size = fread (text, 1, size_max, file);
  fclose (file);

  return g_steal_pointer (&text);
}
