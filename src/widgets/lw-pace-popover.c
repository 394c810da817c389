/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-pace-popover.h"

#include "lw-project-pace.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Less active time than this says nothing about a pace. */
#define ACTIVE_MIN_US (60 * G_USEC_PER_SEC)

#define N_COLUMNS 3

typedef enum
{
  ROW_ACTIVE,
  ROW_BOXES,
  ROW_PACE,
  ROW_DONE,
  N_ROWS
} Row;

struct _LwPacePopover
{
  GtkPopover parent_instance;

  LwProject *project; /* borrowed: the page has it */
  GtkLabel  *cells[N_ROWS][N_COLUMNS];

  /* Template */
  GtkGrid  *grid;
  GtkLabel *rest_label;
};

G_DEFINE_FINAL_TYPE (LwPacePopover, lw_pace_popover, GTK_TYPE_POPOVER)

/* --- Words --- */

static char *
dup_duration (double us)
{
  const guint minutes = (guint) lround (us / (60.0 * G_USEC_PER_SEC));

  if (minutes < 60)
    /* Translators: minutes */
    return g_strdup_printf (_ ("%u min"), minutes);

  /* Translators: hours and minutes */
  return g_strdup_printf (_ ("%u h %02u min"), minutes / 60, minutes % 60);
}

static char *
dup_pace (const LwPace *pace)
{
  if (pace->active_us < ACTIVE_MIN_US)
    return g_strdup ("–");

  return g_strdup_printf ("%.1f", lw_pace_get_boxes_per_minute (pace));
}

static guint
count_left (LwImageList *images)
{
  guint counts[LW_N_PROGRESS];

  lw_image_list_count_progress (images, counts);

  return counts[LW_PROGRESS_UNSEEN] + counts[LW_PROGRESS_OPEN];
}

static char *
dup_rest (const LwPace *pace,
          guint         n_left)
{
  double           low_us, high_us;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (n_left == 0)
    return g_strdup (_ ("No image is left to do."));

  if (!lw_pace_estimate (pace, n_left, &low_us, &high_us))
    return g_strdup_printf (ngettext ("How long the %u image that is left will take can be said after %u that are done.",
                                      "How long the %u images that are left will take can be said after %u that are done.",
                                      n_left),
                            n_left, LW_PACE_DONE_MIN);

  low = dup_duration (low_us);
  high = dup_duration (high_us);

  /* Translators: two durations */
  return g_strdup_printf (ngettext ("The %u image that is left may take %s to %s of work, if it is like those before.",
                                    "The %u images that are left may take %s to %s of work, if they are like those before.",
                                    n_left),
                          n_left, low, high);
}

char *
lw_pace_dup_text (LwImageList  *images,
                  const LwPace *pace)
{
  guint            counts[LW_N_PROGRESS];
  const guint      n_total = lw_image_list_get_n_total (images);
  g_autofree char *done = NULL;

  lw_image_list_count_progress (images, counts);

  /* Translators: how many images of all are done */
  done = g_strdup_printf (_ ("%u of %u done"), counts[LW_PROGRESS_DONE], n_total);

  if (pace == NULL || pace->active_us < ACTIVE_MIN_US || pace->n_timed_boxes == 0)
    return g_steal_pointer (&done);

  /* Translators: "13 of 60 done · 4.2 boxes a minute" */
  return g_strdup_printf (_ ("%s · %.1f boxes a minute"), done, lw_pace_get_boxes_per_minute (pace));
}

/* --- Showing --- */

static void
show_column (LwPacePopover *self,
             guint          column,
             const LwPace  *pace)
{
  g_autofree char *active = dup_duration ((double) pace->active_us);
  g_autofree char *boxes = g_strdup_printf ("%u", pace->n_boxes);
  g_autofree char *done = g_strdup_printf ("%u", pace->n_done);
  g_autofree char *speed = dup_pace (pace);

  gtk_label_set_label (self->cells[ROW_ACTIVE][column], active);
  gtk_label_set_label (self->cells[ROW_BOXES][column], boxes);
  gtk_label_set_label (self->cells[ROW_PACE][column], speed);
  gtk_label_set_label (self->cells[ROW_DONE][column], done);
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LwPacePopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *rest = NULL;
  LwProjectPace    pace;

  if (!lw_project_measure_pace_finish (LW_PROJECT (source), result, &pace, &error))
    {
      gtk_label_set_label (self->rest_label, error->message);
      return;
    }

  if (LW_PROJECT (source) != self->project)
    return;

  show_column (self, 0, &pace.session);
  show_column (self, 1, &pace.today);
  show_column (self, 2, &pace.project);
  rest = dup_rest (&pace.project, count_left (lw_project_get_images (self->project)));
  gtk_label_set_label (self->rest_label, rest);
}

static void
show_cb (LwPacePopover *self)
{
  if (self->project != NULL)
    lw_project_measure_pace_async (self->project, TRUE, measured_cb, g_object_ref (self));
}

static void
lw_pace_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_PACE_POPOVER);

  G_OBJECT_CLASS (lw_pace_popover_parent_class)->dispose (object);
}

static void
lw_pace_popover_class_init (LwPacePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lw_pace_popover_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-pace-popover.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwPacePopover, grid);
  gtk_widget_class_bind_template_child (widget_class, LwPacePopover, rest_label);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
}

static GtkLabel *
attach_label (LwPacePopover *self,
              const char    *text,
              int            column,
              int            row,
              gboolean       is_heading)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column > 0 ? 1 : 0);
  gtk_widget_add_css_class (label, is_heading ? "dim-label" : "numeric");
  gtk_grid_attach (self->grid, label, column, row, 1, 1);

  return GTK_LABEL (label);
}

static void
lw_pace_popover_init (LwPacePopover *self)
{
  const char *const columns[N_COLUMNS] = { _ ("Session"), _ ("Today"), _ ("Project") };
  const char *const rows[N_ROWS] = {
    [ROW_ACTIVE] = _ ("Active time"),
    [ROW_BOXES] = _ ("Boxes drawn"),
    [ROW_PACE] = _ ("Boxes a minute"),
    [ROW_DONE] = _ ("Images done"),
  };

  gtk_widget_init_template (GTK_WIDGET (self));

  for (int column = 0; column < N_COLUMNS; column++)
    attach_label (self, columns[column], column + 1, 0, TRUE);

  for (int row = 0; row < N_ROWS; row++)
    {
      attach_label (self, rows[row], 0, row + 1, TRUE);

      for (int column = 0; column < N_COLUMNS; column++)
        self->cells[row][column] = attach_label (self, "–", column + 1, row + 1, FALSE);
    }
}

void
lw_pace_popover_set_project (LwPacePopover *self,
                             LwProject     *project)
{
  g_return_if_fail (LW_IS_PACE_POPOVER (self));

  self->project = project;
}
