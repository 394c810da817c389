/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-text-file.h"

#include "lw-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Without O_NONBLOCK, opening a pipe waits for somebody to write to it. */
int
lw_file_open_regular (const char *path,
                      gsize      *size,
                      GError    **error)
{
  struct stat info;
  int         fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);

  if (fd < 0)
    {
      g_set_error (error, LW_ERROR, errno == ENOENT ? LW_ERROR_NOT_FOUND : LW_ERROR_FAILED, _ ("%s: %s"), path, g_strerror (errno));
      return -1;
    }

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      close (fd);
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is not a regular file"), path);
      return -1;
    }

  *size = (gsize) info.st_size;

  return fd;
}

/* Up to @size bytes, and a zero byte behind them. */
static char *
read_up_to (int    fd,
            gsize  size,
            gsize *n_read)
{
  char *bytes = g_malloc (size + 1);

  *n_read = 0;

  while (*n_read < size)
    {
      const gssize n = read (fd, bytes + *n_read, size - *n_read);

      if (n < 0 && errno == EINTR)
        continue;

      if (n <= 0)
        break;

      *n_read += (gsize) n;
    }

  bytes[*n_read] = '\0';

  return bytes;
}

char *
lw_file_load_bytes (const char *path,
                    gsize       size_max,
                    gsize      *size,
                    GError    **error)
{
  char *bytes = NULL;
  int   fd = lw_file_open_regular (path, size, error);

  if (fd < 0)
    return NULL;

  if (*size <= size_max)
    bytes = read_up_to (fd, *size, size);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is too large for what it should be (%zu bytes)"), path, *size);

  close (fd);

  return bytes;
}

char *
lw_text_file_load (const char *path,
                   gsize       size_max,
                   GError    **error)
{
  gsize            size;
  g_autofree char *text = lw_file_load_bytes (path, size_max, &size, error);

  if (text == NULL)
    return NULL;

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
  char *text;
  gsize size;
  int   fd = lw_file_open_regular (path, &size, NULL);

  if (fd < 0)
    return NULL;

  text = read_up_to (fd, MIN (size, size_max), &size);
  close (fd);

  return text;
}
