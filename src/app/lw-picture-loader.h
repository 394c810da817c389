/* lw-picture-loader.h - decoded pictures and thumbnails, ready before they are asked for
 *
 * Keeps the picture on the screen and its neighbours decoded within a budget of
 * memory, and thumbnails in the project's cache file.  Main thread only; the work
 * is done in the pool.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-id.h"
#include "lw-pixels.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LW_TYPE_PICTURE_LOADER (lw_picture_loader_get_type ())
G_DECLARE_FINAL_TYPE (LwPictureLoader, lw_picture_loader, LW, PICTURE_LOADER, GObject)

/* Signals:
 *
 *   progress  (const char *path, double part)
 *
 * How much of a picture that somebody waits for is decoded, about, 0 to 1; a few times a second.
 *
 *   preview  (const char *path, LwPixels *pixels, int width_px, int height_px)
 *
 * Something to look at while a large picture that somebody waits for is decoded: the whole of it,
 * small, or as much as there is so far; and the size that it will have, as displayed.  Any number
 * of times before the load is finished.  Borrowed. */

LwPictureLoader *lw_picture_loader_new (LwId project_id);

/* The picture where it is decoded already, otherwise NULL.  Transfer full. */
LwPixels *lw_picture_loader_peek (LwPictureLoader *self,
                                  const char      *path);

/* Delivers at once, from the main loop, where it is decoded already. */
void      lw_picture_loader_load_async (LwPictureLoader    *self,
                                        const char         *path,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
LwPixels *lw_picture_loader_load_finish (LwPictureLoader *self,
                                         GAsyncResult    *result,
                                         GError         **error);

/* Decodes these in the background (absolute paths, likeliest first, NULL-terminated)
 * and stops what was being prepared and is not among them.  Large ones are left out:
 * memory is for the one on the screen. */
void lw_picture_loader_prepare (LwPictureLoader   *self,
                                const char *const *paths);

/* A JPEG of at most LW_THUMBNAIL_EDGE_PX. */
#define LW_THUMBNAIL_EDGE_PX 128

void    lw_picture_loader_thumbnail_async (LwPictureLoader    *self,
                                           const char         *path,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
GBytes *lw_picture_loader_thumbnail_finish (LwPictureLoader *self,
                                            GAsyncResult    *result,
                                            GError         **error);

G_END_DECLS
