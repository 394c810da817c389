/* lw-demo.h - the demonstration: drawn blood smears with known truth
 *
 * Pictures that look like stained blood smears, their exact truth, three
 * simulated annotators of different habits, and a vendor's lot with planted
 * errors.  All from one seed: the same seed gives the same pictures and labels
 * on every machine.  The planted rates are those of LwDemoHabit; docs/demo.md
 * tells them.
 *
 * Pure in that it touches no file; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LW_DEMO_RED_CELL,
  LW_DEMO_WHITE_CELL,
  LW_DEMO_PLATELET,
  LW_DEMO_N_CLASSES
} LwDemoClass;

/* English names; the project's class names, not translated: they are data. */
const char *lw_demo_class_name (LwDemoClass cell_class);

typedef struct
{
  LwDemoClass cell_class;
  LwRect      rect;
} LwDemoBox;

/* What an annotator gets wrong, as probabilities and pixels. */
typedef struct
{
  const char *name;
  double      miss_rate;              /* an object is not drawn */
  double      miss_rate_small;        /* the same for platelets */
  double      edge_sigma_px;          /* standard deviation of each edge */
  double      confusion_rate;         /* class A given as class B... */
  LwDemoClass confused_a, confused_b; /* ...and the other way round */
  double      false_rate;             /* false boxes per true object */
} LwDemoHabit;

typedef enum
{
  LW_DEMO_CAREFUL,
  LW_DEMO_HASTY,    /* misses small things, sloppy edges */
  LW_DEMO_CONFUSED, /* mixes up two classes */
  LW_DEMO_VENDOR,   /* the lot with planted errors */
  LW_DEMO_N_HABITS
} LwDemoHabitId;

const LwDemoHabit *lw_demo_get_habit (LwDemoHabitId id);

#define LW_DEMO_WIDTH_PX 640
#define LW_DEMO_HEIGHT_PX 480

/* The picture number @index and its truth: (element-type LwDemoBox), transfer
 * full.  An object whose visible part is under a quarter of it is not in the truth. */
cairo_surface_t *lw_demo_draw (guint64  seed,
                               guint    index,
                               GArray **truth);

/* What an annotator of that habit would have drawn: (element-type LwDemoBox),
 * transfer full. */
GArray *lw_demo_simulate (LwDemoHabitId id,
                          guint64       seed,
                          guint         index,
                          const GArray *truth);

G_END_DECLS
