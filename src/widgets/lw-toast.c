/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-toast.h"

#include "lw-toast-overlay.h"

#include <gio/gio.h>

#define SECONDS 4
#define SECONDS_QUESTION 10

static guint
add_toast (GtkWidget  *widget,
           const char *text,
           const char *button,
           const char *action,
           guint       seconds)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, LW_TYPE_TOAST_OVERLAY);

  return overlay != NULL ? lw_toast_overlay_add (LW_TOAST_OVERLAY (overlay), text, button, action, seconds) : 0;
}

void
lw_toast_show (GtkWidget  *widget,
               const char *text)
{
  add_toast (widget, text, NULL, NULL, SECONDS);
}

void
lw_toast_show_error (GtkWidget    *widget,
                     const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      GtkWidget *overlay = gtk_widget_get_ancestor (widget, LW_TYPE_TOAST_OVERLAY);

      if (overlay != NULL)
        lw_toast_overlay_add_urgent (LW_TOAST_OVERLAY (overlay), error->message, SECONDS);
    }
}

guint
lw_toast_show_action (GtkWidget  *widget,
                      const char *text,
                      const char *button,
                      const char *action)
{
  return add_toast (widget, text, button, action, SECONDS);
}

guint
lw_toast_show_question (GtkWidget  *widget,
                        const char *text,
                        const char *button,
                        const char *action)
{
  return add_toast (widget, text, button, action, SECONDS_QUESTION);
}

void
lw_toast_dismiss (GtkWidget *widget,
                  guint      number)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, LW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL && number != 0)
    lw_toast_overlay_dismiss (LW_TOAST_OVERLAY (overlay), number);
}
