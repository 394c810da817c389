/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include <glib/gi18n-lib.h>

gboolean
lw_project_add_class (LwProject  *self,
                      const char *name,
                      gint64     *key,
                      GError    **error)
{
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };
  gint64              added;

  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!lw_project_begin (self, _ ("Add class"), error))
    return FALSE;

  added = lw_store_add_class (self->store, &record, error);

  if (key != NULL)
    *key = added;

  return lw_project_end (self, added != 0, error);
}

static gboolean
update_class (LwProject  *self,
              gint64      class_key,
              const char *name,
              guint32     colour,
              GError    **error)
{
  const LwClassRow *known = lw_project_find_class (self, class_key);
  LwClassRow        row;

  if (known == NULL)
    {
      g_set_error_literal (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("This class is not there any more"));
      return FALSE;
    }

  row = *known;
  row.name = name != NULL ? (char *) name : known->name;
  row.colour = colour != LW_COLOUR_AUTOMATIC ? colour : known->colour;

  return lw_store_update_class (self->store, &row, error);
}

gboolean
lw_project_rename_class (LwProject  *self,
                         gint64      class_key,
                         const char *name,
                         GError    **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!lw_project_begin (self, _ ("Rename class"), error))
    return FALSE;

  return lw_project_end (self, update_class (self, class_key, name, LW_COLOUR_AUTOMATIC, error), error);
}

gboolean
lw_project_set_class_colour (LwProject *self,
                             gint64     class_key,
                             guint32    colour,
                             GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Colour class"), error))
    return FALSE;

  return lw_project_end (self, update_class (self, class_key, NULL, colour, error), error);
}

gboolean
lw_project_remove_class (LwProject *self,
                         gint64     class_key,
                         GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, _ ("Remove class"), error))
    return FALSE;

  return lw_project_end (self, lw_store_remove_class (self->store, class_key, error), error);
}
