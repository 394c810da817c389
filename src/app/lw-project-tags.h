/* lw-project-tags.h - classes of whole images, and the rules for them
 *
 * Which classes can be given together is said for the children of a class, and by the
 * project for those at the top.  Rules are for people at work: an import is not refused
 * by them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

G_BEGIN_DECLS

/* The rule for the children of @parent_key, 0 for the classes at the top. */
LwTagRule lw_project_get_tag_rule (LwProject *self,
                                   gint64     parent_key);

/* An undo step for a class; a setting for the top, where it is none. */
gboolean lw_project_set_tag_rule (LwProject *self,
                                  gint64     parent_key,
                                  LwTagRule  rule,
                                  GError   **error);

/* Gives the images the class as a whole, replacing a sibling where only one is allowed; or,
 * where all of them have it, takes it away.  One step, however many images.  @is_given:
 * (out) (optional): which of the two. */
gboolean lw_project_tag_images (LwProject    *self,
                                const gint64 *image_keys,
                                gsize         n_keys,
                                gint64        class_key,
                                gboolean     *is_given,
                                GError      **error);

/* Where a class is required and none of @class_keys, those of an image, answers: keys of the
 * classes whose children are asked for, and 0 for the top.  (element-type gint64), transfer
 * full, in the order of the classes. */
GArray *lw_project_list_lacking (LwProject    *self,
                                 const gint64 *class_keys,
                                 gsize         n_keys);

/* LW_ERROR_INVALID with a sentence that names the image and what is missing, where a
 * required class is: it cannot be done yet. */
gboolean lw_project_check_tags (LwProject *self,
                                gint64     image_key,
                                GError   **error);

G_END_DECLS
