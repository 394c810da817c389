/* lw-class-editor.h - the window of the classes: their order, and all that each of them says
 *
 * Changes are made in the project at once, and undone like any other step.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_CLASS_EDITOR (lw_class_editor_get_type ())
G_DECLARE_FINAL_TYPE (LwClassEditor, lw_class_editor, LW, CLASS_EDITOR, AdwWindow)

/* @actions: where undo and redo are found, as "label". */
GtkWidget *lw_class_editor_new (GtkWindow    *parent,
                                LwProject    *project,
                                GActionGroup *actions);

/* Selects the class; 0 leaves what is selected. */
void lw_class_editor_show_class (LwClassEditor *self,
                                 gint64         class_key);

/* With the caret in its guideline. */
void lw_class_editor_edit_guideline (LwClassEditor *self,
                                     gint64         class_key);

/* Boxes that a split may be about: those selected on the canvas.  (element-type gint64),
 * copied; nullable. */
void lw_class_editor_set_boxes (LwClassEditor *self,
                                GArray        *box_keys);

/**
 * lw_class_editor_add_page:
 * @title: of its switch, translated
 * @show_class: called with @page whenever another class is selected
 *
 * Adds a page beside the one of what a class says of itself.
 */
typedef void (*LwClassPageFunc) (GtkWidget *page,
                                 gint64     class_key);

void lw_class_editor_add_page (LwClassEditor  *self,
                               const char     *name,
                               const char     *title,
                               GtkWidget      *page,
                               LwClassPageFunc show_class);

/* Borrowed. */
LwProject *lw_class_editor_get_project (LwClassEditor *self);

/* For lw_toast_show(). */
GtkWidget *lw_class_editor_get_toast_widget (LwClassEditor *self);

G_END_DECLS
