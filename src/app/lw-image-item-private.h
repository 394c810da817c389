/* lw-image-item-private.h - how the list fills its items
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-image-list.h"

G_BEGIN_DECLS

LwImageItem *lw_image_item_new (const LwImageRow     *row,
                                const LwImageSummary *summary);
void         lw_image_item_set_summary (LwImageItem          *self,
                                        const LwImageSummary *summary);
void         lw_image_item_set_size (LwImageItem *self,
                                     int          width_px,
                                     int          height_px);

G_END_DECLS
