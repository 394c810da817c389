/* lw-recent.h - the projects opened last, and what is left to do in each
 *
 * Main thread only, except lw_recent_look().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LW_RECENT_MAX 12

/* Paths, newest first.  Transfer full, NULL-terminated. */
char **lw_recent_list (void);
void   lw_recent_add (const char *path);
void   lw_recent_remove (const char *path);

/* What the start page shows of a project that is not open. */
typedef struct
{
  char *path;
  char *title;
  guint n_images;
  guint n_left;      /* images that whoever labels here has neither done nor skipped */
  char *first_image; /* absolute path of a picture to show, NULL for none */
} LwRecentInfo;

/* In the pool.  What is left is what the annotator of the settings has left, or while
 * there is none what nobody has done.  LW_ERROR_NOT_FOUND where the file is gone. */
void          lw_recent_look_async (const char         *path,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
LwRecentInfo *lw_recent_look_finish (GAsyncResult *result,
                                     GError      **error);
void          lw_recent_info_free (LwRecentInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwRecentInfo, lw_recent_info_free)

G_END_DECLS
