/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-item.h"

#include "lw-class-colours.h"

#define NO_CLASS_COLOUR 0x808080

struct _LwBoxItem
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (LwBoxItem, lw_box_item, G_TYPE_OBJECT)

LwShownBox
lw_shown_box (const LwBoxRow *row,
              const LwClassRow *class)
{
  const char *name = g_intern_string (class != NULL ? class->name : "");

  return (LwShownBox){
    .key = row->key,
    .class_key = row->class_key,
    .annotator_key = row->annotator_key,
    .rect = row->rect,
    .flags = row->flags,
    .origin = row->origin,
    .colour = class != NULL ? class->colour : NO_CLASS_COLOUR,
    .class_name = name,
    .caption = name,
    .pattern = class != NULL ? lw_class_pattern ((size_t) class->position) : LW_LINE_SOLID,
  };
}

gboolean
lw_shown_box_equal (const LwShownBox *a,
                    const LwShownBox *b)
{
  return a->key == b->key && a->class_key == b->class_key && a->annotator_key == b->annotator_key &&
         lw_rect_equal (a->rect, b->rect) && a->flags == b->flags && a->origin == b->origin &&
         a->colour == b->colour && a->class_name == b->class_name &&
         a->caption == b->caption && a->pattern == b->pattern;
}

LwCanvasBox
lw_shown_box_to_canvas (const LwShownBox *box)
{
  return (LwCanvasBox){
    .key = box->key,
    .rect = box->rect,
    .colour = box->colour,
    .caption = box->caption,
    .pattern = box->pattern,
  };
}

static void
lw_box_item_class_init (LwBoxItemClass *klass)
{
}

static void
lw_box_item_init (LwBoxItem *self)
{
}

LwBoxItem *
lw_box_item_new (void)
{
  return g_object_new (LW_TYPE_BOX_ITEM, NULL);
}
