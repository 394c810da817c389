/* lw-class-key-dialog.h - asks for the key of a class by having it pressed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* @accel: free, as gtk_accelerator_name() writes it. */
typedef void (*LwClassKeyFunc) (const char *accel,
                                gpointer    user_data);

/* Calls @func once a key was pressed that nothing else has; not at all where the user
 * cancels.  @user_data is an object, and is held until then. */
void lw_class_key_dialog_ask (GtkWidget     *parent,
                              LwProject     *project,
                              gint64         class_key,
                              LwClassKeyFunc func,
                              gpointer       user_data);

/* Why @accel cannot be the key of the class, as a sentence; NULL where it can.  Transfer full. */
char *lw_class_key_dialog_dup_conflict (LwProject  *project,
                                        gint64      class_key,
                                        const char *accel);

/* The class that has @pressed for its key, NULL where there is none or where a command has it:
 * a project from elsewhere must not take Escape from the window.  Borrowed. */
const LwClassRow *lw_class_key_find (LwProject  *project,
                                     const char *pressed);

G_END_DECLS
