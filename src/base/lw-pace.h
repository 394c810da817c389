/* lw-pace.h - how fast somebody works, the pauses left out
 *
 * Pure: moments in, numbers out.  Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer than this between two steps, and somebody was not working. */
#define LW_PACE_IDLE_US (60 * G_USEC_PER_SEC)

/* Fewer images than this say nothing about those that are left. */
#define LW_PACE_DONE_MIN 5

/* One step of work. */
typedef struct
{
  gint64 made_at_us; /* any clock */
  guint  n_boxes;    /* boxes that were drawn */
  guint  n_done;     /* images that were marked as done */
} LwPaceEvent;

typedef struct
{
  gint64 active_us;     /* time between steps, pauses left out */
  guint  n_boxes;       /* all of them */
  guint  n_timed_boxes; /* less those of a first step or of one after a pause: nobody
                         * knows how long they took */
  guint  n_done;
  guint  n_timed_done;
  double done_mean_us; /* active time for one done image; 0 where there is none */
  double done_sd_us;   /* how much that differs from image to image; 0 with less than two */
} LwPace;

/* @events: (array length=n_events): by time, ascending */
LwPace lw_pace_measure (const LwPaceEvent *events,
                        gsize              n_events);

/* Boxes per minute of active time; NAN where there was none. */
double lw_pace_get_boxes_per_minute (const LwPace *self);

/* Active time that @n_left images will take, as the 95 % interval under the assumption
 * that they are like those before.  FALSE below LW_PACE_DONE_MIN images. */
gboolean lw_pace_estimate (const LwPace *self,
                           guint         n_left,
                           double       *low_us,
                           double       *high_us);

G_END_DECLS
