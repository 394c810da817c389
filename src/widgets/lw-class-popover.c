/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-popover.h"

#include "lw-class-list.h"

/* Ten rows and the entry: enough to choose among without looking far. */
#define WIDTH_PX 280
#define HEIGHT_PX 330

struct _LwClassPopover
{
  GtkPopover parent_instance;

  LwClassList *list;
  LwProject   *project;
};

enum
{
  SIGNAL_CLASS_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwClassPopover, lw_class_popover, GTK_TYPE_POPOVER)

static void
chosen_cb (LwClassPopover *self,
           gint64          class_key)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CLASS_CHOSEN], 0, class_key);
}

/* The classes are followed only while they are looked at. */
static void
closed_cb (LwClassPopover *self)
{
  lw_class_list_clear_search (self->list);
  lw_class_list_set_project (self->list, NULL);
}

static void
lw_class_popover_dispose (GObject *object)
{
  g_clear_object (&LW_CLASS_POPOVER (object)->project);

  G_OBJECT_CLASS (lw_class_popover_parent_class)->dispose (object);
}

static void
lw_class_popover_class_init (LwClassPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_class_popover_dispose;

  signals[SIGNAL_CLASS_CHOSEN] = g_signal_new ("class-chosen", LW_TYPE_CLASS_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
lw_class_popover_init (LwClassPopover *self)
{
  self->list = g_object_new (LW_TYPE_CLASS_LIST, "always-searches", TRUE, "width-request", WIDTH_PX,
                             "height-request", HEIGHT_PX, NULL);
  g_signal_connect_swapped (self->list, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->list, "dismissed", G_CALLBACK (gtk_popover_popdown), self);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_set_child (GTK_POPOVER (self), GTK_WIDGET (self->list));
}

GtkWidget *
lw_class_popover_new (void)
{
  return g_object_new (LW_TYPE_CLASS_POPOVER, NULL);
}

void
lw_class_popover_set_project (LwClassPopover *self,
                              LwProject      *project)
{
  g_return_if_fail (LW_IS_CLASS_POPOVER (self));

  g_set_object (&self->project, project);
  lw_class_list_set_project (self->list, NULL);
}

void
lw_class_popover_open (LwClassPopover *self,
                       gint64          class_key)
{
  g_return_if_fail (LW_IS_CLASS_POPOVER (self));

  lw_class_list_set_project (self->list, self->project);
  gtk_popover_popup (GTK_POPOVER (self));
  lw_class_list_set_selected (self->list, class_key);
  lw_class_list_focus_search (self->list);
}
