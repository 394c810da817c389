/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pack.h"

#include "lw-item-json.h"

#include <glib/gi18n-lib.h>

/* The text is appended piece by piece: a tree of values for it would take ten
 * times the memory and more time than the tables do. */

gboolean
lw_pack_writer_init (LwPackWriter *self,
                     LwSql        *sql,
                     gint64        annotator_key,
                     GError      **error)
{
  *self = (LwPackWriter){ .sql = sql, .first = lw_id_new () };

  if (!lw_item_find_id (sql, LW_KIND_ANNOTATOR, annotator_key, &self->annotator, error))
    return FALSE;

  self->boxes = g_string_sized_new (64 * 1024);
  self->images = g_string_new (NULL);
  self->classes = g_string_new (NULL);
  self->image_places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->class_places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return TRUE;
}

void
lw_pack_writer_clear (LwPackWriter *self)
{
  if (self->boxes == NULL)
    return;

  g_string_free (self->boxes, TRUE);
  g_string_free (self->images, TRUE);
  g_string_free (self->classes, TRUE);
  g_hash_table_unref (self->image_places);
  g_hash_table_unref (self->class_places);
  *self = (LwPackWriter){ 0 };
}

/* The place of an item in its list, which it is appended to the first time. */
static gboolean
find_place (LwPackWriter *self,
            LwKind        kind,
            gint64        key,
            guint        *place,
            GError      **error)
{
  GHashTable *places = kind == LW_KIND_IMAGE ? self->image_places : self->class_places;
  GString    *list = kind == LW_KIND_IMAGE ? self->images : self->classes;
  gpointer    known;
  LwId        id;

  if (g_hash_table_lookup_extended (places, &key, NULL, &known))
    {
      *place = GPOINTER_TO_UINT (known);
      return TRUE;
    }

  if (!lw_item_find_id (self->sql, kind, key, &id, error))
    return FALSE;

  if (list->len > 0)
    g_string_append_c (list, ',');

  lw_json_append_id (list, id);

  *place = g_hash_table_size (places);
  g_hash_table_insert (places, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (*place));

  return TRUE;
}

gboolean
lw_pack_writer_add (LwPackWriter *self,
                    LwItem       *box,
                    GError      **error)
{
  guint image, class;

  if (!find_place (self, LW_KIND_IMAGE, box->values[LW_BOX_IMAGE].integer, &image, error) ||
      !find_place (self, LW_KIND_CLASS, box->values[LW_BOX_CLASS].integer, &class, error))
    return FALSE;

  g_string_append (self->boxes, self->n_boxes > 0 ? ",[" : "[");
  lw_json_append_integer (self->boxes, image);
  g_string_append_c (self->boxes, ',');
  lw_json_append_integer (self->boxes, class);

  for (guint i = LW_BOX_X0; i <= LW_BOX_Y1; i++)
    {
      g_string_append_c (self->boxes, ',');
      lw_json_append_real (self->boxes, box->values[i].real);
    }

  for (guint i = LW_BOX_FLAGS; i <= LW_BOX_ORIGIN; i++)
    {
      g_string_append_c (self->boxes, ',');
      lw_json_append_integer (self->boxes, box->values[i].integer);
    }

  g_string_append_c (self->boxes, ',');

  if (box->values[LW_BOX_EXTRA].text != NULL)
    lw_item_json_append_string (self->boxes, box->values[LW_BOX_EXTRA].text);
  else
    g_string_append (self->boxes, "null");

  if (box->values[LW_BOX_ATTRIBUTES].text != NULL)
    {
      g_string_append_c (self->boxes, ',');
      lw_item_json_append_string (self->boxes, box->values[LW_BOX_ATTRIBUTES].text);
    }

  g_string_append_c (self->boxes, ']');

  box->id = lw_id_offset (self->first, self->n_boxes++);

  return TRUE;
}

char *
lw_pack_writer_finish (LwPackWriter *self)
{
  GString *text = g_string_sized_new (self->boxes->len + self->images->len + self->classes->len + 200);

  g_string_append (text, "{\"annotator\":");
  lw_json_append_id (text, self->annotator);
  g_string_append (text, ",\"first\":");
  lw_json_append_id (text, self->first);
  g_string_append (text, ",\"images\":[");
  g_string_append_len (text, self->images->str, (gssize) self->images->len);
  g_string_append (text, "],\"classes\":[");
  g_string_append_len (text, self->classes->str, (gssize) self->classes->len);
  g_string_append (text, "],\"boxes\":[");
  g_string_append_len (text, self->boxes->str, (gssize) self->boxes->len);
  g_string_append (text, "]}");

  return g_string_free (text, FALSE);
}

/* Ids in a list, as keys.  (element-type gint64) */
static GArray *
read_keys (LwSql   *sql,
           LwKind   kind,
           json_t  *list,
           GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  json_t *value;
  size_t  i;

  json_array_foreach (list, i, value)
  {
    LwId    id;
    gint64  key;
    GError *local_error = NULL;

    if (!lw_json_get_id (value, &id))
      {
        lw_json_set_corrupt (sql, LW_PACK_KIND, error);
        return NULL;
      }

    if (!lw_item_find_key (sql, kind, id, &key, &local_error))
      {
        if (g_error_matches (local_error, LW_ERROR, LW_ERROR_NOT_FOUND))
          local_error->code = LW_ERROR_CONFLICT;

        g_propagate_error (error, local_error);
        return NULL;
      }

    g_array_append_val (keys, key);
  }

  return g_steal_pointer (&keys);
}

/* A key from a place in a list; 0 where there is no such place. */
static gint64
look_up (GArray *keys,
         json_t *place)
{
  const json_int_t i = json_is_integer (place) ? json_integer_value (place) : -1;

  return i >= 0 && i < keys->len ? g_array_index (keys, gint64, i) : 0;
}

static gboolean
read_box (json_t *row,
          GArray *images,
          GArray *classes,
          LwItem *box)
{
  json_t *extra = json_array_get (row, 8);
  json_t *attributes = json_array_get (row, 9);

  /* Rows of boxes without attributes are one shorter. */
  if (json_array_size (row) != (attributes != NULL ? 10 : 9))
    return FALSE;

  box->values[LW_BOX_IMAGE].integer = look_up (images, json_array_get (row, 0));
  box->values[LW_BOX_CLASS].integer = look_up (classes, json_array_get (row, 1));

  for (guint i = 0; i < 4; i++)
    {
      json_t *number = json_array_get (row, 2 + i);

      if (!json_is_number (number))
        return FALSE;

      box->values[LW_BOX_X0 + i].real = json_number_value (number);
    }

  if (!json_is_integer (json_array_get (row, 6)) || !json_is_integer (json_array_get (row, 7)) ||
      !(json_is_null (extra) || json_is_string (extra)) || !(attributes == NULL || json_is_string (attributes)))
    return FALSE;

  box->values[LW_BOX_FLAGS].integer = json_integer_value (json_array_get (row, 6));
  box->values[LW_BOX_ORIGIN].integer = json_integer_value (json_array_get (row, 7));
  box->values[LW_BOX_EXTRA].text = g_strdup (json_string_value (extra));
  box->values[LW_BOX_ATTRIBUTES].text = g_strdup (json_string_value (attributes));

  return box->values[LW_BOX_IMAGE].integer != 0 && box->values[LW_BOX_CLASS].integer != 0;
}

static gboolean
walk_boxes (LwSql     *sql,
            LwId       first,
            gint64     annotator_key,
            json_t    *rows,
            GArray    *images,
            GArray    *classes,
            LwPackFunc func,
            gpointer   user_data,
            GError   **error)
{
  json_t *row;
  size_t  i;

  json_array_foreach (rows, i, row)
  {
    g_auto (LwItem) box = { .kind = LW_KIND_BOX, .id = lw_id_offset (first, (guint32) i) };

    box.values[LW_BOX_ANNOTATOR].integer = annotator_key;

    if (!read_box (row, images, classes, &box))
      return lw_json_set_corrupt (sql, LW_PACK_KIND, error);

    if (!func (&box, user_data, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
lw_pack_foreach (LwSql      *sql,
                 LwId        first,
                 const char *text,
                 LwPackFunc  func,
                 gpointer    user_data,
                 GError    **error)
{
  g_autoptr (LwJson) pack = lw_json_parse (sql, text, error);
  g_autoptr (GArray) images = NULL;
  g_autoptr (GArray) classes = NULL;
  gint64 annotator_key;
  LwId   annotator, stated;

  if (pack == NULL)
    return FALSE;

  if (!lw_json_get_id (json_object_get (pack, "first"), &stated) || !lw_id_equal (stated, first) ||
      !lw_json_get_id (json_object_get (pack, "annotator"), &annotator))
    return lw_json_set_corrupt (sql, LW_PACK_KIND, error);

  if (!lw_item_find_key (sql, LW_KIND_ANNOTATOR, annotator, &annotator_key, error) ||
      !(images = read_keys (sql, LW_KIND_IMAGE, json_object_get (pack, "images"), error)) ||
      !(classes = read_keys (sql, LW_KIND_CLASS, json_object_get (pack, "classes"), error)))
    return FALSE;

  return walk_boxes (sql, first, annotator_key, json_object_get (pack, "boxes"), images, classes,
                     func, user_data, error);
}

/* A member with the id that is at a place of a list of the pack. */
static gboolean
append_reference (GString *text,
                  json_t  *list,
                  json_t  *place)
{
  LwId id;

  if (!json_is_integer (place) || json_integer_value (place) < 0 ||
      !lw_json_get_id (json_array_get (list, (size_t) json_integer_value (place)), &id))
    return FALSE;

  lw_json_append_id (text, id);

  return TRUE;
}

static gboolean
append_box_field (GString *text,
                  json_t  *pack,
                  json_t  *row,
                  guint    field)
{
  LwId    annotator;
  json_t *value;

  switch (field)
    {
    case LW_BOX_IMAGE:
      return append_reference (text, json_object_get (pack, "images"), json_array_get (row, 0));

    case LW_BOX_CLASS:
      return append_reference (text, json_object_get (pack, "classes"), json_array_get (row, 1));

    case LW_BOX_ANNOTATOR:
      if (!lw_json_get_id (json_object_get (pack, "annotator"), &annotator))
        return FALSE;

      lw_json_append_id (text, annotator);
      return TRUE;

    default:
      /* From here on a row has the order of the fields, one place earlier. */
      value = json_array_get (row, field - 1);

      if (json_is_string (value))
        lw_item_json_append_string (text, json_string_value (value));
      else if (field <= LW_BOX_Y1)
        lw_json_append_real (text, json_number_value (value));
      else
        lw_json_append_integer (text, json_integer_value (value));

      return json_is_string (value) == (field >= LW_BOX_EXTRA) && (json_is_string (value) || json_is_number (value));
    }
}

static gboolean
append_box (GString *text,
            json_t  *pack,
            json_t  *row)
{
  const LwKindInfo *info = lw_kind_get_info (LW_KIND_BOX);

  g_string_assign (text, "{");

  for (guint i = 0; i < info->n_fields; i++)
    {
      json_t *value = json_array_get (row, i - 1);

      if (i >= LW_BOX_EXTRA && (value == NULL || json_is_null (value)))
        continue;

      if (i > 0)
        g_string_append_c (text, ',');

      lw_item_json_append_string (text, info->fields[i].name);
      g_string_append_c (text, ':');

      if (!append_box_field (text, pack, row, i))
        return FALSE;
    }

  g_string_append_c (text, '}');

  return TRUE;
}

gboolean
lw_pack_foreach_text (LwSql         *sql,
                      LwId           first,
                      const char    *text,
                      LwPackTextFunc func,
                      gpointer       user_data,
                      GError       **error)
{
  g_autoptr (LwJson) pack = lw_json_parse (sql, text, error);
  GString *box;
  json_t  *row;
  size_t   i;
  gboolean ok = pack != NULL;

  if (!ok)
    return FALSE;

  box = g_string_new (NULL);

  json_array_foreach (json_object_get (pack, "boxes"), i, row)
  {
    ok = (append_box (box, pack, row) || lw_json_set_corrupt (sql, LW_PACK_KIND, error)) &&
         func (lw_id_offset (first, (guint32) i), box->str, user_data, error);

    if (!ok)
      break;
  }

  g_string_free (box, TRUE);

  return ok;
}
