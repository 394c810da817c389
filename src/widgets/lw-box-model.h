/* lw-box-model.h - the boxes of the image on the canvas, as a list model
 *
 * Holds plain values; the objects that a GListModel hands out are made when asked
 * for, so that an image of 10,000 boxes costs no more than the rows on the screen.
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-box-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LW_TYPE_BOX_MODEL (lw_box_model_get_type ())
G_DECLARE_FINAL_TYPE (LwBoxModel, lw_box_model, LW, BOX_MODEL, GObject)

LwBoxModel *lw_box_model_new (void);

guint lw_box_model_get_n_boxes (LwBoxModel *self);

/* Borrowed until the next change. */
const LwShownBox *lw_box_model_get_box (LwBoxModel *self,
                                        guint       position);

/* NULL where there is no such box; borrowed until the next change. */
const LwShownBox *lw_box_model_find_box (LwBoxModel *self,
                                         gint64      key);

/* Where an old and a new list of boxes differ: from @first on, @n_removed of the
 * old ones are @n_added new ones. */
typedef struct
{
  guint first, n_removed, n_added;
} LwBoxChange;

/* The smallest such stretch from what is there to @boxes (element-type LwShownBox). */
LwBoxChange lw_box_model_compare (LwBoxModel   *self,
                                  const GArray *boxes);

/* Replaces all by @boxes, taken, and says that @change is what differs. */
void lw_box_model_take_boxes (LwBoxModel        *self,
                              GArray            *boxes,
                              const LwBoxChange *change);

G_END_DECLS
