/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-progress-relay.h"

/* At most one message is on its way: a reader reports thousands of times a second. */
struct _LwProgressRelay
{
  LwProgressFunc func;
  gpointer       data;
  int            per_mille;  /* atomic: the newest */
  int            is_pending; /* atomic */
};

static gboolean
deliver_cb (gpointer data)
{
  LwProgressRelay *self = data;

  g_atomic_int_set (&self->is_pending, FALSE);

  if (self->func != NULL)
    self->func (g_atomic_int_get (&self->per_mille) / 1000.0, self->data);

  return G_SOURCE_REMOVE;
}

LwProgressRelay *
lw_progress_relay_new (LwProgressFunc func,
                       gpointer       data)
{
  LwProgressRelay *self = g_atomic_rc_box_new0 (LwProgressRelay);

  self->func = func;
  self->data = data;

  return self;
}

void
lw_progress_relay_unref (LwProgressRelay *self)
{
  g_atomic_rc_box_release (self);
}

void
lw_progress_relay_report (double   fraction,
                          gpointer relay)
{
  LwProgressRelay *self = relay;

  g_atomic_int_set (&self->per_mille, (int) (fraction * 1000));

  if (g_atomic_int_compare_and_exchange (&self->is_pending, FALSE, TRUE))
    g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, g_atomic_rc_box_acquire (self),
                     (GDestroyNotify) g_atomic_rc_box_release);
}

void
lw_progress_relay_stop (LwProgressRelay *self)
{
  self->func = NULL;
}
