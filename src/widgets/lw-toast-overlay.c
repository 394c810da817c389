/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-toast-overlay.h"

#include <glib/gi18n-lib.h>

/* With more than these somebody would read old news for half a minute. */
#define N_WAITING_MAX 5

typedef struct
{
  guint number;
  guint seconds;
  char *text, *button, *action;
} Message;

struct _LwToastOverlay
{
  GtkWidget parent_instance;

  GtkWidget          *overlay;
  GtkWidget          *bar;
  GtkLabel           *label;
  GtkButton          *button;
  GtkEventController *pointer, *focus;

  /* Of Message; the first one is shown. */
  GQueue     messages;
  guint      timeout_source;
  GtkWidget *focus_before; /* weak */
};

enum
{
  PROP_CHILD = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (LwToastOverlay, lw_toast_overlay, GTK_TYPE_WIDGET)

/* --- Messages --- */

static Message *
message_new (const char *text,
             const char *button,
             const char *action,
             guint       seconds)
{
  static guint last_number;
  Message     *message = g_new (Message, 1);

  message->number = ++last_number;
  message->seconds = seconds;
  message->text = g_strdup (text);
  message->button = g_strdup (button);
  message->action = g_strdup (action);

  return message;
}

static void
message_free (Message *message)
{
  g_free (message->text);
  g_free (message->button);
  g_free (message->action);
  g_free (message);
}

/* --- What is seen --- */

static gboolean
timed_out_cb (gpointer user_data)
{
  LwToastOverlay *self = user_data;
  const Message  *message = g_queue_peek_head (&self->messages);

  self->timeout_source = 0;

  if (message != NULL)
    lw_toast_overlay_dismiss (self, message->number);

  return G_SOURCE_REMOVE;
}

/* From the beginning, or not at all while somebody is about to use it. */
static void
restart_clock (LwToastOverlay *self)
{
  const Message *message = g_queue_peek_head (&self->messages);

  g_clear_handle_id (&self->timeout_source, g_source_remove);

  if (message != NULL &&
      !gtk_event_controller_motion_contains_pointer (GTK_EVENT_CONTROLLER_MOTION (self->pointer)) &&
      !gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus)))
    self->timeout_source = g_timeout_add_seconds (message->seconds, timed_out_cb, self);
}

static void
remember_focus (LwToastOverlay *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_weak_pointer (&self->focus_before);
  g_set_weak_pointer (&self->focus_before, root != NULL ? gtk_root_get_focus (root) : NULL);
}

static void
hide (LwToastOverlay *self)
{
  const gboolean had_focus = gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus));

  g_clear_handle_id (&self->timeout_source, g_source_remove);
  gtk_widget_set_visible (self->bar, FALSE);

  if (had_focus && self->focus_before != NULL && gtk_widget_get_mapped (self->focus_before))
    gtk_widget_grab_focus (self->focus_before);

  g_clear_weak_pointer (&self->focus_before);
}

static void
show_first (LwToastOverlay *self)
{
  const Message *message = g_queue_peek_head (&self->messages);

  if (message == NULL)
    {
      hide (self);
      return;
    }

  if (!gtk_widget_get_visible (self->bar))
    remember_focus (self);

  gtk_label_set_text (self->label, message->text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), message->button != NULL);
  gtk_button_set_label (self->button, message->button != NULL ? message->button : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, message->text, -1);
  gtk_widget_set_visible (self->bar, TRUE);
  restart_clock (self);
}

/* Shows the next one where @link was the one that is shown. */
static void
drop (LwToastOverlay *self,
      GList          *link)
{
  const gboolean is_shown = link == self->messages.head;

  message_free (link->data);
  g_queue_delete_link (&self->messages, link);

  if (is_shown)
    show_first (self);
}

static void
drop_action (LwToastOverlay *self,
             const char     *action)
{
  for (GList *l = self->messages.tail; l != NULL;)
    {
      GList         *before = l->prev;
      const Message *message = l->data;

      if (g_strcmp0 (message->action, action) == 0)
        drop (self, l);

      l = before;
    }
}

/* --- Callbacks --- */

static void
button_clicked_cb (LwToastOverlay *self)
{
  const Message   *message = g_queue_peek_head (&self->messages);
  g_autofree char *action = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (message == NULL)
    return;

  /* Gone before the action runs: it may bring the next message. */
  action = g_strdup (message->action);
  lw_toast_overlay_dismiss (self, message->number);

  if (action != NULL && g_action_parse_detailed_name (action, &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), name, target);
}

static gboolean
dismiss_first (LwToastOverlay *self)
{
  const Message *message = g_queue_peek_head (&self->messages);

  if (message == NULL)
    return FALSE;

  lw_toast_overlay_dismiss (self, message->number);

  return TRUE;
}

static void
close_clicked_cb (LwToastOverlay *self)
{
  dismiss_first (self);
}

static gboolean
escape_pressed_cb (GtkWidget *widget,
                   GVariant  *arguments,
                   gpointer   user_data)
{
  LwToastOverlay *self = LW_TOAST_OVERLAY (widget);

  /* From anywhere else it means what it means there: close, let go, go back. */
  return gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus)) && dismiss_first (self);
}

/* --- GObject --- */

static void
lw_toast_overlay_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LwToastOverlay *self = LW_TOAST_OVERLAY (object);

  if (prop_id == PROP_CHILD)
    g_value_set_object (value, gtk_overlay_get_child (GTK_OVERLAY (self->overlay)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lw_toast_overlay_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LwToastOverlay *self = LW_TOAST_OVERLAY (object);

  if (prop_id == PROP_CHILD)
    gtk_overlay_set_child (GTK_OVERLAY (self->overlay), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

/* As much room as the child wants, in a box, too. */
static void
lw_toast_overlay_compute_expand (GtkWidget *widget,
                                 gboolean  *is_wide,
                                 gboolean  *is_high)
{
  GtkWidget *overlay = LW_TOAST_OVERLAY (widget)->overlay;

  *is_wide = gtk_widget_compute_expand (overlay, GTK_ORIENTATION_HORIZONTAL);
  *is_high = gtk_widget_compute_expand (overlay, GTK_ORIENTATION_VERTICAL);
}

static void
lw_toast_overlay_dispose (GObject *object)
{
  LwToastOverlay *self = LW_TOAST_OVERLAY (object);

  g_clear_handle_id (&self->timeout_source, g_source_remove);
  g_clear_weak_pointer (&self->focus_before);
  g_queue_clear_full (&self->messages, (GDestroyNotify) message_free);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);

  G_OBJECT_CLASS (lw_toast_overlay_parent_class)->dispose (object);
}

static void
lw_toast_overlay_class_init (LwToastOverlayClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lw_toast_overlay_get_property;
  object_class->set_property = lw_toast_overlay_set_property;
  object_class->dispose = lw_toast_overlay_dispose;
  widget_class->compute_expand = lw_toast_overlay_compute_expand;

  props[PROP_CHILD] =
      g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_pressed_cb, NULL);
}

static GtkWidget *
new_close_button (void)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Hide This"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Hide This"), -1);

  return button;
}

static void
add_controllers (LwToastOverlay *self)
{
  self->pointer = gtk_event_controller_motion_new ();
  self->focus = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (self->pointer, "notify::contains-pointer", G_CALLBACK (restart_clock), self);
  g_signal_connect_swapped (self->focus, "notify::contains-focus", G_CALLBACK (restart_clock), self);
  gtk_widget_add_controller (self->bar, self->pointer);
  gtk_widget_add_controller (self->bar, self->focus);
}

static void
fill_bar (LwToastOverlay *self)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic ("");
  GtkWidget *close = new_close_button ();

  self->label = GTK_LABEL (label);
  self->button = GTK_BUTTON (button);

  /* An error says what to do, which may take a second line. */
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_lines (self->label, 3);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->label, 80);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_margin_start (label, 6);
  gtk_widget_set_margin_end (label, 6);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *either = i == 0 ? button : close;

      gtk_widget_set_valign (either, GTK_ALIGN_CENTER);
      gtk_widget_set_focus_on_click (either, FALSE);
    }

  g_signal_connect_swapped (button, "clicked", G_CALLBACK (button_clicked_cb), self);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (close_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->bar), label);
  gtk_box_append (GTK_BOX (self->bar), button);
  gtk_box_append (GTK_BOX (self->bar), close);
}

static void
lw_toast_overlay_init (LwToastOverlay *self)
{
  g_queue_init (&self->messages);
  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));

  /* The name is what the platform's style sheet gives a look to. */
  self->bar = g_object_new (GTK_TYPE_BOX, "css-name", "toast", "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "halign",
                            GTK_ALIGN_CENTER, "valign", GTK_ALIGN_END, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->bar, "osd");
  gtk_widget_add_css_class (self->bar, "lw-toast");
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->bar);
  add_controllers (self);
  fill_bar (self);
}

GtkWidget *
lw_toast_overlay_new (GtkWidget *child)
{
  return g_object_new (LW_TYPE_TOAST_OVERLAY, "child", child, NULL);
}

guint
lw_toast_overlay_add (LwToastOverlay *self,
                      const char     *text,
                      const char     *button,
                      const char     *action,
                      guint           seconds)
{
  const Message *last;
  Message       *message;

  g_return_val_if_fail (LW_IS_TOAST_OVERLAY (self), 0);
  g_return_val_if_fail ((button == NULL) == (action == NULL), 0);

  if (action != NULL)
    drop_action (self, action);

  last = g_queue_peek_tail (&self->messages);

  if (action == NULL && last != NULL && last->action == NULL && g_str_equal (last->text, text))
    {
      restart_clock (self);
      return last->number;
    }

  message = message_new (text, button, action, seconds);
  g_queue_push_tail (&self->messages, message);

  if (self->messages.length == 1)
    show_first (self);
  else if (self->messages.length > 1 + N_WAITING_MAX)
    drop (self, self->messages.head->next);

  return message->number;
}

void
lw_toast_overlay_add_urgent (LwToastOverlay *self,
                             const char     *text,
                             guint           seconds)
{
  g_return_if_fail (LW_IS_TOAST_OVERLAY (self));

  for (GList *l = self->messages.head; l != NULL; l = l->next)
    {
      Message *message = l->data;

      if (message->action == NULL && g_str_equal (message->text, text))
        {
          g_queue_unlink (&self->messages, l);
          g_queue_push_head_link (&self->messages, l);
          show_first (self);
          return;
        }
    }

  g_queue_push_head (&self->messages, message_new (text, NULL, NULL, seconds));
  show_first (self);

  if (self->messages.length > 1 + N_WAITING_MAX)
    drop (self, self->messages.tail);
}

void
lw_toast_overlay_dismiss (LwToastOverlay *self,
                          guint           number)
{
  g_return_if_fail (LW_IS_TOAST_OVERLAY (self));

  for (GList *l = self->messages.head; l != NULL; l = l->next)
    if (((const Message *) l->data)->number == number)
      {
        drop (self, l);
        return;
      }
}
