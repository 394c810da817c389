/* lw-attribute-window.h - attributes of boxes and rules for image classes, class by class
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_ATTRIBUTE_WINDOW (lw_attribute_window_get_type ())
G_DECLARE_FINAL_TYPE (LwAttributeWindow, lw_attribute_window, LW, ATTRIBUTE_WINDOW, AdwWindow)

/* Starts with what is for all classes.  @actions: what undo is found in, as "label". */
GtkWidget *lw_attribute_window_new (GtkWindow    *parent,
                                    LwProject    *project,
                                    GActionGroup *actions);

G_END_DECLS
