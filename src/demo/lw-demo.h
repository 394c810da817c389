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

/* What is wrong with a simulated box beyond the noise of its edges.  A missing
 * box has no entry to say so: look for the objects that no box means. */
typedef enum
{
  LW_DEMO_FAULT_NONE,
  LW_DEMO_FAULT_CLASS,    /* confused or swapped */
  LW_DEMO_FAULT_SHIFTED,  /* moved and resized */
  LW_DEMO_FAULT_SPURIOUS, /* around nothing */
} LwDemoFault;

typedef struct
{
  LwDemoClass cell_class;
  LwRect      rect;
  int         object; /* index into the truth of what is meant; -1 where spurious */
  LwDemoFault fault;  /* in the truth itself always none */
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

  /* The next are planted on purpose; at most one of them in a box. */
  double swap_rate;      /* given as one of the other classes, each equally likely */
  double shift_rate;     /* moved and resized... */
  double shift_fraction; /* ...each edge by this part of the box's size, in or out */
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
