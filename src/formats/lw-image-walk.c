/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-walk.h"

#include "lw-format-private.h"

gboolean
lw_image_walk (LwSource             *source,
               const LwWriteOptions *options,
               GCancellable         *cancellable,
               LwImageFunc           func,
               gpointer              user_data,
               GError              **error)
{
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (LwBoxRecord));
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (LwTagRecord));

  for (guint i = 0; i < source->n_images; i++)
    {
      LwImageRecord record;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !source->get_labels (source, i, boxes, tags, error) ||
          !source->get_image (source, i, &record, error) ||
          !func (&record, boxes, tags, user_data, error))
        return FALSE;

      lw_report_progress (options->progress, options->progress_data, (double) (i + 1) / source->n_images);
    }

  return TRUE;
}
