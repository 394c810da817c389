/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-key-hints.h"

#include "lw-keys.h"
#include "lw-settings.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

/* The first hour of somebody's work; of which the time is kept by the minute. */
#define HOUR_S 3600
#define TICK_S 60

struct _LwKeyHints
{
  GtkBox parent_instance;

  LwCanvas *canvas; /* not owned: both are on one page */
  GtkBox   *hints_box;
  guint     tick_source;
  gboolean  is_walking;
};

G_DEFINE_FINAL_TYPE (LwKeyHints, lw_key_hints, GTK_TYPE_BOX)

typedef struct
{
  const char *action;  /* whose first key is shown, or */
  const char *accel;   /* what cannot be changed, or */
  const char *pointer; /* what a hand does without the keyboard */
  const char *text;
} Hint;

/* clang-format off */
static const Hint selecting[] = {
  { NULL,              NULL,            N_("Drag"), N_("draw a box") },
  { "label.class(0)",  NULL,            NULL,       N_("first class") },
  { "label.done",      NULL,            NULL,       N_("done, next") },
  { "label.next",      NULL,            NULL,       N_("next image") },
  { "label.undo",      NULL,            NULL,       N_("undo") },
  { "app.shortcuts",   NULL,            NULL,       N_("all keys") },
};

static const Hint drawing[] = {
  { NULL,              "Left",          NULL,       N_("move the cross") },
  { NULL,              "Return",        NULL,       N_("set a point") },
  { "label.class(0)",  NULL,            NULL,       N_("first class") },
  { "label.undo",      NULL,            NULL,       N_("undo") },
  { NULL,              "Escape",        NULL,       N_("stop drawing") },
};

static const Hint framing[] = {
  { NULL,              "Left",          N_("move the cross") },
  { NULL,              "Return",        N_("set a corner") },
  { NULL,              "<Shift>Return", N_("add") },
  { NULL,              "<Control>Return", N_("take away") },
  { NULL,              "Escape",        N_("stop selecting") },
};

static const Hint walking[] = {
  { NULL,              "1",             N_("first value") },
  { NULL,              "BackSpace",     N_("no value") },
  { NULL,              "Tab",           N_("next box") },
  { NULL,              "<Shift>Tab",    N_("box before") },
  { NULL,              "Escape",        N_("end the walk") },
};

static const Hint selected[] = {
  { NULL,              "Left",          NULL,       N_("move") },
  { NULL,              "<Control>Left", NULL,       N_("resize") },
  { "label.edit-class", NULL,           NULL,       N_("class") },
  { "label.delete",    NULL,            NULL,       N_("delete") },
  { "label.duplicate", NULL,            NULL,       N_("duplicate") },
  { NULL,              "Escape",        NULL,       N_("let go") },
};
/* clang-format on */

/* --- What they say --- */

static char *
dup_label (const Hint *hint)
{
  if (hint->pointer != NULL)
    return g_strdup (_ (hint->pointer));

  return hint->action != NULL ? lw_keys_dup_label (hint->action) : lw_key_dup_label (hint->accel);
}

static void
add_hint (LwKeyHints *self,
          const Hint *hint)
{
  g_autofree char *label = dup_label (hint);
  GtkWidget       *cap, *text;

  /* A command whose keys were all taken away. */
  if (label == NULL)
    return;

  cap = gtk_label_new (label);
  text = gtk_label_new (_ (hint->text));
  gtk_widget_add_css_class (cap, "lw-key-cap");
  gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (text, 6);
  gtk_box_append (self->hints_box, cap);
  gtk_box_append (self->hints_box, text);
}

static void
update_hints_cb (LwKeyHints *self)
{
  const Hint *hints = selecting;
  gsize       n_hints = G_N_ELEMENTS (selecting);
  gsize       n_selected;
  GtkWidget  *child;

  lw_canvas_get_selection (self->canvas, &n_selected);

  if (self->is_walking)
    {
      hints = walking;
      n_hints = G_N_ELEMENTS (walking);
    }
  else if (lw_canvas_get_tool (self->canvas) == LW_CANVAS_TOOL_FRAME)
    {
      hints = framing;
      n_hints = G_N_ELEMENTS (framing);
    }
  else if (lw_canvas_get_tool (self->canvas) == LW_CANVAS_TOOL_DRAW || lw_canvas_get_tool (self->canvas) == LW_CANVAS_TOOL_POINTS)
    {
      hints = drawing;
      n_hints = G_N_ELEMENTS (drawing);
    }
  else if (n_selected > 0)
    {
      hints = selected;
      n_hints = G_N_ELEMENTS (selected);
    }

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->hints_box))) != NULL)
    gtk_box_remove (self->hints_box, child);

  for (gsize i = 0; i < n_hints; i++)
    add_hint (self, &hints[i]);
}

/* --- When --- */

static gboolean
is_wanted (void)
{
  g_autofree char *when = g_settings_get_string (lw_settings_get (), "key-hints");

  if (g_str_equal (when, "first-hour"))
    return g_settings_get_int (lw_settings_get (), "key-hints-seconds") < HOUR_S;

  return g_str_equal (when, "always");
}

static void
update_visible_cb (LwKeyHints *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), is_wanted ());
}

/* Counts the time in which somebody could have read them. */
static gboolean
tick_cb (gpointer user_data)
{
  GtkRoot  *root = gtk_widget_get_root (user_data);
  const int seconds = g_settings_get_int (lw_settings_get (), "key-hints-seconds");

  if (GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)))
    g_settings_set_int (lw_settings_get (), "key-hints-seconds", MIN (seconds + TICK_S, HOUR_S));

  return G_SOURCE_CONTINUE;
}

static void
close_clicked_cb (LwKeyHints *self)
{
  g_settings_set_string (lw_settings_get (), "key-hints", "never");
  lw_toast_show (GTK_WIDGET (self->canvas), _ ("The preferences can show the key hints again"));
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
lw_key_hints_map (GtkWidget *widget)
{
  LwKeyHints *self = LW_KEY_HINTS (widget);

  GTK_WIDGET_CLASS (lw_key_hints_parent_class)->map (widget);
  self->tick_source = g_timeout_add_seconds (TICK_S, tick_cb, self);
}

static void
lw_key_hints_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&LW_KEY_HINTS (widget)->tick_source, g_source_remove);
  GTK_WIDGET_CLASS (lw_key_hints_parent_class)->unmap (widget);
}

/* The button is looked for before the box is asked. */
static gboolean
lw_key_hints_contains (GtkWidget *widget,
                       double     x,
                       double     y)
{
  return FALSE;
}

static void
lw_key_hints_class_init (LwKeyHintsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = lw_key_hints_map;
  widget_class->unmap = lw_key_hints_unmap;
  widget_class->contains = lw_key_hints_contains;
  gtk_widget_class_set_css_name (widget_class, "keyhints");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
lw_key_hints_init (LwKeyHints *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->hints_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4));
  gtk_widget_set_can_target (GTK_WIDGET (self->hints_box), FALSE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->hints_box));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "lw-small-button");
  gtk_widget_set_tooltip_text (button, _ ("Hide the Key Hints"));
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Hide the Key Hints"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (close_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), button);

  gtk_widget_add_css_class (GTK_WIDGET (self), "lw-key-hints");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Key hints"), -1);

  update_visible_cb (self);
  g_signal_connect_object (lw_settings_get (), "changed::key-hints", G_CALLBACK (update_visible_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lw_settings_get (), "changed::key-hints-seconds", G_CALLBACK (update_visible_cb), self,
                           G_CONNECT_SWAPPED);
}

void
lw_key_hints_set_canvas (LwKeyHints *self,
                         LwCanvas   *canvas)
{
  g_return_if_fail (LW_IS_KEY_HINTS (self) && LW_IS_CANVAS (canvas) && self->canvas == NULL);

  self->canvas = canvas;
  g_signal_connect_object (canvas, "selection-changed", G_CALLBACK (update_hints_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "notify::tool", G_CALLBACK (update_hints_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lw_keys_get_map (), "changed", G_CALLBACK (update_hints_cb), self, G_CONNECT_SWAPPED);
  update_hints_cb (self);
}

void
lw_key_hints_set_walking (LwKeyHints *self,
                          gboolean    is_walking)
{
  g_return_if_fail (LW_IS_KEY_HINTS (self));

  if (self->is_walking == is_walking)
    return;

  self->is_walking = is_walking;
  update_hints_cb (self);
}
