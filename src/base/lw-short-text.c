/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-short-text.h"

#include <string.h>

char *
lw_short_text_dup (const char *text,
                   gsize       max_bytes)
{
  g_autofree char *beginning = NULL;

  if (text == NULL || strlen (text) <= max_bytes)
    return g_strdup (text);

  /* Back over the rest of a character that would be cut in two. */
  while (max_bytes > 0 && ((guchar) text[max_bytes] & 0xc0) == 0x80)
    max_bytes--;

  beginning = g_strndup (text, max_bytes);

  return g_strconcat (beginning, "…", NULL);
}
