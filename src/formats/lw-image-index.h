/* lw-image-index.h - the images of a folder, found by what labels call them
 *
 * Belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LwImageIndex LwImageIndex;

/* Lists @folder and all below.  A folder that is not there is an empty one. */
LwImageIndex *lw_image_index_new (const char   *folder,
                                  GCancellable *cancellable,
                                  GError      **error);
void          lw_image_index_free (LwImageIndex *self);

/* Relative paths in natural order; borrowed. */
GPtrArray *lw_image_index_get_paths (LwImageIndex *self);

/* The path as it is on disk of the image that is called @name (a relative path,
 * with or without an extension, in any case), or NULL; borrowed.  Where no
 * path ends like @name, the last part alone decides if one image has it. */
const char *lw_image_index_find (LwImageIndex *self,
                                 const char   *name);
const char *lw_image_index_find_stem (LwImageIndex *self,
                                      const char   *stem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwImageIndex, lw_image_index_free)

G_END_DECLS
