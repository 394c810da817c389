/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-util.h"

#include <cairo.h>
#include <glib/gstdio.h>

#define LOOK_EVERY_MS 10
#define PATIENCE_S 60

void
lw_test_write_png (const char *folder,
                   const char *name,
                   int         width_px,
                   int         height_px)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width_px, height_px);
  cairo_t         *cr = cairo_create (surface);

  g_mkdir_with_parents (parent, 0700);
  cairo_set_source_rgb (cr, 0.8, 0.6, 0.7);
  cairo_paint (cr);
  cairo_destroy (cr);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
}

void
lw_test_store_result_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer user_data)
{
  return *(GAsyncResult **) user_data != NULL;
}

GAsyncResult *
lw_test_wait_result (GAsyncResult **result)
{
  lw_test_wait (has_result, result);

  return g_steal_pointer (result);
}

static gboolean
lose_patience_cb (gpointer user_data)
{
  g_error ("Waited for %d seconds in vain", PATIENCE_S);

  return G_SOURCE_REMOVE;
}

static gboolean
look_again_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
lw_test_wait (LwTestPredicate predicate,
              gpointer        user_data)
{
  const guint patience = g_timeout_add_seconds (PATIENCE_S, lose_patience_cb, NULL);
  /* What a thread does last, such as letting go of a reference, wakes no main loop. */
  const guint look = g_timeout_add (LOOK_EVERY_MS, look_again_cb, NULL);

  while (!predicate (user_data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (look);
  g_source_remove (patience);
}
