/* lw-head.h - the few bytes of a picture file that say how it is shown: EXIF of JPEG, PNG and WebP
 *
 * GdkPixbuf would tell as well, but the orientation of a JPEG only after it has
 * made room for the pixels, and anything about a TIFF only after it has read the
 * whole file: too slow for a folder of 100,000.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int orientation; /* EXIF, 1 to 8; 1 where the file says nothing valid */

  /* TIFF only, elsewhere and where they are not plain 0: as stored. */
  int width_px;
  int height_px;
} LwHead;

/* Of the file open as @fd, whose position does not move. */
LwHead lw_head_read (int fd);

G_END_DECLS
