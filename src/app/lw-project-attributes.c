/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-attributes.h"

#include "lw-box-attributes.h"
#include "lw-class-tree.h"
#include "lw-jobs.h"
#include "lw-project-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* More changes than this take longer than a frame, so a worker makes them. */
#define MAX_BOXES_AT_ONCE 100

/* --- Asking --- */

static void
append_of_class (LwProject *self,
                 gint64     class_key,
                 GPtrArray *found)
{
  for (guint i = 0; i < self->attributes->len; i++)
    {
      LwAttributeRow *row = &g_array_index (self->attributes, LwAttributeRow, i);

      if (row->class_key == class_key && !row->is_archived)
        g_ptr_array_add (found, row);
    }
}

GPtrArray *
lw_project_list_class_attributes (LwProject *self,
                                  gint64     class_key)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autoptr (GPtrArray) ancestors = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), found);

  ancestors = lw_class_tree_list_ancestors (self->classes, class_key);
  append_of_class (self, 0, found);

  for (guint i = ancestors->len; i > 0; i--)
    append_of_class (self, ((const LwClassRow *) ancestors->pdata[i - 1])->key, found);

  return found;
}

/* --- Values --- */

char *
lw_attribute_dup_shown (const LwAttributeRow *attribute,
                        const char           *value)
{
  g_return_val_if_fail (attribute != NULL, NULL);

  if (value == NULL || attribute->type != LW_ATTRIBUTE_FLAG)
    return g_strdup (value);

  return g_strdup (g_str_equal (value, "true") ? _ ("Yes") : _ ("No"));
}

char *
lw_attribute_dup_value (const LwAttributeRow *attribute,
                        const char           *box_attributes)
{
  char *value = lw_box_attributes_get (box_attributes, attribute->id);

  return value != NULL ? value : g_strdup (attribute->default_value);
}

char *
lw_attribute_dup_caption (const LwAttributeRow *attribute,
                          const LwBoxRow       *box)
{
  g_autofree char *value = lw_attribute_dup_value (attribute, box->attributes);
  g_autofree char *shown = lw_attribute_dup_shown (attribute, value);

  /* Translators: what a box was asked about, and the answer: "blood group: AB" */
  return shown != NULL ? g_strdup_printf (_ ("%s: %s"), attribute->name, shown) : NULL;
}

gint64
lw_project_count_values (LwProject  *self,
                         gint64      attribute_key,
                         const char *value,
                         GError    **error)
{
  const LwAttributeRow *attribute;
  g_autoptr (GArray) boxes = NULL;
  gint64 n_found = 0;

  g_return_val_if_fail (LW_IS_PROJECT (self), -1);

  if (!(attribute = lw_project_find_attribute (self, attribute_key)))
    return 0;

  if (!lw_project_refuse_while_busy (self, error) ||
      !(boxes = lw_store_list_boxes_with_attribute (self->store, attribute->id, error)))
    return -1;

  for (guint i = 0; i < boxes->len; i++)
    {
      g_autofree char *has = lw_box_attributes_get (g_array_index (boxes, LwBoxRow, i).attributes, attribute->id);

      n_found += has != NULL && (value == NULL || g_str_equal (has, value));
    }

  return n_found;
}

/* --- Editing --- */

gboolean
lw_project_add_attribute (LwProject            *self,
                          const LwAttributeRow *row,
                          gint64               *key,
                          GError              **error)
{
  gint64 added;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Add attribute"), error))
    return FALSE;

  added = lw_store_add_attribute (self->store, row, error);

  if (key != NULL)
    *key = added;

  return lw_project_end (self, added != 0, error);
}

static const LwAttributeRow *
find_attribute (LwProject *self,
                gint64     attribute_key,
                GError   **error)
{
  const LwAttributeRow *known = lw_project_find_attribute (self, attribute_key);

  if (known == NULL)
    g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("This attribute is not there any more"));

  return known;
}

/* Values must keep a meaning: the type stays, and so does every choice that is in use. */
static gboolean
check_values (LwProject            *self,
              const LwAttributeRow *known,
              const LwAttributeRow *row,
              GError              **error)
{
  gint64 n_used = 0;

  if (row->type != known->type)
    {
      if ((n_used = lw_project_count_values (self, known->key, NULL, error)) > 0)
        g_set_error (error, LW_ERROR, LW_ERROR_CONFLICT,
                     ngettext ("“%s” stays what it is: %" PRId64 " box has a value of it.",
                               "“%s” stays what it is: %" PRId64 " boxes have a value of it.", n_used),
                     known->name, n_used);

      return n_used == 0;
    }

  for (guint i = 0; known->choices != NULL && known->choices[i] != NULL; i++)
    {
      if (g_strv_contains ((const char *const *) row->choices, known->choices[i]))
        continue;

      if ((n_used = lw_project_count_values (self, known->key, known->choices[i], error)) == 0)
        continue;

      if (n_used > 0)
        g_set_error (error, LW_ERROR, LW_ERROR_CONFLICT,
                     ngettext ("“%s” stays: %" PRId64 " box has it.",
                               "“%s” stays: %" PRId64 " boxes have it.", n_used),
                     known->choices[i], n_used);

      return FALSE;
    }

  return TRUE;
}

gboolean
lw_project_update_attribute (LwProject            *self,
                             const LwAttributeRow *row,
                             GError              **error)
{
  const LwAttributeRow *known;
  LwAttributeRow        changed = *row;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!(known = find_attribute (self, row->key, error)) || !check_values (self, known, row, error))
    return FALSE;

  changed.position = known->position;

  if (!lw_project_begin (self, _ ("Change attribute"), error))
    return FALSE;

  return lw_project_end (self, lw_store_update_attribute (self->store, &changed, error), error);
}

/* The next one of the same class in @direction, or NULL. */
static const LwAttributeRow *
find_neighbour (LwProject            *self,
                const LwAttributeRow *attribute,
                int                   direction)
{
  const LwAttributeRow *nearest = NULL;

  for (guint i = 0; i < self->attributes->len; i++)
    {
      const LwAttributeRow *other = &g_array_index (self->attributes, LwAttributeRow, i);

      if (other->class_key == attribute->class_key &&
          (direction > 0 ? other->position > attribute->position : other->position < attribute->position) &&
          (nearest == NULL || direction < 0 || other->position < nearest->position))
        nearest = other;
    }

  return nearest;
}

gboolean
lw_project_move_attribute (LwProject *self,
                           gint64     attribute_key,
                           int        direction,
                           GError   **error)
{
  const LwAttributeRow *known, *other;
  LwAttributeRow        moved, pushed;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (direction == 1 || direction == -1, FALSE);

  if (!(known = find_attribute (self, attribute_key, error)) || !(other = find_neighbour (self, known, direction)))
    return FALSE;

  moved = *known;
  pushed = *other;
  moved.position = other->position;
  pushed.position = known->position;

  if (!lw_project_begin (self, _ ("Move attribute"), error))
    return FALSE;

  return lw_project_end (self,
                         lw_store_update_attribute (self->store, &moved, error) &&
                             lw_store_update_attribute (self->store, &pushed, error),
                         error);
}

gboolean
lw_project_remove_attribute (LwProject *self,
                             gint64     attribute_key,
                             GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Remove attribute"), error))
    return FALSE;

  return lw_project_end (self, lw_store_remove_attribute (self->store, attribute_key, error), error);
}

/* --- Renaming a choice --- */

typedef struct
{
  LwStore *store; /* lent while the project is busy */
  LwId     attribute_id;
  char    *choice, *name;
  GArray  *boxes; /* (element-type LwBoxRow): with any value of the attribute */
} RenameJob;

static void
rename_job_free (gpointer data)
{
  RenameJob *job = data;

  g_clear_pointer (&job->boxes, g_array_unref);
  g_free (job->choice);
  g_free (job->name);
  g_free (job);
}

static gboolean
change_boxes (RenameJob *job,
              GError   **error)
{
  for (guint i = 0; i < job->boxes->len; i++)
    {
      LwBoxRow        *row = &g_array_index (job->boxes, LwBoxRow, i);
      g_autofree char *value = lw_box_attributes_get (row->attributes, job->attribute_id);
      g_autofree char *old = NULL;

      if (g_strcmp0 (value, job->choice) != 0)
        continue;

      old = row->attributes;
      row->attributes = lw_box_attributes_set (old, job->attribute_id, job->name);

      if (!lw_store_update_box (job->store, row, error))
        return FALSE;
    }

  return TRUE;
}

static void
rename_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  RenameJob *job = task_data;
  GError    *error = NULL;

  if (change_boxes (job, &error) && lw_store_commit (job->store, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  lw_store_rollback (job->store);
  g_task_return_error (task, error);
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LwProject *self = LW_PROJECT (source);
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;

  lw_project_set_busy (self, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }

  lw_project_announce (self);
  g_task_return_boolean (outer, TRUE);
}

/* The word itself, inside the running step. */
static gboolean
change_choice (LwProject            *self,
               const LwAttributeRow *known,
               const char           *choice,
               const char           *name,
               GError              **error)
{
  LwAttributeRow row = *known;
  g_auto (GStrv) choices = g_strdupv (known->choices);
  guint i = 0;

  while (choices[i] != NULL && !g_str_equal (choices[i], choice))
    i++;

  if (choices[i] == NULL)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("“%s” is no choice of “%s” any more"), choice, known->name);
      return FALSE;
    }

  if (g_strv_contains ((const char *const *) choices, name))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_EXISTS, _ ("“%s” is a choice of “%s” already"), name, known->name);
      return FALSE;
    }

  g_free (choices[i]);
  choices[i] = g_strdup (name);
  row.choices = choices;
  row.default_value = g_strcmp0 (known->default_value, choice) == 0 ? choices[i] : known->default_value;

  return lw_store_update_attribute (self->store, &row, error);
}

static gboolean
begin_rename (LwProject *self,
              RenameJob *job,
              gint64     attribute_key,
              gboolean   changes_boxes,
              GError   **error)
{
  const LwAttributeRow *known = find_attribute (self, attribute_key, error);

  if (known == NULL || !lw_project_begin (self, _ ("Rename choice"), error))
    return FALSE;

  job->store = self->store;
  job->attribute_id = known->id;

  if (known->choices != NULL && change_choice (self, known, job->choice, job->name, error) &&
      (!changes_boxes || (job->boxes = lw_store_list_boxes_with_attribute (self->store, known->id, error)) != NULL))
    return TRUE;

  if (known->choices == NULL)
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("“%s” has nothing to choose from"), known->name);

  lw_store_rollback (self->store);

  return FALSE;
}

static void
run_rename (LwProject *self,
            GTask     *outer,
            RenameJob *job)
{
  g_autoptr (GTask) inner = NULL;
  GError *error = NULL;

  if (job->boxes == NULL || job->boxes->len <= MAX_BOXES_AT_ONCE)
    {
      if (lw_project_end (self, job->boxes == NULL || change_boxes (job, &error), &error))
        g_task_return_boolean (outer, TRUE);
      else
        g_task_return_error (outer, error);

      rename_job_free (job);
      return;
    }

  inner = g_task_new (self, NULL, renamed_cb, g_object_ref (outer));
  g_task_set_task_data (inner, job, rename_job_free);
  lw_project_set_busy (self, TRUE);
  lw_jobs_run (inner, rename_worker, LW_PRIORITY_VISIBLE);
}

void
lw_project_rename_choice_async (LwProject          *self,
                                gint64              attribute_key,
                                const char         *choice,
                                const char         *name,
                                gboolean            changes_boxes,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) outer = NULL;
  GError    *error = NULL;
  RenameJob *job;

  g_return_if_fail (LW_IS_PROJECT (self));
  g_return_if_fail (choice != NULL && name != NULL);

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, lw_project_rename_choice_async);
  job = g_new0 (RenameJob, 1);
  job->choice = g_strdup (choice);
  job->name = g_strdup (name);

  if (begin_rename (self, job, attribute_key, changes_boxes, &error))
    {
      run_rename (self, outer, job);
      return;
    }

  rename_job_free (job);
  g_task_return_error (outer, error);
}

gboolean
lw_project_rename_choice_finish (LwProject    *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_project_rename_choice_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
