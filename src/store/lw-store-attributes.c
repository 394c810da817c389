/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

#include <glib/gi18n-lib.h>
#include <jansson.h>

#include <math.h>

/* --- Choices: an array of strings as JSON --- */

static char *
choices_to_json (char **choices)
{
  json_t *array;
  char   *dumped, *text;

  if (choices == NULL)
    return NULL;

  array = json_array ();

  for (guint i = 0; choices[i] != NULL; i++)
    json_array_append_new (array, json_string (choices[i]));

  dumped = json_dumps (array, JSON_COMPACT);
  text = g_strdup (dumped);
  free (dumped);
  json_decref (array);

  return text;
}

static char **
choices_from_json (const char *text)
{
  json_t       *array = json_loads (text, 0, NULL);
  GStrvBuilder *builder = g_strv_builder_new ();
  char        **choices;
  json_t       *value;
  size_t        i;

  json_array_foreach (array, i, value)
  {
    if (json_is_string (value))
      g_strv_builder_add (builder, json_string_value (value));
  }

  choices = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  json_decref (array);

  return choices;
}

/* --- Reading --- */

static void
clear_row (gpointer data)
{
  LwAttributeRow *row = data;

  g_free (row->name);
  g_strfreev (row->choices);
  g_free (row->default_value);
}

static gboolean
read_row (LwStmt         *stmt,
          LwAttributeRow *row)
{
  const char *choices = lw_stmt_get_text (stmt, 5);

  if (!lw_stmt_get_id (stmt, 1, &row->id))
    return FALSE;

  row->key = sqlite3_column_int64 (stmt, 0);
  row->class_key = sqlite3_column_int64 (stmt, 2);
  row->name = lw_stmt_dup_text (stmt, 3);
  row->type = CLAMP (sqlite3_column_int (stmt, 4), LW_ATTRIBUTE_FLAG, LW_ATTRIBUTE_TEXT);
  row->default_value = lw_stmt_dup_text (stmt, 6);
  row->position = sqlite3_column_int (stmt, 7);
  row->is_archived = sqlite3_column_int (stmt, 8) != 0;

  if (row->type == LW_ATTRIBUTE_CHOICE)
    row->choices = choices_from_json (choices != NULL ? choices : "[]");

  return TRUE;
}

GArray *
lw_store_list_attributes (LwStore *self,
                          GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!(stmt = lw_sql_get (&self->sql, LW_SQL_LIST_ATTRIBUTES, error)))
    return NULL;

  rows = g_array_new (FALSE, TRUE, sizeof (LwAttributeRow));
  g_array_set_clear_func (rows, clear_row);

  while (lw_sql_step (&self->sql, stmt, &local_error))
    {
      LwAttributeRow row = { 0 };

      if (read_row (stmt, &row))
        g_array_append_val (rows, row);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  return g_steal_pointer (&rows);
}

/* --- Editing --- */

static gboolean
is_value (const LwAttributeRow *row,
          const char           *value)
{
  char  *end;
  double number;

  switch (row->type)
    {
    case LW_ATTRIBUTE_FLAG:
      return g_str_equal (value, "true") || g_str_equal (value, "false");

    case LW_ATTRIBUTE_CHOICE:
      return g_strv_contains ((const char *const *) row->choices, value);

    case LW_ATTRIBUTE_NUMBER:
      number = g_ascii_strtod (value, &end);
      return end != value && *end == '\0' && isfinite (number);

    case LW_ATTRIBUTE_TEXT:
    case LW_N_ATTRIBUTE_TYPES:
    default:
      return TRUE;
    }
}

static gboolean
check_choices (const LwAttributeRow *row,
               GError              **error)
{
  if (row->type != LW_ATTRIBUTE_CHOICE)
    return TRUE;

  if (row->choices == NULL || row->choices[0] == NULL)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("“%s” needs something to choose from."), row->name);
      return FALSE;
    }

  for (guint i = 0; row->choices[i] != NULL; i++)
    if (!lw_store_check_text (N_ ("Choice of an attribute"), row->choices[i], FALSE, error))
      return FALSE;

  return TRUE;
}

/* Names are unique within a class, and among the attributes of all classes. */
static gboolean
check_attribute_name (LwStore              *self,
                      const LwAttributeRow *row,
                      gint64                class_key,
                      GError              **error)
{
  gint64 key;
  g_autoptr (LwStmt) stmt = NULL;

  if (!lw_store_check_text (N_ ("Name of an attribute"), row->name, FALSE, error) ||
      !(stmt = lw_sql_get (&self->sql, LW_SQL_FIND_ATTRIBUTE, error)))
    return FALSE;

  lw_stmt_bind_text (stmt, 1, row->name);
  lw_stmt_bind_key (stmt, 2, class_key);

  if (!lw_store_find_key (self, stmt, &key, error))
    return FALSE;

  if (key == 0 || key == row->key)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_EXISTS, _ ("There is an attribute “%s” already."), row->name);

  return FALSE;
}

static gboolean
check_attribute (LwStore              *self,
                 const LwAttributeRow *row,
                 gint64                class_key,
                 GError              **error)
{
  if ((guint) row->type >= LW_N_ATTRIBUTE_TYPES)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID, _ ("An attribute is of a type that does not exist."));
      return FALSE;
    }

  if (!check_attribute_name (self, row, class_key, error) || !check_choices (row, error) ||
      (row->default_value != NULL && !lw_store_check_text (N_ ("Default of an attribute"), row->default_value, TRUE, error)))
    return FALSE;

  if (row->default_value == NULL || is_value (row, row->default_value))
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("“%s” cannot be the default of “%s”: it is none of its values."),
               row->default_value, row->name);

  return FALSE;
}

static void
fill (LwItem               *item,
      const LwAttributeRow *row)
{
  g_autofree char *choices = row->type == LW_ATTRIBUTE_CHOICE ? choices_to_json (row->choices) : NULL;

  lw_item_set_text (item, LW_ATTRIBUTE_NAME, row->name);
  item->values[LW_ATTRIBUTE_TYPE].integer = row->type;
  lw_item_set_text (item, LW_ATTRIBUTE_CHOICES, choices);
  lw_item_set_text (item, LW_ATTRIBUTE_DEFAULT, row->default_value);
  item->values[LW_ATTRIBUTE_IS_ARCHIVED].integer = row->is_archived != FALSE;
}

gint64
lw_store_add_attribute (LwStore              *self,
                        const LwAttributeRow *row,
                        GError              **error)
{
  g_auto (LwItem) item = { 0 };
  g_autoptr (LwStmt) stmt = NULL;
  LwAttributeRow new_row = *row;
  gint64         position;

  g_return_val_if_fail (self != NULL && self->is_in_group, 0);

  new_row.key = 0;

  if (!check_attribute (self, &new_row, row->class_key, error) ||
      !(stmt = lw_sql_get (&self->sql, LW_SQL_NEXT_ATTRIBUTE_POSITION, error)) ||
      !lw_store_find_key (self, stmt, &position, error))
    return 0;

  item = lw_item_new (LW_KIND_ATTRIBUTE);
  fill (&item, row);
  item.values[LW_ATTRIBUTE_CLASS].integer = row->class_key;
  item.values[LW_ATTRIBUTE_POSITION].integer = position;

  return lw_store_change (self, NULL, &item, error) ? item.key : 0;
}

gboolean
lw_store_update_attribute (LwStore              *self,
                           const LwAttributeRow *row,
                           GError              **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_ATTRIBUTE };
  g_auto (LwItem) after = { .kind = LW_KIND_ATTRIBUTE };

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!lw_store_load_pair (self, LW_KIND_ATTRIBUTE, row->key, &before, &after, error) ||
      !check_attribute (self, row, before.values[LW_ATTRIBUTE_CLASS].integer, error))
    return FALSE;

  fill (&after, row);
  after.values[LW_ATTRIBUTE_POSITION].integer = row->position;

  return lw_store_change (self, &before, &after, error);
}

gboolean
lw_store_remove_attribute (LwStore *self,
                           gint64   attribute_key,
                           GError **error)
{
  gint64 is_used;
  char   name[LW_ID_TEXT_SIZE];
  LwId   id;
  g_autoptr (LwStmt) stmt = NULL;

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!lw_item_find_id (&self->sql, LW_KIND_ATTRIBUTE, attribute_key, &id, error) ||
      !(stmt = lw_sql_get (&self->sql, LW_SQL_ATTRIBUTE_IS_USED, error)))
    return FALSE;

  lw_id_to_text (id, name);
  lw_stmt_bind_text (stmt, 1, name);

  if (!lw_store_find_key (self, stmt, &is_used, error))
    return FALSE;

  if (!is_used)
    return lw_store_remove_item (self, LW_KIND_ATTRIBUTE, attribute_key, error);

  g_set_error_literal (error, LW_ERROR, LW_ERROR_CONFLICT,
                       _ ("Boxes have values of the attribute: archive it instead, and they are kept."));

  return FALSE;
}
