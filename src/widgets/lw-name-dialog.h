/* lw-name-dialog.h - asks for one name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @name: without spaces around it, never empty; NULL where the user thought
 * better of it.  Called exactly once. */
typedef void (*LwNameFunc) (const char *name,
                            gpointer    user_data);

typedef struct
{
  const char *heading;
  const char *body;
  const char *entry_label; /* for screen readers */
  const char *accept;      /* the button: "Add" */
  const char *initial;     /* NULL for empty */
} LwNameQuestion;

/* @user_data: a GObject, kept alive until the answer, or NULL. */
void lw_name_dialog_ask (GtkWidget            *parent,
                         const LwNameQuestion *question,
                         LwNameFunc            func,
                         gpointer              user_data);

G_END_DECLS
