/* lw-label-page-load.c - the boxes of another image, in steps that leave room for frames
 *
 * Few boxes are there at once.  Of many a part is read and put on the canvas, then the main
 * loop goes on, and so forth; the list follows in a step of its own.  Whoever presses a
 * key or a button meanwhile means this image and its boxes: the rest is then done first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-frame-log.h"
#include "lw-keys.h"
#include "lw-toast.h"

/* Read and put on the canvas in 5 ms. */
#define BOXES_PER_STEP 4000

/* After the painting of a frame that is due. */
#define PRIORITY (GDK_PRIORITY_REDRAW + 1)

struct _LwLabelPageLoad
{
  GArray  *boxes; /* (element-type LwShownBox): read so far */
  gboolean is_read;
  guint    source;
};

static void
drop (LwLabelPage *self)
{
  struct _LwLabelPageLoad *load = g_steal_pointer (&self->load);

  if (load == NULL)
    return;

  g_clear_handle_id (&load->source, g_source_remove);
  g_clear_pointer (&load->boxes, g_array_unref);
  g_free (load);
}

/* Without those that it has, should it not be possible to read on. */
static void
read_part (LwLabelPage *self)
{
  struct _LwLabelPageLoad *load = self->load;
  const guint              n_before = load->boxes->len;
  const gint64             last_key = n_before > 0 ? g_array_index (load->boxes, LwShownBox, n_before - 1).key : 0;
  g_autofree LwCanvasBox  *shown = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = lw_project_list_boxes_after (self->project, self->image_key, last_key, BOXES_PER_STEP, &error);

  lw_toast_show_error (GTK_WIDGET (self), error);
  if (rows != NULL)
    lw_label_page_append_shown (self, rows, load->boxes);

  load->is_read = rows == NULL || rows->len < BOXES_PER_STEP;
  shown = g_new (LwCanvasBox, MAX (load->boxes->len - n_before, 1));
  for (guint i = n_before; i < load->boxes->len; i++)
    shown[i - n_before] = lw_label_page_canvas_box (self, &g_array_index (load->boxes, LwShownBox, i));

  lw_canvas_append_boxes (self->canvas, shown, load->boxes->len - n_before, load->is_read);
}

static void
list_boxes (LwLabelPage *self)
{
  GArray           *boxes = g_steal_pointer (&self->load->boxes);
  const LwBoxChange change = { 0, lw_box_model_get_n_boxes (self->boxes), boxes->len };

  drop (self);
  self->is_syncing = TRUE;
  lw_box_model_take_boxes (self->boxes, boxes, &change);
  self->is_syncing = FALSE;
  lw_label_page_canvas_selected (self);
  lw_frame_log_arrived ();
}

static void
do_step (LwLabelPage *self)
{
  if (self->load->is_read)
    list_boxes (self);
  else
    read_part (self);
}

static gboolean
step_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;
  const guint  source = self->load->source;

  /* The source ends itself. */
  self->load->source = 0;
  do_step (self);

  if (self->load == NULL)
    return G_SOURCE_REMOVE;

  self->load->source = source;

  return G_SOURCE_CONTINUE;
}

void
lw_label_page_clear_boxes (LwLabelPage *self)
{
  drop (self);
  self->is_syncing = TRUE;
  lw_canvas_begin_boxes (self->canvas);
  self->is_syncing = FALSE;
}

void
lw_label_page_load_boxes (LwLabelPage *self)
{
  if (self->project == NULL || self->image_key == 0 || lw_project_is_busy (self->project))
    {
      lw_label_page_show_boxes (self, TRUE);
      lw_frame_log_arrived ();
      return;
    }

  self->load = g_new0 (struct _LwLabelPageLoad, 1);
  self->load->boxes = g_array_new (FALSE, FALSE, sizeof (LwShownBox));
  read_part (self);

  if (self->load->is_read)
    {
      list_boxes (self);
      return;
    }

  self->load->source = g_idle_add_full (PRIORITY, step_cb, self, NULL);
  lw_label_page_canvas_selected (self);
}

void
lw_label_page_finish_boxes (LwLabelPage *self)
{
  while (self->load != NULL)
    do_step (self);
}

gboolean
lw_label_page_stop_boxes (LwLabelPage *self)
{
  const gboolean was_loading = self->load != NULL;

  drop (self);

  return was_loading;
}

/* --- What is pressed meanwhile --- */

static gboolean
is_key_of (GdkEvent   *event,
           const char *action)
{
  g_autofree char *accel = lw_keys_dup_accel (action);
  guint            keyval, pressed;
  GdkModifierType  modifiers, held;

  return accel != NULL && gtk_accelerator_parse (accel, &keyval, &modifiers) &&
         gdk_key_event_get_match (event, &pressed, &held) &&
         gdk_keyval_to_lower (pressed) == gdk_keyval_to_lower (keyval) && held == modifiers;
}

/* A key that is held to leaf through the images asks for none of the boxes that it passes. */
static gboolean
event_cb (LwLabelPage *self,
          GdkEvent    *event)
{
  if (self->load == NULL)
    return GDK_EVENT_PROPAGATE;

  switch ((guint) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
      if (!is_key_of (event, "label.next") && !is_key_of (event, "label.previous"))
        lw_label_page_finish_boxes (self);
      break;

    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      lw_label_page_finish_boxes (self);
      break;

    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

/* In the window, because keys work wherever its focus is. */
static void
root_changed_cb (LwLabelPage *self)
{
  GtkWidget          *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkEventController *controller;

  if (root == NULL)
    return;

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (root, controller);
}

void
lw_label_page_init_load (LwLabelPage *self)
{
  g_signal_connect (self, "notify::root", G_CALLBACK (root_changed_cb), NULL);
}
