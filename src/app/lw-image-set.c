/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-set.h"

#include "lw-jobs.h"

#include <string.h>

/* Fewer are freed in less time than it takes to say so. */
#define N_IMAGES_MANY 2000

char *
lw_image_set_fold (const char *text)
{
  g_autofree char *composed = NULL;

  /* Most names, of which there may be 100,000. */
  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  composed = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  return g_utf8_casefold (composed != NULL ? composed : text, -1);
}

LwImageSet *
lw_image_set_new (GArray *images)
{
  LwImageSet *self = g_atomic_rc_box_new0 (LwImageSet);

  self->images = images;
  self->folded = g_ptr_array_new_full (images->len, g_free);

  for (guint i = 0; i < images->len; i++)
    g_ptr_array_add (self->folded, lw_image_set_fold (lw_image_set_get_row (self, i)->path));

  return self;
}

LwImageSet *
lw_image_set_ref (LwImageSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  LwImageSet *self = data;

  g_array_unref (self->images);
  g_ptr_array_unref (self->folded);
}

void
lw_image_set_unref (LwImageSet *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
unref_worker (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  lw_image_set_unref (task_data);
  g_task_return_boolean (task, TRUE);
}

void
lw_image_set_unref_later (LwImageSet *self)
{
  g_autoptr (GTask) task = NULL;

  if (self == NULL)
    return;

  if (lw_image_set_get_n_images (self) < N_IMAGES_MANY)
    {
      lw_image_set_unref (self);
      return;
    }

  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, lw_image_set_unref_later);
  g_task_set_task_data (task, self, NULL);
  lw_jobs_run (task, unref_worker, LW_PRIORITY_BACKGROUND);
}

gboolean
lw_image_set_find (const LwImageSet *self,
                   gint64            image_key,
                   guint            *index)
{
  guint first = 0, end = lw_image_set_get_n_images (self);

  while (first < end)
    {
      const guint  middle = first + (end - first) / 2;
      const gint64 key = lw_image_set_get_row (self, middle)->key;

      if (key == image_key)
        {
          *index = middle;
          return TRUE;
        }

      if (key < image_key)
        first = middle + 1;
      else
        end = middle;
    }

  return FALSE;
}

const char *
lw_image_set_get_folded_name (const LwImageSet *self,
                              guint             index)
{
  const char *path = g_ptr_array_index (self->folded, index);
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}
