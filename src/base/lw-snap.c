/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-snap.h"

#include <math.h>

void
lw_snap_offer (LwSnap *self,
               double  line,
               double  low,
               double  high)
{
  for (unsigned i = 0; i < self->n_wanted; i++)
    {
      const double shift = line - self->wanted[i];
      const bool   is_same = self->is_found && line == self->line && shift == self->shift;

      if (is_same)
        {
          /* Two boxes on one line: it is shown along both. */
          self->low = fmin (self->low, low);
          self->high = fmax (self->high, high);
        }
      else if (fabs (shift) <= self->reach && (!self->is_found || fabs (shift) < fabs (self->shift)))
        {
          self->is_found = true;
          self->shift = shift;
          self->line = line;
          self->low = low;
          self->high = high;
        }
    }
}

void
lw_snap_offer_rect (LwSnap *x,
                    LwSnap *y,
                    LwRect  rect)
{
  lw_snap_offer (x, rect.x0, rect.y0, rect.y1);
  lw_snap_offer (x, rect.x1, rect.y0, rect.y1);
  lw_snap_offer (y, rect.y0, rect.x0, rect.x1);
  lw_snap_offer (y, rect.y1, rect.x0, rect.x1);
}
