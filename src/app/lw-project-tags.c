/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-tags.h"

#include "lw-image-list-private.h"
#include "lw-project-private.h"

#include <glib/gi18n-lib.h>

/* --- Rules --- */

LwTagRule
lw_project_get_tag_rule (LwProject *self,
                         gint64     parent_key)
{
  const LwClassRow *parent;
  g_autofree char  *text = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), 0);

  if (parent_key != 0)
    return (parent = lw_project_find_class (self, parent_key)) != NULL ? parent->tag_rule : 0;

  text = lw_project_dup_setting (self, LW_SETTING_TAG_RULE);

  return text != NULL ? (LwTagRule) (g_ascii_strtoull (text, NULL, 10) & LW_TAG_RULE_ALL) : 0;
}

gboolean
lw_project_set_tag_rule (LwProject *self,
                         gint64     parent_key,
                         LwTagRule  rule,
                         GError   **error)
{
  g_autofree char  *text = NULL;
  const LwClassRow *parent;
  LwClassRow        row;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (parent_key == 0)
    {
      text = g_strdup_printf ("%u", rule);
      return lw_project_set_setting (self, LW_SETTING_TAG_RULE, rule != 0 ? text : NULL, error);
    }

  if (!(parent = lw_project_find_class (self, parent_key)))
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("This class is not there any more"));
      return FALSE;
    }

  row = *parent;
  row.tag_rule = rule;

  if (!lw_project_begin (self, _ ("Change the rule for image classes"), error))
    return FALSE;

  return lw_project_end (self, lw_store_update_class (self->store, &row, error), error);
}

/* --- Giving and taking --- */

static gint64
get_parent (LwProject *self,
            gint64     class_key)
{
  const LwClassRow *class = lw_project_find_class (self, class_key);

  return class != NULL ? class->parent_key : 0;
}

/* The annotator's tag of that class in @tags, or NULL. */
static const LwTagRow *
find_tag (const GArray *tags,
          gint64        class_key)
{
  for (guint i = 0; i < tags->len; i++)
    if (g_array_index (tags, LwTagRow, i).class_key == class_key)
      return &g_array_index (tags, LwTagRow, i);

  return NULL;
}

static gboolean
remove_siblings (LwProject    *self,
                 const GArray *tags,
                 gint64        parent_key,
                 GError      **error)
{
  for (guint i = 0; i < tags->len; i++)
    {
      const LwTagRow *tag = &g_array_index (tags, LwTagRow, i);

      if (get_parent (self, tag->class_key) == parent_key && !lw_store_remove_tag (self->store, tag->key, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
give_tag (LwProject    *self,
          gint64        image_key,
          const GArray *tags,
          gint64        class_key,
          GError      **error)
{
  const gint64   parent_key = get_parent (self, class_key);
  const LwTagRow row = {
    .image_key = image_key,
    .annotator_key = self->annotator_key,
    .class_key = class_key,
    .origin = LW_ORIGIN_PERSON,
  };

  if (find_tag (tags, class_key) != NULL)
    return TRUE;

  if ((lw_project_get_tag_rule (self, parent_key) & LW_TAG_RULE_SINGLE) && !remove_siblings (self, tags, parent_key, error))
    return FALSE;

  return lw_project_open_image (self, image_key, error) && lw_store_add_tag (self->store, &row, error) != 0;
}

static gboolean
change_tags (LwProject    *self,
             const gint64 *image_keys,
             GPtrArray    *tags,
             gint64        class_key,
             gboolean      is_given,
             GError      **error)
{
  for (guint i = 0; i < tags->len; i++)
    {
      const GArray   *of_image = g_ptr_array_index (tags, i);
      const LwTagRow *tag = find_tag (of_image, class_key);

      if (is_given ? !give_tag (self, image_keys[i], of_image, class_key, error)
                   : tag != NULL && !lw_store_remove_tag (self->store, tag->key, error))
        return FALSE;
    }

  return TRUE;
}

/* (element-type GArray of LwTagRow), one for each image, NULL on error. */
static GPtrArray *
list_tags (LwProject    *self,
           const gint64 *image_keys,
           gsize         n_keys,
           GError      **error)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (gsize i = 0; i < n_keys; i++)
    {
      GArray *of_image = lw_store_list_tags (self->store, image_keys[i], self->annotator_key, error);

      if (of_image == NULL)
        return NULL;

      g_ptr_array_add (tags, of_image);
    }

  return g_steal_pointer (&tags);
}

gboolean
lw_project_tag_images (LwProject    *self,
                       const gint64 *image_keys,
                       gsize         n_keys,
                       gint64        class_key,
                       gboolean     *is_given,
                       GError      **error)
{
  g_autoptr (GPtrArray) tags = NULL;
  g_autofree char *label = NULL;
  gboolean         gives = FALSE;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  /* A worker has the store meanwhile. */
  if (!lw_project_refuse_while_busy (self, error) || !(tags = list_tags (self, image_keys, n_keys, error)))
    return FALSE;

  for (guint i = 0; i < tags->len; i++)
    gives |= find_tag (g_ptr_array_index (tags, i), class_key) == NULL;

  if (is_given != NULL)
    *is_given = gives;

  label = n_keys == 1 ? g_strdup (_ ("Set image class"))
                      : g_strdup_printf (ngettext ("Set class of %zu image", "Set class of %zu images", n_keys), n_keys);

  if (!lw_project_begin (self, label, error))
    return FALSE;

  return lw_project_end (self, change_tags (self, image_keys, tags, class_key, gives, error), error);
}

gboolean
lw_project_toggle_tag (LwProject *self,
                       gint64     image_key,
                       gint64     class_key,
                       GError   **error)
{
  return lw_project_tag_images (self, &image_key, 1, class_key, NULL, error);
}

/* --- What is required --- */

/* Whether a child of @parent_key can still be given. */
static gboolean
has_choice (LwProject *self,
            gint64     parent_key)
{
  for (guint i = 0; i < self->classes->len; i++)
    {
      const LwClassRow *class = &g_array_index (self->classes, LwClassRow, i);

      if (class->parent_key == parent_key && !class->is_archived)
        return TRUE;
    }

  return FALSE;
}

/* A tag answers for all classes above its own: a tabby cat is an animal. */
static gboolean
is_answered (LwProject    *self,
             const gint64 *class_keys,
             gsize         n_keys,
             gint64        parent_key)
{
  for (gsize i = 0; i < n_keys; i++)
    {
      gint64 class_key = class_keys[i];

      for (guint depth = 0; class_key != 0 && depth <= self->classes->len; depth++)
        if ((class_key = get_parent (self, class_key)) == parent_key)
          return TRUE;
    }

  return FALSE;
}

static void
add_lacking (LwProject    *self,
             const gint64 *class_keys,
             gsize         n_keys,
             gint64        parent_key,
             GArray       *lacking)
{
  if ((lw_project_get_tag_rule (self, parent_key) & LW_TAG_RULE_REQUIRED) && has_choice (self, parent_key) &&
      !is_answered (self, class_keys, n_keys, parent_key))
    g_array_append_val (lacking, parent_key);
}

GArray *
lw_project_list_lacking (LwProject    *self,
                         const gint64 *class_keys,
                         gsize         n_keys)
{
  GArray *lacking = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (LW_IS_PROJECT (self), lacking);

  add_lacking (self, class_keys, n_keys, 0, lacking);

  for (guint i = 0; i < self->classes->len; i++)
    {
      const LwClassRow *class = &g_array_index (self->classes, LwClassRow, i);

      if (!class->is_archived)
        add_lacking (self, class_keys, n_keys, class->key, lacking);
    }

  return lacking;
}

static void
set_lacking_error (LwProject *self,
                   gint64     image_key,
                   gint64     parent_key,
                   GError   **error)
{
  const LwImageRow *image = lw_image_list_find_row (self->images, image_key);
  const LwClassRow *parent = lw_project_find_class (self, parent_key);

  if (parent != NULL)
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                 _ ("“%s” is not done yet: it needs an image class of “%s”."), image != NULL ? image->path : "", parent->name);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                 _ ("“%s” is not done yet: it needs an image class."), image != NULL ? image->path : "");
}

gboolean
lw_project_check_tags (LwProject *self,
                       gint64     image_key,
                       GError   **error)
{
  g_autoptr (GArray) tags = NULL;
  g_autoptr (GArray) class_keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) lacking = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!(tags = lw_project_list_tags (self, image_key, error)))
    return FALSE;

  for (guint i = 0; i < tags->len; i++)
    g_array_append_val (class_keys, g_array_index (tags, LwTagRow, i).class_key);

  lacking = lw_project_list_lacking (self, (const gint64 *) class_keys->data, class_keys->len);

  if (lacking->len == 0)
    return TRUE;

  set_lacking_error (self, image_key, g_array_index (lacking, gint64, 0), error);

  return FALSE;
}
