/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-item.h"

#define NO_CLASS_COLOUR 0x808080

struct _LwBoxItem
{
  GObject parent_instance;

  gint64     key;
  gint64     class_key;
  gint64     annotator_key;
  char      *class_name;
  guint32    colour;
  LwRect     rect;
  LwBoxFlags flags;
  LwOrigin   origin;
};

G_DEFINE_FINAL_TYPE (LwBoxItem, lw_box_item, G_TYPE_OBJECT)

static void
lw_box_item_finalize (GObject *object)
{
  g_free (LW_BOX_ITEM (object)->class_name);

  G_OBJECT_CLASS (lw_box_item_parent_class)->finalize (object);
}

static void
lw_box_item_class_init (LwBoxItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_box_item_finalize;
}

static void
lw_box_item_init (LwBoxItem *self)
{
}

LwBoxItem *
lw_box_item_new (const LwBoxRow *row,
                 const LwClassRow *class)
{
  LwBoxItem *self = g_object_new (LW_TYPE_BOX_ITEM, NULL);

  self->key = row->key;
  self->class_key = row->class_key;
  self->annotator_key = row->annotator_key;
  self->class_name = g_strdup (class != NULL ? class->name : "");
  self->colour = class != NULL ? class->colour : NO_CLASS_COLOUR;
  self->rect = row->rect;
  self->flags = row->flags;
  self->origin = row->origin;

  return self;
}

gint64
lw_box_item_get_key (LwBoxItem *self)
{
  return self->key;
}

gint64
lw_box_item_get_class_key (LwBoxItem *self)
{
  return self->class_key;
}

gint64
lw_box_item_get_annotator_key (LwBoxItem *self)
{
  return self->annotator_key;
}

const char *
lw_box_item_get_class_name (LwBoxItem *self)
{
  return self->class_name;
}

guint32
lw_box_item_get_colour (LwBoxItem *self)
{
  return self->colour;
}

LwRect
lw_box_item_get_rect (LwBoxItem *self)
{
  return self->rect;
}

LwBoxFlags
lw_box_item_get_flags (LwBoxItem *self)
{
  return self->flags;
}

LwOrigin
lw_box_item_get_origin (LwBoxItem *self)
{
  return self->origin;
}

gboolean
lw_box_item_equal (LwBoxItem *a,
                   LwBoxItem *b)
{
  return a->key == b->key && a->class_key == b->class_key && a->colour == b->colour &&
         a->flags == b->flags && a->origin == b->origin && a->annotator_key == b->annotator_key &&
         lw_rect_equal (a->rect, b->rect) && g_str_equal (a->class_name, b->class_name);
}

LwCanvasBox
lw_box_item_to_canvas (LwBoxItem *self)
{
  return (LwCanvasBox){
    .key = self->key,
    .rect = self->rect,
    .colour = self->colour,
    .caption = self->class_name,
  };
}
