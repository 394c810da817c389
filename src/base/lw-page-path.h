/* lw-page-path.h - the name of one page in a file of several
 *
 * Page 1 has the plain path of the file, so that labels made before pages were known, or
 * by programs that know none, still belong to it.  Page 2 and on is "FILE#page=2".
 * A file that is really called so wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More pages than that are no set of pictures but a damaged file. */
#define LW_PAGE_MAX 65535

/* @page counts from 1.  Transfer full. */
char *lw_page_path_join (const char *file,
                         int         page);

/* The file's part of a name, and which page: 1 where it names none.  Looks at the text
 * alone.  @page may be NULL.  Transfer full. */
char *lw_page_path_split (const char *path,
                          int        *page);

/* The same for a path that can be opened: asks whether there is a file of that very name. */
char *lw_page_path_split_file (const char *path,
                               int        *page);

G_END_DECLS
