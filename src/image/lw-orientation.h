/* lw-orientation.h - which way up a picture file says that it is
 *
 * Reads the few bytes that matter.  GdkPixbuf would tell as well, but only
 * after it has made room for the pixels of a JPEG, or decoded those of a TIFF.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* EXIF orientation, 1 to 8, of the JPEG or TIFF file open as @fd; 1 where it is
 * neither or says nothing valid.  Does not move the file's position. */
int lw_orientation_read (int fd);

G_END_DECLS
