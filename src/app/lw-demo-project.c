/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-demo-project.h"

#include "lw-demo.h"
#include "lw-image-folder.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define TRUTH_NAME "truth.coco.json"
#define IMAGES_NAME "images"

/* Small enough to draw and to store quickly, good enough that no learner sees
 * blocks instead of cells. */
#define JPEG_QUALITY "92"

/* Red for red cells; the others far from it and from each other, also for the
 * colour-blind, and from the pink and cream of the stain. */
static const guint32 class_colours[LW_DEMO_N_CLASSES] = {
  [LW_DEMO_RED_CELL] = 0xe66100,
  [LW_DEMO_WHITE_CELL] = 0x1a5fb4,
  [LW_DEMO_PLATELET] = 0x26a269,
};

typedef struct
{
  guint64        seed;
  guint          n_images;
  char          *folder; /* where it is being made */
  LwStore       *store;
  LwDataset     *truth;
  gint64         class_keys[LW_DEMO_N_CLASSES];
  gint64         annotator_keys[LW_DEMO_N_HABITS];
  GArray        *image_keys; /* (element-type gint64) */
  GPtrArray     *truths;     /* (element-type GArray) of LwDemoBox, by image */
  LwProgressFunc progress;
  gpointer       progress_data;
  GCancellable  *cancellable;
} Making;

static void
making_clear (Making *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->store, lw_store_close);
  g_clear_pointer (&self->truth, lw_dataset_free);
  g_clear_pointer (&self->image_keys, g_array_unref);
  g_clear_pointer (&self->truths, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

/* The vendor delivers what comes after the first two thirds. */
static gboolean
is_vendor_image (const Making *self,
                 guint         index)
{
  return index >= self->n_images - self->n_images / 3;
}

/* --- Pictures and truth --- */

static gboolean
save_picture (cairo_surface_t *surface,
              const char      *path,
              GError         **error)
{
  const int     width_px = cairo_image_surface_get_width (surface);
  const int     height_px = cairo_image_surface_get_height (surface);
  const int     from_stride = cairo_image_surface_get_stride (surface);
  const guchar *from = cairo_image_surface_get_data (surface);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width_px, height_px);
  guchar   *to = gdk_pixbuf_get_pixels (pixbuf);
  const int to_stride = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = 0; y < height_px; y++)
    for (int x = 0; x < width_px; x++)
      {
        const guint32 pixel = ((const guint32 *) (gconstpointer) (from + (gsize) y * from_stride))[x];
        guchar       *rgb = to + (gsize) y * to_stride + 3 * (gsize) x;

        rgb[0] = pixel >> 16;
        rgb[1] = pixel >> 8;
        rgb[2] = pixel;
      }

  return gdk_pixbuf_save (pixbuf, path, "jpeg", error, "quality", JPEG_QUALITY, NULL);
}

static gboolean
add_truth (Making       *self,
           const char   *path,
           const GArray *truth,
           GError      **error)
{
  LwSink             *sink = lw_dataset_get_sink (self->truth);
  const LwImageRecord image = {
    .path = path,
    .width_px = LW_DEMO_WIDTH_PX,
    .height_px = LW_DEMO_HEIGHT_PX,
    .progress = LW_PROGRESS_DONE,
  };
  guint image_index;

  if (!sink->add_image (sink, &image, &image_index, error))
    return FALSE;

  for (guint i = 0; i < truth->len; i++)
    {
      const LwDemoBox  *box = &g_array_index (truth, LwDemoBox, i);
      const LwBoxRecord record = { .class_index = box->cell_class, .rect = box->rect };

      if (!sink->add_box (sink, image_index, &record, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_picture (Making  *self,
             guint    index,
             GError **error)
{
  g_autofree char    *name = g_strdup_printf ("%04u.jpg", index + 1);
  g_autofree char    *path = g_build_filename (self->folder, IMAGES_NAME, name, NULL);
  const LwImageRecord record = {
    .path = name,
    .width_px = LW_DEMO_WIDTH_PX,
    .height_px = LW_DEMO_HEIGHT_PX,
    .lot = is_vendor_image (self, index) ? "Vendor delivery 1" : NULL,
  };
  GArray          *truth = NULL;
  cairo_surface_t *surface = lw_demo_draw (self->seed, index, &truth);
  const gboolean   is_saved = save_picture (surface, path, error);
  gint64           key;

  cairo_surface_destroy (surface);
  g_ptr_array_add (self->truths, truth);

  if (!is_saved || !add_truth (self, name, truth, error) ||
      (key = lw_store_add_image (self->store, &record, 1, error)) == 0)
    return FALSE;

  g_array_append_val (self->image_keys, key);

  return TRUE;
}

static gboolean
add_classes (Making  *self,
             GError **error)
{
  LwSink *sink = lw_dataset_get_sink (self->truth);

  for (guint i = 0; i < LW_DEMO_N_CLASSES; i++)
    {
      const LwClassRecord record = { .name = lw_demo_class_name (i), .colour = class_colours[i] };
      guint               index;

      if (!sink->add_class (sink, &record, &index, error) ||
          (self->class_keys[i] = lw_store_add_class (self->store, &record, error)) == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_annotators (Making  *self,
                GError **error)
{
  for (guint i = 0; i < LW_DEMO_N_HABITS; i++)
    if ((self->annotator_keys[i] = lw_store_add_annotator (self->store, lw_demo_get_habit (i)->name, error)) == 0)
      return FALSE;

  return TRUE;
}

/* The pictures take nearly all of the time. */
static gboolean
add_pictures (Making  *self,
              GError **error)
{
  for (guint i = 0; i < self->n_images; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !add_picture (self, i, error))
        return FALSE;

      if (self->progress != NULL)
        self->progress ((i + 1.0) / (self->n_images + 1.0), self->progress_data);
    }

  return TRUE;
}

static gboolean
set_up (Making  *self,
        GError **error)
{
  g_autofree char *images = g_build_filename (self->folder, IMAGES_NAME, NULL);

  return lw_store_begin (self->store, LW_GROUP_SETUP, 0, _ ("Make the demonstration"), error) &&
         lw_image_folder_set (self->store, images, error) &&
         add_annotators (self, error) &&
         add_classes (self, error) &&
         add_pictures (self, error) &&
         lw_store_commit (self->store, error);
}

/* --- Annotators --- */

static gboolean
annotate_image (Making       *self,
                LwDemoHabitId habit,
                guint         index,
                GError      **error)
{
  const gint64 image_key = g_array_index (self->image_keys, gint64, index);
  g_autoptr (GArray) drawn = lw_demo_simulate (habit, self->seed, index, g_ptr_array_index (self->truths, index));

  for (guint i = 0; i < drawn->len; i++)
    {
      const LwDemoBox *box = &g_array_index (drawn, LwDemoBox, i);
      const LwBoxRow   row = {
          .image_key = image_key,
          .annotator_key = self->annotator_keys[habit],
          .class_key = self->class_keys[box->cell_class],
          .rect = box->rect,
          .origin = LW_ORIGIN_PERSON,
      };

      if (lw_store_add_box (self->store, &row, error) == 0)
        return FALSE;
    }

  return lw_store_set_progress (self->store, image_key, self->annotator_keys[habit], LW_PROGRESS_DONE, error);
}

static gboolean
annotate (Making       *self,
          LwDemoHabitId habit,
          GError      **error)
{
  if (!lw_store_begin (self->store, LW_GROUP_EDIT, self->annotator_keys[habit], _ ("Label the demonstration"), error))
    return FALSE;

  for (guint i = 0; i < self->n_images; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;

      if (is_vendor_image (self, i) == (habit == LW_DEMO_VENDOR) && !annotate_image (self, habit, i, error))
        return FALSE;
    }

  return lw_store_commit (self->store, error);
}

static gboolean
write_truth (Making  *self,
             GError **error)
{
  g_autofree char     *images = g_build_filename (self->folder, IMAGES_NAME, NULL);
  g_autofree char     *path = g_build_filename (self->folder, TRUTH_NAME, NULL);
  const LwWriteOptions options = { .images_folder = images };
  const LwFormat      *coco = lw_format_find ("coco", error);
  g_autoptr (LwFindings) findings = lw_findings_new ();

  return coco != NULL &&
         coco->write (path, &options, lw_dataset_get_source (self->truth), findings, self->cancellable, error);
}

static gboolean
make (Making  *self,
      GError **error)
{
  g_autofree char *project = g_build_filename (self->folder, LW_DEMO_PROJECT_NAME, NULL);
  g_autofree char *images = g_build_filename (self->folder, IMAGES_NAME, NULL);

  if (g_mkdir (images, 0777) != 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("“%s” cannot be made: %s"), images, g_strerror (errno));
      return FALSE;
    }

  self->truth = lw_dataset_new ();
  self->image_keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->truths = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  if (!(self->store = lw_store_create (project, error)) || !set_up (self, error))
    return FALSE;

  for (guint i = 0; i < LW_DEMO_N_HABITS; i++)
    if (!annotate (self, i, error))
      return FALSE;

  g_clear_pointer (&self->store, lw_store_close);

  return write_truth (self, error);
}

/* --- On disk --- */

static const char *const parts[] = { IMAGES_NAME, TRUTH_NAME, LW_DEMO_PROJECT_NAME };

/* Removes what we made and nothing else. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }

  g_remove (path);
}

/* The project comes last, so that a folder which has one is complete. */
static gboolean
move_parts (const char *from,
            const char *to,
            GError    **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *old_path = g_build_filename (from, parts[i], NULL);
      g_autofree char *new_path = g_build_filename (to, parts[i], NULL);

      if (g_rename (old_path, new_path) != 0)
        {
          g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("“%s” cannot be made: %s"), new_path, g_strerror (errno));

          while (i-- > 0)
            {
              g_autofree char *made = g_build_filename (to, parts[i], NULL);

              remove_tree (made);
            }

          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_folder (const char *folder,
              GError    **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (folder, parts[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_set_error (error, LW_ERROR, LW_ERROR_EXISTS, _ ("“%s” is there already; choose another folder"), path);
          return FALSE;
        }
    }

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("The folder “%s” cannot be made: %s"), folder, g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

char *
lw_demo_project_make (const char    *folder,
                      guint64        seed,
                      guint          n_images,
                      LwProgressFunc progress,
                      gpointer       progress_data,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_auto (Making) self = {
    .seed = seed,
    .n_images = n_images,
    .progress = progress,
    .progress_data = progress_data,
    .cancellable = cancellable,
  };
  gboolean is_made;

  g_return_val_if_fail (n_images > 0, NULL);

  if (!check_folder (absolute, error))
    return NULL;

  self.folder = g_build_filename (absolute, ".demo-XXXXXX", NULL);

  if (g_mkdtemp (self.folder) == NULL)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_FAILED, _ ("Nothing can be written to “%s”: %s"), absolute, g_strerror (errno));
      return NULL;
    }

  is_made = make (&self, error);

  if (!is_made && self.store != NULL)
    lw_store_rollback (self.store);

  g_clear_pointer (&self.store, lw_store_close);
  is_made = is_made && move_parts (self.folder, absolute, error);
  remove_tree (self.folder);

  if (!is_made)
    {
      g_rmdir (absolute);
      return NULL;
    }

  if (progress != NULL)
    progress (1.0, progress_data);

  return g_build_filename (absolute, LW_DEMO_PROJECT_NAME, NULL);
}

char *
lw_demo_project_dup_default_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "labelwright", "demo", NULL);
}
