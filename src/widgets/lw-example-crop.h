/* lw-example-crop.h - the part of an image that an example of a class is
 *
 * Reads the picture in the background, and keeps what it cut out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_EXAMPLE_CROP (lw_example_crop_get_type ())
G_DECLARE_FINAL_TYPE (LwExampleCrop, lw_example_crop, LW, EXAMPLE_CROP, GtkWidget)

/* @row is copied as far as it is needed. */
GtkWidget *lw_example_crop_new (LwProject          *project,
                                const LwExampleRow *row);

G_END_DECLS
