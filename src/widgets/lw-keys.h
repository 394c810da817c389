/* lw-keys.h - every key of the window, in one table
 *
 * The accelerators of the application, the shortcuts of the label page and the
 * shortcuts window are all made from it, so that none can say something else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  /* Everywhere in the application, before any widget sees the key.  With Ctrl or
   * a function key only. */
  LW_KEY_ALWAYS,
  /* After the widget that has the focus: an entry takes what is typed into it. */
  LW_KEY_AFTER_FOCUS,
  /* Handled by the canvas; only told of here. */
  LW_KEY_CANVAS,
} LwKeyScope;

typedef struct
{
  LwKeyScope  scope;
  const char *group;  /* heading in the shortcuts window, untranslated */
  const char *title;  /* untranslated; NULL: not told of on its own */
  const char *action; /* detailed name: "label.class(1)"; NULL for LW_KEY_CANVAS */
  const char *keys;   /* accelerators, separated by spaces; the first is shown in tooltips */
} LwKey;

/* Static. */
const LwKey *lw_keys_list (guint *n_keys);

/* For g_application startup: all of scope LW_KEY_ALWAYS. */
void lw_keys_set_accels (GtkApplication *application);

/* Adds all of scope LW_KEY_AFTER_FOCUS to a widget that has the actions. */
void lw_keys_add_shortcuts (GtkWidget *widget);

/* The first key of @action, as gtk_accelerator_parse() reads it; NULL where it has none.
 * Transfer full. */
char *lw_keys_dup_accel (const char *action);

/* "Next Image (D)": @text with the first key of @action.  Transfer full. */
char *lw_keys_dup_tooltip (const char *text,
                           const char *action);

/* Made anew each time; floats to nobody: present it. */
GtkWindow *lw_keys_new_window (void);

G_END_DECLS
