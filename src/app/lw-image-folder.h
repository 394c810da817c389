/* lw-image-folder.h - where a project's pictures are, and which there are
 *
 * The setting "images-folder" holds the folder that image paths are relative to:
 * itself relative to the project file's folder where it lies below it, so that
 * both can be moved together, otherwise absolute.  An image path that is
 * absolute stands for itself.
 *
 * Any thread that has the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-store.h"

G_BEGIN_DECLS

/* Absolute, transfer full; the project file's own folder where nothing is set. */
char *lw_image_folder_get (LwStore *store);

/* Inside a group.  @folder is absolute. */
gboolean lw_image_folder_set (LwStore    *store,
                              const char *folder,
                              GError    **error);

/* Absolute path of the picture, which may name a page of its file: what decodes takes it as it
 * is; lw_page_path_split_file() gives the file.  Transfer full. */
char *lw_image_folder_resolve (const char *images_folder,
                               const char *image_path);

/* Paths of all pictures below @folder, relative to it, '/' between parts, in
 * natural order ("img_2" before "img_10"): (element-type utf8), transfer full.  Pages of a
 * file are pictures of their own, see lw-page-path.h.
 * Hidden files and folders are left out; symbolic links are followed, loops are
 * not.  Names that are not UTF-8 are left out. */
GPtrArray *lw_image_folder_scan (const char   *folder,
                                 GCancellable *cancellable,
                                 GError      **error);

/**
 * lw_image_folder_create_project:
 * @path: of the project file to make
 * @folder: absolute
 * @class_names: (nullable): NULL-terminated
 *
 * A new project with all pictures below @folder.  Nothing is left behind on
 * error or cancel.
 */
LwStore *lw_image_folder_create_project (const char        *path,
                                         const char        *folder,
                                         const char *const *class_names,
                                         GCancellable      *cancellable,
                                         GError           **error);

/* The project of a folder of images: the file in it that is there already, or
 * where one would be made (in the folder, or in the user's data folder where the
 * folder cannot be written).  Transfer full. */
char *lw_image_folder_dup_project_path (const char *folder);

G_END_DECLS
