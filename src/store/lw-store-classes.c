/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store-private.h"

#include "lw-class-colours.h"

#include <glib/gi18n-lib.h>

/* Deeper than any list of classes that somebody could still find their way in. */
#define DEPTH_MAX 16

gint64
lw_store_add_class (LwStore             *self,
                    const LwClassRecord *record,
                    GError             **error)
{
  g_auto (LwItem) item = { 0 };
  g_autoptr (LwStmt) stmt = NULL;
  gint64 position;

  g_return_val_if_fail (self != NULL && self->is_in_group, 0);

  if (!lw_store_check_name (self, N_ ("Name of a class"), LW_SQL_FIND_CLASS, record->name, 0, error) ||
      !lw_store_check_extra (record->extra, error) ||
      !(stmt = lw_sql_get (&self->sql, LW_SQL_NEXT_CLASS_POSITION, error)) ||
      !lw_store_find_key (self, stmt, &position, error))
    return 0;

  item = lw_item_new (LW_KIND_CLASS);
  lw_item_set_text (&item, LW_CLASS_NAME, record->name);
  item.values[LW_CLASS_COLOUR].integer =
      record->colour == LW_COLOUR_AUTOMATIC ? lw_class_colour ((size_t) position) : (record->colour & 0xffffff);
  item.values[LW_CLASS_POSITION].integer = position;
  lw_item_set_text (&item, LW_CLASS_EXTRA, record->extra);

  return lw_store_change (self, NULL, &item, error) ? item.key : 0;
}

/* FALSE where @parent_key is the class itself or below it.  Bounded by the number of
 * classes, so that a ring in a file from elsewhere does not hold us. */
static gboolean
can_have_parent (LwStore *self,
                 gint64   class_key,
                 gint64   parent_key,
                 GError **error)
{
  for (guint depth = 0; parent_key != 0; depth++)
    {
      g_auto (LwItem) parent = { .kind = LW_KIND_CLASS };

      if (parent_key == class_key || depth > DEPTH_MAX)
        {
          g_set_error_literal (error, LW_ERROR, LW_ERROR_INVALID,
                               _ ("A class cannot be put below itself, nor deeper than sixteen classes."));
          return FALSE;
        }

      if (!lw_item_load (&self->sql, LW_KIND_CLASS, parent_key, &parent, error))
        return FALSE;

      parent_key = parent.values[LW_CLASS_PARENT].integer;
    }

  return TRUE;
}

static void
fill_class (LwItem           *item,
            const LwClassRow *row)
{
  lw_item_set_text (item, LW_CLASS_NAME, row->name);
  item->values[LW_CLASS_COLOUR].integer = row->colour & 0xffffff;
  item->values[LW_CLASS_POSITION].integer = row->position;
  item->values[LW_CLASS_PARENT].integer = row->parent_key;
  lw_item_set_text (item, LW_CLASS_SHORTCUT, row->shortcut);
  lw_item_set_text (item, LW_CLASS_GUIDELINE, row->guideline);
  item->values[LW_CLASS_IS_ARCHIVED].integer = row->is_archived != FALSE;
  item->values[LW_CLASS_MERGED_INTO].integer = row->merged_into_key;
  item->values[LW_CLASS_TAG_RULE].integer = row->tag_rule & LW_TAG_RULE_ALL;
}

gboolean
lw_store_update_class (LwStore          *self,
                       const LwClassRow *row,
                       GError          **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_CLASS };
  g_auto (LwItem) after = { .kind = LW_KIND_CLASS };

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!lw_store_load_pair (self, LW_KIND_CLASS, row->key, &before, &after, error) ||
      !lw_store_check_name (self, N_ ("Name of a class"), LW_SQL_FIND_CLASS, row->name, row->key, error) ||
      !lw_store_check_extra (row->shortcut, error) ||
      (row->guideline != NULL && !lw_store_check_text (N_ ("Guideline of a class"), row->guideline, TRUE, error)) ||
      !can_have_parent (self, row->key, row->parent_key, error))
    return FALSE;

  fill_class (&after, row);

  return lw_store_change (self, &before, &after, error);
}

static gboolean
ask_about_class (LwStore *self,
                 LwSqlId  statement,
                 gint64   class_key,
                 gint64  *answer,
                 GError **error)
{
  g_autoptr (LwStmt) stmt = lw_sql_get (&self->sql, statement, error);

  if (stmt == NULL)
    return FALSE;

  lw_stmt_bind_key (stmt, 1, class_key);

  return lw_store_find_key (self, stmt, answer, error);
}

gboolean
lw_store_remove_class (LwStore *self,
                       gint64   class_key,
                       GError **error)
{
  gint64 is_used, is_needed;

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!ask_about_class (self, LW_SQL_CLASS_IS_USED, class_key, &is_used, error) ||
      !ask_about_class (self, LW_SQL_CLASS_IS_NEEDED, class_key, &is_needed, error))
    return FALSE;

  if (is_needed)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_CONFLICT,
                           _ ("The class has classes below it, attributes, examples or a class that was merged into it: "
                              "remove those first, or archive the class."));
      return FALSE;
    }

  if (is_used)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_CONFLICT,
                           _ ("The class is still used by labels: give them another class first."));
      return FALSE;
    }

  return lw_store_remove_item (self, LW_KIND_CLASS, class_key, error);
}

/* --- Examples --- */

static gboolean
check_example (const LwExampleRow *row,
               GError            **error)
{
  return lw_store_check_rect (row->rect, error) &&
         (row->caption == NULL || lw_store_check_text (N_ ("Caption of an example"), row->caption, TRUE, error));
}

static void
fill_example (LwItem             *item,
              const LwExampleRow *row)
{
  item->values[LW_EXAMPLE_CLASS].integer = row->class_key;
  item->values[LW_EXAMPLE_X0].real = row->rect.x0 + 0.0;
  item->values[LW_EXAMPLE_Y0].real = row->rect.y0 + 0.0;
  item->values[LW_EXAMPLE_X1].real = row->rect.x1 + 0.0;
  item->values[LW_EXAMPLE_Y1].real = row->rect.y1 + 0.0;
  lw_item_set_text (item, LW_EXAMPLE_CAPTION, row->caption);
  item->values[LW_EXAMPLE_IS_WRONG].integer = row->is_wrong != FALSE;
}

gint64
lw_store_add_example (LwStore            *self,
                      const LwExampleRow *row,
                      GError            **error)
{
  g_auto (LwItem) item = { 0 };

  g_return_val_if_fail (self != NULL && self->is_in_group, 0);

  if (!check_example (row, error))
    return 0;

  item = lw_item_new (LW_KIND_EXAMPLE);
  fill_example (&item, row);
  item.values[LW_EXAMPLE_IMAGE].integer = row->image_key;

  return lw_store_change (self, NULL, &item, error) ? item.key : 0;
}

gboolean
lw_store_update_example (LwStore            *self,
                         const LwExampleRow *row,
                         GError            **error)
{
  g_auto (LwItem) before = { .kind = LW_KIND_EXAMPLE };
  g_auto (LwItem) after = { .kind = LW_KIND_EXAMPLE };

  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  if (!check_example (row, error) ||
      !lw_store_load_pair (self, LW_KIND_EXAMPLE, row->key, &before, &after, error))
    return FALSE;

  fill_example (&after, row);

  return lw_store_change (self, &before, &after, error);
}

gboolean
lw_store_remove_example (LwStore *self,
                         gint64   example_key,
                         GError **error)
{
  g_return_val_if_fail (self != NULL && self->is_in_group, FALSE);

  return lw_store_remove_item (self, LW_KIND_EXAMPLE, example_key, error);
}
