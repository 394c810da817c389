/* lw-image-matcher.h - which image of the project a label file means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-store.h"

G_BEGIN_DECLS

/* The images that were in the project when it was made; images added later are
 * not known to it. */
typedef struct _LwImageMatcher LwImageMatcher;

LwImageMatcher *lw_image_matcher_new (LwStore *store,
                                      GError **error);
void            lw_image_matcher_free (LwImageMatcher *self);

guint lw_image_matcher_get_n_images (LwImageMatcher *self);

/* Absolute folder that the project's image paths are relative to.  Borrowed. */
const char *lw_image_matcher_get_folder (LwImageMatcher *self);

/* @folder takes the place of the project's: for a project that has no images yet. */
void lw_image_matcher_set_folder (LwImageMatcher *self,
                                  const char     *folder);

/* The path by which the project names the picture file @file (absolute): relative
 * where it lies below the folder, otherwise as it is.  Transfer full. */
char *lw_image_matcher_dup_stored_path (LwImageMatcher *self,
                                        const char     *file);

/* Position in lw_store_list_images(), and the row; borrowed.  -1 where there is
 * none. */
int lw_image_matcher_find_path (LwImageMatcher *self,
                                const char     *stored_path);

/* The only image with the file name of @file, whatever its folder.  Where both
 * files are there they must also have the same size in bytes: in many sets every
 * folder has its own 0001.jpg. */
int lw_image_matcher_find_name (LwImageMatcher *self,
                                const char     *file);

const LwImageRow *lw_image_matcher_get_row (LwImageMatcher *self,
                                            int             position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwImageMatcher, lw_image_matcher_free)

G_END_DECLS
