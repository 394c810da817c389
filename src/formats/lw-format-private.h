/* lw-format-private.h - the tables behind lw-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-format.h"

G_BEGIN_DECLS

extern const LwFormat lw_format_coco;
extern const LwFormat lw_format_voc;
extern const LwFormat lw_format_yolo;
extern const LwFormat lw_format_darknet;
extern const LwFormat lw_format_imagefolder;

static inline void
lw_report_progress (void (*progress) (double   fraction,
                                      gpointer progress_data),
                    gpointer progress_data,
                    double   fraction)
{
  if (progress != NULL)
    progress (fraction, progress_data);
}

G_END_DECLS
