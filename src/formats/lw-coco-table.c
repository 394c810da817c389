/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-coco-table.h"

#include "lw-coco-reader.h"
#include "lw-error.h"

#include <glib/gi18n-lib.h>

/* One file on its way into the table. */
typedef struct
{
  LwCocoTable  *table;
  const char   *path;
  LwJsonStream *stream;
  LwFindings   *findings;
  GArray       *boxes;
  gboolean      are_predictions, is_closed;
  guint64       n_elements; /* of the list of annotations, so far */
} Reading;

typedef gboolean (*ElementFunc) (Reading    *reading,
                                 LwJsonSlice element,
                                 GError    **error);

/* Why an element is refused. */
static gboolean
refuse (Reading    *reading,
        LwJsonSlice element,
        const char *why,
        GError    **error)
{
  lw_json_stream_set_error (reading->stream, element.text, why, error);

  return FALSE;
}

/* --- Images and categories --- */

/* The index of @id, which is added to @items with @index where it is new and @add is set;
 * LW_COCO_UNKNOWN where it is not. */
static guint
find_or_add (LwCocoTable *self,
             GHashTable  *index,
             GArray      *items,
             gpointer     item,
             const char **item_id,
             const char  *id,
             gboolean     add)
{
  const guint known = GPOINTER_TO_UINT (g_hash_table_lookup (index, id));

  if (known > 0)
    return known - 1;
  if (!add)
    return LW_COCO_UNKNOWN;

  *item_id = g_string_chunk_insert (self->text, id);
  g_array_append_vals (items, item, 1);
  g_hash_table_insert (index, (gpointer) *item_id, GUINT_TO_POINTER (items->len));

  return items->len - 1;
}

static guint
find_image (LwCocoTable *self,
            const char  *id,
            gboolean     add)
{
  LwCocoImage image = { 0 };

  return find_or_add (self, self->image_index, self->images, &image, &image.id, id, add);
}

static guint
find_category (LwCocoTable *self,
               const char  *id,
               gboolean     add)
{
  LwCocoCategory category = { 0 };
  const guint    n = self->categories->len;
  const guint    found = find_or_add (self, self->category_index, self->categories, &category, &category.id, id, add);

  if (self->categories->len > n)
    g_array_index (self->categories, LwCocoCategory, found).name = category.id;

  return found;
}

/* As lw_coco_id_to_text(), without the quotes of a text. */
static gboolean
parse_id (LwJsonSlice value,
          char        id[LW_COCO_ID_SIZE])
{
  g_autofree char *text = NULL;

  if (!lw_coco_id_to_text (value, id))
    return FALSE;

  if (id[0] == '"')
    {
      text = lw_json_dup_string (value);
      g_strlcpy (id, text, LW_COCO_ID_SIZE);
    }

  return TRUE;
}

static gboolean
read_id (Reading    *reading,
         LwJsonSlice element,
         const char *key,
         char        id[LW_COCO_ID_SIZE],
         GError    **error)
{
  LwJsonSlice      value;
  g_autofree char *why = NULL;

  if (lw_json_find (element, key, &value) && parse_id (value, id))
    return TRUE;

  why = g_strdup_printf (_ ("“%s” has to be a number or a short text"), key);

  return refuse (reading, element, why, error);
}

static gboolean
read_image (Reading    *reading,
            LwJsonSlice element,
            GError    **error)
{
  char         id[LW_COCO_ID_SIZE];
  LwCocoImage *image;
  LwJsonSlice  value;
  double       width, height;
  guint        place;

  if (!read_id (reading, element, "id", id, error))
    return FALSE;

  place = find_image (reading->table, id, TRUE);
  image = &g_array_index (reading->table->images, LwCocoImage, place);

  if (lw_json_find (element, "width", &value) && lw_json_get_number (value, &width) &&
      lw_json_find (element, "height", &value) && lw_json_get_number (value, &height) && width > 0 && height > 0)
    {
      image->width_px = width;
      image->height_px = height;
    }

  return TRUE;
}

static gboolean
read_category (Reading    *reading,
               LwJsonSlice element,
               GError    **error)
{
  char             id[LW_COCO_ID_SIZE];
  LwJsonSlice      value;
  g_autofree char *name = NULL;
  guint            category;

  if (!read_id (reading, element, "id", id, error))
    return FALSE;

  category = find_category (reading->table, id, TRUE);

  if (lw_json_find (element, "name", &value) && (name = lw_json_dup_string (value)) != NULL && name[0] != '\0')
    g_array_index (reading->table->categories, LwCocoCategory, category).name =
        g_string_chunk_insert (reading->table->text, name);

  return TRUE;
}

/* --- Boxes --- */

/* TRUE with *is_known FALSE where the table lacks it and may not get it. */
static gboolean
read_references (Reading    *reading,
                 LwJsonSlice element,
                 LwCocoBox  *box,
                 gboolean   *is_known,
                 GError    **error)
{
  const gboolean add = reading->are_predictions && !reading->is_closed;
  char           image[LW_COCO_ID_SIZE], category[LW_COCO_ID_SIZE];

  if (!read_id (reading, element, "image_id", image, error) || !read_id (reading, element, "category_id", category, error))
    return FALSE;

  box->image = find_image (reading->table, image, add);
  box->category = find_category (reading->table, category, add);
  *is_known = box->image != LW_COCO_UNKNOWN && box->category != LW_COCO_UNKNOWN;

  if (box->image == LW_COCO_UNKNOWN)
    LW_COCO_WARN (reading, "image-unknown", _ ("boxes of images that are not listed are left out"), _ ("%s: image %s"), reading->path, image);
  else if (box->category == LW_COCO_UNKNOWN)
    LW_COCO_WARN (reading, "class-unknown", _ ("boxes of categories that are not listed are left out"), _ ("%s: category %s"), reading->path, category);

  return TRUE;
}

static gboolean
read_score (Reading    *reading,
            LwJsonSlice element,
            LwCocoBox  *box,
            GError    **error)
{
  LwJsonSlice value;

  return (lw_json_find (element, "score", &value) && lw_json_get_number (value, &box->score)) ||
         refuse (reading, element, _ ("a prediction needs a “score” that is a number"), error);
}

/* What only annotations have; all of it may be missing. */
static void
read_annotation (Reading    *reading,
                 LwJsonSlice element,
                 LwCocoBox  *box)
{
  LwJsonSlice value;
  double      area;
  char        id[LW_COCO_ID_SIZE];

  if (lw_json_find (element, "area", &value) && lw_json_get_number (value, &area))
    box->area = area;

  box->is_crowd = lw_json_find (element, "iscrowd", &value) && lw_json_is_true (value);

  if (lw_json_find (element, "id", &value) && parse_id (value, id))
    box->id = g_string_chunk_insert (reading->table->text, id);
}

static gboolean
read_box (Reading    *reading,
          LwJsonSlice element,
          GError    **error)
{
  LwCocoBox   box = { 0 };
  LwJsonSlice value;
  gboolean    is_known;
  char        place[32];

  g_snprintf (place, sizeof place, "%" G_GUINT64_FORMAT, reading->n_elements++);

  if (!lw_json_find (element, "bbox", &value) || lw_json_slice_equal (value, "null"))
    {
      LW_COCO_WARN (reading, "no-box", _ ("labels without a box (captions, key points, masks) are left out"), _ ("%s: number %s, from 0"), reading->path, place);
      return TRUE;
    }
  if (!lw_coco_parse_bbox (value, &box.rect, &box.area))
    return refuse (reading, value, _ ("“bbox” has to be four finite numbers: x, y, width and height"), error);

  if (!read_references (reading, element, &box, &is_known, error) ||
      (reading->are_predictions && !read_score (reading, element, &box, error)))
    return FALSE;

  if (!is_known)
    return TRUE;

  if (!reading->are_predictions)
    read_annotation (reading, element, &box);
  if (box.id == NULL)
    box.id = g_string_chunk_insert (reading->table->text, place);

  g_array_append_val (reading->boxes, box);

  return TRUE;
}

/* --- The file --- */

static gboolean
for_each_element (Reading    *reading,
                  ElementFunc func,
                  GError    **error)
{
  LwJsonSlice element;
  gboolean    found;
  gsize       bad = 0;

  for (;;)
    {
      if (!lw_json_stream_next_element (reading->stream, &found, &element, error))
        return FALSE;

      if (!found)
        return TRUE;

      if (lw_json_check (element, &bad) == LW_JSON_MALFORMED)
        {
          lw_json_stream_set_error (reading->stream, element.text + bad, _ ("this is not well-formed JSON; correct it there, or write the file anew"), error);
          return FALSE;
        }

      if (!func (reading, element, error))
        return FALSE;
    }
}

typedef struct
{
  const char *key;
  ElementFunc func;
  goffset     at; /* -1: no such list */
} Member;

static gboolean
find_members (Reading *reading,
              Member  *members,
              guint    n_members,
              GError **error)
{
  gboolean found, is_array;
  char    *key;

  for (;;)
    {
      if (!lw_json_stream_next_member (reading->stream, &found, &key, &is_array, error))
        return FALSE;

      if (!found)
        return TRUE;

      for (guint i = 0; i < n_members; i++)
        if (g_str_equal (key, members[i].key))
          {
            if (!is_array)
              {
                g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: \"%s\" is not a list, so this is not COCO"), reading->path, key);
                return FALSE;
              }
            members[i].at = lw_json_stream_tell (reading->stream);
          }
    }
}

/* Boxes may come before what they refer to, so the lists are found first. */
static gboolean
read_object (Reading *reading,
             GError **error)
{
  Member members[] = { { "images", read_image, -1 }, { "categories", read_category, -1 }, { "annotations", read_box, -1 } };

  if (!find_members (reading, members, G_N_ELEMENTS (members), error))
    return FALSE;

  if (members[reading->are_predictions ? 2 : 0].at < 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                   reading->are_predictions ? _ ("%s is no list of predictions, nor has it \"annotations\"")
                                            : _ ("%s has no list \"images\", so this is not a COCO file"),
                   reading->path);
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (members[i].at < 0 || (reading->is_closed && members[i].func != read_box))
        continue;
      if (!lw_json_stream_seek (reading->stream, members[i].at, error) || !for_each_element (reading, members[i].func, error))
        return FALSE;
    }

  return TRUE;
}

static GArray *
read_file (LwCocoTable  *self,
           const char   *path,
           gboolean      are_predictions,
           gboolean      is_closed,
           LwFindings   *findings,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (LwJsonStream) stream = lw_json_stream_open (path, cancellable, error);
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (LwCocoBox));
  Reading reading = { self, path, stream, findings, boxes, are_predictions, is_closed, 0 };

  if (stream == NULL)
    return NULL;

  if (!are_predictions && lw_json_stream_is_array (stream))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has no list \"images\", so this is not a COCO file"), path);
      return NULL;
    }

  if (!(lw_json_stream_is_array (stream) ? for_each_element (&reading, read_box, error) : read_object (&reading, error)))
    return NULL;

  return g_steal_pointer (&boxes);
}

GArray *
lw_coco_table_read_truth (LwCocoTable  *self,
                          const char   *path,
                          LwFindings   *findings,
                          GCancellable *cancellable,
                          GError      **error)
{
  return read_file (self, path, FALSE, FALSE, findings, cancellable, error);
}

GArray *
lw_coco_table_read_predictions (LwCocoTable  *self,
                                const char   *path,
                                gboolean      is_closed,
                                LwFindings   *findings,
                                GCancellable *cancellable,
                                GError      **error)
{
  return read_file (self, path, TRUE, is_closed, findings, cancellable, error);
}

int
lw_coco_compare_ids (const char *a,
                     const char *b)
{
  gint64         left = 0, right = 0;
  const gboolean a_is_number = g_ascii_string_to_signed (a, 10, G_MININT64, G_MAXINT64, &left, NULL);
  const gboolean b_is_number = g_ascii_string_to_signed (b, 10, G_MININT64, G_MAXINT64, &right, NULL);

  if (a_is_number != b_is_number)
    return a_is_number ? -1 : 1;

  return a_is_number ? (left > right) - (left < right) : g_strcmp0 (a, b);
}

LwCocoTable *
lw_coco_table_new (void)
{
  LwCocoTable *self = g_new0 (LwCocoTable, 1);

  self->images = g_array_new (FALSE, FALSE, sizeof (LwCocoImage));
  self->categories = g_array_new (FALSE, FALSE, sizeof (LwCocoCategory));
  self->image_index = g_hash_table_new (g_str_hash, g_str_equal);
  self->category_index = g_hash_table_new (g_str_hash, g_str_equal);
  self->text = g_string_chunk_new (64 * 1024);

  return self;
}

void
lw_coco_table_free (LwCocoTable *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->images);
  g_array_unref (self->categories);
  g_hash_table_unref (self->image_index);
  g_hash_table_unref (self->category_index);
  g_string_chunk_free (self->text);
  g_free (self);
}
