/* lw-open-target.h - what a path that the user points at is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LW_TARGET_PROJECT,
  LW_TARGET_FOLDER,      /* of images */
  LW_TARGET_ANNOTATIONS, /* a file whose labels are to be imported */
} LwTargetKind;

/* @folder: (out): for annotations, the folder whose project they belong to: the
 * nearest one, from the file upwards two steps, that has images in it or in its
 * sub-folders; otherwise the file's own.  For a picture, the folder that it is in.
 * Transfer full.  Looks at the disk. */
LwTargetKind lw_open_target_look (const char *path,
                                  char      **folder);

G_END_DECLS
