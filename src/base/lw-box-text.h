/* lw-box-text.h - boxes as text, for the clipboard
 *
 * A first line that says what it is, then one line a box, with tabs between: left, top,
 * right, bottom, flags, class.  A spreadsheet takes it as it is; another window, or
 * another project, finds the classes by name.
 *
 *     labelwright-boxes	1
 *     10	20.5	40	60	0	Red cell
 *
 * Pure.  Text from a clipboard is anybody's: whatever is not exactly this is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-dataset.h"

G_BEGIN_DECLS

/* More are not for a clipboard. */
#define LW_BOX_TEXT_MAX 100000

typedef struct
{
  LwRect     rect; /* valid */
  LwBoxFlags flags;
  char      *class_name; /* UTF-8, not empty */
} LwBoxText;

/* (element-type LwBoxText), with clear func. */
GArray *lw_box_text_new_array (void);

/* Transfer full. */
char *lw_box_text_print (const LwBoxText *boxes,
                         gsize            n_boxes);

/* NULL where @text is not such a text, or holds a box that cannot be. */
GArray *lw_box_text_parse (const char *text);

G_END_DECLS
