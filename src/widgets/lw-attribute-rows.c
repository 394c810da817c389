/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-attribute-rows.h"

#include "lw-attribute-field.h"

#include <string.h>

struct _LwAttributeRows
{
  GtkBox parent_instance;

  GArray *boxes; /* (element-type gint64) */
  GArray *shown; /* (element-type LwSharedValue), one for each child */
};

enum
{
  SIGNAL_VALUE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LwAttributeRows, lw_attribute_rows, GTK_TYPE_BOX)

static void
value_chosen_cb (LwAttributeRows  *self,
                 const char       *value,
                 LwAttributeField *field)
{
  g_autoptr (GArray) boxes = g_array_ref (self->boxes);
  guint i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != GTK_WIDGET (field);
       child = gtk_widget_get_next_sibling (child))
    i++;

  g_signal_emit (self, signals[SIGNAL_VALUE_CHOSEN], 0, g_array_index (self->shown, LwSharedValue, i).attribute.key,
                 value, boxes);
}

static void
add_field (LwAttributeRows      *self,
           const LwAttributeRow *attribute)
{
  GtkWidget *field = lw_attribute_field_new (attribute);

  g_signal_connect_object (field, "value-chosen", G_CALLBACK (value_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), field);
}

static gboolean
is_same_attribute (const LwAttributeRow *a,
                   const LwAttributeRow *b)
{
  return a->key == b->key && a->type == b->type && g_str_equal (a->name, b->name) &&
         g_strcmp0 (a->default_value, b->default_value) == 0 &&
         (a->choices == NULL || g_strv_equal ((const char *const *) a->choices, (const char *const *) b->choices));
}

static gboolean
are_same_attributes (const GArray *a,
                     const GArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!is_same_attribute (&g_array_index (a, LwSharedValue, i).attribute, &g_array_index (b, LwSharedValue, i).attribute))
      return FALSE;

  return TRUE;
}

static void
make_fields (LwAttributeRows *self,
             const GArray    *values)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);

  for (guint i = 0; i < values->len; i++)
    add_field (self, &g_array_index (values, LwSharedValue, i).attribute);

  gtk_widget_set_visible (GTK_WIDGET (self), values->len > 0);
}

static void
lw_attribute_rows_finalize (GObject *object)
{
  LwAttributeRows *self = LW_ATTRIBUTE_ROWS (object);

  g_clear_pointer (&self->shown, g_array_unref);
  g_array_unref (self->boxes);

  G_OBJECT_CLASS (lw_attribute_rows_parent_class)->finalize (object);
}

static void
lw_attribute_rows_class_init (LwAttributeRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_attribute_rows_finalize;

  signals[SIGNAL_VALUE_CHOSEN] =
      g_signal_new ("value-chosen", LW_TYPE_ATTRIBUTE_ROWS, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_STRING, G_TYPE_ARRAY);
}

static void
lw_attribute_rows_init (LwAttributeRows *self)
{
  self->boxes = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
lw_attribute_rows_new (void)
{
  return g_object_new (LW_TYPE_ATTRIBUTE_ROWS, NULL);
}

void
lw_attribute_rows_set_boxes (LwAttributeRows *self,
                             const gint64    *keys,
                             gsize            n_keys)
{
  GArray *boxes;

  g_return_if_fail (LW_IS_ATTRIBUTE_ROWS (self));

  if (n_keys == self->boxes->len && (n_keys == 0 || memcmp (keys, self->boxes->data, n_keys * sizeof *keys) == 0))
    return;

  boxes = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_keys);

  if (n_keys > 0)
    g_array_append_vals (boxes, keys, n_keys);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lw_attribute_field_take_typed (LW_ATTRIBUTE_FIELD (child));

  g_array_unref (self->boxes);
  self->boxes = boxes;
}

void
lw_attribute_rows_set_values (LwAttributeRows *self,
                              GArray          *values)
{
  guint i = 0;

  g_return_if_fail (LW_IS_ATTRIBUTE_ROWS (self));
  g_return_if_fail (values != NULL);

  if (!are_same_attributes (self->shown, values))
    make_fields (self, values);

  g_clear_pointer (&self->shown, g_array_unref);
  self->shown = g_array_ref (values);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lw_attribute_field_set_value (LW_ATTRIBUTE_FIELD (child), &g_array_index (values, LwSharedValue, i++));
}

gboolean
lw_attribute_rows_grab_focus (LwAttributeRows *self)
{
  g_return_val_if_fail (LW_IS_ATTRIBUTE_ROWS (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;

  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
