/* lw-label-page-walk.c - one attribute through all boxes, one after the other
 *
 * The walk goes where the selection goes: undo, the list of boxes and a click on the
 * canvas all move it, as do its own keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-label-page-private.h"

#include "lw-settings.h"
#include "lw-toast.h"
#include "lw-walk-chooser.h"
#include "lw-walk-list.h"

#include <glib/gi18n-lib.h>

/* How much of the view a box takes up: enough to see it, and what is around it. */
#define BOX_SHARE (1 / 3.0)
#define ZOOM_MAX 8.0

struct _LwLabelPageWalk
{
  gint64        attribute_key;
  gboolean      only_without;
  GCancellable *reading;
  GArray       *steps;     /* (element-type LwWalkStep); NULL while they are being read */
  guint         position;  /* the number of steps at the end */
  gint64        shown_key; /* the box that is not dimmed; 0: all are as usual */
  LwView        view;      /* before it began */
  gboolean      is_showing;
  gboolean      is_unframed; /* the size of the picture is not known yet */
};

static const LwAttributeRow *
find_attribute (LwLabelPage *self)
{
  const LwAttributeRow *attribute = lw_project_find_attribute (self->project, self->walk->attribute_key);

  return attribute != NULL && !attribute->is_archived ? attribute : NULL;
}

/* NULL while the boxes are being read, and at the end. */
static LwWalkStep *
get_step (LwLabelPage *self)
{
  struct _LwLabelPageWalk *walk = self->walk;

  return walk != NULL && walk->steps != NULL && walk->position < walk->steps->len
             ? &g_array_index (walk->steps, LwWalkStep, walk->position)
             : NULL;
}

/* NULL where another image is shown, or the box is gone. */
static const LwShownBox *
get_box (LwLabelPage *self)
{
  const LwWalkStep *step = get_step (self);

  return step != NULL && step->image_key == self->image_key ? lw_box_model_find_box (self->boxes, step->box_key) : NULL;
}

gboolean
lw_label_page_is_aside (LwLabelPage *self,
                        gint64       key)
{
  return self->walk != NULL && self->walk->shown_key != 0 && self->walk->shown_key != key;
}

/* --- What is said --- */

/* Of the values that a box has for all attributes.  NULL while they cannot be read. */
static const LwSharedValue *
find_value (LwLabelPage  *self,
            const GArray *values)
{
  for (guint i = 0; i < values->len; i++)
    if (g_array_index (values, LwSharedValue, i).attribute.key == self->walk->attribute_key)
      return &g_array_index (values, LwSharedValue, i);

  return NULL;
}

/* Transfer full. */
static GArray *
list_values (LwLabelPage      *self,
             const LwShownBox *box)
{
  return lw_project_list_shared_values (self->project, &box->class_key, 1, &box->key, 1);
}

/* "Red cell 3 of 12: weak".  Transfer full. */
static char *
describe (LwLabelPage *self)
{
  const LwShownBox *box = get_box (self);
  g_autoptr (GArray) values = box != NULL ? list_values (self, box) : NULL;
  g_autofree char *shown = values != NULL ? lw_attribute_walk_dup_shown (find_value (self, values)) : NULL;

  if (shown == NULL)
    return g_strdup ("");

  /* Translators: a class, which box of how many, and its value: "Red cell 3 of 12: weak" */
  return g_strdup_printf (_ ("%s %u of %u: %s"), *box->class_name != '\0' ? box->class_name : _ ("Box"),
                          self->walk->position + 1, self->walk->steps->len, shown);
}

/* @said: what was just done, NULL for nothing. */
static void
announce (LwLabelPage *self,
          const char  *said,
          const char  *now)
{
  /* Translators: what was done to one box, and which one is next: "Red cell 3 of 12: weak. Red cell 4 of 12: not set" */
  g_autofree char *both = said != NULL ? g_strdup_printf (_ ("%s. %s"), said, now) : NULL;

  lw_canvas_announce (self->canvas, both != NULL ? both : now);
}

static const char *
get_reason (LwLabelPage *self)
{
  const char *reason = lw_project_get_read_only_reason (self->project);

  if (reason == NULL && lw_project_is_busy (self->project))
    return _ ("The project is busy with other work. Values can be set as soon as that is done.");

  return reason;
}

void
lw_label_page_update_walk (LwLabelPage *self)
{
  LwWalkStep       *step = get_step (self);
  const LwShownBox *box = get_box (self);
  g_autoptr (GArray) values = NULL;
  const LwSharedValue *value;

  if (self->walk == NULL || self->project == NULL)
    return;

  lw_attribute_walk_set_reason (self->walk_bar, get_reason (self));

  if (box == NULL)
    return;

  values = list_values (self, box);
  value = find_value (self, values);

  if (value != NULL)
    step->has_value = !value->is_default;

  lw_attribute_walk_set_box (self->walk_bar, self->walk->position + 1, self->walk->steps->len, value);
}

static void
show_end (LwLabelPage *self,
          const char  *said)
{
  const guint      n_boxes = self->walk->steps->len;
  const guint      n_values = lw_walk_list_count_values (self->walk->steps);
  g_autofree char *boxes = g_strdup_printf (ngettext ("The walk is at its end: %u box", "The walk is at its end: %u boxes", n_boxes), n_boxes);
  /* Translators: the first is "The walk is at its end: 12 boxes". */
  g_autofree char *text = g_strdup_printf (_ ("%s, %u with a value, %u without"), boxes, n_values, n_boxes - n_values);

  self->walk->shown_key = 0;
  self->walk->is_showing = TRUE;
  lw_canvas_set_selection (self->canvas, NULL, 0);
  lw_label_page_refresh_boxes (self);
  self->walk->is_showing = FALSE;
  lw_attribute_walk_set_end (self->walk_bar, text);
  lw_label_page_focus_canvas (self);
  announce (self, said, text);
}

/* --- Going from box to box --- */

static void
frame_box (LwLabelPage *self)
{
  const LwShownBox *box = get_box (self);

  self->walk->is_unframed = lw_canvas_get_view (self->canvas)->zoom <= 0;

  if (box != NULL && !self->walk->is_unframed)
    lw_canvas_frame_box (self->canvas, box->key, BOX_SHARE, ZOOM_MAX);
}

static void
refresh_box (LwLabelPage *self,
             gint64       key)
{
  const LwShownBox *box = lw_box_model_find_box (self->boxes, key);

  if (box != NULL)
    {
      const LwCanvasBox shown = lw_label_page_canvas_box (self, box);

      lw_canvas_update_box (self->canvas, &shown);
    }
}

/* Two boxes, not the ten thousand that there may be. */
static void
light_box (LwLabelPage *self,
           gint64       key)
{
  const gint64 before = self->walk->shown_key;

  self->walk->shown_key = key;

  if (before == 0)
    lw_label_page_refresh_boxes (self);

  refresh_box (self, before);
  refresh_box (self, key);
}

/* FALSE where its box is not there any more. */
static gboolean
show_step (LwLabelPage *self)
{
  LwWalkStep *step = get_step (self);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->walk->is_showing = TRUE;

  if (step->image_key != self->image_key)
    lw_label_page_show_image (self, step->image_key);
  lw_label_page_finish_boxes (self);

  if (get_box (self) != NULL)
    {
      g_array_append_val (keys, step->box_key);
      light_box (self, step->box_key);
      lw_label_page_select (self, keys);
      frame_box (self);
      lw_label_page_update_walk (self);
      lw_label_page_focus_canvas (self);
      lw_attribute_walk_focus (self->walk_bar);
    }

  self->walk->is_showing = FALSE;

  return keys->len > 0;
}

/* On in that direction until there is a box; 0: where it is, or else on. */
static void
go (LwLabelPage *self,
    int          direction,
    const char  *said)
{
  struct _LwLabelPageWalk *walk = self->walk;
  const guint              from = walk->position;
  g_autofree char         *now = NULL;

  do
    {
      if (direction < 0 && walk->position == 0)
        {
          walk->position = from;
          lw_canvas_announce (self->canvas, _ ("This is the first box of the walk"));
          return;
        }

      walk->position = MIN (walk->position + (guint) direction, walk->steps->len);

      if (walk->position == walk->steps->len)
        {
          show_end (self, said);
          return;
        }

      direction = direction < 0 ? -1 : 1;
    }
  while (!show_step (self));

  now = describe (self);
  announce (self, said, now);
}

void
lw_label_page_move_walk (LwLabelPage *self,
                         int          direction)
{
  if (self->walk != NULL && self->walk->steps != NULL && (direction < 0 || get_step (self) != NULL))
    go (self, direction, NULL);
}

void
lw_label_page_follow_walk (LwLabelPage *self)
{
  struct _LwLabelPageWalk *walk = self->walk;
  gsize                    n_keys;
  const gint64            *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  const LwWalkStep        *step = get_step (self);
  guint                    position;
  g_autofree char         *now = NULL;

  if (walk == NULL || walk->steps == NULL || walk->is_showing)
    return;

  /* Removed just now. */
  if (step != NULL && step->image_key == self->image_key && get_box (self) == NULL)
    {
      go (self, 1, NULL);
      return;
    }

  position = n_keys == 1 ? lw_walk_list_find (walk->steps, keys[0]) : G_MAXUINT;

  if (position == walk->position || position == G_MAXUINT)
    {
      lw_label_page_update_walk (self);
      return;
    }

  walk->position = position;
  show_step (self);
  now = describe (self);
  announce (self, NULL, now);
}

void
lw_label_page_set_walk_value (LwLabelPage *self,
                              const char  *value)
{
  const LwWalkStep *step = get_step (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  if (step == NULL)
    return;

  if (!lw_label_page_can_edit (self))
    {
      lw_canvas_announce (self->canvas, get_reason (self));
      return;
    }

  /* Nobody gives a value to a box that is out of sight: first it is shown. */
  if (get_box (self) == NULL)
    {
      go (self, 0, NULL);
      return;
    }

  if (!lw_project_set_box_attribute (self->project, &step->box_key, 1, self->walk->attribute_key, value, &error))
    {
      lw_toast_show_error (GTK_WIDGET (self), error);
      return;
    }

  lw_label_page_update_walk (self);
  said = describe (self);

  if (value != NULL)
    go (self, 1, said);
  else
    lw_canvas_announce (self->canvas, said);
}

/* --- Beginning and end --- */

/* Names and choices may be others; values that are gone are shown no longer. */
static void
classes_changed_cb (LwLabelPage *self)
{
  const LwAttributeRow *attribute = find_attribute (self);

  if (attribute == NULL)
    {
      lw_label_page_leave_walk (self);
      return;
    }

  lw_attribute_walk_set_attribute (self->walk_bar, attribute);
  lw_label_page_update_walk (self);
}

void
lw_label_page_leave_walk (LwLabelPage *self)
{
  struct _LwLabelPageWalk *walk = g_steal_pointer (&self->walk);

  if (walk == NULL)
    return;

  g_cancellable_cancel (walk->reading);
  g_signal_handlers_disconnect_by_func (self->project, classes_changed_cb, self);
  gtk_widget_set_visible (GTK_WIDGET (self->walk_bar), FALSE);
  lw_key_hints_set_walking (self->key_hints, FALSE);
  lw_label_page_refresh_boxes (self);
  lw_canvas_restore_view (self->canvas, &walk->view);
  lw_label_page_focus_canvas (self);
  g_object_unref (walk->reading);
  g_clear_pointer (&walk->steps, g_array_unref);
  g_free (walk);
}

/* Where one of the boxes is selected it begins there. */
static guint
find_first (LwLabelPage  *self,
            const GArray *steps)
{
  gsize         n_keys;
  const gint64 *keys = lw_canvas_get_selection (self->canvas, &n_keys);
  const guint   selected = n_keys > 0 ? lw_walk_list_find (steps, keys[0]) : G_MAXUINT;

  return selected != G_MAXUINT ? selected : 0;
}

static void
tell_none (LwLabelPage *self)
{
  const char *text = self->walk->only_without ? _ ("No box without a value is left here") : _ ("There is no box here that is asked about it");

  lw_label_page_leave_walk (self);
  lw_toast_show (GTK_WIDGET (self), text);
  lw_canvas_announce (self->canvas, text);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LwLabelPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) steps = lw_walk_list_finish (LW_PROJECT (source), result, &error);

  /* Another walk may have begun since this one was left. */
  if (self->walk == NULL || self->walk->reading != g_task_get_cancellable (G_TASK (result)))
    return;

  if (steps == NULL)
    {
      lw_label_page_leave_walk (self);
      lw_toast_show_error (GTK_WIDGET (self), error);
      return;
    }

  if (steps->len == 0)
    {
      tell_none (self);
      return;
    }

  self->walk->position = find_first (self, steps);
  self->walk->steps = g_steal_pointer (&steps);
  lw_canvas_set_tool (self->canvas, LW_CANVAS_TOOL_USUAL);
  lw_label_page_show_hidden (self);
  go (self, 0, NULL);
}

static void
chosen_cb (LwLabelPage *self,
           gint64       attribute_key,
           gboolean     only_without,
           gboolean     is_onward)
{
  const LwAttributeRow *attribute;
  char                  id[LW_ID_TEXT_SIZE];

  lw_label_page_leave_walk (self);

  if (self->project == NULL || self->image_key == 0 || !(attribute = lw_project_find_attribute (self->project, attribute_key)))
    return;

  self->walk = g_new0 (struct _LwLabelPageWalk, 1);
  self->walk->attribute_key = attribute_key;
  self->walk->only_without = only_without;
  self->walk->reading = g_cancellable_new ();
  self->walk->view = *lw_canvas_get_view (self->canvas);
  g_signal_connect_object (self->project, "classes-changed", G_CALLBACK (classes_changed_cb), self, G_CONNECT_SWAPPED);

  lw_id_to_text (attribute->id, id);
  g_settings_set_string (self->settings, "walk-attribute", id);
  lw_attribute_walk_set_attribute (self->walk_bar, attribute);
  lw_attribute_walk_set_end (self->walk_bar, _ ("Looking for the boxes…"));
  gtk_widget_set_visible (GTK_WIDGET (self->walk_bar), TRUE);
  lw_key_hints_set_walking (self->key_hints, TRUE);
  lw_label_page_update_walk (self);
  lw_walk_list_async (self->project, attribute_key, lw_walk_list_images (self->project, self->image_key, is_onward), only_without,
                      self->walk->reading, listed_cb, g_object_ref (self));
}

static void
closed_cb (LwLabelPage *self)
{
  lw_label_page_focus_canvas (self);
}

static void
walk_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LwLabelPage     *self = user_data;
  GtkWidget       *canvas = GTK_WIDGET (self->canvas);
  graphene_point_t at;

  if (self->project == NULL || self->image_key == 0)
    return;

  if (!lw_label_page_can_edit (self))
    {
      lw_toast_show (GTK_WIDGET (self), get_reason (self));
      return;
    }

  if (self->walk_chooser == NULL)
    {
      self->walk_chooser = lw_walk_chooser_new ();
      gtk_widget_set_parent (self->walk_chooser, GTK_WIDGET (self));
      g_signal_connect_object (self->walk_chooser, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->walk_chooser, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
    }

  if (gtk_widget_compute_point (canvas, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (gtk_widget_get_width (canvas) / 2.0f, 24), &at))
    gtk_popover_set_pointing_to (GTK_POPOVER (self->walk_chooser), &(GdkRectangle){ (int) at.x, (int) at.y, 1, 1 });

  lw_walk_chooser_open (LW_WALK_CHOOSER (self->walk_chooser), self->project);
}

/* --- Setting it up --- */

/* Before the canvas and the shortcuts, for which digits and arrows mean other things; not
 * while something else, such as the search for images, has the focus. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                gpointer               user_data)
{
  LwLabelPage *self = user_data;
  GtkWidget   *bar = GTK_WIDGET (self->walk_bar);
  GtkWidget   *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (self->walk == NULL || focus == NULL || (focus != GTK_WIDGET (self->canvas) && !gtk_widget_is_ancestor (focus, bar)))
    return GDK_EVENT_PROPAGATE;

  return lw_attribute_walk_press (self->walk_bar, keyval, state);
}

static void
canvas_changed_cb (LwLabelPage    *self,
                   LwCanvasChanges what)
{
  if (self->walk != NULL && self->walk->is_unframed && (what & LW_CANVAS_CHANGED_VIEW) &&
      lw_canvas_get_view (self->canvas)->zoom > 0)
    frame_box (self);
}

void
lw_label_page_init_walk (LwLabelPage *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
  g_signal_connect_object (self->canvas, "changed", G_CALLBACK (canvas_changed_cb), self, G_CONNECT_SWAPPED);
}

void
lw_label_page_drop_walk (LwLabelPage *self)
{
  g_clear_pointer (&self->walk_chooser, gtk_widget_unparent);
}

static const GActionEntry entries[] = {
  { .name = "walk", .activate = walk_action },
};

void
lw_label_page_add_walk_actions (LwLabelPage *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}
