/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-item-private.h"

/**
 * LwImageItem:
 *
 * One row of an [class@LwImageList]: a copy of what the list knows about an image,
 * kept up to date by it.
 */
struct _LwImageItem
{
  GObject parent_instance;

  gint64         key;
  char          *path;
  int            width_px;
  int            height_px;
  LwImageSummary summary;
};

enum
{
  PROP_0,
  PROP_KEY,
  PROP_PATH,
  PROP_NAME,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_N_BOXES,
  PROP_N_TAGS,
  PROP_PROGRESS,
  PROP_IS_FLAGGED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LwImageItem, lw_image_item, G_TYPE_OBJECT)

static void
lw_image_item_finalize (GObject *object)
{
  LwImageItem *self = LW_IMAGE_ITEM (object);

  g_free (self->path);

  G_OBJECT_CLASS (lw_image_item_parent_class)->finalize (object);
}

static void
lw_image_item_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LwImageItem *self = LW_IMAGE_ITEM (object);

  switch (prop_id)
    {
    case PROP_KEY:
      g_value_set_int64 (value, self->key);
      break;

    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;

    case PROP_NAME:
      g_value_set_string (value, lw_image_item_get_name (self));
      break;

    case PROP_WIDTH:
      g_value_set_int (value, self->width_px);
      break;

    case PROP_HEIGHT:
      g_value_set_int (value, self->height_px);
      break;

    case PROP_N_BOXES:
      g_value_set_uint (value, self->summary.n_boxes);
      break;

    case PROP_N_TAGS:
      g_value_set_uint (value, self->summary.n_tags);
      break;

    case PROP_PROGRESS:
      g_value_set_int (value, (int) self->summary.progress);
      break;

    case PROP_IS_FLAGGED:
      g_value_set_boolean (value, self->summary.is_flagged);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lw_image_item_class_init (LwImageItemClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lw_image_item_finalize;
  object_class->get_property = lw_image_item_get_property;

  properties[PROP_KEY] = g_param_spec_int64 ("key", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_WIDTH] = g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_HEIGHT] = g_param_spec_int ("height", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_N_BOXES] = g_param_spec_uint ("n-boxes", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_TAGS] = g_param_spec_uint ("n-tags", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROGRESS] = g_param_spec_int ("progress", NULL, NULL, 0, LW_N_PROGRESS - 1, 0, flags);
  properties[PROP_IS_FLAGGED] = g_param_spec_boolean ("is-flagged", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lw_image_item_init (LwImageItem *self)
{
}

LwImageItem *
lw_image_item_new (const LwImageRow     *row,
                   const LwImageSummary *summary)
{
  LwImageItem *self = g_object_new (LW_TYPE_IMAGE_ITEM, NULL);

  self->key = row->key;
  self->path = g_strdup (row->path);
  self->width_px = row->width_px;
  self->height_px = row->height_px;
  self->summary = *summary;

  return self;
}

void
lw_image_item_set_summary (LwImageItem          *self,
                           const LwImageSummary *summary)
{
  const LwImageSummary old = self->summary;

  self->summary = *summary;

  if (old.n_boxes != summary->n_boxes)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_BOXES]);

  if (old.n_tags != summary->n_tags)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TAGS]);

  if (old.progress != summary->progress)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);

  if (old.is_flagged != summary->is_flagged)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_FLAGGED]);
}

void
lw_image_item_set_size (LwImageItem *self,
                        int          width_px,
                        int          height_px)
{
  if (self->width_px == width_px && self->height_px == height_px)
    return;

  self->width_px = width_px;
  self->height_px = height_px;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEIGHT]);
}

gint64
lw_image_item_get_key (LwImageItem *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), 0);

  return self->key;
}

const char *
lw_image_item_get_path (LwImageItem *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), NULL);

  return self->path;
}

const char *
lw_image_item_get_name (LwImageItem *self)
{
  const char *slash;

  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), NULL);

  slash = strrchr (self->path, '/');

  return slash != NULL ? slash + 1 : self->path;
}

int
lw_image_item_get_width (LwImageItem *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), 0);

  return self->width_px;
}

int
lw_image_item_get_height (LwImageItem *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), 0);

  return self->height_px;
}

guint
lw_image_item_get_n_boxes (LwImageItem *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), 0);

  return self->summary.n_boxes;
}

guint
lw_image_item_get_n_tags (LwImageItem *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), 0);

  return self->summary.n_tags;
}

LwProgress
lw_image_item_get_progress (LwImageItem *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), LW_PROGRESS_UNSEEN);

  return self->summary.progress;
}

gboolean
lw_image_item_is_flagged (LwImageItem *self)
{
  g_return_val_if_fail (LW_IS_IMAGE_ITEM (self), FALSE);

  return self->summary.is_flagged;
}
