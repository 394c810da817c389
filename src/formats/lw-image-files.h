/* lw-image-files.h - which files are pictures, and where labels mean them to be
 *
 * Works on names only; nothing is decoded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Also of a page. */
gboolean lw_image_name_is_known (const char *name);

/* Relative path as labels give it, made ours: '/' between parts, no "./".  NULL
 * where it is absolute, leaves its folder by "..", is empty or is not UTF-8. */
char *lw_image_path_normalise (const char *path);

/* All files under @folder that @accept takes by their name, as paths relative to
 * it, sorted so that 2 comes before 10.  Hidden files and folders are left out;
 * at most 64 folders deep, symbolic links to folders are not followed. */
GPtrArray *lw_files_list (const char *folder,
                          gboolean (*accept) (const char *name),
                          GCancellable *cancellable,
                          GError      **error); /* (element-type filename) */

/* Absolute path of some file that @accept takes, in @folder or at most @depth
 * folders below it, or NULL.  Looks into a few hundred at most: for recognising. */
char *lw_files_find_first (const char *folder,
                           guint       depth,
                           gboolean (*accept) (const char *name));

/* TRUE where there is a file of that relative path, which may name a page. */
gboolean lw_image_exists (const char *folder,
                          const char *path);

/* The name without its extension: "a/b.c.jpg" gives "a/b.c", and "a.tif#page=2" gives
 * "a#page=2", so that pages stay apart. */
char *lw_path_dup_stem (const char *path);

/* Order of names in which numbers count by value. */
int lw_path_compare (gconstpointer a,
                     gconstpointer b);

G_END_DECLS
