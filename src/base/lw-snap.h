/* lw-snap.h - edges that are drawn to nearby lines
 *
 * Pure.  An LwSnap asks on one axis: which of the lines that are offered is nearest to
 * one of the edges that are being moved?  Whoever drags fills @wanted and @reach, offers
 * the lines of the neighbourhood, and looks at what was found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

typedef struct
{
  double   wanted[2]; /* where the edges are without snapping */
  unsigned n_wanted;  /* 0: nothing is to snap on this axis */
  double   reach;     /* the farthest that a line draws from, inclusive */

  bool   is_found;
  double shift;     /* from the wanted place onto the line */
  double line;      /* where it is */
  double low, high; /* along the line: the extent of what has its edge there */
} LwSnap;

/* One line. */
void lw_snap_offer (LwSnap *self,
                    double  line,
                    double  low,
                    double  high);

/* All four edges of a box or of the picture, each on its axis. */
void lw_snap_offer_rect (LwSnap *x,
                         LwSnap *y,
                         LwRect  rect);
