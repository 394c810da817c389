/* lw-image-walk.h - through the images of a source, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-format.h"

G_BEGIN_DECLS

/* @boxes (element-type LwBoxRecord) and @tags (element-type LwTagRecord) are
 * borrowed until it returns.  FALSE with @error set ends the walk. */
typedef gboolean (*LwImageFunc) (const LwImageRecord *record,
                                 GArray              *boxes,
                                 GArray              *tags,
                                 gpointer             user_data,
                                 GError             **error);

/* Calls @func for every image, in the order of the source and on this thread, and reports
 * progress from 0 to 1.  FALSE with what @func or the source said, or G_IO_ERROR_CANCELLED. */
gboolean lw_image_walk (LwSource             *source,
                        const LwWriteOptions *options,
                        GCancellable         *cancellable,
                        LwImageFunc           func,
                        gpointer              user_data,
                        GError              **error);

G_END_DECLS
