/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-box-attributes.h"

#include <glib/gi18n-lib.h>

/* --- One edit: begin, change, end --- */

static gboolean
check_can_begin (LwProject *self,
                 GError   **error)
{
  if (!lw_project_refuse_while_busy (self, error))
    return FALSE;

  if (self->annotator_key == 0 && lw_project_get_read_only_reason (self) == NULL)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_FAILED,
                           _ ("Nobody is labelling yet; choose an annotator first"));
      return FALSE;
    }

  return TRUE;
}

gboolean
lw_project_begin (LwProject  *self,
                  const char *label,
                  GError    **error)
{
  return check_can_begin (self, error) &&
         lw_store_begin (self->store, LW_GROUP_EDIT, self->annotator_key, label, error);
}

gboolean
lw_project_begin_more (LwProject  *self,
                       const char *label,
                       GError    **error)
{
  return check_can_begin (self, error) && lw_store_begin_more (self->store, self->annotator_key, label, error);
}

gboolean
lw_project_end (LwProject *self,
                gboolean   succeeded,
                GError   **error)
{
  if (!succeeded)
    {
      lw_store_rollback (self->store);
      return FALSE;
    }

  if (!lw_store_commit (self->store, error))
    return FALSE;

  lw_project_announce (self);

  return TRUE;
}

gboolean
lw_project_open_image (LwProject *self,
                       gint64     image_key,
                       GError   **error)
{
  LwImageSummary summary;

  if (!lw_store_summarise_image (self->store, image_key, self->annotator_key, &summary, error))
    return FALSE;

  return summary.progress != LW_PROGRESS_UNSEEN ||
         lw_store_set_progress (self->store, image_key, self->annotator_key, LW_PROGRESS_OPEN, error);
}

/* --- Boxes --- */

GArray *
lw_project_list_boxes (LwProject *self,
                       gint64     image_key,
                       GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  if (!lw_project_refuse_while_busy (self, error))
    return NULL;

  return lw_store_list_boxes (self->store, image_key, self->annotator_key, error);
}

GArray *
lw_project_list_boxes_after (LwProject *self,
                             gint64     image_key,
                             gint64     after_key,
                             guint      n_max,
                             GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  if (!lw_project_refuse_while_busy (self, error))
    return NULL;

  return lw_store_list_boxes_after (self->store, image_key, self->annotator_key, after_key, n_max, error);
}

GArray *
lw_project_list_other_boxes (LwProject *self,
                             gint64     image_key,
                             GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  if (!lw_project_refuse_while_busy (self, error))
    return NULL;

  return lw_store_list_other_boxes (self->store, image_key, self->annotator_key, error);
}

GArray *
lw_project_list_tags (LwProject *self,
                      gint64     image_key,
                      GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  if (!lw_project_refuse_while_busy (self, error))
    return NULL;

  return lw_store_list_tags (self->store, image_key, self->annotator_key, error);
}

gboolean
lw_project_insert_boxes (LwProject      *self,
                         gint64          image_key,
                         const LwBoxRow *rows,
                         gsize           n_rows,
                         gint64         *keys,
                         GError        **error)
{
  if (!lw_project_open_image (self, image_key, error))
    return FALSE;

  for (gsize i = 0; i < n_rows; i++)
    {
      const LwBoxRow row = {
        .image_key = image_key,
        .annotator_key = self->annotator_key,
        .class_key = rows[i].class_key,
        .rect = rows[i].rect,
        .flags = rows[i].flags,
        .attributes = rows[i].attributes,
        .origin = LW_ORIGIN_PERSON,
      };
      const gint64 key = lw_store_add_box (self->store, &row, error);

      if (key == 0)
        return FALSE;

      if (keys != NULL)
        keys[i] = key;
    }

  return TRUE;
}

/* --- What the history calls them --- */

/* Borrowed; NULL where they are not all of one class that is there. */
static const char *
find_common_class (LwProject      *self,
                   const LwBoxRow *rows,
                   gsize           n_rows)
{
  const LwClassRow *class = n_rows > 0 ? lw_project_find_class (self, rows[0].class_key) : NULL;

  for (gsize i = 1; i < n_rows; i++)
    if (rows[i].class_key != rows[0].class_key)
      return NULL;

  return class != NULL ? class->name : NULL;
}

static char *
dup_add_label (LwProject      *self,
               const LwBoxRow *rows,
               gsize           n_rows)
{
  const char *name = find_common_class (self, rows, n_rows);

  if (name == NULL)
    return g_strdup_printf (ngettext ("Add %zu box", "Add %zu boxes", n_rows), n_rows);

  /* Translators: a step in the history: how many, of which class */
  return g_strdup_printf (ngettext ("Add %zu box (%s)", "Add %zu boxes (%s)", n_rows), n_rows, name);
}

static char *
dup_remove_label (LwProject    *self,
                  const gint64 *box_keys,
                  gsize         n_keys)
{
  g_autoptr (GArray) rows = lw_store_find_boxes (self->store, box_keys, n_keys, NULL);
  const char *name = rows != NULL ? find_common_class (self, (const LwBoxRow *) (const void *) rows->data, rows->len) : NULL;

  if (name == NULL)
    return g_strdup_printf (ngettext ("Delete %zu box", "Delete %zu boxes", n_keys), n_keys);

  /* Translators: a step in the history: how many, of which class */
  return g_strdup_printf (ngettext ("Delete %zu box (%s)", "Delete %zu boxes (%s)", n_keys), n_keys, name);
}

gboolean
lw_project_add_boxes (LwProject      *self,
                      gint64          image_key,
                      const LwBoxRow *rows,
                      gsize           n_rows,
                      gint64         *keys,
                      GError        **error)
{
  g_autofree char *label = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  label = dup_add_label (self, rows, n_rows);
  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, lw_project_insert_boxes (self, image_key, rows, n_rows, keys, error), error);
}

gboolean
lw_project_add_box (LwProject *self,
                    gint64     image_key,
                    gint64     class_key,
                    LwRect     rect,
                    gint64    *key,
                    GError   **error)
{
  const LwBoxRow   row = { .class_key = class_key, .rect = rect };
  const char      *name;
  g_autofree char *label = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  /* Translators: a step in the history, with the class that was drawn: "Draw Red cell" */
  if ((name = find_common_class (self, &row, 1)) != NULL)
    label = g_strdup_printf (_ ("Draw %s"), name);

  if (!lw_project_begin (self, label != NULL ? label : _ ("Draw box"), error))
    return FALSE;

  return lw_project_end (self, lw_project_insert_boxes (self, image_key, &row, 1, key, error), error);
}

/* Calls @change on a copy of each box and stores it. */
typedef void (*ChangeFunc) (LwBoxRow *row,
                            gpointer  user_data);

static gboolean
update_boxes (LwProject    *self,
              const gint64 *box_keys,
              gsize         n_keys,
              ChangeFunc    change,
              gpointer      user_data,
              GError      **error)
{
  g_autoptr (GArray) rows = lw_store_find_boxes (self->store, box_keys, n_keys, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      LwBoxRow *row = &g_array_index (rows, LwBoxRow, i);

      change (row, user_data);

      if (!lw_store_update_box (self->store, row, error))
        return FALSE;
    }

  return TRUE;
}

static void
change_rect (LwBoxRow *row,
             gpointer  user_data)
{
  row->rect = *(const LwRect *) user_data;
}

static void
change_class (LwBoxRow *row,
              gpointer  user_data)
{
  row->class_key = *(const gint64 *) user_data;
}

static void
change_flags (LwBoxRow *row,
              gpointer  user_data)
{
  row->flags = *(const LwBoxFlags *) user_data;
}

gboolean
lw_project_set_box_rect (LwProject *self,
                         gint64     box_key,
                         LwRect     rect,
                         GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Move box"), error))
    return FALSE;

  return lw_project_end (self, update_boxes (self, &box_key, 1, change_rect, &rect, error), error);
}

gboolean
lw_project_set_box_class (LwProject    *self,
                          const gint64 *box_keys,
                          gsize         n_keys,
                          gint64        class_key,
                          GError      **error)
{
  const LwClassRow *class;
  g_autofree char *label = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  /* Translators: a step in the history, with the class that boxes got */
  if ((class = lw_project_find_class (self, class_key)) != NULL)
    label = g_strdup_printf (_ ("Set class %s"), class->name);

  if (!lw_project_begin (self, label != NULL ? label : _ ("Set class"), error))
    return FALSE;

  return lw_project_end (self, update_boxes (self, box_keys, n_keys, change_class, &class_key, error), error);
}

typedef struct
{
  LwBoxFlags mask, flags;
} Mark;

static void
change_marks (LwBoxRow *row,
              gpointer  user_data)
{
  const Mark *mark = user_data;

  row->flags = (row->flags & ~mark->mask) | (mark->flags & mark->mask);
}

gboolean
lw_project_mark_boxes (LwProject    *self,
                       const gint64 *box_keys,
                       gsize         n_keys,
                       LwBoxFlags    mask,
                       LwBoxFlags    flags,
                       GError      **error)
{
  Mark mark = { mask, flags };

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Mark box"), error))
    return FALSE;

  return lw_project_end (self, update_boxes (self, box_keys, n_keys, change_marks, &mark, error), error);
}

typedef struct
{
  LwId        id;
  const char *value;
} AttributeValue;

static void
change_attribute (LwBoxRow *row,
                  gpointer  user_data)
{
  const AttributeValue *change = user_data;
  char                 *attributes = lw_box_attributes_set (row->attributes, change->id, change->value);

  g_free (row->attributes);
  row->attributes = attributes;
}

gboolean
lw_project_set_box_attribute (LwProject    *self,
                              const gint64 *box_keys,
                              gsize         n_keys,
                              gint64        attribute_key,
                              const char   *value,
                              GError      **error)
{
  const LwAttributeRow *attribute;
  AttributeValue        change = { .value = value };
  g_autofree char      *label = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!(attribute = lw_project_find_attribute (self, attribute_key)))
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("This attribute is not there any more"));
      return FALSE;
    }

  change.id = attribute->id;
  label = g_strdup_printf (_ ("Set %s"), attribute->name);

  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, update_boxes (self, box_keys, n_keys, change_attribute, &change, error), error);
}

gboolean
lw_project_set_box_flags (LwProject *self,
                          gint64     box_key,
                          LwBoxFlags flags,
                          GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Mark box"), error))
    return FALSE;

  return lw_project_end (self, update_boxes (self, &box_key, 1, change_flags, &flags, error), error);
}

static gboolean
remove_boxes (LwProject    *self,
              const gint64 *box_keys,
              gsize         n_keys,
              GError      **error)
{
  for (gsize i = 0; i < n_keys; i++)
    if (!lw_store_remove_box (self->store, box_keys[i], error))
      return FALSE;

  return TRUE;
}

gboolean
lw_project_remove_boxes (LwProject    *self,
                         const gint64 *box_keys,
                         gsize         n_keys,
                         GError      **error)
{
  g_autofree char *label = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  label = dup_remove_label (self, box_keys, n_keys);
  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, remove_boxes (self, box_keys, n_keys, error), error);
}
