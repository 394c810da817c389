/* lw-cache.h - derived data: what can be computed again
 *
 * A second SQLite file under the user's cache folder, named by the project's id.
 * Deleting it costs time, never work.  Any trouble with it (damaged, full disk,
 * another version) is handled by doing without, never by an error.
 *
 * Any thread: calls are serialised inside.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-id.h"

G_BEGIN_DECLS

typedef struct _LwCache LwCache;

/* Always returns a cache; one that holds nothing where no file can be had. */
LwCache *lw_cache_open (LwId project_id);
void     lw_cache_close (LwCache *self);

/* A thumbnail as an encoded picture, valid for a file of that size and
 * modification time only.  NULL where there is none. */
GBytes *lw_cache_get_thumbnail (LwCache    *self,
                                const char *image_path,
                                gint64      file_size,
                                gint64      modified_us);
void    lw_cache_put_thumbnail (LwCache    *self,
                                const char *image_path,
                                gint64      file_size,
                                gint64      modified_us,
                                GBytes     *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwCache, lw_cache_close)

G_END_DECLS
