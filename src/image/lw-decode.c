/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode-private.h"

#include "lw-error.h"
#include "lw-rect.h"
#include "lw-tiff-pages.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* Of 100; thumbnails are looked at, not measured in.  At 128 pixels about 5 kB. */
#define THUMBNAIL_QUALITY "85"

/* What is read here whatever GdkPixbuf knows. */
static const char *const own_extensions[] = { "gif", "jpg", "jpeg", "jpe", "jfif", "pbm", "pgm", "png", "ppm", "tif", "tiff", "btf", "tf8", "webp" };
static const char *const tiff_extensions[] = { ".tif", ".tiff", ".btf", ".tf8" };

typedef enum
{
  KIND_OTHER,
  KIND_GIF,
  KIND_JPEG,
  KIND_PNG,
  KIND_PNM,
  KIND_TIFF,
  KIND_WEBP,
} Kind;

static Kind
find_kind (const LwDecodeJob *job)
{
  guint8 magic[12] = { 0 };

  if (pread (job->fd, magic, sizeof magic, 0) < 4)
    return KIND_OTHER;

  if (memcmp (magic, "RIFF", 4) == 0 && memcmp (magic + 8, "WEBP", 4) == 0)
    return KIND_WEBP;

  if (memcmp (magic, "\x89PNG\r\n\x1a\n", 8) == 0)
    return KIND_PNG;

  if (magic[0] == 0xff && magic[1] == 0xd8)
    return KIND_JPEG;

  if (memcmp (magic, "GIF87a", 6) == 0 || memcmp (magic, "GIF89a", 6) == 0)
    return KIND_GIF;

  if (memcmp (magic, "II*\0", 4) == 0 || memcmp (magic, "MM\0*", 4) == 0 ||
      memcmp (magic, "II+\0", 4) == 0 || memcmp (magic, "MM\0+", 4) == 0)
    return KIND_TIFF;

  if (lw_decode_is_pnm (magic))
    return KIND_PNM;

  return KIND_OTHER;
}

static gboolean
check_page (LwDecodeJob *job,
            Kind         kind,
            GError     **error)
{
  if (job->page == 1 || kind == KIND_TIFF)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND, _ ("%s is not there: the file has only one page"), job->name);

  return FALSE;
}

static gboolean
probe_tiff (LwDecodeJob *job,
            LwImageInfo *info,
            GError     **error)
{
  LwTiffPage page;

  if (!lw_decode_tiff_find_page (job, &page, error))
    return FALSE;

  *info = (LwImageInfo){
    .stored_width_px = page.width_px,
    .stored_height_px = page.height_px,
    .orientation = page.orientation,
  };

  return TRUE;
}

gboolean
lw_decode_probe (const char  *path,
                 LwImageInfo *info,
                 GError     **error)
{
  g_auto (LwDecodeJob) job = { .fd = -1 };
  Kind kind;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (info != NULL, FALSE);

  if (!lw_decode_job_init (&job, path, NULL, error))
    return FALSE;

  kind = find_kind (&job);

  if (!check_page (&job, kind, error))
    return FALSE;

  switch (kind)
    {
    case KIND_TIFF:
      return probe_tiff (&job, info, error);
    case KIND_GIF:
      return lw_decode_gif_probe (&job, info, error);
    case KIND_JPEG:
      return lw_decode_jpeg_probe (&job, info, error);
    case KIND_PNM:
      return lw_decode_pnm_probe (&job, info, error);
    case KIND_WEBP:
      return lw_decode_webp_probe (&job, info, error);
    default:
      return lw_decode_pixbuf_probe (&job, info, error);
    }
}

int
lw_decode_count_pages (const char *file)
{
  g_auto (LwDecodeJob) job = { .fd = -1 };

  g_return_val_if_fail (file != NULL, 1);

  if (!lw_decode_job_init (&job, file, NULL, NULL) || job.page != 1)
    return 1;

  return MAX (1, lw_tiff_pages_count (job.fd));
}

void
lw_image_info_get_displayed (const LwImageInfo *info,
                             int               *width_px,
                             int               *height_px)
{
  const gboolean swap = lw_orientation_swaps_axes (info->orientation);

  *width_px = swap ? info->stored_height_px : info->stored_width_px;
  *height_px = swap ? info->stored_width_px : info->stored_height_px;
}

/* Level 0 of the picture. */
static LwPixels *
decode_job (LwDecodeJob *job,
            GError     **error)
{
  const Kind kind = find_kind (job);

  if (!check_page (job, kind, error))
    return NULL;

  switch (kind)
    {
    case KIND_PNG:
      return lw_decode_png (job, error);
    case KIND_PNM:
      return lw_decode_pnm (job, error);
    case KIND_TIFF:
      return lw_decode_tiff (job, error);
    case KIND_GIF:
      return lw_decode_gif (job, error);
    case KIND_JPEG:
      return lw_decode_jpeg (job, error);
    case KIND_WEBP:
      return lw_decode_webp (job, error);
    default:
      return lw_decode_pixbuf (job, error);
    }
}

/* With all levels. */
static LwPixels *
decode_job_whole (LwDecodeJob *job,
                  GError     **error)
{
  g_autoptr (LwPixels) pixels = decode_job (job, error);

  if (pixels == NULL)
    return NULL;

  if (lw_pixels_add_levels (pixels, job->cancellable))
    return g_steal_pointer (&pixels);

  if (!g_cancellable_set_error_if_cancelled (job->cancellable, error))
    lw_decode_job_set_no_memory (job, lw_pixels_get_width (pixels), lw_pixels_get_height (pixels), error);

  return NULL;
}

LwPixels *
lw_decode_watched (const char          *path,
                   LwDecodePreviewFunc  preview,
                   LwDecodeProgressFunc progress,
                   gpointer             data,
                   GCancellable        *cancellable,
                   GError             **error)
{
  g_auto (LwDecodeJob) job = { .fd = -1 };

  g_return_val_if_fail (path != NULL, NULL);

  if (!lw_decode_job_init (&job, path, cancellable, error))
    return NULL;

  job.preview = preview;
  job.progress = progress;
  job.watch_data = data;

  return decode_job_whole (&job, error);
}

LwPixels *
lw_decode_within (const char   *path,
                  guint64       memory_max,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_auto (LwDecodeJob) job = { .fd = -1 };

  g_return_val_if_fail (path != NULL, NULL);

  if (!lw_decode_job_init (&job, path, cancellable, error))
    return NULL;

  job.memory_max = memory_max;

  return decode_job_whole (&job, error);
}

LwPixels *
lw_decode (const char   *path,
           GCancellable *cancellable,
           GError      **error)
{
  return lw_decode_watched (path, NULL, NULL, NULL, cancellable, error);
}

/* --- Thumbnails --- */

/* The smallest level that is not smaller than @edge_px, as the viewer would first see it. */
static GdkPixbuf *
render_level (LwPixels *pixels,
              int       edge_px)
{
  const int           width = lw_pixels_get_width (pixels), height = lw_pixels_get_height (pixels);
  int                 level = 0, w = width, h = height;
  LwTone              tone = LW_TONE_NEUTRAL;
  LwToneTable         table;
  g_autofree guint32 *row = NULL;
  GdkPixbuf          *pixbuf;

  while (level + 1 < lw_pixels_get_n_levels (pixels) && (MAX (w, h) + 1) / 2 >= edge_px)
    {
      level++;
      w = (w + 1) / 2;
      h = (h + 1) / 2;
    }

  if (!(pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, w, h)))
    return NULL;

  lw_pixels_get_auto_window (pixels, &tone.black, &tone.white);
  lw_tone_table_init (&table, &tone);
  row = g_new (guint32, w);

  for (int y = 0; y < h; y++)
    {
      guint8 *to = gdk_pixbuf_get_pixels (pixbuf) + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf);

      lw_pixels_render (pixels, level, 0, y, w, 1, &table, row, w);

      for (int x = 0; x < w; x++, to += 3)
        {
          to[0] = row[x] >> 16 & 0xff;
          to[1] = row[x] >> 8 & 0xff;
          to[2] = row[x] & 0xff;
        }
    }

  return pixbuf;
}

static GdkPixbuf *
scale_to (GdkPixbuf *pixbuf,
          int        width_px,
          int        height_px,
          int        edge_px)
{
  const double scale = MIN (1, (double) edge_px / MAX (width_px, height_px));
  const int    w = MAX (1, (int) (width_px * scale + 0.5));
  const int    h = MAX (1, (int) (height_px * scale + 0.5));

  if (gdk_pixbuf_get_width (pixbuf) == w && gdk_pixbuf_get_height (pixbuf) == h)
    return g_object_ref (pixbuf);

  return gdk_pixbuf_scale_simple (pixbuf, w, h, GDK_INTERP_BILINEAR);
}

/* A loader that scales has made it small already, to the size that the whole has: then
 * @pixels is all that there is. */
GBytes *
lw_decode_thumbnail (const char   *path,
                     int           edge_px,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_auto (LwDecodeJob) job = { .fd = -1 };
  g_autoptr (LwPixels) pixels = NULL;
  g_autoptr (GdkPixbuf) level = NULL;
  g_autoptr (GdkPixbuf) scaled = NULL;
  g_autoptr (GError) cause = NULL;
  char *jpeg;
  gsize n;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (edge_px > 0, NULL);

  if (!lw_decode_job_init (&job, path, cancellable, error))
    return NULL;

  job.edge_px = edge_px;

  if (!(pixels = decode_job (&job, error)))
    return NULL;

  if (!lw_pixels_add_levels (pixels, cancellable) && g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if ((level = render_level (pixels, edge_px)) != NULL &&
      (scaled = scale_to (level, lw_pixels_get_width (pixels), lw_pixels_get_height (pixels), edge_px)) != NULL &&
      gdk_pixbuf_save_to_buffer (scaled, &jpeg, &n, "jpeg", &cause, "quality", THUMBNAIL_QUALITY, NULL))
    return g_bytes_new_take (jpeg, n);

  g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("no thumbnail of %s could be made: %s"), path,
               cause != NULL ? cause->message : g_strerror (ENOMEM));

  return NULL;
}

/* --- Names --- */

/* (element-type utf8 utf8): lower case, without the dot. */
static GHashTable *
list_extensions (void)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GSList) formats = gdk_pixbuf_get_formats ();

  for (GSList *l = formats; l != NULL; l = l->next)
    {
      g_autofree char *name = gdk_pixbuf_format_get_name (l->data);
      g_auto (GStrv) extensions = NULL;

      if (gdk_pixbuf_format_is_disabled (l->data) || strcmp (name, "svg") == 0)
        continue;

      extensions = gdk_pixbuf_format_get_extensions (l->data);

      for (char **e = extensions; *e != NULL; e++)
        g_hash_table_add (known, g_ascii_strdown (*e, -1));
    }

  for (guint i = 0; i < G_N_ELEMENTS (own_extensions); i++)
    g_hash_table_add (known, g_strdup (own_extensions[i]));

  return known;
}

gboolean
lw_decode_is_image_name (const char *name)
{
  static GHashTable *extensions;
  const char        *dot;
  g_autofree char   *extension = NULL;

  g_return_val_if_fail (name != NULL, FALSE);

  /* Made once and kept: read only from then on, so any thread may ask. */
  if (g_once_init_enter (&extensions))
    g_once_init_leave (&extensions, list_extensions ());

  dot = strrchr (name, '.');

  if (dot == NULL || strchr (dot, '/') != NULL)
    return FALSE;

  extension = g_ascii_strdown (dot + 1, -1);

  return g_hash_table_contains (extensions, extension);
}

gboolean
lw_decode_may_have_pages (const char *name)
{
  const gsize length = strlen (name);

  for (guint i = 0; i < G_N_ELEMENTS (tiff_extensions); i++)
    {
      const gsize n = strlen (tiff_extensions[i]);

      if (length > n && g_ascii_strcasecmp (name + length - n, tiff_extensions[i]) == 0)
        return TRUE;
    }

  return FALSE;
}
