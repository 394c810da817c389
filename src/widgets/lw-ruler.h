/* lw-ruler.h - where on the picture one is, along an edge of the canvas
 *
 * Counts pixels from the corner of the picture and, where a scale is set, a second row
 * counts the world's units.  Marks the pointer and the extent of what is selected.  Beside the
 * canvas, so that it takes nothing of the picture; as wide, or as high, as the canvas is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-canvas.h"
#include "lw-scale.h"

G_BEGIN_DECLS

#define LW_TYPE_RULER (lw_ruler_get_type ())
G_DECLARE_FINAL_TYPE (LwRuler, lw_ruler, LW, RULER, GtkWidget)

/* Property: orientation (GtkOrientation), on construction. */

/* The one that it stands beside, which outlives it or is forgotten; once. */
void lw_ruler_set_canvas (LwRuler  *self,
                          LwCanvas *canvas);
void lw_ruler_set_scale (LwRuler       *self,
                         const LwScale *scale);

G_END_DECLS
