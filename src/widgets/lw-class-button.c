/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-button.h"

#include "lw-class-popover.h"
#include "lw-colour-dot.h"

#include <glib/gi18n-lib.h>

struct _LwClassButton
{
  GtkWidget parent_instance;

  LwProject *project;
  gint64     class_key;
  char      *none;
  char      *purpose;

  GtkWidget   *button;
  LwColourDot *dot;
  GtkLabel    *label;
  GtkWidget   *popover; /* NULL before it is first opened */
};

enum
{
  SIGNAL_CLASS_CHOSEN,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassButton, lw_class_button, GTK_TYPE_WIDGET)

static void
update (LwClassButton *self)
{
  const LwClassRow *row = self->project != NULL ? lw_project_find_class (self->project, self->class_key) : NULL;
  const char       *text = row != NULL ? row->name : self->none;
  g_autofree char  *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->dot), row != NULL);
  gtk_label_set_label (self->label, text != NULL ? text : "");

  if (row != NULL)
    lw_colour_dot_set_colour (self->dot, row->colour);

  /* Translators: what the button is for, and the class that it says. */
  name = g_strdup_printf (_ ("%s: %s"), self->purpose != NULL ? self->purpose : _ ("Class"), text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
chosen_cb (LwClassButton *self,
           gint64         class_key)
{
  g_signal_emit (self, signals[SIGNAL_CLASS_CHOSEN], 0, class_key);
}

static void
closed_cb (LwClassButton *self)
{
  gtk_widget_grab_focus (self->button);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
lw_class_button_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  LwClassButton *self = LW_CLASS_BUTTON (widget);

  gtk_widget_allocate (self->button, width, height, baseline, NULL);

  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
lw_class_button_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  gtk_widget_measure (LW_CLASS_BUTTON (widget)->button, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static gboolean
lw_class_button_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LW_CLASS_BUTTON (widget)->button);
}

static void
lw_class_button_dispose (GObject *object)
{
  LwClassButton *self = LW_CLASS_BUTTON (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_object (&self->project);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (lw_class_button_parent_class)->dispose (object);
}

static void
lw_class_button_finalize (GObject *object)
{
  g_free (LW_CLASS_BUTTON (object)->none);
  g_free (LW_CLASS_BUTTON (object)->purpose);

  G_OBJECT_CLASS (lw_class_button_parent_class)->finalize (object);
}

static void
lw_class_button_class_init (LwClassButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_class_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_class_button_finalize;
  widget_class->measure = lw_class_button_measure;
  widget_class->size_allocate = lw_class_button_size_allocate;
  widget_class->grab_focus = lw_class_button_grab_focus;

  signals[SIGNAL_CLASS_CHOSEN] = g_signal_new ("class-chosen", LW_TYPE_CLASS_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", LW_TYPE_CLASS_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
lw_class_button_init (LwClassButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");

  self->dot = LW_COLOUR_DOT (lw_colour_dot_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (self->label, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->dot));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), arrow);

  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), box);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (lw_class_button_open), self);
  update (self);
}

GtkWidget *
lw_class_button_new (void)
{
  return g_object_new (LW_TYPE_CLASS_BUTTON, NULL);
}

void
lw_class_button_set_project (LwClassButton *self,
                             LwProject     *project)
{
  g_return_if_fail (LW_IS_CLASS_BUTTON (self));

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_set_object (&self->project, project);
  self->class_key = 0;

  if (self->popover != NULL)
    lw_class_popover_set_project (LW_CLASS_POPOVER (self->popover), project);

  if (project != NULL)
    g_signal_connect_object (project, "classes-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  update (self);
}

void
lw_class_button_set_class (LwClassButton *self,
                           gint64         class_key)
{
  g_return_if_fail (LW_IS_CLASS_BUTTON (self));

  self->class_key = class_key;
  update (self);
}

gint64
lw_class_button_get_class (LwClassButton *self)
{
  g_return_val_if_fail (LW_IS_CLASS_BUTTON (self), 0);

  return self->class_key;
}

void
lw_class_button_set_none (LwClassButton *self,
                          const char    *text)
{
  g_return_if_fail (LW_IS_CLASS_BUTTON (self));

  g_free (self->none);
  self->none = g_strdup (text);
  update (self);
}

void
lw_class_button_set_purpose (LwClassButton *self,
                             const char    *purpose)
{
  g_return_if_fail (LW_IS_CLASS_BUTTON (self));

  g_free (self->purpose);
  self->purpose = g_strdup (purpose);
  update (self);
}

void
lw_class_button_open (LwClassButton *self)
{
  g_return_if_fail (LW_IS_CLASS_BUTTON (self));

  if (self->popover == NULL)
    {
      self->popover = lw_class_popover_new ();
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      lw_class_popover_set_project (LW_CLASS_POPOVER (self->popover), self->project);
      g_signal_connect_object (self->popover, "class-chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
    }

  lw_class_popover_open (LW_CLASS_POPOVER (self->popover), self->class_key);
}
