/* lw-class-button.h - a button that says a class and opens the list of classes
 *
 * Signals:
 *   class-chosen (int64 class_key)  the user took one from the list
 *   closed ()                       the list is gone, chosen from or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_BUTTON (lw_class_button_get_type ())
G_DECLARE_FINAL_TYPE (LwClassButton, lw_class_button, LW, CLASS_BUTTON, GtkWidget)

GtkWidget *lw_class_button_new (void);

/* NULL for none. */
void lw_class_button_set_project (LwClassButton *self,
                                  LwProject     *project);

/* What it says; 0 for nothing, which is said as @lw_class_button_set_none() has it. */
void   lw_class_button_set_class (LwClassButton *self,
                                  gint64         class_key);
gint64 lw_class_button_get_class (LwClassButton *self);

/* "None", translated; by default nothing. */
void lw_class_button_set_none (LwClassButton *self,
                               const char    *text);

/* The list, with the focus in its search entry. */
void lw_class_button_open (LwClassButton *self);

/* What a screen reader calls the button, before the class: "Class of what is selected". */
void lw_class_button_set_purpose (LwClassButton *self,
                                  const char    *purpose);

G_END_DECLS
