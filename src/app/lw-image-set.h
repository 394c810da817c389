/* lw-image-set.h - all images of a project at one moment, shared between threads
 *
 * Made by a worker, so that a hundred thousand names cost the main thread nothing.
 * Which images there are, their order, paths and lots never change: any thread may
 * read those.  The other fields of a row (sizes, hash) belong to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-store.h"

G_BEGIN_DECLS

typedef struct
{
  GArray    *images; /* (element-type LwImageRow), keys ascending */
  GPtrArray *folded; /* (element-type utf8): paths as lw_image_set_fold() gives them */
} LwImageSet;

/* As names are compared and looked for: without upper case, and letters with accents as one
 * character, however the system that named the file writes them.  Transfer full. */
char *lw_image_set_fold (const char *text);

/* Takes @images, as lw_store_list_images() gives them.  Any thread. */
LwImageSet *lw_image_set_new (GArray *images);
LwImageSet *lw_image_set_ref (LwImageSet *self);
void        lw_image_set_unref (LwImageSet *self);

/* The same, but what has to be freed is freed by a worker.  Main thread; NULL is none. */
void lw_image_set_unref_later (LwImageSet *self);

/* FALSE where there is no such image. */
gboolean lw_image_set_find (const LwImageSet *self,
                            gint64            image_key,
                            guint            *index);

/* The last part of the case-folded path.  Borrowed. */
const char *lw_image_set_get_folded_name (const LwImageSet *self,
                                          guint             index);

static inline LwImageRow *
lw_image_set_get_row (const LwImageSet *self,
                      guint             index)
{
  return &g_array_index (self->images, LwImageRow, index);
}

static inline guint
lw_image_set_get_n_images (const LwImageSet *self)
{
  return self->images->len;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwImageSet, lw_image_set_unref)

G_END_DECLS
