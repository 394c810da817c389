/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-project.h"
#include "lw-walk-list.h"

#define N_IMAGES 3

/* Three pictures of Ada's with the classes cell and platelet; every box is asked about its
 * stain, a cell also whether it is ripe. */
typedef struct
{
  char      *folder;
  LwProject *project;
  gint64     cell, platelet, stain, ripe, images[N_IMAGES];
} Fixture;

static gint64
add_attribute (LwProject      *project,
               const char     *name,
               LwAttributeType type,
               gint64          class_key)
{
  char                *choices[] = { (char *) "weak", (char *) "strong", NULL };
  const LwAttributeRow row = { .name = (char *) name, .type = type, .class_key = class_key, .choices = type == LW_ATTRIBUTE_CHOICE ? choices : NULL };
  g_autoptr (GError) error = NULL;
  gint64 key = 0;

  lw_project_add_attribute (project, &row, &key, &error);
  g_assert_no_error (error);

  return key;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = lw_test_make_folder ();

  for (int i = 1; i <= N_IMAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.png", i);

      lw_test_write_png (fixture->folder, name, 400, 300);
    }

  fixture->project = lw_test_open_folder_as (fixture->folder, "Ada");
  lw_project_add_class (fixture->project, "cell", &fixture->cell, &error);
  lw_project_add_class (fixture->project, "platelet", &fixture->platelet, &error);
  g_assert_no_error (error);
  fixture->stain = add_attribute (fixture->project, "stain", LW_ATTRIBUTE_CHOICE, 0);
  fixture->ripe = add_attribute (fixture->project, "ripe", LW_ATTRIBUTE_FLAG, fixture->cell);

  for (guint i = 0; i < N_IMAGES; i++)
    fixture->images[i] = lw_test_get_image_key (fixture->project, i);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  lw_test_close_project (fixture->project);
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gint64
add_box (Fixture *fixture,
         guint    image,
         gint64   class_key,
         double   x,
         double   y)
{
  g_autoptr (GError) error = NULL;
  gint64 key = 0;

  lw_project_add_box (fixture->project, fixture->images[image], class_key, (LwRect){ x, y, x + 20, y + 20 }, &key, &error);
  g_assert_no_error (error);

  return key;
}

static void
set_value (Fixture    *fixture,
           gint64      box_key,
           gint64      attribute_key,
           const char *value)
{
  g_autoptr (GError) error = NULL;

  lw_project_set_box_attribute (fixture->project, &box_key, 1, attribute_key, value, &error);
  g_assert_no_error (error);
}

static GArray *
list (Fixture *fixture,
      gint64   attribute_key,
      guint    first_image,
      gboolean is_onward,
      gboolean only_without,
      GError **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  lw_walk_list_async (fixture->project, attribute_key, lw_walk_list_images (fixture->project, fixture->images[first_image], is_onward),
                      only_without, NULL, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);

  return lw_walk_list_finish (fixture->project, done, error);
}

/* The boxes of the list are those of @keys, in that order. */
static void
assert_walk (Fixture      *fixture,
             gint64        attribute_key,
             guint         first_image,
             gboolean      is_onward,
             gboolean      only_without,
             const gint64 *keys,
             guint         n_keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) steps = list (fixture, attribute_key, first_image, is_onward, only_without, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (steps->len, ==, n_keys);

  for (guint i = 0; i < n_keys; i++)
    {
      g_assert_cmpint (g_array_index (steps, LwWalkStep, i).box_key, ==, keys[i]);
      g_assert_cmpuint (lw_walk_list_find (steps, keys[i]), ==, i);
    }
}

/* By images, and inside them as one reads, whatever was drawn first. */
static void
test_order (Fixture      *fixture,
            gconstpointer data)
{
  const gint64 later = add_box (fixture, 1, fixture->cell, 10, 10);
  const gint64 below = add_box (fixture, 0, fixture->cell, 10, 200);
  const gint64 right = add_box (fixture, 0, fixture->platelet, 300, 12);
  const gint64 left = add_box (fixture, 0, fixture->cell, 10, 10);
  const gint64 all[] = { left, right, below, later };
  const gint64 cells[] = { left, below, later };

  assert_walk (fixture, fixture->stain, 0, TRUE, FALSE, all, 4);
  assert_walk (fixture, fixture->stain, 0, FALSE, FALSE, all, 3);
  assert_walk (fixture, fixture->stain, 1, TRUE, FALSE, &later, 1);
  assert_walk (fixture, fixture->stain, 2, TRUE, FALSE, NULL, 0);
  assert_walk (fixture, fixture->ripe, 0, TRUE, FALSE, cells, 3);
}

static void
test_without (Fixture      *fixture,
              gconstpointer data)
{
  const gint64 first = add_box (fixture, 0, fixture->cell, 10, 10);
  const gint64 second = add_box (fixture, 0, fixture->cell, 100, 10);
  g_autoptr (GArray) steps = NULL;

  set_value (fixture, first, fixture->stain, "weak");
  assert_walk (fixture, fixture->stain, 0, TRUE, TRUE, &second, 1);
  assert_walk (fixture, fixture->ripe, 0, TRUE, TRUE, (const gint64[]){ first, second }, 2);

  steps = list (fixture, fixture->stain, 0, TRUE, FALSE, NULL);
  g_assert_cmpuint (lw_walk_list_count_values (steps), ==, 1);
  g_assert_true (g_array_index (steps, LwWalkStep, 0).has_value);
  g_assert_cmpuint (lw_walk_list_find (steps, -1), ==, G_MAXUINT);
}

/* Those of somebody else are not gone through. */
static void
test_layer (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 own;

  add_box (fixture, 0, fixture->cell, 10, 10);
  lw_project_set_annotator (fixture->project, "Ben", &error);
  g_assert_no_error (error);
  own = add_box (fixture, 0, fixture->cell, 100, 10);
  assert_walk (fixture, fixture->stain, 0, TRUE, FALSE, &own, 1);
}

static void
test_gone (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (list (fixture, 12345, 0, TRUE, FALSE, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/walk-list/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/walk-list/without", Fixture, NULL, set_up, test_without, tear_down);
  g_test_add ("/walk-list/layer", Fixture, NULL, set_up, test_layer, tear_down);
  g_test_add ("/walk-list/gone", Fixture, NULL, set_up, test_gone, tear_down);

  return g_test_run ();
}
