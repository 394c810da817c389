/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-item-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* g_string_append_printf() is a third of the time of an import. */
void
lw_json_append_integer (GString *text,
                        gint64   value)
{
  char    digits[24];
  char   *p = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    {
      *--p = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest != 0);

  if (value < 0)
    *--p = '-';

  g_string_append_len (text, p, digits + sizeof digits - p);
}

/* Up to three decimals, which is what most files have.  A decimal number is read
 * as the double nearest to it, and so is the quotient of two exact integers: if
 * dividing gives @value, then so does reading. */
static gboolean
append_short_real (GString *text,
                   double   value)
{
  const double thousands = nearbyint (value * 1000);
  gint64       number;
  int          n_decimals = 3;

  if (!(fabs (thousands) < 1e12) || thousands / 1000 != value)
    return FALSE;

  number = (gint64) fabs (thousands);

  if (value < 0)
    g_string_append_c (text, '-');

  lw_json_append_integer (text, number / 1000);
  number %= 1000;

  for (; n_decimals > 0 && number % 10 == 0; n_decimals--)
    number /= 10;

  if (n_decimals > 0)
    g_string_append_c (text, '.');

  for (int divisor = n_decimals == 3 ? 100 : n_decimals == 2 ? 10
                                                             : 1;
       n_decimals > 0;
       n_decimals--, divisor /= 10)
    g_string_append_c (text, (char) ('0' + number / divisor % 10));

  return TRUE;
}

void
lw_json_append_real (GString *text,
                     double   value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (append_short_real (text, value))
    return;

  g_string_append (text, g_ascii_formatd (digits, sizeof digits, "%.17g", value));
}

void
lw_item_json_append_string (GString    *text,
                            const char *value)
{
  const char *clean = value;

  g_string_append_c (text, '"');

  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p != '"' && *p != '\\' && (guchar) *p >= 0x20)
        continue;

      g_string_append_len (text, clean, p - clean);
      clean = p + 1;

      if (*p == '"' || *p == '\\')
        {
          g_string_append_c (text, '\\');
          g_string_append_c (text, *p);
        }
      else
        {
          g_string_append_printf (text, "\\u%04x", (guchar) *p);
        }
    }

  g_string_append (text, clean);
  g_string_append_c (text, '"');
}

void
lw_json_append_id (GString *text,
                   LwId     id)
{
  char digits[LW_ID_TEXT_SIZE];

  lw_id_to_text (id, digits);
  g_string_append_c (text, '"');
  g_string_append (text, digits);
  g_string_append_c (text, '"');
}

gboolean
lw_json_set_corrupt (LwSql      *sql,
                     const char *what,
                     GError    **error)
{
  g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT, _ ("“%s” is damaged: the journal holds a broken %s."),
               sql->name, what);

  return FALSE;
}

json_t *
lw_json_parse (LwSql      *sql,
               const char *text,
               GError    **error)
{
  json_error_t json_error;
  json_t      *value = json_loads (text, JSON_REJECT_DUPLICATES, &json_error);

  if (value == NULL)
    g_set_error (error, LW_ERROR, LW_ERROR_CORRUPT, _ ("“%s” is damaged: the journal holds what is no JSON: %s"),
                 sql->name, json_error.text);

  return value;
}

gboolean
lw_json_get_id (json_t *value,
                LwId   *id)
{
  return json_is_string (value) && lw_id_from_text (json_string_value (value), id);
}

static gboolean
append_field (LwSql         *sql,
              GString       *text,
              const LwField *field,
              LwValue        value,
              GError       **error)
{
  LwId id;

  switch (field->type)
    {
    case LW_FIELD_INTEGER:
      lw_json_append_integer (text, value.integer);
      return TRUE;

    case LW_FIELD_REAL:
      lw_json_append_real (text, value.real);
      return TRUE;

    case LW_FIELD_TEXT:
    case LW_FIELD_HASH:
      lw_item_json_append_string (text, value.text);
      return TRUE;

    case LW_FIELD_ITEM:
      if (!lw_item_find_id (sql, field->refers_to, value.integer, &id, error))
        return FALSE;

      lw_json_append_id (text, id);
      return TRUE;

    default:
      g_assert_not_reached ();
    }
}

static gboolean
is_null (const LwField *field,
         LwValue        value)
{
  return field->is_optional &&
         (field->type == LW_FIELD_TEXT || field->type == LW_FIELD_HASH ? value.text == NULL : value.integer == 0);
}

char *
lw_item_to_json (LwSql        *sql,
                 const LwItem *item,
                 GError      **error)
{
  const LwKindInfo *info = lw_kind_get_info (item->kind);
  GString          *text = g_string_new ("{");

  for (guint i = 0; i < info->n_fields; i++)
    {
      const LwField *field = &info->fields[i];

      if (is_null (field, item->values[i]))
        continue;

      if (text->len > 1)
        g_string_append_c (text, ',');

      lw_item_json_append_string (text, field->name);
      g_string_append_c (text, ':');

      if (!append_field (sql, text, field, item->values[i], error))
        {
          g_string_free (text, TRUE);
          return NULL;
        }
    }

  g_string_append_c (text, '}');

  return g_string_free (text, FALSE);
}

static gboolean
read_item_field (LwSql         *sql,
                 const LwField *field,
                 json_t        *json,
                 LwValue       *value,
                 GError       **error)
{
  LwId    id;
  GError *local_error = NULL;

  if (!lw_json_get_id (json, &id))
    return lw_json_set_corrupt (sql, field->name, error);

  if (lw_item_find_key (sql, field->refers_to, id, &value->integer, &local_error))
    return TRUE;

  if (g_error_matches (local_error, LW_ERROR, LW_ERROR_NOT_FOUND))
    local_error->code = LW_ERROR_CONFLICT;

  g_propagate_error (error, local_error);

  return FALSE;
}

static gboolean
read_field (LwSql         *sql,
            const LwField *field,
            json_t        *json,
            LwValue       *value,
            GError       **error)
{
  if (json == NULL && field->is_optional)
    return TRUE;

  if (field->type == LW_FIELD_ITEM)
    return read_item_field (sql, field, json, value, error);

  if (field->type == LW_FIELD_TEXT && json_is_string (json))
    value->text = g_strdup (json_string_value (json));
  else if (field->type == LW_FIELD_HASH && json_is_string (json) && lw_item_is_hash (json_string_value (json)))
    value->text = g_strdup (json_string_value (json));
  else if (field->type == LW_FIELD_INTEGER && json_is_integer (json))
    value->integer = json_integer_value (json);
  else if (field->type == LW_FIELD_REAL && json_is_number (json))
    value->real = json_number_value (json);
  else
    return lw_json_set_corrupt (sql, field->name, error);

  return TRUE;
}

gboolean
lw_item_from_json (LwSql      *sql,
                   LwKind      kind,
                   LwId        id,
                   const char *text,
                   LwItem     *item,
                   GError    **error)
{
  const LwKindInfo *info = lw_kind_get_info (kind);
  g_auto (LwItem) read = { .kind = kind, .id = id };
  g_autoptr (LwJson) object = lw_json_parse (sql, text, error);

  if (object == NULL)
    return FALSE;

  for (guint i = 0; i < info->n_fields; i++)
    if (!read_field (sql, &info->fields[i], json_object_get (object, info->fields[i].name), &read.values[i], error))
      return FALSE;

  *item = read;
  read = (LwItem){ .kind = kind };

  return TRUE;
}
