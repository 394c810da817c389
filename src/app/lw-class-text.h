/* lw-class-text.h - a list of classes as a text that any editor can change
 *
 * One class a line; what is indented is below the line above it that is indented less, by
 * blanks or tabs.  So the names.txt, obj.names and classes.txt of other programs are such lists,
 * too.  Within a name a backslash is written as two, a line break as \n and a tab as \t.  Colours,
 * keys and guidelines are not in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

G_BEGIN_DECLS

/* More than any list that somebody wrote. */
#define LW_CLASS_TEXT_BYTES_MAX (4 * 1024 * 1024)

/* @classes (element-type LwClassRow), without the archived ones.  Transfer full. */
char *lw_class_text_write (const GArray *classes);

/**
 * lw_class_text_add:
 * @text: UTF-8, with or without a byte order mark
 * @n_added: (out): how many classes the project did not have
 *
 * In the running group: adds the classes of @text that are not there, below those that it
 * puts them below.  One that is there stays as it is and where it is, also an archived one.
 *
 * Returns: FALSE with LW_ERROR_INVALID where @text is not valid, or what the store says
 */
gboolean lw_class_text_add (LwStore    *store,
                            const char *text,
                            gsize       n_bytes,
                            guint      *n_added,
                            GError    **error);

/* The same as a step of its own; with nothing to be added it is none. */
gboolean lw_project_add_class_text (LwProject  *self,
                                    const char *text,
                                    gsize       n_bytes,
                                    guint      *n_added,
                                    GError    **error);

G_END_DECLS
