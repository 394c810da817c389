/* lw-attribute-walk.h - the bar of a walk: one attribute, one box after the other
 *
 * Says which box it is and what value it has, and offers the values as buttons with their
 * keys, or an entry for a number or a text.  It asks; whoever owns the boxes answers with
 * lw_attribute_walk_set_box() or lw_attribute_walk_set_end().  Keys come from its owner,
 * see lw_attribute_walk_press(), since the canvas has the focus.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-shared-values.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signals:
 *   value-chosen (string value)   NULL: none of its own
 *   moved (int direction)         1: on to the next box, -1: back; nothing is set
 *   left ()                       the walk is to end
 */
#define LW_TYPE_ATTRIBUTE_WALK (lw_attribute_walk_get_type ())
G_DECLARE_FINAL_TYPE (LwAttributeWalk, lw_attribute_walk, LW, ATTRIBUTE_WALK, GtkBox)

/* Before the first box. */
void lw_attribute_walk_set_attribute (LwAttributeWalk      *self,
                                      const LwAttributeRow *attribute);

/* The box is the @number-th of @n_boxes, from 1; @value may be NULL.  What is being typed
 * for the same box stays. */
void lw_attribute_walk_set_box (LwAttributeWalk     *self,
                                guint                number,
                                guint                n_boxes,
                                const LwSharedValue *value);

/* A sentence in place of a box; there is only the way back. */
void lw_attribute_walk_set_end (LwAttributeWalk *self,
                                const char      *text);

/* NULL: values can be set; otherwise why not. */
void lw_attribute_walk_set_reason (LwAttributeWalk *self,
                                   const char      *reason);

/* "weak", "weak (default)", "not set".  Transfer full; @value may be NULL. */
char *lw_attribute_walk_dup_shown (const LwSharedValue *value);

/* Where a number or a text is typed. */
void lw_attribute_walk_focus (LwAttributeWalk *self);

/* Does what the key means in a walk; FALSE where it means nothing. */
gboolean lw_attribute_walk_press (LwAttributeWalk *self,
                                  guint            keyval,
                                  GdkModifierType  state);

G_END_DECLS
