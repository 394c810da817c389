/* lw-image-sidebar.h - the images of the project: search, filter, list
 *
 * Signals:
 *   image-chosen (int64 image_key)   the user picked another image
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_IMAGE_SIDEBAR (lw_image_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LwImageSidebar, lw_image_sidebar, LW, IMAGE_SIDEBAR, GtkBox)

/* NULL for none. */
void lw_image_sidebar_set_project (LwImageSidebar *self,
                                   LwProject      *project);

/* Marks the image that is on the canvas and brings it into view; no signal. */
void lw_image_sidebar_set_image (LwImageSidebar *self,
                                 gint64          image_key);
void lw_image_sidebar_focus_search (LwImageSidebar *self);

/* Opens the choice of filters and orders. */
void lw_image_sidebar_show_filter (LwImageSidebar *self);

/* Takes every filter away; the order stays. */
void lw_image_sidebar_show_all (LwImageSidebar *self);

G_END_DECLS
