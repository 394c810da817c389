/* lw-class-item.h - a class as a list shows it
 *
 * Signals:
 *   changed ()  some of what it says is different
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Strings belong to the item. */
typedef struct
{
  gint64   key;
  char    *name;
  char    *path;   /* with the names of the classes above: "vehicle/car" */
  char    *folded; /* the name as lw_class_search_fold() gives it */
  char    *folded_path;
  char    *key_label; /* "1" or "Alt+Q"; NULL where no key chooses it */
  guint32  colour;
  guint    depth;
  gboolean has_children;
  gboolean is_folded; /* its children are not shown */
  gboolean has_tree;  /* some class of the list has children */
  gboolean is_archived;
  int      place;     /* that of the digit that chooses it, from 0; -1 for none */
  gboolean is_tagged; /* the image on the canvas is of the class as a whole */
  gboolean is_single; /* as a class of the image it takes the place of its siblings */
  gboolean is_asked;  /* the image needs it or a sibling; also where a hidden child is what it needs */
  guint64  n_boxes, n_tags;

  gboolean is_recent; /* stands among those that were used last */
  gboolean is_found;  /* stands among the answers to a search */
} LwClassInfo;

#define LW_TYPE_CLASS_ITEM (lw_class_item_get_type ())
G_DECLARE_FINAL_TYPE (LwClassItem, lw_class_item, LW, CLASS_ITEM, GObject)

LwClassItem *lw_class_item_new (void);

/* Borrowed until it changes. */
const LwClassInfo *lw_class_item_get_info (LwClassItem *self);

/* Copies @info; the signal comes only where something is different. */
void lw_class_item_set_info (LwClassItem       *self,
                             const LwClassInfo *info);

G_END_DECLS
