/* lw-demo-paint.h - a smear as a microscope's camera would see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-demo-scene.h"

G_BEGIN_DECLS

/* CAIRO_FORMAT_RGB24, LW_DEMO_WIDTH_PX x LW_DEMO_HEIGHT_PX.  @random decides light,
 * stain, focus and noise. */
cairo_surface_t *lw_demo_paint (const LwDemoScene *scene,
                                LwRandom          *random);

G_END_DECLS
