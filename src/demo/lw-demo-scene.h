/* lw-demo-scene.h - which cells lie where in a drawn smear
 *
 * The geometry alone, so that the truth is known before, and without, a single
 * pixel being painted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-demo.h"
#include "lw-random.h"

G_BEGIN_DECLS

#define LW_DEMO_N_WAVES 6
#define LW_DEMO_N_LOBES_MAX 5

/* A part of a white cell's nucleus: an ellipse, turned by cosine and sine. */
typedef struct
{
  double x_px, y_px;
  double rx_px, ry_px;
  double cosine, sine;
} LwDemoLobe;

/* The kinds of white cell differ in nucleus and granules. */
typedef enum
{
  LW_DEMO_NEUTROPHIL,
  LW_DEMO_EOSINOPHIL,
  LW_DEMO_LYMPHOCYTE,
  LW_DEMO_MONOCYTE,
} LwDemoWhiteKind;

typedef struct
{
  LwDemoClass cell_class;

  double x_px, y_px;
  double radius_px;

  /* The outline leaves the circle by waves of 2, 3 and 5 to the round: cosine
   * and sine part of each, as parts of the radius. */
  double waves[LW_DEMO_N_WAVES];

  double  density; /* how strongly it is stained; 1 is usual */
  double  pallor;  /* red cells: radius of the paler centre, part of the whole */
  double  pallor_x, pallor_y;
  guint64 texture; /* seed of its grain */

  LwDemoWhiteKind white_kind;
  int             n_lobes;
  LwDemoLobe      lobes[LW_DEMO_N_LOBES_MAX];

  LwRect bounds;    /* tight, not clipped */
  double n_pixels;  /* whose centres are inside, in the image or not */
  double n_visible; /* of these, in the image and under no later cell */
} LwDemoCell;

typedef struct
{
  GArray *cells; /* (element-type LwDemoCell), the topmost last */

  /* Index + 1 of the topmost cell at each pixel, 0 for none. */
  guint8 *labels;
} LwDemoScene;

LwDemoScene *lw_demo_scene_new (guint64 seed,
                                guint   index);
void         lw_demo_scene_free (LwDemoScene *self);

/* Distance from the centre to the outline, in the direction of the unit vector
 * @cosine, @sine. */
double lw_demo_cell_get_radius (const LwDemoCell *self,
                                double            cosine,
                                double            sine);

gboolean lw_demo_cell_contains (const LwDemoCell *self,
                                double            x_px,
                                double            y_px);

/* (element-type LwDemoBox), transfer full: cells of which enough can be seen. */
GArray *lw_demo_scene_list_truth (const LwDemoScene *self);

/* Each use of randomness of an image has a sequence of its own: 0 the scene, 1
 * the paint, 2 and up the annotators. */
LwRandom lw_demo_random (guint64 seed,
                         guint   index,
                         guint   use);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwDemoScene, lw_demo_scene_free)

G_END_DECLS
