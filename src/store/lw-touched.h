/* lw-touched.h - what a group of changes touched, for those who show it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-item.h"
#include "lw-store.h"

G_BEGIN_DECLS

/* Above this many images everything is shown anew. */
#define LW_TOUCHED_IMAGES_MAX 1000

/* More boxes than this are not kept one by one. */
#define LW_TOUCHED_BOXES_MAX 1000

typedef struct
{
  LwTouched   flags;
  GHashTable *images;      /* (element-type gint64): whose labels changed */
  GArray     *boxes;       /* gint64: keys of the first LW_TOUCHED_BOXES_MAX; NULL for none */
  gboolean    is_flooded;  /* more than LW_TOUCHED_IMAGES_MAX */
  gint64      first_image; /* touched in any way; 0 for none */
} LwTouchedSet;

void lw_touched_set_clear (LwTouchedSet *self);
void lw_touched_set_add (LwTouchedSet *self,
                         const LwItem *item);

/* Adds all of @other, as if it had been touched after the rest. */
void lw_touched_set_merge (LwTouchedSet       *self,
                           const LwTouchedSet *other);

/* Transfer full; NULL where the set is flooded. */
GArray *lw_touched_set_list_images (const LwTouchedSet *self);

G_END_DECLS
