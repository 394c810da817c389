/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-shared-values.h"

#include "lw-box-attributes.h"
#include "lw-project-private.h"

static void
clear_value (gpointer data)
{
  LwSharedValue *shared = data;

  g_free (shared->attribute.name);
  g_strfreev (shared->attribute.choices);
  g_free (shared->attribute.default_value);
  g_free (shared->value);
}

static gboolean
is_asked_of (LwProject            *self,
             gint64                class_key,
             const LwAttributeRow *attribute)
{
  g_autoptr (GPtrArray) asked = lw_project_list_class_attributes (self, class_key);

  return g_ptr_array_find (asked, attribute, NULL);
}

static gboolean
is_asked_of_all (LwProject            *self,
                 const gint64         *class_keys,
                 gsize                 n_classes,
                 const LwAttributeRow *attribute)
{
  for (gsize i = 0; i < n_classes; i++)
    if (!is_asked_of (self, class_keys[i], attribute))
      return FALSE;

  return TRUE;
}

static LwSharedValue
share (const LwAttributeRow *attribute,
       const GArray         *boxes,
       gboolean              is_complete)
{
  LwSharedValue shared = { .attribute = *attribute, .is_default = TRUE, .is_mixed = !is_complete };

  shared.attribute.name = g_strdup (attribute->name);
  shared.attribute.choices = g_strdupv (attribute->choices);
  shared.attribute.default_value = g_strdup (attribute->default_value);

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRow  *box = &g_array_index (boxes, LwBoxRow, i);
      g_autofree char *own = lw_box_attributes_get (box->attributes, attribute->id);
      const char      *value = own != NULL ? own : attribute->default_value;

      shared.is_default &= own == NULL;

      if (i == 0)
        shared.value = g_strdup (value);
      else
        shared.is_mixed |= g_strcmp0 (shared.value, value) != 0;
    }

  if (shared.is_mixed)
    g_clear_pointer (&shared.value, g_free);

  return shared;
}

GArray *
lw_project_list_shared_values (LwProject    *self,
                               const gint64 *class_keys,
                               gsize         n_classes,
                               const gint64 *box_keys,
                               gsize         n_boxes)
{
  const gsize n_read = MIN (n_boxes, LW_SHARED_VALUES_MAX);
  g_autoptr (GPtrArray) asked = NULL;
  g_autoptr (GArray) boxes = NULL;
  GArray *values = g_array_new (FALSE, FALSE, sizeof (LwSharedValue));

  g_return_val_if_fail (LW_IS_PROJECT (self), values);

  g_array_set_clear_func (values, clear_value);

  if (n_classes == 0 || n_boxes == 0 || self->is_busy || self->attributes->len == 0 ||
      !(boxes = lw_store_find_boxes (self->store, box_keys, n_read, NULL)))
    return values;

  asked = lw_project_list_class_attributes (self, class_keys[0]);

  for (guint i = 0; i < asked->len; i++)
    {
      const LwAttributeRow *attribute = g_ptr_array_index (asked, i);

      if (is_asked_of_all (self, class_keys + 1, n_classes - 1, attribute))
        {
          LwSharedValue shared = share (attribute, boxes, n_read == n_boxes);

          g_array_append_val (values, shared);
        }
    }

  return values;
}
