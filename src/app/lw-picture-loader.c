/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-picture-loader.h"

#include "lw-cache.h"
#include "lw-decode.h"
#include "lw-jobs.h"
#include "lw-memory.h"
#include "lw-page-path.h"

#include <sys/stat.h>

/* Decoded pictures kept, the one on the screen among them: five of 12 megapixels
 * with their levels, or one of 100. */
#define BUDGET_BYTES (384 * 1024 * 1024)

/**
 * LwPictureLoader:
 *
 * A path is in one of three places: in `ready` (decoded), in `running` (a job is
 * decoding it, for whoever waits in `waiting`), or nowhere.
 */
struct _LwPictureLoader
{
  GObject parent_instance;

  LwCache    *cache;
  GQueue      ready;   /* (element-type Ready), most recently used first */
  GHashTable *running; /* path -> Running */
  gsize       ready_bytes;
};

G_DEFINE_FINAL_TYPE (LwPictureLoader, lw_picture_loader, G_TYPE_OBJECT)

enum
{
  SIGNAL_PREVIEW,
  SIGNAL_PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  char     *path;
  LwPixels *pixels;
} Ready;

/* One decode under way.  Its cancellable stops the decode; each waiting task has
 * one of its own that only stops the wait. */
typedef struct
{
  LwPictureLoader *loader; /* borrowed: its task holds it */
  char            *path;
  GCancellable    *cancellable;
  GPtrArray       *waiting; /* (element-type GTask) */
} Running;

static void
ready_free (Ready *ready)
{
  g_free (ready->path);
  lw_pixels_unref (ready->pixels);
  g_free (ready);
}

static void
running_free (gpointer data)
{
  Running *running = data;

  g_free (running->path);
  g_object_unref (running->cancellable);
  g_ptr_array_unref (running->waiting);
  g_free (running);
}

static Ready *
find_ready (LwPictureLoader *self,
            const char      *path)
{
  for (GList *link = self->ready.head; link != NULL; link = link->next)
    {
      Ready *ready = link->data;

      if (g_str_equal (ready->path, path))
        {
          g_queue_unlink (&self->ready, link);
          g_queue_push_head_link (&self->ready, link);

          return ready;
        }
    }

  return NULL;
}

static void
keep_ready (LwPictureLoader *self,
            const char      *path,
            LwPixels        *pixels)
{
  Ready *ready = g_new0 (Ready, 1);

  ready->path = g_strdup (path);
  ready->pixels = lw_pixels_ref (pixels);
  g_queue_push_head (&self->ready, ready);
  self->ready_bytes += lw_pixels_get_size (pixels);

  /* The newest stays, however large it is: it is the one that is looked at. */
  while (self->ready_bytes > BUDGET_BYTES && self->ready.length > 1)
    {
      Ready *oldest = g_queue_pop_tail (&self->ready);

      self->ready_bytes -= lw_pixels_get_size (oldest->pixels);
      ready_free (oldest);
    }
}

/* What a worker knows of a decode. */
typedef struct
{
  char         *path;
  GCancellable *cancellable;         /* of the decode */
  GTask        *task;                /* borrowed; keeps the loader */
  gboolean      is_ahead;            /* nobody waits for it yet */
  int           width_px, height_px; /* as displayed; of a large picture */
} DecodeJob;

static void
decode_job_free (gpointer data)
{
  DecodeJob *job = data;

  g_free (job->path);
  g_object_unref (job->cancellable);
  g_free (job);
}

typedef enum
{
  NEWS_LARGE, /* that a large picture is on its way */
  NEWS_PREVIEW,
  NEWS_PROGRESS,
} NewsKind;

/* What a worker has to tell the main thread before it is done. */
typedef struct
{
  LwPictureLoader *loader;
  char            *path;
  GCancellable    *cancellable;
  NewsKind         kind;
  LwPixels        *preview;
  int              width_px, height_px;
  double           part;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->loader);
  g_free (news->path);
  g_object_unref (news->cancellable);
  g_clear_pointer (&news->preview, lw_pixels_unref);
  g_free (news);
}

static void
drop_ready (LwPictureLoader *self)
{
  g_queue_clear_full (&self->ready, (GDestroyNotify) ready_free);
  self->ready_bytes = 0;
}

static gboolean
news_cb (gpointer data)
{
  const News    *news = data;
  const Running *running = g_hash_table_lookup (news->loader->running, news->path);

  /* What came too late: decoded, abandoned, or abandoned and begun again. */
  if (running == NULL || running->cancellable != news->cancellable)
    return G_SOURCE_REMOVE;

  switch (news->kind)
    {
    case NEWS_LARGE:
      /* Two large pictures at once take more memory than a laptop spares. */
      drop_ready (news->loader);
      break;
    case NEWS_PREVIEW:
      g_signal_emit (news->loader, signals[SIGNAL_PREVIEW], 0, news->path, news->preview,
                     news->width_px, news->height_px);
      break;
    case NEWS_PROGRESS:
      g_signal_emit (news->loader, signals[SIGNAL_PROGRESS], 0, news->path, news->part);
      break;
    }

  return G_SOURCE_REMOVE;
}

static void
send_news (const DecodeJob *job,
           NewsKind         kind,
           LwPixels        *preview,
           double           part)
{
  News *news = g_new0 (News, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  news->loader = g_object_ref (g_task_get_source_object (job->task));
  news->path = g_strdup (job->path);
  news->cancellable = g_object_ref (job->cancellable);
  news->width_px = job->width_px;
  news->height_px = job->height_px;
  news->kind = kind;
  news->preview = preview != NULL ? lw_pixels_ref (preview) : NULL;
  news->part = part;

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, news_cb, news, news_free);
  g_source_attach (source, g_task_get_context (job->task));
}

static void
preview_cb (LwPixels *preview,
            gpointer  data)
{
  send_news (data, NEWS_PREVIEW, preview, 0);
}

static void
progress_cb (double   part,
             gpointer data)
{
  send_news (data, NEWS_PROGRESS, NULL, part);
}

static gboolean
is_large (DecodeJob *job)
{
  LwImageInfo info;

  if (!lw_decode_probe (job->path, &info, NULL))
    return FALSE;

  lw_image_info_get_displayed (&info, &job->width_px, &job->height_px);

  return (gint64) job->width_px * job->height_px > LW_DECODE_LARGE_PIXELS;
}

static void
decode_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  DecodeJob     *job = task_data;
  const gboolean takes_much = is_large (job);
  GError        *error = NULL;
  LwPixels      *pixels;

  job->task = task;

  if (takes_much)
    {
      if (job->is_ahead)
        {
          g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "too large to be decoded ahead");
          return;
        }

      send_news (job, NEWS_LARGE, NULL, 0);
    }

  pixels = lw_decode_watched (job->path, job->is_ahead ? NULL : preview_cb, progress_cb, job, cancellable, &error);

  if (takes_much)
    lw_memory_give_back ();

  if (pixels != NULL)
    g_task_return_pointer (task, pixels, (GDestroyNotify) lw_pixels_unref);
  else
    g_task_return_error (task, error);
}

static Running *start_decode (LwPictureLoader *self,
                              const char      *path,
                              LwPriority       priority);

/* Somebody has come to wait for what was not to be decoded ahead. */
static void
decode_after_all (LwPictureLoader *self,
                  const char      *path,
                  GPtrArray       *waiting)
{
  Running *running = g_hash_table_lookup (self->running, path);

  if (running == NULL)
    running = start_decode (self, path, LW_PRIORITY_VISIBLE);

  for (guint i = 0; i < waiting->len; i++)
    g_ptr_array_add (running->waiting, g_object_ref (g_ptr_array_index (waiting, i)));
}

static void
decode_finished_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  LwPictureLoader *self = LW_PICTURE_LOADER (source);
  Running         *running = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LwPixels) pixels = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) waiting = g_ptr_array_ref (running->waiting);
  g_autofree char *path = g_strdup (running->path);

  if (pixels != NULL)
    keep_ready (self, running->path, pixels);

  /* A cancelled decode may have been replaced by a new one of the same path. */
  if (g_hash_table_lookup (self->running, running->path) == running)
    g_hash_table_steal (self->running, running->path);

  running_free (running);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      if (waiting->len > 0)
        decode_after_all (self, path, waiting);

      return;
    }

  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (pixels != NULL)
        g_task_return_pointer (task, lw_pixels_ref (pixels), (GDestroyNotify) lw_pixels_unref);
      else
        g_task_return_error (task, g_error_copy (error));
    }
}

static Running *
start_decode (LwPictureLoader *self,
              const char      *path,
              LwPriority       priority)
{
  Running   *running = g_new0 (Running, 1);
  DecodeJob *job = g_new0 (DecodeJob, 1);
  g_autoptr (GTask) task = NULL;

  running->loader = self;
  running->path = g_strdup (path);
  running->cancellable = g_cancellable_new ();
  running->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->running, running->path, running);

  task = g_task_new (self, running->cancellable, decode_finished_cb, running);
  g_task_set_source_tag (task, start_decode);
  job->path = g_strdup (path);
  job->cancellable = g_object_ref (running->cancellable);
  job->is_ahead = priority != LW_PRIORITY_VISIBLE;
  g_task_set_task_data (task, job, decode_job_free);
  lw_jobs_run (task, decode_worker, priority);

  return running;
}

/* Stops a decode that nobody waits for.  Its callback still comes, and frees. */
static void
abandon (Running *running)
{
  g_hash_table_steal (running->loader->running, running->path);
  g_cancellable_cancel (running->cancellable);
}

LwPixels *
lw_picture_loader_peek (LwPictureLoader *self,
                        const char      *path)
{
  const Ready *ready;

  g_return_val_if_fail (LW_IS_PICTURE_LOADER (self), NULL);

  ready = find_ready (self, path);

  return ready != NULL ? lw_pixels_ref (ready->pixels) : NULL;
}

void
lw_picture_loader_load_async (LwPictureLoader    *self,
                              const char         *path,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (LwPixels) pixels = NULL;
  Running *running;

  g_return_if_fail (LW_IS_PICTURE_LOADER (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lw_picture_loader_load_async);

  if ((pixels = lw_picture_loader_peek (self, path)) != NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&pixels), (GDestroyNotify) lw_pixels_unref);
      return;
    }

  if (!(running = g_hash_table_lookup (self->running, path)))
    running = start_decode (self, path, LW_PRIORITY_VISIBLE);

  g_ptr_array_add (running->waiting, g_steal_pointer (&task));
}

LwPixels *
lw_picture_loader_load_finish (LwPictureLoader *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_picture_loader_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
is_wanted (Running *running)
{
  for (guint i = 0; i < running->waiting->len; i++)
    {
      GCancellable *cancellable = g_task_get_cancellable (g_ptr_array_index (running->waiting, i));

      if (!g_cancellable_is_cancelled (cancellable))
        return TRUE;
    }

  return FALSE;
}

void
lw_picture_loader_prepare (LwPictureLoader   *self,
                           const char *const *paths)
{
  g_autoptr (GPtrArray) unwanted = g_ptr_array_new ();
  GHashTableIter iter;
  Running       *running;

  g_return_if_fail (LW_IS_PICTURE_LOADER (self));
  g_return_if_fail (paths != NULL);

  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &running))
    if (!g_strv_contains (paths, running->path) && !is_wanted (running))
      g_ptr_array_add (unwanted, running);

  for (guint i = 0; i < unwanted->len; i++)
    abandon (g_ptr_array_index (unwanted, i));

  for (guint i = 0; paths[i] != NULL; i++)
    if (find_ready (self, paths[i]) == NULL && !g_hash_table_contains (self->running, paths[i]))
      start_decode (self, paths[i], LW_PRIORITY_NEIGHBOUR);
}

/* --- Thumbnails --- */

typedef struct
{
  char    *path;
  LwCache *cache; /* borrowed: the task holds the loader, the loader the cache */
} ThumbnailJob;

static void
thumbnail_job_free (gpointer data)
{
  ThumbnailJob *job = data;

  g_free (job->path);
  g_free (job);
}

static void
thumbnail_worker (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  const ThumbnailJob *job = task_data;
  g_autofree char    *file = lw_page_path_split_file (job->path, NULL);
  g_autoptr (GError) error = NULL;
  struct stat info = { 0 };
  gint64      modified_us;
  GBytes     *picture;

  /* A file that is not there has no size to look up: decoding says why. */
  (void) stat (file, &info);
  modified_us = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;

  if (!(picture = lw_cache_get_thumbnail (job->cache, job->path, info.st_size, modified_us)))
    {
      if (!(picture = lw_decode_thumbnail (job->path, LW_THUMBNAIL_EDGE_PX, cancellable, &error)))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }

      lw_cache_put_thumbnail (job->cache, job->path, info.st_size, modified_us, picture);
    }

  g_task_return_pointer (task, picture, (GDestroyNotify) g_bytes_unref);
}

void
lw_picture_loader_thumbnail_async (LwPictureLoader    *self,
                                   const char         *path,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  ThumbnailJob *job;

  g_return_if_fail (LW_IS_PICTURE_LOADER (self));
  g_return_if_fail (path != NULL);

  job = g_new0 (ThumbnailJob, 1);
  job->path = g_strdup (path);
  job->cache = self->cache;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lw_picture_loader_thumbnail_async);
  g_task_set_task_data (task, job, thumbnail_job_free);
  lw_jobs_run (task, thumbnail_worker, LW_PRIORITY_THUMBNAIL);
}

GBytes *
lw_picture_loader_thumbnail_finish (LwPictureLoader *self,
                                    GAsyncResult    *result,
                                    GError         **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lw_picture_loader_thumbnail_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Object --- */

static void
lw_picture_loader_finalize (GObject *object)
{
  LwPictureLoader *self = LW_PICTURE_LOADER (object);

  /* Running tasks hold a reference: there are none left here. */
  g_hash_table_unref (self->running);
  drop_ready (self);
  lw_cache_close (self->cache);

  G_OBJECT_CLASS (lw_picture_loader_parent_class)->finalize (object);
}

static void
lw_picture_loader_class_init (LwPictureLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lw_picture_loader_finalize;

  signals[SIGNAL_PREVIEW] =
      g_signal_new ("preview", LW_TYPE_PICTURE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_POINTER, G_TYPE_INT, G_TYPE_INT);
  signals[SIGNAL_PROGRESS] =
      g_signal_new ("progress", LW_TYPE_PICTURE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_DOUBLE);
}

static void
lw_picture_loader_init (LwPictureLoader *self)
{
  g_queue_init (&self->ready);
  self->running = g_hash_table_new (g_str_hash, g_str_equal);
}

LwPictureLoader *
lw_picture_loader_new (LwId project_id)
{
  LwPictureLoader *self = g_object_new (LW_TYPE_PICTURE_LOADER, NULL);

  self->cache = lw_cache_open (project_id);

  return self;
}
