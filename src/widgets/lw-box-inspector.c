/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-inspector.h"

#include "lw-attribute-rows.h"
#include "lw-class-button.h"
#include "lw-keys.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIZE_UNKNOWN_PX 1000000

struct _LwBoxInspector
{
  GtkBox parent_instance;

  LwProject *project;
  LwShownBox box; /* the one, or the first of several */
  guint      n_boxes;
  int        width_px, height_px;
  gboolean   is_updating, class_is_mixed;
  gboolean   is_limited; /* the number typed last is beyond the image */

  /* Template */
  GtkStack        *stack;
  GtkLabel        *title_label;
  LwClassButton   *class_button;
  GtkWidget       *one_box;
  GtkSpinButton   *x_spin, *y_spin, *width_spin, *height_spin;
  GtkCheckButton  *difficult_check, *truncated_check, *occluded_check, *crowd_check, *locked_check;
  LwAttributeRows *attribute_rows;
  GtkLabel        *origin_label, *size_label;
  LwScale          scale;
};

enum
{
  SIGNAL_CLASS_CHOSEN,
  SIGNAL_RECT_CHANGED,
  SIGNAL_FLAGS_CHANGED,
  SIGNAL_VALUE_CHOSEN,
  SIGNAL_NOTICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwBoxInspector, lw_box_inspector, GTK_TYPE_BOX)

static const char *
find_annotator_name (LwBoxInspector *self)
{
  const GArray *annotators = lw_project_get_annotators (self->project);

  for (guint i = 0; i < annotators->len; i++)
    if (g_array_index (annotators, LwAnnotatorRow, i).key == self->box.annotator_key)
      return g_array_index (annotators, LwAnnotatorRow, i).name;

  return _ ("somebody");
}

static char *
dup_origin (LwBoxInspector *self)
{
  const char *name = find_annotator_name (self);

  switch (self->box.origin)
    {
    case LW_ORIGIN_IMPORT:
      return g_strdup_printf (_ ("Imported, in the layer of %s"), name);

    case LW_ORIGIN_MODEL:
      return g_strdup_printf (_ ("Suggested by the model, accepted by %s"), name);

    case LW_ORIGIN_FUSION:
      return g_strdup_printf (_ ("Fused, in the layer of %s"), name);

    default:
      return g_strdup_printf (_ ("Drawn by %s"), name);
    }
}

static void
update_class (LwBoxInspector *self)
{
  lw_class_button_set_class (self->class_button, self->n_boxes > 0 && !self->class_is_mixed ? self->box.class_key : 0);
}

static void
update_range (LwBoxInspector *self)
{
  double width = self->width_px > 0 ? self->width_px : SIZE_UNKNOWN_PX;
  double height = self->height_px > 0 ? self->height_px : SIZE_UNKNOWN_PX;

  self->is_updating = TRUE;
  gtk_spin_button_set_range (self->x_spin, 0, width);
  gtk_spin_button_set_range (self->y_spin, 0, height);
  gtk_spin_button_set_range (self->width_spin, 0.1, width);
  gtk_spin_button_set_range (self->height_spin, 0.1, height);
  self->is_updating = FALSE;
}

static void
update_size (LwBoxInspector *self)
{
  LwRect           rect = self->box.rect;
  g_autofree char *size = lw_scale_dup_size (&self->scale, rect.x1 - rect.x0, rect.y1 - rect.y0);

  gtk_label_set_label (self->size_label, size != NULL ? size : "");
  gtk_widget_set_visible (GTK_WIDGET (self->size_label), size != NULL);
}

static void
update_numbers (LwBoxInspector *self)
{
  LwRect rect = self->box.rect;

  update_size (self);
  gtk_spin_button_set_value (self->x_spin, rect.x0);
  gtk_spin_button_set_value (self->y_spin, rect.y0);
  gtk_spin_button_set_value (self->width_spin, rect.x1 - rect.x0);
  gtk_spin_button_set_value (self->height_spin, rect.y1 - rect.y0);
}

static void
update (LwBoxInspector *self)
{
  g_autofree char *title = NULL;
  g_autofree char *origin = NULL;

  gtk_stack_set_visible_child_name (self->stack, self->n_boxes > 0 ? "box" : "none");

  if (self->n_boxes > 1)
    title = g_strdup_printf (ngettext ("Selected (%u)", "Selected (%u)", self->n_boxes), self->n_boxes);
  else
    title = g_strdup (_ ("Selected"));

  gtk_label_set_label (self->title_label, title);

  if (self->n_boxes == 0)
    return;

  self->is_updating = TRUE;
  update_class (self);
  gtk_widget_set_visible (self->one_box, self->n_boxes == 1);

  if (self->n_boxes == 1)
    {
      update_numbers (self);
      origin = dup_origin (self);
      gtk_label_set_label (self->origin_label, origin);
    }

  self->is_updating = FALSE;
}

static void
class_chosen_cb (LwBoxInspector *self,
                 gint64          class_key)
{
  if (self->n_boxes > 0)
    g_signal_emit (self, signals[SIGNAL_CLASS_CHOSEN], 0, class_key);
}

/* What the entry says, or @exact where it says so as well as it can: an entry that only had
 * the focus rounds its number, and nobody meant to move the box by a hundredth. */
static double
get_number (GtkSpinButton *spin,
            double         exact)
{
  const double value = gtk_spin_button_get_value (spin);
  const double half_a_digit = 0.5 * pow (10, -(double) gtk_spin_button_get_digits (spin));

  return fabs (value - exact) <= half_a_digit + 1e-9 ? exact : value;
}

static void
say (LwBoxInspector *self,
     const char     *text)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

/* With a point or a comma, whatever the language: somebody's fingers know one of them. */
static gboolean
parse_number (const char *text,
              double     *number)
{
  g_autofree char *plain = g_strstrip (g_strdelimit (g_strdup (text), ",", '.'));
  char            *end;

  *number = g_ascii_strtod (plain, &end);

  return *plain != '\0' && *end == '\0' && isfinite (*number);
}

/* What is no number would be taken for 0. */
static int
number_typed_cb (GtkSpinButton  *spin,
                 double         *value,
                 LwBoxInspector *self)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  g_autofree char *refusal = NULL;
  double           low, high;

  if (!parse_number (text, value))
    {
      *value = gtk_spin_button_get_value (spin);
      refusal = g_strdup_printf (_ ("“%s” is not a number: nothing was changed"), text);
      say (self, refusal);
      return TRUE;
    }

  gtk_spin_button_get_range (spin, &low, &high);
  if ((self->is_limited = *value < low || *value > high))
    say (self, _ ("Stopped at the edge of the image"));

  return TRUE;
}

static LwRect
get_rect (LwBoxInspector *self,
          LwRect          before)
{
  LwRect rect;

  rect.x0 = get_number (self->x_spin, before.x0);
  rect.y0 = get_number (self->y_spin, before.y0);
  rect.x1 = rect.x0 + get_number (self->width_spin, before.x1 - before.x0);
  rect.y1 = rect.y0 + get_number (self->height_spin, before.y1 - before.y0);

  return rect;
}

static void
number_changed_cb (LwBoxInspector *self)
{
  const LwRect before = self->box.rect;
  LwRect       rect, inside;
  gboolean     is_moved;

  if (self->is_updating || self->n_boxes == 0)
    return;

  rect = get_rect (self, before);

  /* The same numbers, but for what adding the width to the left edge does to the last bit. */
  if (rect.x0 == before.x0 && rect.y0 == before.y0 && fabs (rect.x1 - before.x1) < 1e-9 && fabs (rect.y1 - before.y1) < 1e-9)
    return;

  /* As with the mouse: what is moved keeps its size, what grows is cut. */
  is_moved = rect.x0 != before.x0 || rect.y0 != before.y0;
  inside = rect;
  if (self->width_px > 0)
    inside = is_moved ? lw_rect_push_inside (rect, self->width_px, self->height_px)
                      : lw_rect_clip (rect, self->width_px, self->height_px);

  if (!lw_rect_equal (inside, before))
    g_signal_emit (self, signals[SIGNAL_RECT_CHANGED], 0, &inside);
  if (self->is_limited || !lw_rect_equal (rect, inside))
    say (self, is_moved ? _ ("Stopped at the edge of the image") : _ ("Cut at the edge of the image"));
  self->is_limited = FALSE;

  /* Whoever owns the box may have refused. */
  update (self);
}

/* What was typed is given up, and the hand goes back to the canvas. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                LwBoxInspector        *self)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  update (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "label.focus-canvas", NULL);

  return GDK_EVENT_STOP;
}

static LwBoxFlags
get_flag (LwBoxInspector *self,
          GtkCheckButton *check)
{
  if (check == self->difficult_check)
    return LW_BOX_DIFFICULT;

  if (check == self->truncated_check)
    return LW_BOX_TRUNCATED;

  if (check == self->occluded_check)
    return LW_BOX_OCCLUDED;

  return check == self->crowd_check ? LW_BOX_CROWD : LW_BOX_LOCKED;
}

static void
flag_toggled_cb (GtkCheckButton *check,
                 LwBoxInspector *self)
{
  const LwBoxFlags flag = get_flag (self, check);

  if (!self->is_updating && self->n_boxes > 0)
    g_signal_emit (self, signals[SIGNAL_FLAGS_CHANGED], 0, (guint) flag,
                   gtk_check_button_get_active (check) ? (guint) flag : 0);
}

static void
value_chosen_cb (LwBoxInspector *self,
                 gint64          attribute_key,
                 const char     *value,
                 GArray         *boxes)
{
  g_signal_emit (self, signals[SIGNAL_VALUE_CHOSEN], 0, attribute_key, value, boxes);
}

static void
lw_box_inspector_dispose (GObject *object)
{
  LwBoxInspector *self = LW_BOX_INSPECTOR (object);

  g_clear_object (&self->project);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_BOX_INSPECTOR);

  G_OBJECT_CLASS (lw_box_inspector_parent_class)->dispose (object);
}

static void
lw_box_inspector_class_init (LwBoxInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_box_inspector_dispose;

  signals[SIGNAL_CLASS_CHOSEN] =
      g_signal_new ("class-chosen", LW_TYPE_BOX_INSPECTOR, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_RECT_CHANGED] =
      g_signal_new ("rect-changed", LW_TYPE_BOX_INSPECTOR, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_FLAGS_CHANGED] =
      g_signal_new ("flags-changed", LW_TYPE_BOX_INSPECTOR, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[SIGNAL_VALUE_CHOSEN] =
      g_signal_new ("value-chosen", LW_TYPE_BOX_INSPECTOR, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_STRING, G_TYPE_ARRAY);

  g_type_ensure (LW_TYPE_ATTRIBUTE_ROWS);

  g_type_ensure (LW_TYPE_CLASS_BUTTON);
  signals[SIGNAL_NOTICE] =
      g_signal_new ("notice", LW_TYPE_BOX_INSPECTOR, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-box-inspector.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, title_label);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, class_button);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, one_box);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, x_spin);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, y_spin);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, width_spin);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, height_spin);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, difficult_check);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, truncated_check);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, occluded_check);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, crowd_check);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, locked_check);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, attribute_rows);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, origin_label);
  gtk_widget_class_bind_template_child (widget_class, LwBoxInspector, size_label);
  gtk_widget_class_bind_template_callback (widget_class, class_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, flag_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_chosen_cb);
}

static void
lw_box_inspector_init (LwBoxInspector *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Before the entries, which would keep what was typed when they lose the focus. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->one_box, keys);
  lw_class_button_set_purpose (self->class_button, _ ("Class of what is selected"));
  lw_class_button_set_none (self->class_button, _ ("(several)"));
  lw_keys_set_tooltip (GTK_WIDGET (self->class_button), _ ("Class of what is selected"), "label.edit-class");
  update_range (self);
}

void
lw_box_inspector_set_project (LwBoxInspector *self,
                              LwProject      *project)
{
  g_return_if_fail (LW_IS_BOX_INSPECTOR (self));

  if (self->project == project)
    return;

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  self->n_boxes = 0;
  update (self);

  g_set_object (&self->project, project);

  lw_class_button_set_project (self->class_button, project);
}

void
lw_box_inspector_set_boxes (LwBoxInspector   *self,
                            const LwShownBox *first,
                            guint             n_boxes)
{
  g_return_if_fail (LW_IS_BOX_INSPECTOR (self));

  self->n_boxes = first != NULL ? n_boxes : 0;

  if (first != NULL)
    self->box = *first;

  update (self);
}

void
lw_box_inspector_set_class_is_mixed (LwBoxInspector *self,
                                     gboolean        is_mixed)
{
  g_return_if_fail (LW_IS_BOX_INSPECTOR (self));

  self->class_is_mixed = is_mixed;
  update_class (self);
}

static void
show_flag (GtkCheckButton *check,
           LwBoxFlags      flag,
           LwBoxFlags      all,
           LwBoxFlags      any)
{
  gtk_check_button_set_inconsistent (check, ((any & ~all) & flag) != 0);
  gtk_check_button_set_active (check, (all & flag) != 0);
}

void
lw_box_inspector_set_flags (LwBoxInspector *self,
                            LwBoxFlags      all,
                            LwBoxFlags      any)
{
  g_return_if_fail (LW_IS_BOX_INSPECTOR (self));

  self->is_updating = TRUE;
  show_flag (self->difficult_check, LW_BOX_DIFFICULT, all, any);
  show_flag (self->truncated_check, LW_BOX_TRUNCATED, all, any);
  show_flag (self->occluded_check, LW_BOX_OCCLUDED, all, any);
  show_flag (self->crowd_check, LW_BOX_CROWD, all, any);
  show_flag (self->locked_check, LW_BOX_LOCKED, all, any);
  self->is_updating = FALSE;
}

LwAttributeRows *
lw_box_inspector_get_rows (LwBoxInspector *self)
{
  g_return_val_if_fail (LW_IS_BOX_INSPECTOR (self), NULL);

  return self->attribute_rows;
}

void
lw_box_inspector_set_scale (LwBoxInspector *self,
                            const LwScale  *scale)
{
  g_return_if_fail (LW_IS_BOX_INSPECTOR (self));

  self->scale = *scale;
  update_size (self);
}

void
lw_box_inspector_set_image_size (LwBoxInspector *self,
                                 int             width_px,
                                 int             height_px)
{
  g_return_if_fail (LW_IS_BOX_INSPECTOR (self));

  self->width_px = width_px;
  self->height_px = height_px;
  update_range (self);
}

void
lw_box_inspector_set_editable (LwBoxInspector *self,
                               gboolean        editable)
{
  g_return_if_fail (LW_IS_BOX_INSPECTOR (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), editable);
}
