/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-touched.h"

static LwTouched
flag_of (LwKind kind)
{
  switch (kind)
    {
    case LW_KIND_ANNOTATOR:
      return LW_TOUCHED_ANNOTATORS;

    case LW_KIND_CLASS:
    case LW_KIND_ATTRIBUTE:
    case LW_KIND_EXAMPLE:
      return LW_TOUCHED_CLASSES;

    case LW_KIND_LOT:
    case LW_KIND_IMAGE:
      return LW_TOUCHED_IMAGES;

    case LW_KIND_BOX:
    case LW_KIND_TAG:
    case LW_KIND_PROGRESS:
      return LW_TOUCHED_LABELS;

    case LW_KIND_SETTING:
      return LW_TOUCHED_SETTINGS;

    case LW_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

void
lw_touched_set_clear (LwTouchedSet *self)
{
  g_clear_pointer (&self->images, g_hash_table_unref);
  g_clear_pointer (&self->boxes, g_array_unref);
  *self = (LwTouchedSet){ 0 };
}

static void
add_image (LwTouchedSet *self,
           gint64        image_key)
{
  if (self->is_flooded)
    return;

  if (self->images == NULL)
    self->images = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (g_hash_table_contains (self->images, &image_key))
    return;

  if (g_hash_table_size (self->images) == LW_TOUCHED_IMAGES_MAX)
    self->is_flooded = TRUE;
  else
    g_hash_table_add (self->images, g_memdup2 (&image_key, sizeof image_key));
}

static void
add_box (LwTouchedSet *self,
         gint64        box_key)
{
  if (self->boxes == NULL)
    self->boxes = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->boxes->len < LW_TOUCHED_BOXES_MAX)
    g_array_append_val (self->boxes, box_key);
}

void
lw_touched_set_add (LwTouchedSet *self,
                    const LwItem *item)
{
  const LwTouched flag = flag_of (item->kind);
  const gint64    image_key = lw_item_get_image (item);

  self->flags |= flag;

  if (self->first_image == 0)
    self->first_image = image_key;

  if (flag == LW_TOUCHED_LABELS)
    add_image (self, image_key);

  if (item->kind == LW_KIND_BOX)
    add_box (self, item->key);
}

void
lw_touched_set_merge (LwTouchedSet       *self,
                      const LwTouchedSet *other)
{
  GHashTableIter iter;
  gpointer       key;

  self->flags |= other->flags;
  self->is_flooded |= other->is_flooded;

  if (self->first_image == 0)
    self->first_image = other->first_image;

  if (other->images != NULL)
    {
      g_hash_table_iter_init (&iter, other->images);

      while (g_hash_table_iter_next (&iter, &key, NULL))
        add_image (self, *(gint64 *) key);
    }

  for (guint i = 0; other->boxes != NULL && i < other->boxes->len; i++)
    add_box (self, g_array_index (other->boxes, gint64, i));
}

GArray *
lw_touched_set_list_images (const LwTouchedSet *self)
{
  GArray        *keys;
  GHashTableIter iter;
  gpointer       key;

  if (self->is_flooded)
    return NULL;

  keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->images == NULL)
    return keys;

  g_hash_table_iter_init (&iter, self->images);

  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (keys, key, 1);

  return keys;
}
