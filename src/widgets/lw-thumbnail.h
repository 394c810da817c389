/* lw-thumbnail.h - the small picture of an image, or why there is none
 *
 * Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-picture-loader.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts the thumbnail of the file at @path into @image as soon as it is there; where there is
 * none, a symbol with the reason as its tooltip.  Until then @image stays as it is, and for
 * ever where @cancellable is cancelled before. */
void lw_thumbnail_load (GtkImage        *image,
                        LwPictureLoader *loader,
                        const char      *path,
                        GCancellable    *cancellable);

G_END_DECLS
