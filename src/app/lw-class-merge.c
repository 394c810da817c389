/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-class-merge.h"

#include "lw-box-attributes.h"
#include "lw-class-tree.h"

#include <glib/gi18n-lib.h>

/* Boxes that are read at once; cancelling and progress are as fine as this. */
#define BATCH 512

typedef struct
{
  LwStore            *store;
  GArray             *classes;    /* (element-type LwClassRow) as they were at the start */
  GArray             *attributes; /* (element-type LwAttributeRow) */
  gint64              into_key;
  GArray             *moves; /* (element-type AttributeMove) of the class that goes now */
  LwClassMergeReport *report;
  LwProgressFunc      progress;
  gpointer            progress_data;
  GCancellable       *cancellable;
  guint64             n_total, n_done;
} Merge;

/* --- Attributes that the other class does not have --- */

typedef struct
{
  const LwAttributeRow *from;
  LwId                  target_id;
  gboolean              has_target; /* looked for once a value needs it */
} AttributeMove;

static gboolean
applies_to (Merge                *self,
            const LwAttributeRow *attribute,
            gint64                class_key)
{
  return attribute->class_key == 0 || lw_class_tree_is_below (self->classes, class_key, attribute->class_key);
}

/* Those of the class itself also where the other one is below it and has them now: it will
 * not be below it any more. */
static void
list_moves (Merge *self,
            gint64 from_key)
{
  g_array_set_size (self->moves, 0);

  for (guint i = 0; i < self->attributes->len; i++)
    {
      const LwAttributeRow *row = &g_array_index (self->attributes, LwAttributeRow, i);
      const AttributeMove   move = { .from = row };

      if (applies_to (self, row, from_key) &&
          (row->class_key == from_key || !applies_to (self, row, self->into_key)))
        g_array_append_val (self->moves, move);
    }
}

static const LwAttributeRow *
find_namesake (Merge                *self,
               const LwAttributeRow *from,
               gboolean             *is_name_taken)
{
  for (guint i = 0; i < self->attributes->len; i++)
    {
      const LwAttributeRow *row = &g_array_index (self->attributes, LwAttributeRow, i);

      if (row == from || !g_str_equal (row->name, from->name) || !applies_to (self, row, self->into_key))
        continue;

      if (row->type == from->type)
        return row;

      *is_name_taken |= row->class_key == self->into_key;
    }

  return NULL;
}

static gboolean
extend_choices (Merge                *self,
                LwId                  target_id,
                const LwAttributeRow *from,
                GError              **error)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();
  g_autoptr (GArray) attributes = lw_store_list_attributes (self->store, error);
  LwAttributeRow row = { 0 };

  /* As it is now: it may have got choices from another attribute already. */
  for (guint i = 0; attributes != NULL && i < attributes->len; i++)
    if (lw_id_equal (g_array_index (attributes, LwAttributeRow, i).id, target_id))
      row = g_array_index (attributes, LwAttributeRow, i);

  if (attributes == NULL)
    return FALSE;

  for (char **choice = row.choices; *choice != NULL; choice++)
    g_ptr_array_add (choices, *choice);

  for (char **choice = from->choices; *choice != NULL; choice++)
    if (!g_strv_contains ((const char *const *) row.choices, *choice))
      g_ptr_array_add (choices, *choice);

  g_ptr_array_add (choices, NULL);
  row.choices = (char **) choices->pdata;

  return lw_store_update_attribute (self->store, &row, error);
}

/* No default: nobody has said anything about the boxes that were of the class before. */
static gboolean
add_attribute (Merge         *self,
               AttributeMove *move,
               gboolean       is_name_taken,
               GError       **error)
{
  const LwClassRow *owner = lw_class_tree_find (self->classes, move->from->class_key);
  g_autofree char  *name = is_name_taken ? g_strdup_printf ("%s (%s)", move->from->name, owner->name)
                                         : g_strdup (move->from->name);
  LwAttributeRow    row = *move->from;
  g_autoptr (GArray) attributes = NULL;
  gint64 key;

  row.class_key = self->into_key;
  row.name = name;
  row.default_value = NULL;
  row.is_archived = FALSE;

  if ((key = lw_store_add_attribute (self->store, &row, error)) == 0 ||
      !(attributes = lw_store_list_attributes (self->store, error)))
    return FALSE;

  for (guint i = 0; i < attributes->len; i++)
    if (g_array_index (attributes, LwAttributeRow, i).key == key)
      move->target_id = g_array_index (attributes, LwAttributeRow, i).id;

  return TRUE;
}

static gboolean
find_target (Merge         *self,
             AttributeMove *move,
             GError       **error)
{
  gboolean              is_name_taken = FALSE;
  const LwAttributeRow *target = find_namesake (self, move->from, &is_name_taken);

  if (move->has_target)
    return TRUE;

  if (target != NULL)
    move->target_id = target->id;

  move->has_target = target == NULL
                         ? add_attribute (self, move, is_name_taken, error)
                         : target->type != LW_ATTRIBUTE_CHOICE || extend_choices (self, target->id, move->from, error);

  return move->has_target;
}

static gboolean
move_attributes (Merge    *self,
                 LwBoxRow *box,
                 GError  **error)
{
  for (guint i = 0; i < self->moves->len; i++)
    {
      AttributeMove   *move = &g_array_index (self->moves, AttributeMove, i);
      g_autofree char *stored = lw_box_attributes_get (box->attributes, move->from->id);
      const char      *value = stored != NULL ? stored : move->from->default_value;
      char            *without;
      char            *with;

      if (value == NULL)
        continue;

      if (!find_target (self, move, error))
        return FALSE;

      without = lw_box_attributes_set (box->attributes, move->from->id, NULL);
      with = lw_box_attributes_set (without, move->target_id, value);
      g_free (without);
      g_free (box->attributes);
      box->attributes = with;
    }

  return TRUE;
}

/* --- Labels --- */

static gboolean
count_done (Merge   *self,
            guint64  n,
            GError **error)
{
  self->n_done += n;

  if (self->progress != NULL)
    self->progress ((double) self->n_done / MAX (self->n_total, 1), self->progress_data);

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
change_boxes (Merge        *self,
              const gint64 *keys,
              gsize         n_keys,
              GError      **error)
{
  g_autoptr (GArray) rows = lw_store_find_boxes (self->store, keys, n_keys, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      LwBoxRow *row = &g_array_index (rows, LwBoxRow, i);

      row->class_key = self->into_key;

      if (!move_attributes (self, row, error) || !lw_store_update_box (self->store, row, error))
        return FALSE;
    }

  return rows != NULL;
}

static gboolean
change_all_boxes (Merge   *self,
                  gint64   class_key,
                  guint64 *n_changed,
                  GError **error)
{
  g_autoptr (GArray) keys = lw_store_list_class_boxes (self->store, class_key, 0, error);

  for (guint i = 0; keys != NULL && i < keys->len; i += BATCH)
    {
      const guint n_keys = MIN (BATCH, keys->len - i);

      if (!change_boxes (self, &g_array_index (keys, gint64, i), n_keys, error) || !count_done (self, n_keys, error))
        return FALSE;

      *n_changed += n_keys;
    }

  return keys != NULL;
}

static gboolean
merge_boxes (Merge   *self,
             gint64   from_key,
             GError **error)
{
  guint64 n_own = 0;

  /* What is below the class has its attributes, too. */
  if (self->moves->len > 0 && lw_class_tree_is_below (self->classes, self->into_key, from_key) &&
      !change_all_boxes (self, self->into_key, &n_own, error))
    return FALSE;

  return change_all_boxes (self, from_key, &self->report->n_boxes, error);
}

/* Whose image classes are told apart by image and annotator. */
static guint
hash_tag (gconstpointer key)
{
  const LwTagRow *tag = key;

  return g_int64_hash (&tag->image_key) * 31 + g_int64_hash (&tag->annotator_key);
}

static gboolean
equal_tags (gconstpointer a,
            gconstpointer b)
{
  const LwTagRow *tag_a = a;
  const LwTagRow *tag_b = b;

  return tag_a->image_key == tag_b->image_key && tag_a->annotator_key == tag_b->annotator_key;
}

static gboolean
merge_tag (Merge          *self,
           const LwTagRow *tag,
           gboolean        is_double,
           GError        **error)
{
  if (is_double)
    {
      self->report->n_dropped_tags++;
      return lw_store_remove_tag (self->store, tag->key, error);
    }

  self->report->n_tags++;

  return lw_store_set_tag_class (self->store, tag->key, self->into_key, error);
}

static gboolean
merge_tags (Merge   *self,
            gint64   from_key,
            GError **error)
{
  g_autoptr (GArray) there = lw_store_list_class_tags (self->store, self->into_key, 0, error);
  g_autoptr (GArray) coming = there != NULL ? lw_store_list_class_tags (self->store, from_key, 0, error) : NULL;
  g_autoptr (GHashTable) known = g_hash_table_new (hash_tag, equal_tags);

  if (coming == NULL)
    return FALSE;

  for (guint i = 0; i < there->len; i++)
    g_hash_table_add (known, &g_array_index (there, LwTagRow, i));

  for (guint i = 0; i < coming->len; i++)
    {
      LwTagRow      *tag = &g_array_index (coming, LwTagRow, i);
      const gboolean is_double = !g_hash_table_add (known, tag);

      if (!merge_tag (self, tag, is_double, error) || ((i + 1) % BATCH == 0 && !count_done (self, BATCH, error)))
        return FALSE;
    }

  return count_done (self, coming->len % BATCH, error);
}

/* --- The classes themselves --- */

gboolean
lw_class_set_parent (LwStore *store,
                     gint64   class_key,
                     gint64   parent_key,
                     GError **error)
{
  g_autoptr (GArray) classes = NULL;
  LwClassRow row;

  if (parent_key == 0)
    return TRUE;

  if (!(classes = lw_store_list_classes (store, error)))
    return FALSE;

  row = *lw_class_tree_find (classes, class_key);
  row.parent_key = parent_key;

  return lw_store_update_class (store, &row, error);
}

/* First what stays leaves the family that it is below, since nothing may be below itself. */
static gboolean
merge_children (Merge   *self,
                gint64   from_key,
                GError **error)
{
  g_autoptr (GArray) classes = lw_store_list_classes (self->store, error);
  LwClassRow row;

  if (classes == NULL)
    return FALSE;

  row = *lw_class_tree_find (classes, self->into_key);

  if (lw_class_tree_is_below (classes, self->into_key, from_key))
    {
      row.parent_key = lw_class_tree_find (classes, from_key)->parent_key;

      if (!lw_store_update_class (self->store, &row, error))
        return FALSE;
    }

  for (guint i = 0; i < classes->len; i++)
    {
      row = g_array_index (classes, LwClassRow, i);

      if (row.parent_key != from_key || row.key == self->into_key)
        continue;

      row.parent_key = self->into_key;

      if (!lw_store_update_class (self->store, &row, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
merge_examples (Merge   *self,
                gint64   from_key,
                GError **error)
{
  g_autoptr (GArray) examples = lw_store_list_examples (self->store, from_key, error);

  for (guint i = 0; examples != NULL && i < examples->len; i++)
    {
      LwExampleRow row = g_array_index (examples, LwExampleRow, i);

      row.class_key = self->into_key;

      if (!row.is_wrong && !lw_store_update_example (self->store, &row, error))
        return FALSE;
    }

  return examples != NULL;
}

/* Read again, because an earlier class of the same merge may have moved it. */
static gboolean
archive (Merge   *self,
         gint64   from_key,
         GError **error)
{
  g_autoptr (GArray) classes = lw_store_list_classes (self->store, error);
  LwClassRow row;

  if (classes == NULL)
    return FALSE;

  row = *lw_class_tree_find (classes, from_key);
  row.is_archived = TRUE;
  row.merged_into_key = self->into_key;
  row.shortcut = NULL;

  return lw_store_update_class (self->store, &row, error);
}

static gboolean
merge_class (Merge   *self,
             gint64   from_key,
             GError **error)
{
  /* An earlier class may have brought its attributes along. */
  g_clear_pointer (&self->attributes, g_array_unref);

  if (!(self->attributes = lw_store_list_attributes (self->store, error)))
    return FALSE;

  list_moves (self, from_key);

  return merge_boxes (self, from_key, error) && merge_tags (self, from_key, error) &&
         merge_children (self, from_key, error) && merge_examples (self, from_key, error) &&
         archive (self, from_key, error);
}

/* --- The whole --- */

static gboolean
check (Merge        *self,
       const gint64 *from_keys,
       gsize         n_from,
       GError      **error)
{
  const LwClassRow *into = lw_class_tree_find (self->classes, self->into_key);

  for (gsize i = 0; i < n_from; i++)
    {
      if (lw_class_tree_find (self->classes, from_keys[i]) == NULL || into == NULL)
        {
          g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("This class is not there any more"));
          return FALSE;
        }

      if (from_keys[i] == self->into_key)
        {
          g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("“%s” cannot be merged into itself"), into->name);
          return FALSE;
        }
    }

  if (into == NULL || !into->is_archived)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("“%s” is archived; take it out of the archive first"), into->name);

  return FALSE;
}

static gboolean
count_labels (Merge        *self,
              const gint64 *from_keys,
              gsize         n_from,
              GError      **error)
{
  g_autoptr (GArray) counts = lw_store_count_classes (self->store, 0, error);

  for (guint i = 0; counts != NULL && i < counts->len; i++)
    {
      const LwClassCount *count = &g_array_index (counts, LwClassCount, i);

      for (gsize k = 0; k < n_from; k++)
        if (count->class_key == from_keys[k])
          self->n_total += count->n_boxes + count->n_tags;
    }

  return counts != NULL;
}

static char *
dup_label (Merge        *self,
           const gint64 *from_keys,
           gsize         n_from)
{
  const char *into = lw_class_tree_find (self->classes, self->into_key)->name;

  if (n_from == 1)
    return g_strdup_printf (_ ("Merge class “%s” into “%s”"),
                            lw_class_tree_find (self->classes, from_keys[0])->name, into);

  return g_strdup_printf (_ ("Merge %zu classes into “%s”"), n_from, into);
}

static gboolean
run (Merge        *self,
     const gint64 *from_keys,
     gsize         n_from,
     gint64        annotator_key,
     GError      **error)
{
  g_autofree char *label = NULL;
  gboolean         succeeded = TRUE;

  if (!(self->classes = lw_store_list_classes (self->store, error)) || !check (self, from_keys, n_from, error) ||
      !count_labels (self, from_keys, n_from, error))
    return FALSE;

  label = dup_label (self, from_keys, n_from);

  if (!lw_store_begin (self->store, LW_GROUP_EDIT, annotator_key, label, error))
    return FALSE;

  for (gsize i = 0; succeeded && i < n_from; i++)
    succeeded = merge_class (self, from_keys[i], error);

  if (succeeded)
    return lw_store_commit (self->store, error);

  lw_store_rollback (self->store);

  return FALSE;
}

gboolean
lw_class_merge_run (LwStore            *store,
                    const gint64       *from_keys,
                    gsize               n_from,
                    gint64              into_key,
                    gint64              annotator_key,
                    LwClassMergeReport *report,
                    LwProgressFunc      progress,
                    gpointer            progress_data,
                    GCancellable       *cancellable,
                    GError            **error)
{
  Merge self = {
    .store = store,
    .into_key = into_key,
    .report = report,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };
  gboolean succeeded;

  g_return_val_if_fail (store != NULL && report != NULL && n_from > 0, FALSE);

  *report = (LwClassMergeReport){ 0 };
  self.moves = g_array_new (FALSE, TRUE, sizeof (AttributeMove));
  succeeded = run (&self, from_keys, n_from, annotator_key, error);
  g_array_unref (self.moves);
  g_clear_pointer (&self.attributes, g_array_unref);
  g_clear_pointer (&self.classes, g_array_unref);

  return succeeded;
}
