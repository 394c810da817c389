/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-project-private.h"

#include "lw-image-folder.h"
#include "lw-image-identity.h"
#include "lw-image-list-private.h"
#include "lw-jobs.h"

#include <glib/gi18n-lib.h>

/* The project is not kept open for it: who closes a project wants it closed. */
typedef struct
{
  GWeakRef        project;
  gint64          image_key;
  char           *file;
  LwImageIdentity identity; /* result */
} IdentityJob;

static void
identity_job_free (gpointer data)
{
  IdentityJob *job = data;

  g_weak_ref_clear (&job->project);
  g_free (job->file);
  g_free (job);
}

static void
identity_worker (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  IdentityJob *job = task_data;
  GError      *error = NULL;

  if (lw_image_identity_read (job->file, &job->identity, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Writes what the list knows of the image.  Where it cannot be kept, it is found
 * out anew when the project is next opened: no error. */
static void
keep_row (LwProject        *self,
          const LwImageRow *row)
{
  if (self->is_busy || lw_project_get_read_only_reason (self) != NULL ||
      !lw_store_begin (self->store, LW_GROUP_SETUP, 0, _ ("Look at image"), NULL))
    return;

  if (!lw_store_update_image (self->store, row, NULL))
    lw_store_rollback (self->store);
  else
    lw_store_commit (self->store, NULL);
}

static void
identified_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  IdentityJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (LwProject) self = g_weak_ref_get (&job->project);
  g_autofree char  *file = NULL;
  const LwImageRow *row;
  const gboolean    is_read = g_task_propagate_boolean (G_TASK (result), NULL);

  if (self == NULL)
    return;

  g_hash_table_remove (self->identifying, &job->image_key);
  file = lw_project_dup_image_path (self, job->image_key);

  if (!(row = lw_image_list_find_row (self->images, job->image_key)))
    return;

  /* The image may have got another file meanwhile. */
  if (is_read && g_str_equal (file, job->file))
    lw_image_list_set_identity (self->images, job->image_key, job->identity.file_size, job->identity.content_hash);

  /* Also where only the size in pixels is new. */
  keep_row (self, row);
}

void
lw_project_identify_image (LwProject *self,
                           gint64     image_key)
{
  const LwImageRow *row;
  g_autoptr (GTask) task = NULL;
  IdentityJob *job;

  g_return_if_fail (LW_IS_PROJECT (self));

  row = lw_image_list_find_row (self->images, image_key);

  if (row == NULL || row->content_hash != NULL || self->is_busy || lw_project_get_read_only_reason (self) != NULL ||
      g_hash_table_contains (self->identifying, &image_key))
    return;

  job = g_new0 (IdentityJob, 1);
  g_weak_ref_init (&job->project, self);
  job->image_key = image_key;
  job->file = lw_project_dup_image_path (self, image_key);
  g_hash_table_add (self->identifying, g_memdup2 (&image_key, sizeof image_key));

  task = g_task_new (NULL, self->closing, identified_cb, NULL);
  g_task_set_source_tag (task, lw_project_identify_image);
  g_task_set_task_data (task, job, identity_job_free);
  lw_jobs_run (task, identity_worker, LW_PRIORITY_BACKGROUND);
}

void
lw_project_set_image_info (LwProject *self,
                           gint64     image_key,
                           int        width_px,
                           int        height_px,
                           int        orientation)
{
  const LwImageRow *row;
  gboolean          is_new;

  g_return_if_fail (LW_IS_PROJECT (self));

  if (!(row = lw_image_list_find_row (self->images, image_key)))
    return;

  is_new = row->width_px != width_px || row->height_px != height_px || row->orientation != orientation;

  if (is_new)
    lw_image_list_set_info (self->images, image_key, width_px, height_px, orientation);

  /* One change in the journal for both: the size waits for the rest. */
  if (row->content_hash == NULL)
    lw_project_identify_image (self, image_key);
  else if (is_new)
    keep_row (self, row);
}
