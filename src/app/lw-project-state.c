/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-project-tags.h"

#include <glib/gi18n-lib.h>

static const char *
progress_label (LwProgress progress)
{
  switch (progress)
    {
    case LW_PROGRESS_DONE:
      return _ ("Mark image as done");

    case LW_PROGRESS_SKIPPED:
      return _ ("Skip image");

    case LW_PROGRESS_OPEN:
      return _ ("Open image again");

    default:
      return _ ("Mark image as unseen");
    }
}

gboolean
lw_project_set_progress (LwProject *self,
                         gint64     image_key,
                         LwProgress progress,
                         GError   **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (progress == LW_PROGRESS_DONE && !lw_project_check_tags (self, image_key, error))
    return FALSE;

  if (!lw_project_begin (self, progress_label (progress), error))
    return FALSE;

  return lw_project_end (self, lw_store_set_progress (self->store, image_key, self->annotator_key, progress, error), error);
}

char *
lw_project_dup_note (LwProject *self,
                     gint64     image_key)
{
  char *note = NULL;

  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);

  if (!self->is_busy)
    lw_store_get_note (self->store, image_key, self->annotator_key, &note, NULL);

  return note;
}

gboolean
lw_project_set_note (LwProject  *self,
                     gint64      image_key,
                     const char *note,
                     GError    **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);

  if (!lw_project_begin (self, note != NULL ? _ ("Flag image") : _ ("Take the flag off the image"), error))
    return FALSE;

  return lw_project_end (self, lw_store_set_note (self->store, image_key, self->annotator_key, note, error), error);
}

char *
lw_project_dup_setting (LwProject  *self,
                        const char *name)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return self->is_busy ? NULL : lw_store_dup_setting (self->store, name, NULL);
}

gboolean
lw_project_set_setting (LwProject  *self,
                        const char *name,
                        const char *value,
                        GError    **error)
{
  g_return_val_if_fail (LW_IS_PROJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!lw_project_refuse_while_busy (self, error) ||
      !lw_store_begin (self->store, LW_GROUP_SETUP, 0, _ ("Change a setting"), error))
    return FALSE;

  return lw_project_end (self, lw_store_set_setting (self->store, name, value, error), error);
}
