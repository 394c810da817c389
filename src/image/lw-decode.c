/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-decode.h"

#include "lw-end-scan.h"
#include "lw-error.h"
#include "lw-head.h"
#include "lw-pixels-private.h"
#include "lw-rect.h"

#include <errno.h>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is read between two looks at the cancellable: about 5 ms of decoding.
 * For the head alone less: most heads are over after 1 kB. */
#define CHUNK_SIZE (128 * 1024)
#define HEAD_CHUNK_SIZE 4096

/* Of 100; thumbnails are looked at, not measured in.  At 128 pixels about 5 kB. */
#define THUMBNAIL_QUALITY "85"

/* A file on its way through a loader. */
typedef struct
{
  const char      *path;
  int              fd;
  GdkPixbufLoader *loader;
  LwEndScan        end_scan;
  guint8          *chunk;
  gsize            chunk_size;
  guint64          size;
  guint64          n_left; /* bytes of the file not read yet */

  gboolean head_only; /* stop at the size, take no memory for pixels */
  int      edge_px;   /* scale down to this longer edge; 0 for the full size */

  int      width_px; /* as stored; 0 until the head has been read */
  int      height_px;
  gboolean too_large;
  gboolean too_hungry; /* small enough for us, but not for this computer */
  gboolean starved;    /* so many pixels cannot be in so few bytes */
} Load;

static void
close_file (int *fd)
{
  if (*fd >= 0)
    close (*fd);

  *fd = -1;
}

static void
set_error_from_errno (GError    **error,
                      int         code,
                      const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, LW_ERROR, LW_ERROR_NOT_FOUND,
                   _ ("%s is not there: it was moved, renamed or deleted"), name);
      break;
    case EACCES:
    case EPERM:
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED,
                   _ ("%s cannot be opened: you are not allowed to read it"), name);
      break;
    default:
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("%s cannot be read: %s"),
                   name, g_strerror (code));
    }
}

static gboolean
check_kind (const char        *path,
            const struct stat *info,
            GError           **error)
{
  g_autofree char *name = NULL;

  if (S_ISREG (info->st_mode) && info->st_size > 0)
    return TRUE;

  name = g_filename_display_basename (path);

  if (S_ISDIR (info->st_mode))
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is a folder, not a picture"), name);
  else if (S_ISREG (info->st_mode))
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is empty: the file has no content"), name);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                 _ ("%s is a device or a pipe, not a picture file"), name);

  return FALSE;
}

/* A descriptor, or -1.  Looks before it opens, because opening alone can start
 * a device; and again after it, because the name may have changed hands.
 * O_NONBLOCK: a pipe must not wait for its writer. */
static int
open_file (const char *path,
           guint64    *size,
           GError    **error)
{
  struct stat info;
  int         fd;

  if (stat (path, &info) < 0)
    {
      set_error_from_errno (error, errno, path);
      return -1;
    }

  if (!check_kind (path, &info, error))
    return -1;

  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);

  if (fd < 0)
    {
      set_error_from_errno (error, errno, path);
      return -1;
    }

  if (fstat (fd, &info) < 0 || !check_kind (path, &info, error))
    close_file (&fd);

  *size = info.st_size;

  return fd;
}

/* A small file can claim a gigapixel, and memory that is only promised ends in
 * the kernel killing the program: so more than half of what is built in is no.
 * A pixel takes 3 or 4 bytes, and a third of that for the levels. */
static gboolean
fits_memory (const Load *load)
{
  const gint64 have = (gint64) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);
  const gint64 need = (gint64) load->width_px * load->height_px * (load->edge_px > 0 ? 4 : 6);

  return need <= have / 2;
}

/* A JPEG spends at least a bit on each 8 x 8 pixels; deflate makes at most 1032
 * bytes of one, and those of a PNG hold up to 8 pixels.  Without this a kilobyte
 * could keep a worker busy for a minute. */
static gboolean
can_hold_pixels (const Load *load)
{
  const guint64 n_pixels = (guint64) load->width_px * load->height_px;

  switch (load->end_scan.format)
    {
    case LW_END_SCAN_JPEG:
      return load->size >= n_pixels / 512;
    case LW_END_SCAN_PNG:
      return load->size >= n_pixels / (8 * 1032);
    default:
      return TRUE;
    }
}

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width_px,
                  int              height_px,
                  Load            *load)
{
  load->width_px = width_px;
  load->height_px = height_px;
  load->too_large = width_px > LW_PIXELS_EDGE_MAX || height_px > LW_PIXELS_EDGE_MAX ||
                    (gint64) width_px * height_px > LW_DECODE_PIXELS_MAX;

  load->too_hungry = !load->head_only && !load->too_large && !fits_memory (load);
  load->starved = !load->head_only && !can_hold_pixels (load);

  if (load->head_only || load->too_large || load->too_hungry || load->starved)
    {
      /* Loaders give up here, before they take memory, when asked for nothing. */
      gdk_pixbuf_loader_set_size (loader, 0, 0);
    }
  else if (load->edge_px > 0 && MAX (width_px, height_px) > load->edge_px)
    {
      const double scale = (double) load->edge_px / MAX (width_px, height_px);

      gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width_px * scale + 0.5)),
                                  MAX (1, (int) (height_px * scale + 0.5)));
    }
}

static gboolean
load_init (Load       *load,
           const char *path,
           gsize       chunk_size,
           GError    **error)
{
  *load = (Load){ .path = path };
  load->fd = open_file (path, &load->size, error);
  load->n_left = load->size;

  if (load->fd < 0)
    return FALSE;

  load->chunk = g_malloc (chunk_size);
  load->chunk_size = chunk_size;
  load->loader = gdk_pixbuf_loader_new ();
  g_signal_connect (load->loader, "size-prepared", G_CALLBACK (size_prepared_cb), load);

  return TRUE;
}

static void
load_clear (Load *load)
{
  if (load->loader != NULL)
    {
      /* A loader must be closed, and one that was stopped half-way minds it. */
      gdk_pixbuf_loader_close (load->loader, NULL);
      g_signal_handlers_disconnect_by_data (load->loader, load);
      g_clear_object (&load->loader);
    }

  g_clear_pointer (&load->chunk, g_free);
  close_file (&load->fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

/* Drawings have no pixels of their own to put boxes on, and may refer to other
 * files; their loader takes them under any file name. */
static gboolean
is_drawing (GdkPixbufLoader *loader)
{
  GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (loader);
  g_autofree char *name = format != NULL ? gdk_pixbuf_format_get_name (format) : NULL;

  return g_strcmp0 (name, "svg") == 0;
}

static void
set_cut_off_error (const Load *load,
                   GError    **error)
{
  g_autofree char *name = g_filename_display_basename (load->path);

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
               _ ("%s is cut off: the end of the picture is missing; copy it again from where it came"), name);
}

/* Turns what stopped a loader into a sentence.  A file that just ends too early
 * is the common case, and loaders name it in many odd ways. */
static void
set_load_error (Load         *load,
                const GError *cause,
                gboolean      at_end,
                GError      **error)
{
  g_autofree char *name = g_filename_display_basename (load->path);

  if (load->too_large)
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                 _ ("%s is too large: %d × %d pixels, where an edge may have %d and the whole %" PRId64 "; "
                    "cut it into tiles first"),
                 name, load->width_px, load->height_px, LW_PIXELS_EDGE_MAX, LW_DECODE_PIXELS_MAX);
  else if (load->too_hungry || g_error_matches (cause, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    g_set_error (error, LW_ERROR, LW_ERROR_FAILED,
                 _ ("%s needs more memory than there is: %d × %d pixels"),
                 name, load->width_px, load->height_px);
  else if (gdk_pixbuf_loader_get_format (load->loader) == NULL || is_drawing (load->loader))
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID,
                 _ ("%s is not a picture of a kind that can be opened here"), name);
  else if (load->starved || (at_end && (load->width_px == 0 || !lw_end_scan_is_complete (&load->end_scan))))
    set_cut_off_error (load, error);
  else
    g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is damaged: %s"), name,
                 cause != NULL ? cause->message : _ ("it holds no pixels"));
}

/* Reads the next piece.  FALSE at the end of the file, or with @error set. */
static gboolean
read_chunk (Load    *load,
            gsize   *n_read,
            GError **error)
{
  gssize n;

  do
    n = read (load->fd, load->chunk, load->chunk_size);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    set_error_from_errno (error, errno, load->path);

  *n_read = MAX (n, 0);
  load->n_left -= MIN (load->n_left, *n_read);

  return n > 0;
}

/* Feeds the loader to the end of the file, or until the size is known where
 * that is all that is asked for. */
static gboolean
load_run (Load         *load,
          GCancellable *cancellable,
          GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GError) cause = NULL;
  gsize n;

  while (read_chunk (load, &n, &local_error))
    {
      gboolean more;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      lw_end_scan_feed (&load->end_scan, load->chunk, n);

      /* Said before the loader sees it, who would take memory for all that a
       * damaged head claims. */
      if (lw_end_scan_get_n_awaited (&load->end_scan) > load->n_left)
        {
          set_cut_off_error (load, error);
          return FALSE;
        }

      more = gdk_pixbuf_loader_write (load->loader, load->chunk, n, &cause);

      if (load->head_only && load->width_px > 0 && !load->too_large)
        return TRUE;

      if (!more || load->too_large || load->too_hungry || load->starved || is_drawing (load->loader))
        {
          set_load_error (load, cause, FALSE, error);
          return FALSE;
        }
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  /* Some loaders, such as that for TIFF, do all their work in here. */
  if (gdk_pixbuf_loader_close (load->loader, &cause) && !load->head_only &&
      lw_end_scan_is_complete (&load->end_scan))
    return TRUE;

  if (load->head_only && load->width_px > 0 && !load->too_large)
    return TRUE;

  set_load_error (load, cause, TRUE, error);

  return FALSE;
}

/* How the pixels of @pixbuf have still to be turned.  The loader of TIFF turns
 * some kinds by itself and leaves the rest in this option. */
static int
remaining_orientation (Load      *load,
                       GdkPixbuf *pixbuf)
{
  GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (load->loader);
  g_autofree char *name = gdk_pixbuf_format_get_name (format);
  const char      *option = gdk_pixbuf_get_option (pixbuf, "orientation");

  if (strcmp (name, "tiff") == 0)
    return option != NULL ? CLAMP (atoi (option), 1, 8) : 1;

  return lw_head_read (load->fd).orientation;
}

/* The first picture in the file, and how it is to be turned. */
static GdkPixbuf *
load_pixbuf (const char   *path,
             int           edge_px,
             int          *orientation,
             GCancellable *cancellable,
             GError      **error)
{
  g_auto (Load) load = { .fd = -1 };
  GdkPixbuf *pixbuf;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !load_init (&load, path, CHUNK_SIZE, error))
    return NULL;

  load.edge_px = edge_px;

  if (!load_run (&load, cancellable, error))
    return NULL;

  pixbuf = gdk_pixbuf_loader_get_pixbuf (load.loader);

  if (pixbuf == NULL)
    {
      set_load_error (&load, NULL, TRUE, error);
      return NULL;
    }

  *orientation = remaining_orientation (&load, pixbuf);

  return g_object_ref (pixbuf);
}

static guint8
on_white (guint channel,
          guint alpha)
{
  /* + 127: to the nearest, so that opaque and clear pixels come out exact. */
  return (guint8) ((channel * alpha + 255 * (255 - alpha) + 127) / 255);
}

/* Four bytes a pixel become three, in the place of the first of them. */
static void
flatten_rows (guint8 *data,
              int     width_px,
              int     height_px,
              gsize   stride)
{
  for (int y = 0; y < height_px; y++)
    {
      const guint8 *from = data + y * stride;
      guint8       *to = data + y * stride;

      for (int x = 0; x < width_px; x++, from += 4, to += 3)
        {
          const guint alpha = from[3];

          to[0] = on_white (from[0], alpha);
          to[1] = on_white (from[1], alpha);
          to[2] = on_white (from[2], alpha);
        }
    }
}

/* Level 0, which is the buffer of @pixbuf from then on.  Takes it. */
static LwPixels *
pixels_from_pixbuf (GdkPixbuf *pixbuf,
                    int        orientation)
{
  const LwPixelsSource source = {
    .format = LW_PIXELS_RGB_8,
    /* Not read_pixels(): nobody else sees this buffer, which flatten_rows() writes to. */
    .data = gdk_pixbuf_get_pixels (pixbuf),
    .width_px = gdk_pixbuf_get_width (pixbuf),
    .height_px = gdk_pixbuf_get_height (pixbuf),
    .stride = gdk_pixbuf_get_rowstride (pixbuf),
    .orientation = orientation,
    .owner = pixbuf,
    .owner_free = g_object_unref,
  };

  if (gdk_pixbuf_get_has_alpha (pixbuf))
    flatten_rows (source.data, source.width_px, source.height_px, source.stride);

  return lw_pixels_new_take (&source);
}

gboolean
lw_decode_probe (const char  *path,
                 LwImageInfo *info,
                 GError     **error)
{
  g_auto (Load) load = { .fd = -1 };
  LwHead head;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (info != NULL, FALSE);

  if (!load_init (&load, path, HEAD_CHUNK_SIZE, error))
    return FALSE;

  head = lw_head_read (load.fd);
  load.head_only = TRUE;

  if (head.width_px > 0 && head.height_px > 0)
    size_prepared_cb (load.loader, head.width_px, head.height_px, &load);

  if (load.too_large)
    set_load_error (&load, NULL, FALSE, error);

  if (load.too_large || (load.width_px == 0 && !load_run (&load, NULL, error)))
    return FALSE;

  *info = (LwImageInfo){
    .stored_width_px = load.width_px,
    .stored_height_px = load.height_px,
    .orientation = head.orientation,
  };

  return TRUE;
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

LwPixels *
lw_decode (const char   *path,
           GCancellable *cancellable,
           GError      **error)
{
  GdkPixbuf *pixbuf = NULL;
  g_autoptr (LwPixels) pixels = NULL;
  int orientation;

  g_return_val_if_fail (path != NULL, NULL);

  if (!(pixbuf = load_pixbuf (path, 0, &orientation, cancellable, error)))
    return NULL;

  pixels = pixels_from_pixbuf (pixbuf, orientation);

  if (lw_pixels_add_levels (pixels, cancellable))
    return g_steal_pointer (&pixels);

  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_set_error (error, LW_ERROR, LW_ERROR_FAILED,
                   _ ("%s needs more memory than there is: %d × %d pixels"),
                   name, lw_pixels_get_width (pixels), lw_pixels_get_height (pixels));
    }

  return NULL;
}

/* JPEG has no transparency; like the full picture, clear parts become white. */
static GdkPixbuf *
flatten (GdkPixbuf *pixbuf)
{
  if (!gdk_pixbuf_get_has_alpha (pixbuf))
    return g_object_ref (pixbuf);

  return gdk_pixbuf_composite_color_simple (pixbuf, gdk_pixbuf_get_width (pixbuf),
                                            gdk_pixbuf_get_height (pixbuf), GDK_INTERP_NEAREST,
                                            255, 8, 0xffffff, 0xffffff);
}

static GdkPixbuf *
turn (GdkPixbuf *pixbuf,
      int        orientation)
{
  g_autofree char *value = g_strdup_printf ("%d", orientation);

  /* What a loader said itself would otherwise win. */
  gdk_pixbuf_remove_option (pixbuf, "orientation");
  gdk_pixbuf_set_option (pixbuf, "orientation", value);

  return gdk_pixbuf_apply_embedded_orientation (pixbuf);
}

GBytes *
lw_decode_thumbnail (const char   *path,
                     int           edge_px,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autoptr (GdkPixbuf) loaded = NULL;
  g_autoptr (GdkPixbuf) flat = NULL;
  g_autoptr (GdkPixbuf) turned = NULL;
  g_autoptr (GError) cause = NULL;
  char *jpeg;
  gsize n;
  int   orientation;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (edge_px > 0, NULL);

  if (!(loaded = load_pixbuf (path, edge_px, &orientation, cancellable, error)))
    return NULL;

  if ((flat = flatten (loaded)) != NULL && (turned = turn (flat, orientation)) != NULL &&
      gdk_pixbuf_save_to_buffer (turned, &jpeg, &n, "jpeg", &cause, "quality", THUMBNAIL_QUALITY, NULL))
    return g_bytes_new_take (jpeg, n);

  g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("no thumbnail of %s could be made: %s"), path,
               cause != NULL ? cause->message : g_strerror (ENOMEM));

  return NULL;
}

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
