/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-split.h"

#include "lw-box-attributes.h"
#include "lw-class-merge.h"
#include "lw-class-tree.h"

#include <glib/gi18n-lib.h>

#define BATCH 512

typedef struct
{
  LwStore            *store;
  const LwClassSplit *split;
  GArray             *classes;
  GArray             *attributes;
  LwAttributeRow      attribute;   /* the choice; borrows from the array */
  gint64             *target_keys; /* a class for each part */
  LwClassSplitReport *report;
  LwProgressFunc      progress;
  gpointer            progress_data;
  GCancellable       *cancellable;
} Split;

LwClassSplit *
lw_class_split_copy (const LwClassSplit *split)
{
  LwClassSplit *copy = g_memdup2 (split, sizeof *split);

  copy->box_keys = g_memdup2 (split->box_keys, split->n_boxes * sizeof *split->box_keys);
  copy->parts = g_new (LwClassPart, MAX (split->n_parts, 1));

  for (gsize i = 0; i < split->n_parts; i++)
    {
      copy->parts[i].value = g_strdup (split->parts[i].value);
      copy->parts[i].class_name = g_strdup (split->parts[i].class_name);
    }

  return copy;
}

void
lw_class_split_free (LwClassSplit *split)
{
  for (gsize i = 0; i < split->n_parts; i++)
    {
      g_free (split->parts[i].value);
      g_free (split->parts[i].class_name);
    }

  g_free (split->parts);
  g_free ((gpointer) split->box_keys);
  g_free (split);
}

/* --- What goes where --- */

/* TRUE, and the place of the part, where the box is in one. */
static gboolean
find_part (Split          *self,
           const LwBoxRow *box,
           gsize          *part)
{
  g_autofree char *stored = NULL;
  const char      *value;

  *part = 0;

  if (self->split->kind == LW_CLASS_SPLIT_BOXES)
    return TRUE;

  if (self->split->kind == LW_CLASS_SPLIT_BY_SIZE)
    return MAX (box->rect.x1 - box->rect.x0, box->rect.y1 - box->rect.y0) < self->split->edge_px;

  stored = lw_box_attributes_get (box->attributes, self->attribute.id);
  value = stored != NULL ? stored : self->attribute.default_value;

  for (; *part < self->split->n_parts; (*part)++)
    if (g_strcmp0 (self->split->parts[*part].value, value) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
change_boxes (Split        *self,
              const gint64 *keys,
              gsize         n_keys,
              GError      **error)
{
  g_autoptr (GArray) rows = lw_store_find_boxes (self->store, keys, n_keys, error);
  gsize part;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      LwBoxRow *row = &g_array_index (rows, LwBoxRow, i);

      if ((self->split->class_key != 0 && row->class_key != self->split->class_key) || !find_part (self, row, &part) ||
          row->class_key == self->target_keys[part])
        continue;

      row->class_key = self->target_keys[part];
      self->report->n_boxes++;

      if (!lw_store_update_box (self->store, row, error))
        return FALSE;
    }

  return rows != NULL;
}

static gboolean
change_all_boxes (Split        *self,
                  const gint64 *keys,
                  gsize         n_keys,
                  GError      **error)
{
  for (gsize i = 0; i < n_keys; i += BATCH)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !change_boxes (self, keys + i, MIN (BATCH, n_keys - i), error))
        return FALSE;

      if (self->progress != NULL)
        self->progress ((double) MIN (i + BATCH, n_keys) / n_keys, self->progress_data);
    }

  return TRUE;
}

/* --- The classes --- */

static gint64
need_class (Split      *self,
            const char *name,
            GError    **error)
{
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };
  gint64              key;

  for (guint i = 0; i < self->classes->len; i++)
    if (g_str_equal (g_array_index (self->classes, LwClassRow, i).name, name))
      return g_array_index (self->classes, LwClassRow, i).key;

  key = lw_store_add_class (self->store, &record, error);
  self->report->n_classes++;

  return key != 0 && lw_class_set_parent (self->store, key, self->split->class_key, error) ? key : 0;
}

static gboolean
need_classes (Split   *self,
              GError **error)
{
  for (gsize i = 0; i < self->split->n_parts; i++)
    if ((self->target_keys[i] = need_class (self, self->split->parts[i].class_name, error)) == 0)
      return FALSE;

  return TRUE;
}

/* --- The whole --- */

static gboolean
check (Split   *self,
       GError **error)
{
  const LwClassSplit *split = self->split;

  if (split->class_key != 0 && lw_class_tree_find (self->classes, split->class_key) == NULL)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("This class is not there any more"));
      return FALSE;
    }

  for (gsize i = 0; i < split->n_parts; i++)
    if (split->parts[i].class_name == NULL || *split->parts[i].class_name == '\0')
      {
        g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID, _ ("Each of the new classes needs a name"));
        return FALSE;
      }

  for (guint i = 0; split->kind == LW_CLASS_SPLIT_BY_VALUE && i < self->attributes->len; i++)
    if (g_array_index (self->attributes, LwAttributeRow, i).key == split->attribute_key)
      self->attribute = g_array_index (self->attributes, LwAttributeRow, i);

  if (split->kind != LW_CLASS_SPLIT_BY_VALUE || self->attribute.type == LW_ATTRIBUTE_CHOICE)
    return TRUE;

  g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID, _ ("A class can be split by an attribute with choices only"));

  return FALSE;
}

static char *
dup_label (Split *self)
{
  const LwClassRow *class = lw_class_tree_find (self->classes, self->split->class_key);

  if (class != NULL)
    return g_strdup_printf (_ ("Split class “%s”"), class->name);

  return g_strdup_printf (_ ("Split off class “%s”"), self->split->parts[0].class_name);
}

static gboolean
change (Split   *self,
        GError **error)
{
  g_autoptr (GArray) keys = NULL;

  if (!need_classes (self, error))
    return FALSE;

  if (self->split->kind == LW_CLASS_SPLIT_BOXES)
    return change_all_boxes (self, self->split->box_keys, self->split->n_boxes, error);

  keys = lw_store_list_class_boxes (self->store, self->split->class_key, 0, error);

  return keys != NULL && change_all_boxes (self, (const gint64 *) keys->data, keys->len, error);
}

static gboolean
run (Split   *self,
     gint64   annotator_key,
     GError **error)
{
  g_autofree char *label = NULL;

  if (!(self->classes = lw_store_list_classes (self->store, error)) ||
      !(self->attributes = lw_store_list_attributes (self->store, error)) || !check (self, error))
    return FALSE;

  label = dup_label (self);

  if (!lw_store_begin (self->store, LW_GROUP_EDIT, annotator_key, label, error))
    return FALSE;

  if (change (self, error))
    return lw_store_commit (self->store, error);

  lw_store_rollback (self->store);

  return FALSE;
}

gboolean
lw_class_split_run (LwStore            *store,
                    const LwClassSplit *split,
                    gint64              annotator_key,
                    LwClassSplitReport *report,
                    LwProgressFunc      progress,
                    gpointer            progress_data,
                    GCancellable       *cancellable,
                    GError            **error)
{
  Split self = {
    .store = store,
    .split = split,
    .attribute = { .type = LW_N_ATTRIBUTE_TYPES },
    .report = report,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };
  gboolean succeeded;

  g_return_val_if_fail (store != NULL && report != NULL && split->n_parts > 0, FALSE);

  *report = (LwClassSplitReport){ 0 };
  self.target_keys = g_new0 (gint64, split->n_parts);
  succeeded = run (&self, annotator_key, error);
  g_free (self.target_keys);
  g_clear_pointer (&self.classes, g_array_unref);
  g_clear_pointer (&self.attributes, g_array_unref);

  return succeeded;
}
