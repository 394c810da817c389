/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pace.h"

#include <math.h>

/* Of the normal distribution, for 95 % in the middle. */
#define Z_95 1.96

/* Images that are done, as they come: mean and spread are made of the sums. */
typedef struct
{
  guint  n_timed;
  double sum_us, sum_squares;
  double running_us; /* for the image that is worked on */
} Done;

static void
count_done (Done *done,
            guint n_done)
{
  const double each_us = done->running_us / n_done;

  /* Done without a moment of work: marked in one go after a pause. */
  if (done->running_us <= 0)
    return;

  done->n_timed += n_done;
  done->sum_us += done->running_us;
  done->sum_squares += n_done * each_us * each_us;
  done->running_us = 0;
}

LwPace
lw_pace_measure (const LwPaceEvent *events,
                 gsize              n_events)
{
  LwPace pace = { 0 };
  Done   done = { 0 };

  for (gsize i = 0; i < n_events; i++)
    {
      const gint64 gap_us = i > 0 ? events[i].made_at_us - events[i - 1].made_at_us : 0;

      /* A clock that was put back gives a negative one. */
      if (gap_us > 0 && gap_us <= LW_PACE_IDLE_US)
        {
          pace.active_us += gap_us;
          pace.n_timed_boxes += events[i].n_boxes;
          done.running_us += (double) gap_us;
        }

      pace.n_boxes += events[i].n_boxes;
      pace.n_done += events[i].n_done;

      if (events[i].n_done > 0)
        count_done (&done, events[i].n_done);
    }

  pace.n_timed_done = done.n_timed;

  if (done.n_timed > 0)
    pace.done_mean_us = done.sum_us / done.n_timed;

  if (done.n_timed > 1)
    pace.done_sd_us =
        sqrt (MAX (0, done.sum_squares - done.n_timed * pace.done_mean_us * pace.done_mean_us) / (done.n_timed - 1));

  return pace;
}

double
lw_pace_get_boxes_per_minute (const LwPace *self)
{
  if (self->active_us <= 0)
    return NAN;

  return self->n_timed_boxes * 60.0 * G_USEC_PER_SEC / (double) self->active_us;
}

gboolean
lw_pace_estimate (const LwPace *self,
                  guint         n_left,
                  double       *low_us,
                  double       *high_us)
{
  const double mean_us = n_left * self->done_mean_us;
  double       error_us;

  if (self->n_timed_done < LW_PACE_DONE_MIN)
    return FALSE;

  /* Two things are not known: how the images to come differ, and the mean itself. */
  error_us = Z_95 * self->done_sd_us * sqrt (n_left + (double) n_left * n_left / self->n_timed_done);
  *low_us = MAX (0, mean_us - error_us);
  *high_us = mean_us + error_us;

  return TRUE;
}
