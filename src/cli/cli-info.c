/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-cli-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* Everything that the command counts, by name. */
typedef struct
{
  GArray *classes;    /* (element-type LwClassRow) */
  GArray *counts;     /* (element-type LwClassCount), everybody's, one per class */
  GArray *images;     /* (element-type LwImageRow) */
  GArray *summaries;  /* (element-type LwImageSummary), everybody's */
  GArray *annotators; /* (element-type LwAnnotatorRow) */
} Info;

static void
info_clear (Info *self)
{
  g_clear_pointer (&self->classes, g_array_unref);
  g_clear_pointer (&self->counts, g_array_unref);
  g_clear_pointer (&self->images, g_array_unref);
  g_clear_pointer (&self->summaries, g_array_unref);
  g_clear_pointer (&self->annotators, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Info, info_clear)

static gboolean
info_read (Info    *self,
           LwStore *store,
           GError **error)
{
  return (self->classes = lw_store_list_classes (store, error)) != NULL &&
         (self->counts = lw_store_count_classes (store, 0, error)) != NULL &&
         (self->images = lw_store_list_images (store, error)) != NULL &&
         (self->summaries = lw_store_summarise (store, 0, error)) != NULL &&
         (self->annotators = lw_store_list_annotators (store, error)) != NULL;
}

/* --- Parts --- */

static const LwClassCount *
find_count (const Info *self,
            gint64      class_key)
{
  static const LwClassCount none;

  for (guint i = 0; i < self->counts->len; i++)
    if (g_array_index (self->counts, LwClassCount, i).class_key == class_key)
      return &g_array_index (self->counts, LwClassCount, i);

  return &none;
}

static json_t *
count_classes (const Info *self)
{
  json_t *array = json_array ();

  for (guint i = 0; i < self->classes->len; i++)
    {
      const LwClassRow   *row = &g_array_index (self->classes, LwClassRow, i);
      const LwClassCount *count = find_count (self, row->key);

      json_array_append_new (array, json_pack ("{s:o, s:I, s:I}", "name", lw_cli_json_text (row->name),
                                               "boxes", (json_int_t) count->n_boxes,
                                               "tags", (json_int_t) count->n_tags));
    }

  return array;
}

static void
sum (const GArray *summaries,
     json_int_t   *n_boxes,
     json_int_t   *n_tags,
     json_int_t    n_progress[LW_N_PROGRESS])
{
  for (guint i = 0; i < summaries->len; i++)
    {
      const LwImageSummary *summary = &g_array_index (summaries, LwImageSummary, i);

      *n_boxes += summary->n_boxes;
      *n_tags += summary->n_tags;
      n_progress[summary->progress]++;
    }
}

static json_t *
count_annotators (const Info *self,
                  LwStore    *store,
                  GError    **error)
{
  json_t *array = json_array ();

  for (guint i = 0; i < self->annotators->len; i++)
    {
      const LwAnnotatorRow *row = &g_array_index (self->annotators, LwAnnotatorRow, i);
      g_autoptr (GArray) summaries = lw_store_summarise (store, row->key, error);
      json_int_t n_boxes = 0, n_tags = 0, n_progress[LW_N_PROGRESS] = { 0 };

      if (summaries == NULL)
        {
          json_decref (array);
          return NULL;
        }

      sum (summaries, &n_boxes, &n_tags, n_progress);
      json_array_append_new (array, json_pack ("{s:o, s:I, s:I, s:I}", "name", lw_cli_json_text (row->name),
                                               "images_done", n_progress[LW_PROGRESS_DONE],
                                               "boxes", n_boxes, "tags", n_tags));
    }

  return array;
}

/* In the order in which they came in. */
static json_t *
count_lots (const Info *self,
            LwStore    *store,
            GError    **error)
{
  g_autoptr (GArray) lots = lw_store_list_lots (store, error);
  g_autoptr (GHashTable) n_images = g_hash_table_new (g_str_hash, g_str_equal);
  json_t *array;

  if (lots == NULL)
    return NULL;

  for (guint i = 0; i < self->images->len; i++)
    {
      char *lot = g_array_index (self->images, LwImageRow, i).lot;

      if (lot != NULL)
        g_hash_table_insert (n_images, lot, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (n_images, lot)) + 1));
    }

  array = json_array ();

  for (guint i = 0; i < lots->len; i++)
    {
      const char *name = g_array_index (lots, char *, i);

      json_array_append_new (array, json_pack ("{s:o, s:i}", "name", lw_cli_json_text (name),
                                               "images", GPOINTER_TO_UINT (g_hash_table_lookup (n_images, name))));
    }

  return array;
}

static json_t *
info_to_json (const Info *self,
              LwStore    *store,
              GError    **error)
{
  json_int_t n_boxes = 0, n_tags = 0, n_progress[LW_N_PROGRESS] = { 0 };
  json_t    *annotators = count_annotators (self, store, error);
  json_t    *lots = annotators != NULL ? count_lots (self, store, error) : NULL;

  if (lots == NULL)
    {
      json_decref (annotators);
      return NULL;
    }

  sum (self->summaries, &n_boxes, &n_tags, n_progress);

  return json_pack ("{s:i, s:I, s:I, s:o, s:o, s:{s:I, s:I, s:I, s:I}, s:o}",
                    "images", self->images->len, "boxes", n_boxes, "tags", n_tags,
                    "classes", count_classes (self),
                    "annotators", annotators,
                    "states",
                    "unseen", n_progress[LW_PROGRESS_UNSEEN], "open", n_progress[LW_PROGRESS_OPEN],
                    "done", n_progress[LW_PROGRESS_DONE], "skipped", n_progress[LW_PROGRESS_SKIPPED],
                    "lots", lots);
}

/* --- For people --- */

static long long
get_number (const json_t *object,
            const char   *name)
{
  return json_integer_value (json_object_get (object, name));
}

static const char *
get_name (const json_t *object)
{
  return json_string_value (json_object_get (object, "name"));
}

static void
print_info (const json_t *info)
{
  const json_t *states = json_object_get (info, "states");
  json_t       *row;
  size_t        i;

  printf (_ ("Images: %lld (%lld unseen, %lld open, %lld done, %lld skipped)\n"), get_number (info, "images"),
          get_number (states, "unseen"), get_number (states, "open"),
          get_number (states, "done"), get_number (states, "skipped"));
  printf (_ ("Boxes: %lld\nImage classes: %lld\n"), get_number (info, "boxes"), get_number (info, "tags"));

  puts (_ ("Classes:"));
  json_array_foreach (json_object_get (info, "classes"), i, row)
      printf (_ ("  %s: boxes %lld, images %lld\n"), get_name (row), get_number (row, "boxes"), get_number (row, "tags"));

  puts (_ ("Annotators:"));
  json_array_foreach (json_object_get (info, "annotators"), i, row)
      printf (_ ("  %s: images done %lld, boxes %lld, image classes %lld\n"), get_name (row),
              get_number (row, "images_done"), get_number (row, "boxes"), get_number (row, "tags"));

  if (json_array_size (json_object_get (info, "lots")) > 0)
    puts (_ ("Lots:"));
  json_array_foreach (json_object_get (info, "lots"), i, row)
      printf (_ ("  %s: images %lld\n"), get_name (row), get_number (row, "images"));
}

gboolean
lw_cli_info (LwCli   *self,
             int      argc,
             char   **argv,
             GError **error)
{
  g_autoptr (LwStore) store = NULL;
  g_auto (Info) info = { 0 };
  json_t *json;

  if (!lw_cli_parse (self, NULL, &argc, &argv, 1, 1, error) ||
      !(store = lw_store_open_read_only (argv[1], error)) ||
      !info_read (&info, store, error) ||
      !(json = info_to_json (&info, store, error)))
    return FALSE;

  if (self->json)
    return lw_cli_print_json (json, error);

  print_info (json);
  json_decref (json);

  return TRUE;
}
