/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-key-caps.h"

#include "lw-key-map.h"

#include <glib/gi18n-lib.h>

static GPtrArray *
dup_labels (const char *const *accels)
{
  GPtrArray *labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; accels[i] != NULL; i++)
    {
      g_autofree char *label = lw_key_dup_label (accels[i]);

      if (label != NULL && !g_ptr_array_find_with_equal_func (labels, label, g_str_equal, NULL))
        g_ptr_array_add (labels, g_steal_pointer (&label));
    }

  return labels;
}

void
lw_key_caps_fill (GtkBox            *box,
                  const char *const *accels)
{
  g_autoptr (GPtrArray) labels = dup_labels (accels);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);

  for (guint i = 0; i < labels->len; i++)
    {
      GtkWidget *cap = gtk_label_new (labels->pdata[i]);

      gtk_widget_add_css_class (cap, "lw-key-cap");
      gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
      gtk_box_append (box, cap);
    }
}

char *
lw_key_caps_dup_text (const char *const *accels)
{
  g_autoptr (GPtrArray) labels = dup_labels (accels);

  if (labels->len == 0)
    return g_strdup (_ ("no key"));

  g_ptr_array_add (labels, NULL);

  return g_strjoinv (", ", (char **) labels->pdata);
}
