/* lw-caption-layout.h - where the captions of boxes go, so that none lies on another
 *
 * The ground is divided into cells of 4 by 4 pixels, a bit each; a caption takes all
 * cells it touches.  Captions therefore keep a distance of 0 to 3 pixels, a question
 * costs a few words of memory, and 10,000 boxes a millisecond or two.  Who is asked
 * for first is served first: the caller sorts.
 *
 * A place is looked for around the box in this order: above, inside at the top,
 * below, above and below at the far end, inside at the bottom, behind and before; inside
 * only where the box is so much larger that it stays visible.
 * Where nothing of the full width is free, the same places are tried with what is
 * free of it, down to the shortest that is allowed.
 *
 * Pixels are whole and of the caller's choice.  Belongs to one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LwCaptionLayout LwCaptionLayout;

/* Half-open. */
typedef struct
{
  int x0, y0, x1, y1;
} LwCaptionArea;

typedef struct
{
  LwCaptionArea box;
  int           width, height; /* of the whole caption, > 0 */
  int           width_min;     /* shorter than this it says nothing; >= width: never shortened */
} LwCaptionWish;

/* Without ground; see lw_caption_layout_reset(). */
LwCaptionLayout *lw_caption_layout_new (void);
void             lw_caption_layout_free (LwCaptionLayout *self);

/* Everything is free again.  Captions lie inside @bounds, which may begin anywhere. */
void lw_caption_layout_reset (LwCaptionLayout *self,
                              LwCaptionArea    bounds);

/* Finds a place and takes it; FALSE where there is none.  A shortened place has its
 * width rounded down to whole cells. */
gboolean lw_caption_layout_place (LwCaptionLayout     *self,
                                  const LwCaptionWish *wish,
                                  LwCaptionArea       *place);

/* What is there already, as far as it lies inside the bounds; others may lie on it. */
void lw_caption_layout_take (LwCaptionLayout *self,
                             LwCaptionArea    area);

/* Gives back a place that lw_caption_layout_place() gave since the last reset. */
void lw_caption_layout_release (LwCaptionLayout *self,
                                LwCaptionArea    place);

/* The part of the bounds that is taken, in [0, 1]. */
double lw_caption_layout_get_share (LwCaptionLayout *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwCaptionLayout, lw_caption_layout_free)

G_END_DECLS
