/* lw-go-to.h - going to an image by its number or a part of its name
 *
 * Signals:
 *   image-chosen (int64 image_key)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_GO_TO (lw_go_to_get_type ())
G_DECLARE_FINAL_TYPE (LwGoTo, lw_go_to, LW, GO_TO, GtkPopover)

/* Among whose listed images is searched; NULL for none.  Borrowed. */
void lw_go_to_set_images (LwGoTo      *self,
                          LwImageList *images);

G_END_DECLS
