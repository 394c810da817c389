/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-filter-popover.h"

#include "lw-class-drop-down.h"
#include "lw-filter-text.h"
#include "lw-progress-text.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

struct _LwFilterPopover
{
  GtkPopover parent_instance;

  LwProject     *project; /* borrowed: the sidebar's */
  LwImageFilter *filter;  /* what is shown */
  GPtrArray     *lots;    /* (element-type utf8): of the drop-down, after "any" */
  gboolean       is_updating;

  /* Template */
  GtkDropDown *sort_drop_down, *class_drop_down, *lot_drop_down, *annotator_drop_down, *boxes_drop_down,
      *size_drop_down;
  GtkToggleButton *descending_button;
  GtkCheckButton  *unseen_check, *open_check, *done_check, *skipped_check, *flagged_check;
  GtkWidget       *lot_label, *annotator_label, *range_box;
  GtkSpinButton   *min_spin, *max_spin;
  GtkButton       *clear_button;
};

enum
{
  SIGNAL_FILTER_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwFilterPopover, lw_filter_popover, GTK_TYPE_POPOVER)

/* clang-format off */
static const struct
{
  const char *name;
  guint       min, end;
} box_ranges[] = {
  { N_("Any number"),       0,   0 },
  { N_("None"),             0,   1 },
  { N_("At least one"),     1,   0 },
  { N_("More than 100"),  101,   0 },
  { N_("Between…"),         0,   0 },
};

#define BETWEEN (G_N_ELEMENTS (box_ranges) - 1)

static const struct
{
  const char *name;
  int         min_px, end_px;
} sizes[] = {
  { N_("Any size"),                0,    0 },
  { N_("Smaller than 1,000 px"),   0, 1000 },
  { N_("1,000 to 3,999 px"),    1000, 4000 },
  { N_("4,000 px or larger"),   4000,    0 },
};
/* clang-format on */

static void
get_checks (LwFilterPopover *self,
            GtkCheckButton  *checks[LW_N_PROGRESS])
{
  checks[LW_PROGRESS_UNSEEN] = self->unseen_check;
  checks[LW_PROGRESS_OPEN] = self->open_check;
  checks[LW_PROGRESS_DONE] = self->done_check;
  checks[LW_PROGRESS_SKIPPED] = self->skipped_check;
}

/* --- From the widgets --- */

static void
read_boxes (LwFilterPopover *self,
            LwImageFilter   *filter)
{
  const guint selected = gtk_drop_down_get_selected (self->boxes_drop_down);
  const int   min = gtk_spin_button_get_value_as_int (self->min_spin);
  const int   max = gtk_spin_button_get_value_as_int (self->max_spin);

  if (selected == BETWEEN)
    {
      filter->n_boxes_min = (guint) min;
      filter->n_boxes_end = (guint) MAX (min, max) + 1;
    }
  else if (selected < G_N_ELEMENTS (box_ranges))
    {
      filter->n_boxes_min = box_ranges[selected].min;
      filter->n_boxes_end = box_ranges[selected].end;
    }
}

/* What is not known yet, such as the classes of a project that is just being opened, is
 * not shown, either: then the first of the list is chosen, and means "any". */
static void
read_names (LwFilterPopover *self,
            LwImageFilter   *filter)
{
  const GArray *classes = lw_project_get_classes (self->project);
  const GArray *annotators = lw_project_get_annotators (self->project);
  const guint class = gtk_drop_down_get_selected (self->class_drop_down);
  const guint annotator = gtk_drop_down_get_selected (self->annotator_drop_down);
  const guint lot = gtk_drop_down_get_selected (self->lot_drop_down);

  filter->class_key = class > 0 && class <= classes->len ? g_array_index (classes, LwClassRow, class - 1).key : 0;
  filter->annotator_key =
      annotator > 0 && annotator <= annotators->len ? g_array_index (annotators, LwAnnotatorRow, annotator - 1).key : 0;

  g_clear_pointer ((char **) &filter->lot, g_free);

  if (lot > 0 && lot <= self->lots->len)
    filter->lot = g_strdup (g_ptr_array_index (self->lots, lot - 1));
}

static void
read_widgets (LwFilterPopover *self,
              LwImageFilter   *filter)
{
  const guint     size = gtk_drop_down_get_selected (self->size_drop_down);
  GtkCheckButton *checks[LW_N_PROGRESS];

  filter->progress_mask = 0;
  get_checks (self, checks);

  for (guint i = 0; i < LW_N_PROGRESS; i++)
    if (gtk_check_button_get_active (checks[i]))
      filter->progress_mask |= 1u << i;

  /* All of them is the same as none. */
  if (filter->progress_mask == (1u << LW_N_PROGRESS) - 1)
    filter->progress_mask = 0;

  filter->is_flagged = gtk_check_button_get_active (self->flagged_check);
  filter->sort = MIN (gtk_drop_down_get_selected (self->sort_drop_down), LW_IMAGE_N_SORTS - 1);
  filter->is_descending = gtk_toggle_button_get_active (self->descending_button);
  filter->side_min_px = size < G_N_ELEMENTS (sizes) ? sizes[size].min_px : 0;
  filter->side_end_px = size < G_N_ELEMENTS (sizes) ? sizes[size].end_px : 0;
  read_boxes (self, filter);
  read_names (self, filter);
}

static void
update_sensitivity (LwFilterPopover *self)
{
  gtk_widget_set_visible (self->range_box, gtk_drop_down_get_selected (self->boxes_drop_down) == BETWEEN);
  gtk_widget_set_sensitive (GTK_WIDGET (self->clear_button), !lw_image_filter_shows_all (self->filter));
}

static void
changed_cb (LwFilterPopover *self)
{
  if (self->is_updating || self->project == NULL)
    return;

  read_widgets (self, self->filter);
  update_sensitivity (self);
  g_signal_emit (self, signals[SIGNAL_FILTER_CHANGED], 0);
}

static void
clear_clicked_cb (LwFilterPopover *self)
{
  const LwImageFilter all = { .sort = self->filter->sort, .is_descending = self->filter->is_descending };

  lw_filter_popover_set_filter (self, self->project, &all);
  g_signal_emit (self, signals[SIGNAL_FILTER_CHANGED], 0);
}

/* --- To the widgets --- */

static void
show_names (GtkDropDown   *drop_down,
            GtkStringList *names,
            guint          selected)
{
  lw_class_drop_down_set_names (drop_down, names);
  gtk_drop_down_set_selected (drop_down, selected);
}

static void
show_classes (LwFilterPopover *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const GArray *classes = lw_project_get_classes (self->project);
  guint         selected = 0;

  gtk_string_list_append (names, _ ("Any class"));

  for (guint i = 0; i < classes->len; i++)
    {
      const LwClassRow *row = &g_array_index (classes, LwClassRow, i);

      gtk_string_list_append (names, row->name);

      if (row->key == self->filter->class_key)
        selected = i + 1;
    }

  show_names (self->class_drop_down, names, selected);
}

static void
show_annotators (LwFilterPopover *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const GArray *annotators = lw_project_get_annotators (self->project);
  guint         selected = 0;

  gtk_string_list_append (names, _ ("Anybody or nobody"));

  for (guint i = 0; i < annotators->len; i++)
    {
      const LwAnnotatorRow *row = &g_array_index (annotators, LwAnnotatorRow, i);

      gtk_string_list_append (names, row->name);

      if (row->key == self->filter->annotator_key)
        selected = i + 1;
    }

  show_names (self->annotator_drop_down, names, selected);
}

static void
show_lots (LwFilterPopover *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  g_clear_pointer (&self->lots, g_ptr_array_unref);
  self->lots = lw_image_list_list_lots (lw_project_get_images (self->project));
  gtk_string_list_append (names, _ ("Any lot"));

  for (guint i = 0; i < self->lots->len; i++)
    {
      gtk_string_list_append (names, g_ptr_array_index (self->lots, i));

      if (g_strcmp0 (self->filter->lot, g_ptr_array_index (self->lots, i)) == 0)
        selected = i + 1;
    }

  show_names (self->lot_drop_down, names, selected);
  gtk_widget_set_visible (self->lot_label, self->lots->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->lot_drop_down), self->lots->len > 0);
}

static void
show_ranges (LwFilterPopover *self)
{
  const LwImageFilter *filter = self->filter;
  guint                boxes = BETWEEN, size = 0;

  for (guint i = BETWEEN; i > 0; i--)
    if (box_ranges[i - 1].min == filter->n_boxes_min && box_ranges[i - 1].end == filter->n_boxes_end)
      boxes = i - 1;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i].min_px == filter->side_min_px && sizes[i].end_px == filter->side_end_px)
      size = i;

  gtk_drop_down_set_selected (self->boxes_drop_down, boxes);
  gtk_drop_down_set_selected (self->size_drop_down, size);

  if (boxes == BETWEEN)
    {
      gtk_spin_button_set_value (self->min_spin, filter->n_boxes_min);
      gtk_spin_button_set_value (self->max_spin, filter->n_boxes_end > 0 ? filter->n_boxes_end - 1.0 : G_MAXINT);
    }
}

static void
show_filter (LwFilterPopover *self)
{
  GtkCheckButton *checks[LW_N_PROGRESS];

  get_checks (self, checks);

  for (guint i = 0; i < LW_N_PROGRESS; i++)
    gtk_check_button_set_active (checks[i], (self->filter->progress_mask & (1u << i)) != 0);

  gtk_check_button_set_active (self->flagged_check, self->filter->is_flagged);
  gtk_drop_down_set_selected (self->sort_drop_down, self->filter->sort);
  gtk_toggle_button_set_active (self->descending_button, self->filter->is_descending);
  show_ranges (self);
  show_classes (self);
  show_annotators (self);
  show_lots (self);
}

/* --- Object --- */

static void
lw_filter_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_FILTER_POPOVER);

  G_OBJECT_CLASS (lw_filter_popover_parent_class)->dispose (object);
}

static void
lw_filter_popover_finalize (GObject *object)
{
  LwFilterPopover *self = LW_FILTER_POPOVER (object);

  lw_image_filter_free (self->filter);
  g_clear_pointer (&self->lots, g_ptr_array_unref);

  G_OBJECT_CLASS (lw_filter_popover_parent_class)->finalize (object);
}

static void
lw_filter_popover_class_init (LwFilterPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_filter_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = lw_filter_popover_finalize;

  signals[SIGNAL_FILTER_CHANGED] =
      g_signal_new ("filter-changed", LW_TYPE_FILTER_POPOVER, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-filter-popover.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, sort_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, class_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, lot_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, annotator_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, boxes_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, size_drop_down);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, descending_button);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, unseen_check);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, open_check);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, done_check);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, skipped_check);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, flagged_check);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, lot_label);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, annotator_label);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, range_box);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, min_spin);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, max_spin);
  gtk_widget_class_bind_template_child (widget_class, LwFilterPopover, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
}

static void
fill_drop_downs (LwFilterPopover *self)
{
  g_autoptr (GtkStringList) sort_names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) box_names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) size_names = gtk_string_list_new (NULL);

  for (guint i = 0; i < LW_IMAGE_N_SORTS; i++)
    gtk_string_list_append (sort_names, lw_image_sort_to_text (i));

  for (guint i = 0; i < G_N_ELEMENTS (box_ranges); i++)
    gtk_string_list_append (box_names, _ (box_ranges[i].name));

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    gtk_string_list_append (size_names, _ (sizes[i].name));

  gtk_drop_down_set_model (self->sort_drop_down, G_LIST_MODEL (sort_names));
  gtk_drop_down_set_model (self->boxes_drop_down, G_LIST_MODEL (box_names));
  gtk_drop_down_set_model (self->size_drop_down, G_LIST_MODEL (size_names));
}

static void
lw_filter_popover_init (LwFilterPopover *self)
{
  const LwImageFilter all = { 0 };

  self->filter = lw_image_filter_copy (&all);
  self->lots = g_ptr_array_new_with_free_func (g_free);
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  lw_class_drop_down_init (self->class_drop_down);
  lw_class_drop_down_init (self->lot_drop_down);
  lw_class_drop_down_init (self->annotator_drop_down);
  fill_drop_downs (self);
  self->is_updating = FALSE;
}

void
lw_filter_popover_set_filter (LwFilterPopover     *self,
                              LwProject           *project,
                              const LwImageFilter *filter)
{
  LwImageFilter *copy = lw_image_filter_copy (filter);

  g_return_if_fail (LW_IS_FILTER_POPOVER (self));

  lw_image_filter_free (self->filter);
  self->filter = copy;
  self->project = project;

  if (project == NULL)
    return;

  self->is_updating = TRUE;
  show_filter (self);
  self->is_updating = FALSE;
  update_sensitivity (self);
}

LwImageFilter *
lw_filter_popover_dup_filter (LwFilterPopover *self)
{
  g_return_val_if_fail (LW_IS_FILTER_POPOVER (self), NULL);

  return lw_image_filter_copy (self->filter);
}
