/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-history-list.h"

#include "lw-project-private.h"

#include <glib/gi18n-lib.h>

/* More than the rows of a screen, less than a frame's time. */
#define PAGE_ROWS 64

struct _LwHistoryItem
{
  GObject parent_instance;

  gint64   group_key;
  char    *text;
  char    *time;
  gboolean is_undone, is_current;
};

G_DEFINE_FINAL_TYPE (LwHistoryItem, lw_history_item, G_TYPE_OBJECT)

struct _LwHistoryList
{
  GObject parent_instance;

  LwProject *project; /* borrowed */
  guint      n_done, n_undone;
  guint      n_items;    /* with the beginning; 0 without a project */
  GArray    *page;       /* (element-type LwStepRow), nullable */
  guint      page_first; /* position of its first row */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LwHistoryList, lw_history_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* --- Item --- */

static void
lw_history_item_finalize (GObject *object)
{
  LwHistoryItem *self = LW_HISTORY_ITEM (object);

  g_free (self->text);
  g_free (self->time);

  G_OBJECT_CLASS (lw_history_item_parent_class)->finalize (object);
}

static void
lw_history_item_class_init (LwHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_history_item_finalize;
}

static void
lw_history_item_init (LwHistoryItem *self)
{
}

static char *
dup_text (LwProject       *project,
          const LwStepRow *step)
{
  g_autoptr (LwImageItem) image = NULL;

  if (step->image_key != 0)
    image = lw_image_list_dup_item (lw_project_get_images (project), step->image_key);

  /* Translators: a step in the history: what was done, on which image */
  return image != NULL ? g_strdup_printf (_ ("%s · %s"), step->label, lw_image_item_get_name (image))
                       : g_strdup (step->label);
}

static char *
dup_time (gint64 made_at_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) made_at = g_date_time_new_from_unix_local (made_at_us / G_USEC_PER_SEC);

  /* The file may say anything. */
  if (made_at == NULL || now == NULL)
    return g_strdup ("");

  if (g_date_time_get_year (now) == g_date_time_get_year (made_at) &&
      g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (made_at))
    return g_date_time_format (made_at, "%H:%M");

  return g_date_time_format (made_at, "%x %H:%M");
}

static LwHistoryItem *
new_item (LwHistoryList   *self,
          const LwStepRow *step,
          guint            position)
{
  LwHistoryItem *item = g_object_new (LW_TYPE_HISTORY_ITEM, NULL);

  item->group_key = step != NULL ? step->group_key : 0;
  item->text = step != NULL ? dup_text (self->project, step) : g_strdup (_ ("Beginning"));
  item->time = step != NULL ? dup_time (step->made_at_us) : g_strdup ("");
  item->is_undone = position < self->n_undone;
  item->is_current = position == self->n_undone;

  return item;
}

gint64
lw_history_item_get_group_key (LwHistoryItem *self)
{
  g_return_val_if_fail (LW_IS_HISTORY_ITEM (self), 0);

  return self->group_key;
}

const char *
lw_history_item_get_text (LwHistoryItem *self)
{
  g_return_val_if_fail (LW_IS_HISTORY_ITEM (self), NULL);

  return self->text;
}

const char *
lw_history_item_get_time (LwHistoryItem *self)
{
  g_return_val_if_fail (LW_IS_HISTORY_ITEM (self), NULL);

  return self->time;
}

gboolean
lw_history_item_is_undone (LwHistoryItem *self)
{
  g_return_val_if_fail (LW_IS_HISTORY_ITEM (self), FALSE);

  return self->is_undone;
}

gboolean
lw_history_item_is_current (LwHistoryItem *self)
{
  g_return_val_if_fail (LW_IS_HISTORY_ITEM (self), FALSE);

  return self->is_current;
}

/* --- List --- */

/* NULL where it cannot be read just now: a worker has the project, or it has fewer
 * steps than a moment ago. */
static const LwStepRow *
find_step (LwHistoryList *self,
           guint          position)
{
  if (self->page == NULL || position < self->page_first || position >= self->page_first + self->page->len)
    {
      if (lw_project_is_busy (self->project))
        return NULL;

      g_clear_pointer (&self->page, g_array_unref);
      self->page_first = position - position % PAGE_ROWS;
      self->page = lw_store_list_steps (self->project->store, self->project->annotator_key, self->page_first, PAGE_ROWS, NULL);
    }

  if (self->page == NULL || position >= self->page_first + self->page->len)
    return NULL;

  return &g_array_index (self->page, LwStepRow, position - self->page_first);
}

static GType
get_item_type (GListModel *model)
{
  return LW_TYPE_HISTORY_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return LW_HISTORY_LIST (model)->n_items;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  LwHistoryList   *self = LW_HISTORY_LIST (model);
  const LwStepRow  nothing = { .label = (char *) "…" };
  const LwStepRow *step;

  if (position >= self->n_items)
    return NULL;

  if (position == self->n_items - 1)
    return new_item (self, NULL, position);

  step = find_step (self, position);

  return new_item (self, step != NULL ? step : &nothing, position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
lw_history_list_finalize (GObject *object)
{
  g_clear_pointer (&LW_HISTORY_LIST (object)->page, g_array_unref);

  G_OBJECT_CLASS (lw_history_list_parent_class)->finalize (object);
}

static void
lw_history_list_class_init (LwHistoryListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_history_list_finalize;
}

static void
lw_history_list_init (LwHistoryList *self)
{
}

LwHistoryList *
lw_history_list_new (void)
{
  return g_object_new (LW_TYPE_HISTORY_LIST, NULL);
}

void
lw_history_list_set_project (LwHistoryList *self,
                             LwProject     *project)
{
  const guint n_before = self->n_items;

  g_return_if_fail (LW_IS_HISTORY_LIST (self));

  self->project = project;
  self->n_items = 0;
  g_clear_pointer (&self->page, g_array_unref);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
}

void
lw_history_list_reload (LwHistoryList *self)
{
  const guint n_before = self->n_items;
  guint       n_done, n_undone;

  g_return_if_fail (LW_IS_HISTORY_LIST (self));

  if (self->project == NULL || lw_project_is_busy (self->project) ||
      !lw_store_count_steps (self->project->store, self->project->annotator_key, &n_done, &n_undone, NULL))
    return;

  g_clear_pointer (&self->page, g_array_unref);
  self->n_done = n_done;
  self->n_undone = n_undone;
  self->n_items = n_done + n_undone + 1;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->n_items);
}

guint
lw_history_list_get_current (LwHistoryList *self)
{
  g_return_val_if_fail (LW_IS_HISTORY_LIST (self), 0);

  return self->n_undone;
}
