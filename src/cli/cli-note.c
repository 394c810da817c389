/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static gboolean
print_note (LwCli            *self,
            LwStore          *store,
            const LwImageRow *image,
            gint64            annotator_key,
            json_t           *array,
            GError          **error)
{
  g_autofree char *note = NULL;

  if (!lw_store_get_note (store, image->key, annotator_key, &note, error))
    return FALSE;

  if (note == NULL)
    return TRUE;

  json_array_append_new (array, json_pack ("{s:o, s:o}", "image", lw_cli_json_text (image->path), "note", lw_cli_json_text (note)));

  if (!self->json)
    printf ("%s\t%s\n", image->path, note);

  return TRUE;
}

static gboolean
list (LwCli   *self,
      LwStore *store,
      gint64   annotator_key,
      GError **error)
{
  g_autoptr (GArray) images = lw_store_list_images (store, error);
  g_autoptr (GArray) summaries = images != NULL ? lw_store_summarise (store, annotator_key, error) : NULL;
  json_t  *array;
  gboolean ok = TRUE;

  if (summaries == NULL)
    return FALSE;

  array = json_array ();

  /* Both lists are in the same order. */
  for (guint i = 0; ok && i < images->len; i++)
    if (g_array_index (summaries, LwImageSummary, i).is_flagged)
      ok = print_note (self, store, &g_array_index (images, LwImageRow, i), annotator_key, array, error);

  if (ok && self->json)
    return lw_cli_print_json (array, error);

  json_decref (array);

  return ok;
}

static gboolean
find_image (LwStore    *store,
            const char *path,
            gint64     *key,
            GError    **error)
{
  g_autoptr (GArray) images = lw_store_list_images (store, error);

  if (images == NULL)
    return FALSE;

  for (guint i = 0; i < images->len; i++)
    if (g_str_equal (g_array_index (images, LwImageRow, i).path, path))
      {
        *key = g_array_index (images, LwImageRow, i).key;
        return TRUE;
      }

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
               _ ("“%s” is no image of the project; give its path below the folder of images"), path);

  return FALSE;
}

static gboolean
set_note (LwStore    *store,
          const char *path,
          const char *note,
          gint64      annotator_key,
          GError    **error)
{
  gint64 image_key;

  if (!find_image (store, path, &image_key, error) ||
      !lw_store_begin (store, LW_GROUP_EDIT, annotator_key, note != NULL ? _ ("Flag image") : _ ("Take the flag off the image"), error))
    return FALSE;

  if (lw_store_set_note (store, image_key, annotator_key, note, error))
    return lw_store_commit (store, error);

  lw_store_rollback (store);

  return FALSE;
}

gboolean
lw_cli_note (LwCli   *self,
             int      argc,
             char   **argv,
             GError **error)
{
  g_autofree char   *annotator = NULL;
  gboolean           is_removal = FALSE;
  const GOptionEntry entries[] = {
    { "annotator", 0, 0, G_OPTION_ARG_STRING, &annotator, N_ ("Whose notes; may be left out where there is only one"), "NAME" },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &is_removal, N_ ("Take the flag off the image"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (LwStore) store = NULL;
  gint64 key;

  if (!lw_cli_parse (self, entries, &argc, &argv, 1, 3, error))
    return FALSE;

  if (is_removal ? argc != 3 : argc == 3)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("after the project comes nothing, an image and a note, or --remove and an image"));
      return FALSE;
    }

  store = argc > 2 ? lw_cli_open_for_writing (argv[1], error) : lw_store_open_read_only (argv[1], error);

  if (store == NULL || !lw_cli_choose_annotator (store, annotator, &key, error))
    return FALSE;

  return argc > 2 ? set_note (store, argv[2], is_removal ? NULL : argv[3], key, error) : list (self, store, key, error);
}
