/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-image-folder.h"
#include "lw-image-list-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  PROP_0,
  PROP_ANNOTATOR_KEY,
  PROP_BUSY,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  N_PROPS
};

enum
{
  SIGNAL_LABELS_CHANGED,
  SIGNAL_CLASSES_CHANGED,
  SIGNAL_ANNOTATORS_CHANGED,
  SIGNAL_SETTINGS_CHANGED,
  SIGNAL_COUNTS_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwProject, lw_project, G_TYPE_OBJECT)

/* --- Saying what changed --- */

static void
set_label (LwProject  *self,
           char      **field,
           char       *label,
           GParamSpec *label_pspec,
           GParamSpec *can_pspec)
{
  g_autofree char *old = *field;

  *field = label;

  if (g_strcmp0 (old, label) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), label_pspec);

  if ((old == NULL) != (label == NULL))
    g_object_notify_by_pspec (G_OBJECT (self), can_pspec);
}

static void
update_history (LwProject *self)
{
  const gboolean is_known = self->annotator_key != 0;

  set_label (self, &self->undo_label,
             is_known ? lw_store_dup_undo_label (self->store, self->annotator_key) : NULL,
             properties[PROP_UNDO_LABEL], properties[PROP_CAN_UNDO]);
  set_label (self, &self->redo_label,
             is_known ? lw_store_dup_redo_label (self->store, self->annotator_key) : NULL,
             properties[PROP_REDO_LABEL], properties[PROP_CAN_REDO]);
}

/* A list that cannot be read keeps what it had: the edit itself is done. */
static void
reload (GArray **field,
        GArray  *fresh)
{
  if (fresh == NULL)
    return;

  g_clear_pointer (field, g_array_unref);
  *field = fresh;
}

/* Each of 10,000 boxes asks for its class, of 1,000. */
static void
index_classes (LwProject *self)
{
  g_hash_table_remove_all (self->class_rows);

  for (guint i = 0; i < self->classes->len; i++)
    {
      LwClassRow *row = &g_array_index (self->classes, LwClassRow, i);

      g_hash_table_insert (self->class_rows, &row->key, row);
    }
}

static void
announce_labels (LwProject    *self,
                 const GArray *image_keys)
{
  lw_project_request_counts (self, image_keys == NULL);

  for (guint i = 0; image_keys != NULL && i < image_keys->len; i++)
    {
      const gint64   image_key = g_array_index (image_keys, gint64, i);
      LwImageSummary summary;

      if (lw_store_summarise_image (self->store, image_key, self->annotator_key, &summary, NULL))
        lw_image_list_set_summary (self->images, &summary);

      g_signal_emit (self, signals[SIGNAL_LABELS_CHANGED], 0, image_key);
    }

  if (image_keys == NULL)
    g_signal_emit (self, signals[SIGNAL_LABELS_CHANGED], 0, (gint64) 0);
}

/* TRUE where every image has got another file. */
static gboolean
update_images_folder (LwProject *self)
{
  g_autofree char *old = self->images_folder;

  self->images_folder = lw_image_folder_get (self->store);

  return g_strcmp0 (old, self->images_folder) != 0;
}

void
lw_project_announce (LwProject *self)
{
  g_autoptr (GArray) image_keys = NULL;
  const LwTouched touched = lw_store_get_touched (self->store, &image_keys);
  gboolean        has_moved = FALSE;

  /* First, because images are looked for in it as soon as they are announced. */
  if (touched & LW_TOUCHED_SETTINGS)
    has_moved = update_images_folder (self);

  if (touched & LW_TOUCHED_IMAGES || has_moved)
    lw_project_request_images (self);

  if (touched & LW_TOUCHED_ANNOTATORS)
    {
      reload (&self->annotators, lw_store_list_annotators (self->store, NULL));
      g_signal_emit (self, signals[SIGNAL_ANNOTATORS_CHANGED], 0);
    }

  if (touched & LW_TOUCHED_CLASSES)
    {
      reload (&self->classes, lw_store_list_classes (self->store, NULL));
      index_classes (self);
      reload (&self->attributes, lw_store_list_attributes (self->store, NULL));
      g_signal_emit (self, signals[SIGNAL_CLASSES_CHANGED], 0);
    }

  if (touched & LW_TOUCHED_SETTINGS)
    g_signal_emit (self, signals[SIGNAL_SETTINGS_CHANGED], 0);

  if (touched & LW_TOUCHED_LABELS)
    announce_labels (self, image_keys);

  update_history (self);
}

void
lw_project_set_busy (LwProject *self,
                     gboolean   busy)
{
  self->is_busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);

  if (!busy && self->refresh_due)
    lw_project_request_counts (self, FALSE);
}

gboolean
lw_project_refuse_while_busy (LwProject *self,
                              GError   **error)
{
  if (!self->is_busy)
    return TRUE;

  g_set_error_literal (error, LW_ERROR, LW_ERROR_CONFLICT,
                       _ ("A long step is being done; try again when it is finished"));

  return FALSE;
}

/* --- Annotators --- */

static gint64
find_annotator (LwProject  *self,
                const char *name)
{
  for (guint i = 0; i < self->annotators->len; i++)
    {
      const LwAnnotatorRow *row = &g_array_index (self->annotators, LwAnnotatorRow, i);

      if (g_str_equal (row->name, name))
        return row->key;
    }

  return 0;
}

/* A project that cannot be written has no layer for a newcomer; everybody's
 * together is what there is to see. */
static gboolean
add_annotator (LwProject  *self,
               const char *name,
               gint64     *key,
               GError    **error)
{
  if (!lw_store_begin (self->store, LW_GROUP_SETUP, 0, _ ("Add annotator"), error))
    return FALSE;

  if ((*key = lw_store_add_annotator (self->store, name, error)) == 0)
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
lw_project_set_annotator (LwProject  *self,
                          const char *name,
                          GError    **error)
{
  gint64 key;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!lw_project_refuse_while_busy (self, error))
    return FALSE;

  if ((key = find_annotator (self, name)) == 0 && !add_annotator (self, name, &key, error))
    return FALSE;

  if (key == self->annotator_key)
    return TRUE;

  self->annotator_key = key;
  lw_image_list_set_store (self->images, lw_store_get_path (self->store), key);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANNOTATOR_KEY]);
  update_history (self);
  lw_project_request_counts (self, TRUE);
  g_signal_emit (self, signals[SIGNAL_LABELS_CHANGED], 0, (gint64) 0);

  return TRUE;
}

const GArray *
lw_project_get_annotators (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return self->annotators;
}

gint64
lw_project_get_annotator_key (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), 0);

  return self->annotator_key;
}

/* --- About --- */

const char *
lw_project_get_path (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return lw_store_get_path (self->store);
}

const char *
lw_project_get_title (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return self->title;
}

const char *
lw_project_get_read_only_reason (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return lw_store_get_read_only_reason (self->store);
}

gboolean
lw_project_is_busy (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  return self->is_busy;
}

char *
lw_project_dup_image_path (LwProject *self,
                           gint64     image_key)
{
  const LwImageRow *row;

  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  row = lw_image_list_find_row (self->images, image_key);

  return row != NULL ? lw_image_folder_resolve (self->images_folder, row->path) : NULL;
}

LwImageList *
lw_project_get_images (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return self->images;
}

LwPictureLoader *
lw_project_get_picture_loader (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return self->loader;
}

const GArray *
lw_project_get_classes (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return self->classes;
}

const LwClassRow *
lw_project_find_class (LwProject *self,
                       gint64     class_key)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return g_hash_table_lookup (self->class_rows, &class_key);
}

const GArray *
lw_project_get_attributes (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return self->attributes;
}

const LwAttributeRow *
lw_project_find_attribute (LwProject *self,
                           gint64     attribute_key)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  for (guint i = 0; i < self->attributes->len; i++)
    {
      const LwAttributeRow *row = &g_array_index (self->attributes, LwAttributeRow, i);

      if (row->key == attribute_key)
        return row;
    }

  return NULL;
}

GArray *
lw_project_count_classes (LwProject *self)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return self->counts != NULL ? g_array_ref (self->counts) : NULL;
}

GArray *
lw_project_list_recent_classes (LwProject *self,
                                guint      n_max)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  return self->is_busy ? NULL : lw_store_list_recent_classes (self->store, self->annotator_key, n_max, NULL);
}

/* --- Object --- */

static void
lw_project_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LwProject *self = LW_PROJECT (object);

  switch (prop_id)
    {
    case PROP_ANNOTATOR_KEY:
      g_value_set_int64 (value, self->annotator_key);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->is_busy);
      break;

    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->undo_label != NULL);
      break;

    case PROP_CAN_REDO:
      g_value_set_boolean (value, self->redo_label != NULL);
      break;

    case PROP_UNDO_LABEL:
      g_value_set_string (value, self->undo_label);
      break;

    case PROP_REDO_LABEL:
      g_value_set_string (value, self->redo_label);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lw_project_finalize (GObject *object)
{
  LwProject *self = LW_PROJECT (object);

  /* Jobs hold a reference, so none of them has a store any more; those that do
   * not have never had one. */
  g_cancellable_cancel (self->closing);
  g_clear_object (&self->closing);
  g_hash_table_unref (self->identifying);
  g_clear_object (&self->images);
  g_clear_object (&self->loader);
  g_clear_pointer (&self->reader, lw_store_close);
  g_clear_pointer (&self->pace_reader, lw_store_close);
  g_clear_pointer (&self->store, lw_store_close);
  g_hash_table_unref (self->class_rows);
  g_clear_pointer (&self->classes, g_array_unref);
  g_clear_pointer (&self->attributes, g_array_unref);
  g_clear_pointer (&self->annotators, g_array_unref);
  g_clear_pointer (&self->counts, g_array_unref);
  g_clear_pointer (&self->stepped_boxes, g_array_unref);
  g_free (self->title);
  g_free (self->images_folder);
  g_free (self->undo_label);
  g_free (self->redo_label);

  G_OBJECT_CLASS (lw_project_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_ANNOTATOR_KEY] = g_param_spec_int64 ("annotator-key", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, flags);
  properties[PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static guint
new_signal (const char *name,
            guint       n_params,
            GType       param)
{
  return g_signal_new (name, LW_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, param);
}

static void
lw_project_class_init (LwProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lw_project_finalize;
  object_class->get_property = lw_project_get_property;

  install_properties (object_class);

  signals[SIGNAL_LABELS_CHANGED] = new_signal ("labels-changed", 1, G_TYPE_INT64);
  signals[SIGNAL_CLASSES_CHANGED] = new_signal ("classes-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_ANNOTATORS_CHANGED] = new_signal ("annotators-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_SETTINGS_CHANGED] = new_signal ("settings-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_COUNTS_CHANGED] = new_signal ("counts-changed", 0, G_TYPE_NONE);
}

static void
lw_project_init (LwProject *self)
{
  self->images = lw_image_list_new ();
  self->class_rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->opened_us = g_get_real_time ();
  self->closing = g_cancellable_new ();
  self->identifying = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

char *
lw_project_title_from_path (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (g_str_has_suffix (name, LW_STORE_SUFFIX))
    name[strlen (name) - strlen (LW_STORE_SUFFIX)] = '\0';

  return g_filename_display_name (name);
}

LwProject *
lw_project_new_loaded (LwProjectContents *contents)
{
  LwProject *self = g_object_new (LW_TYPE_PROJECT, NULL);

  self->store = g_steal_pointer (&contents->store);
  self->classes = g_steal_pointer (&contents->classes);
  index_classes (self);
  self->attributes = g_steal_pointer (&contents->attributes);
  self->annotators = g_steal_pointer (&contents->annotators);
  self->title = lw_project_title_from_path (lw_store_get_path (self->store));
  self->images_folder = lw_image_folder_get (self->store);
  self->loader = lw_picture_loader_new (lw_store_get_id (self->store));

  lw_image_list_set_store (self->images, lw_store_get_path (self->store), 0);
  lw_image_list_take_images (self->images, g_steal_pointer (&contents->images), NULL);
  lw_project_request_counts (self, TRUE);

  return self;
}
