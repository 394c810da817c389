/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-format.h"

#include "lw-error.h"
#include "lw-format-private.h"

#include <glib/gi18n-lib.h>

static const LwFormat *const formats[] = {
  &lw_format_coco,
  &lw_format_voc,
  &lw_format_yolo,
  &lw_format_darknet,
  &lw_format_imagefolder,
};

const LwFormat *const *
lw_formats_list (guint *n_formats)
{
  *n_formats = G_N_ELEMENTS (formats);

  return formats;
}

const LwFormat *
lw_format_find (const char *id,
                GError    **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (g_str_equal (formats[i]->id, id))
        return formats[i];

      g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", formats[i]->id);
    }

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("There is no format \"%s\"; there are %s"), id, ids->str);

  return NULL;
}

const LwFormat *
lw_format_guess (const char *path,
                 GError    **error)
{
  const LwFormat *best = NULL;
  int             best_score = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("%s does not exist"), path);
      return NULL;
    }

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      int score = formats[i]->recognise (path);

      if (score > best_score)
        {
          best = formats[i];
          best_score = score;
        }
    }

  if (best == NULL)
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s looks like no format that can be read; name the format if it is one"), path);

  return best;
}
