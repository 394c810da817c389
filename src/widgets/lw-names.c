/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-names.h"

#include <string.h>

/* Without the underlines that mark mnemonics; two of them stand for one. */
static char *
dup_readable (const char *label)
{
  GString *text = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++)
    {
      if (*p == '_')
        p++;
      if (*p == '\0')
        break;
      g_string_append_c (text, *p);
    }

  return g_string_free (text, FALSE);
}

static void
tidy_button (GtkButton *button)
{
  const char      *label = gtk_button_get_label (button);
  g_autofree char *name = NULL;

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);

  if (label == NULL || !gtk_button_get_use_underline (button))
    return;

  name = dup_readable (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
lw_names_tidy (GtkWidget *widget)
{
  /* Without text of its own a button may be named by whatever it holds: the name of the
   * only thing that is known of it must stay. */
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    tidy_button (GTK_BUTTON (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    lw_names_tidy (child);
}
