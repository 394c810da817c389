/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-toast.h"

#include <gio/gio.h>

static AdwToast *
add_toast (GtkWidget  *widget,
           const char *text,
           const char *button,
           const char *action)
{
  GtkWidget       *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *markup = NULL;
  AdwToast        *toast;

  if (overlay == NULL)
    return NULL;

  /* A toast reads its title as markup, and file names may hold anything. */
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);

  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      adw_toast_set_detailed_action_name (toast, action);
    }

  adw_toast_set_timeout (toast, 4);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);

  return toast;
}

void
lw_toast_show (GtkWidget  *widget,
               const char *text)
{
  add_toast (widget, text, NULL, NULL);
}

void
lw_toast_show_error (GtkWidget    *widget,
                     const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    add_toast (widget, error->message, NULL, NULL);
}

AdwToast *
lw_toast_show_action (GtkWidget  *widget,
                      const char *text,
                      const char *button,
                      const char *action)
{
  return add_toast (widget, text, button, action);
}
