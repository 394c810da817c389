/* lw-tiff-pages.h - which pictures a TIFF file holds, from its directories alone
 *
 * libtiff reads every tag of every directory that it passes, which takes seconds for a
 * stack of thousands; this reads the few that matter.  Classic files and BigTIFF, either
 * byte order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64  offset;              /* of the directory */
  int      width_px, height_px; /* as stored; 0 where the directory does not say */
  int      orientation;         /* EXIF, 1 to 8; 1 where it says nothing valid */
  gboolean is_reduced;          /* a smaller version of the page before: no page of its own */
  gboolean is_mask;             /* of the page before; neither */
} LwTiffPage;

typedef enum
{
  LW_TIFF_WHOLE,
  LW_TIFF_NONE,    /* no TIFF at all */
  LW_TIFF_CUT_OFF, /* a directory lies beyond the end */
} LwTiffState;

/* Calls @func for each directory in turn until it returns FALSE or there is no more; a chain
 * that comes back to where it was, or is longer than LW_PAGE_MAX, ends there.  @base is where
 * the structure starts in the file: not 0 only inside others. */
typedef gboolean (*LwTiffPageFunc) (const LwTiffPage *page,
                                    gpointer          data);

LwTiffState lw_tiff_pages_foreach (int            fd,
                                   goffset        base,
                                   LwTiffPageFunc func,
                                   gpointer       data);

/* Page @number, from 1.  FALSE where there is none. */
gboolean lw_tiff_pages_find (int         fd,
                             int         number,
                             LwTiffPage *page);

/* The smallest of the reduced versions of page @number whose longer edge has at least
 * @edge_px.  FALSE where there is none. */
gboolean lw_tiff_pages_find_reduced (int         fd,
                                     int         number,
                                     int         edge_px,
                                     LwTiffPage *page);

/* TRUE where a directory lies beyond the end of the file. */
gboolean lw_tiff_pages_are_cut_off (int fd);

/* 0 where it is no TIFF. */
int lw_tiff_pages_count (int fd);

G_END_DECLS
