/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-attributes.h"
#include "lw-project-attributes.h"
#include "lw-project-tags.h"
#include "lw-test-project.h"

#define N_IMAGES 6

/* A folder of pictures as a project of Ada's, with the classes cell and, below it, red cell. */
typedef struct
{
  char      *folder;
  LwProject *project;
  gint64     cell, red_cell, images[N_IMAGES];
} Fixture;

static gint64
add_class (LwProject  *project,
           const char *name)
{
  g_autoptr (GError) error = NULL;
  gint64 key = 0;

  lw_project_add_class (project, name, &key, &error);
  g_assert_no_error (error);

  return key;
}

/* Below another class, as the class editor does it. */
static gint64
add_child (LwStore    *store,
           const char *name,
           gint64      annotator_key,
           gint64      parent_key)
{
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) classes = NULL;
  gint64 key;

  lw_store_begin (store, LW_GROUP_EDIT, annotator_key, "Add class", &error);
  key = lw_store_add_class (store, &record, &error);
  g_assert_no_error (error);
  classes = lw_store_list_classes (store, &error);

  for (guint i = 0; i < classes->len; i++)
    {
      LwClassRow *row = &g_array_index (classes, LwClassRow, i);

      if (row->key != key)
        continue;

      row->parent_key = parent_key;
      lw_store_update_class (store, row, &error);
    }

  g_assert_no_error (error);
  lw_store_commit (store, &error);
  g_assert_no_error (error);

  return key;
}

static void
add_red_cell (Fixture *fixture)
{
  g_autofree char *path = g_strdup (lw_project_get_path (fixture->project));
  const gint64     annotator_key = lw_project_get_annotator_key (fixture->project);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;

  lw_test_close_project (fixture->project);
  store = lw_store_open (path, &error);
  g_assert_no_error (error);
  fixture->red_cell = add_child (store, "red cell", annotator_key, fixture->cell);
  g_clear_pointer (&store, lw_store_close);
  fixture->project = lw_test_open_folder_as (fixture->folder, "Ada");
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

      lw_test_write_png (fixture->folder, name, 40, 30);
    }

  fixture->project = lw_test_open_folder_as (fixture->folder, "Ada");
  fixture->cell = add_class (fixture->project, "cell");
  add_red_cell (fixture);

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

static gboolean
undo (Fixture *fixture)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  lw_project_undo_async (fixture->project, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);

  return lw_project_step_finish (fixture->project, done, NULL, NULL);
}

static gint64
add_attribute (Fixture        *fixture,
               gint64          class_key,
               const char     *name,
               LwAttributeType type)
{
  const char          *choices[] = { "A", "B", "AB", NULL };
  const LwAttributeRow row = {
    .class_key = class_key,
    .name = (char *) name,
    .type = type,
    .choices = type == LW_ATTRIBUTE_CHOICE ? (char **) choices : NULL,
    .default_value = type == LW_ATTRIBUTE_CHOICE ? (char *) "A" : NULL,
  };
  g_autoptr (GError) error = NULL;
  gint64 key = 0;

  lw_project_add_attribute (fixture->project, &row, &key, &error);
  g_assert_no_error (error);

  return key;
}

static gint64
draw (Fixture *fixture,
      gint64   image_key,
      gint64   class_key)
{
  g_autoptr (GError) error = NULL;
  const LwRect rect = { 1, 1, 6, 8 };
  gint64       key = 0;

  lw_project_add_box (fixture->project, image_key, class_key, rect, &key, &error);
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

/* With the default where the box says nothing. */
static char *
dup_value (Fixture *fixture,
           gint64   image_key,
           gint64   box_key,
           gint64   attribute_key)
{
  const LwAttributeRow *attribute = lw_project_find_attribute (fixture->project, attribute_key);
  g_autoptr (GArray) boxes = lw_project_list_boxes (fixture->project, image_key, NULL);

  for (guint i = 0; i < boxes->len; i++)
    if (g_array_index (boxes, LwBoxRow, i).key == box_key)
      return lw_attribute_dup_value (attribute, g_array_index (boxes, LwBoxRow, i).attributes);

  return NULL;
}

/* "a b": names of what a box of the class is asked. */
static char *
list_names (Fixture *fixture,
            gint64   class_key)
{
  g_autoptr (GPtrArray) found = lw_project_list_class_attributes (fixture->project, class_key);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const LwAttributeRow *row = g_ptr_array_index (found, i);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", row->name);
    }

  return g_string_free (names, FALSE);
}

static void
assert_names (Fixture    *fixture,
              gint64      class_key,
              const char *expected)
{
  g_autofree char *names = list_names (fixture, class_key);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_of_class (Fixture      *fixture,
               gconstpointer data)
{
  gint64 stain = add_attribute (fixture, fixture->red_cell, "stain", LW_ATTRIBUTE_TEXT);
  g_autoptr (GError) error = NULL;
  LwAttributeRow archived;

  add_attribute (fixture, fixture->cell, "group", LW_ATTRIBUTE_CHOICE);
  add_attribute (fixture, 0, "sure", LW_ATTRIBUTE_FLAG);

  assert_names (fixture, 0, "sure");
  assert_names (fixture, fixture->cell, "sure group");
  assert_names (fixture, fixture->red_cell, "sure group stain");

  archived = *lw_project_find_attribute (fixture->project, stain);
  archived.is_archived = TRUE;
  lw_project_update_attribute (fixture->project, &archived, &error);
  g_assert_no_error (error);
  assert_names (fixture, fixture->red_cell, "sure group");

  g_assert_true (undo (fixture));
  assert_names (fixture, fixture->red_cell, "sure group stain");
}

static void
test_order (Fixture      *fixture,
            gconstpointer data)
{
  gint64 a = add_attribute (fixture, fixture->cell, "a", LW_ATTRIBUTE_FLAG);
  g_autoptr (GError) error = NULL;

  add_attribute (fixture, 0, "other", LW_ATTRIBUTE_FLAG);
  add_attribute (fixture, fixture->cell, "b", LW_ATTRIBUTE_FLAG);
  add_attribute (fixture, fixture->cell, "c", LW_ATTRIBUTE_FLAG);
  assert_names (fixture, fixture->cell, "other a b c");

  g_assert_true (lw_project_move_attribute (fixture->project, a, 1, &error));
  assert_names (fixture, fixture->cell, "other b a c");
  g_assert_true (lw_project_move_attribute (fixture->project, a, 1, &error));
  assert_names (fixture, fixture->cell, "other b c a");
  g_assert_false (lw_project_move_attribute (fixture->project, a, 1, &error));
  g_assert_no_error (error);
  g_assert_true (lw_project_move_attribute (fixture->project, a, -1, &error));
  assert_names (fixture, fixture->cell, "other b a c");

  g_assert_true (undo (fixture) && undo (fixture) && undo (fixture));
  assert_names (fixture, fixture->cell, "other a b c");
}

static void
test_values (Fixture      *fixture,
             gconstpointer data)
{
  gint64           group = add_attribute (fixture, fixture->cell, "group", LW_ATTRIBUTE_CHOICE);
  gint64           boxes[2] = { draw (fixture, fixture->images[0], fixture->cell), draw (fixture, fixture->images[0], fixture->red_cell) };
  g_autofree char *by_default = dup_value (fixture, fixture->images[0], boxes[0], group);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (by_default, ==, "A");

  lw_project_set_box_attribute (fixture->project, boxes, 2, group, "AB", &error);
  g_assert_no_error (error);
  first = dup_value (fixture, fixture->images[0], boxes[0], group);
  second = dup_value (fixture, fixture->images[0], boxes[1], group);
  g_assert_cmpstr (first, ==, "AB");
  g_assert_cmpstr (second, ==, "AB");
  g_assert_cmpint (lw_project_count_values (fixture->project, group, "AB", &error), ==, 2);
  g_assert_cmpint (lw_project_count_values (fixture->project, group, "B", &error), ==, 0);

  /* Both were one step. */
  g_assert_true (undo (fixture));
  undone = dup_value (fixture, fixture->images[0], boxes[1], group);
  g_assert_cmpstr (undone, ==, "A");
  g_assert_cmpint (lw_project_count_values (fixture->project, group, NULL, &error), ==, 0);
}

static void
test_caption (Fixture      *fixture,
              gconstpointer data)
{
  gint64                sure = add_attribute (fixture, 0, "sure", LW_ATTRIBUTE_FLAG);
  const LwAttributeRow *attribute = lw_project_find_attribute (fixture->project, sure);
  LwBoxRow              box = { .attributes = NULL };
  g_autofree char      *nothing = lw_attribute_dup_caption (attribute, &box);
  g_autofree char      *attributes = lw_box_attributes_set (NULL, attribute->id, "true");
  g_autofree char      *caption = NULL;

  g_assert_null (nothing);
  box.attributes = attributes;
  caption = lw_attribute_dup_caption (attribute, &box);
  g_assert_cmpstr (caption, ==, "sure: Yes");
}

/* A value never loses its meaning. */
static void
test_in_use (Fixture      *fixture,
             gconstpointer data)
{
  gint64         group = add_attribute (fixture, fixture->cell, "group", LW_ATTRIBUTE_CHOICE);
  gint64         box = draw (fixture, fixture->images[0], fixture->cell);
  const char    *without_b[] = { "A", "AB", NULL };
  LwAttributeRow changed;
  g_autoptr (GError) removal_error = NULL;
  g_autoptr (GError) type_error = NULL;
  g_autoptr (GError) choice_error = NULL;
  g_autoptr (GError) error = NULL;

  set_value (fixture, box, group, "B");

  g_assert_false (lw_project_remove_attribute (fixture->project, group, &removal_error));
  g_assert_error (removal_error, LW_ERROR, LW_ERROR_CONFLICT);

  changed = *lw_project_find_attribute (fixture->project, group);
  changed.type = LW_ATTRIBUTE_TEXT;
  g_assert_false (lw_project_update_attribute (fixture->project, &changed, &type_error));
  g_assert_error (type_error, LW_ERROR, LW_ERROR_CONFLICT);

  changed = *lw_project_find_attribute (fixture->project, group);
  changed.choices = (char **) without_b;
  g_assert_false (lw_project_update_attribute (fixture->project, &changed, &choice_error));
  g_assert_error (choice_error, LW_ERROR, LW_ERROR_CONFLICT);

  set_value (fixture, box, group, NULL);
  g_assert_true (lw_project_update_attribute (fixture->project, &changed, &error));
  g_assert_true (lw_project_remove_attribute (fixture->project, group, &error));
  g_assert_no_error (error);
}

static gboolean
rename_choice (Fixture    *fixture,
               gint64      attribute_key,
               const char *choice,
               const char *name,
               gboolean    changes_boxes,
               GError    **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  lw_project_rename_choice_async (fixture->project, attribute_key, choice, name, changes_boxes,
                                  lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);

  return lw_project_rename_choice_finish (fixture->project, done, error);
}

static void
test_rename_choice (Fixture      *fixture,
                    gconstpointer data)
{
  gint64           group = add_attribute (fixture, fixture->cell, "group", LW_ATTRIBUTE_CHOICE);
  gint64           box = draw (fixture, fixture->images[0], fixture->cell);
  g_autofree char *kept = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (GError) taken_error = NULL;
  g_autoptr (GError) error = NULL;

  set_value (fixture, box, group, "A");

  g_assert_false (rename_choice (fixture, group, "A", "B", TRUE, &taken_error));
  g_assert_error (taken_error, LW_ERROR, LW_ERROR_EXISTS);

  rename_choice (fixture, group, "A", "type A", FALSE, &error);
  g_assert_no_error (error);
  kept = dup_value (fixture, fixture->images[0], box, group);
  g_assert_cmpstr (kept, ==, "A");
  g_assert_cmpstr (lw_project_find_attribute (fixture->project, group)->default_value, ==, "type A");
  g_assert_true (undo (fixture));

  rename_choice (fixture, group, "A", "type A", TRUE, &error);
  g_assert_no_error (error);
  changed = dup_value (fixture, fixture->images[0], box, group);
  g_assert_cmpstr (changed, ==, "type A");
  g_assert_cmpstr (lw_project_find_attribute (fixture->project, group)->choices[0], ==, "type A");

  g_assert_true (undo (fixture));
  undone = dup_value (fixture, fixture->images[0], box, group);
  g_assert_cmpstr (undone, ==, "A");
  g_assert_cmpstr (lw_project_find_attribute (fixture->project, group)->choices[0], ==, "A");
}

/* So many that a worker does it, and somebody else's among them. */
static void
test_rename_many (Fixture      *fixture,
                  gconstpointer data)
{
  gint64 group = add_attribute (fixture, fixture->cell, "group", LW_ATTRIBUTE_CHOICE);
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree LwBoxRow *rows = g_new0 (LwBoxRow, 500);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 500; i++)
    rows[i] = (LwBoxRow){ .class_key = fixture->cell, .rect = { 0, 0, 1 + i, 5 } };

  g_array_set_size (boxes, 500);
  lw_project_set_annotator (fixture->project, "Bob", &error);
  g_assert_no_error (error);
  lw_project_add_boxes (fixture->project, fixture->images[0], rows, 500, (gint64 *) boxes->data, &error);
  g_assert_no_error (error);
  lw_project_set_box_attribute (fixture->project, (gint64 *) boxes->data, 500, group, "B", &error);
  g_assert_no_error (error);
  lw_project_set_annotator (fixture->project, "Ada", &error);
  g_assert_no_error (error);

  rename_choice (fixture, group, "B", "type B", TRUE, &error);
  g_assert_no_error (error);
  g_assert_false (lw_project_is_busy (fixture->project));
  g_assert_cmpint (lw_project_count_values (fixture->project, group, "type B", &error), ==, 500);
  g_assert_cmpint (lw_project_count_values (fixture->project, group, "B", &error), ==, 0);

  g_assert_true (undo (fixture));
  g_assert_cmpint (lw_project_count_values (fixture->project, group, "B", &error), ==, 500);
}

/* What a format cannot hold is said, and only for the layer that is exported. */
static void
test_export_says_loss (Fixture      *fixture,
                       gconstpointer data)
{
  gint64                sure = add_attribute (fixture, 0, "sure", LW_ATTRIBUTE_FLAG);
  gint64                group = add_attribute (fixture, fixture->cell, "group", LW_ATTRIBUTE_CHOICE);
  gint64                box = draw (fixture, fixture->images[0], fixture->cell);
  g_autofree char      *target = g_build_filename (fixture->folder, "export.json", NULL);
  const LwExportOptions options = { .target = target, .format = lw_format_find ("coco", NULL), .annotator = "Ada" };
  GAsyncResult         *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (LwFindings) findings = NULL;
  g_autoptr (GError) error = NULL;

  draw (fixture, fixture->images[0], fixture->cell);
  set_value (fixture, box, sure, "true");
  set_value (fixture, box, group, "B");

  lw_project_export_async (fixture->project, &options, NULL, NULL, NULL, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);
  findings = lw_project_export_finish (fixture->project, done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lw_findings_count (findings, "loss-attributes"), ==, 1);
}

/* --- Image classes --- */

static gboolean
has_tag (Fixture *fixture,
         gint64   image_key,
         gint64   class_key)
{
  g_autoptr (GArray) tags = lw_project_list_tags (fixture->project, image_key, NULL);

  for (guint i = 0; i < tags->len; i++)
    if (g_array_index (tags, LwTagRow, i).class_key == class_key)
      return TRUE;

  return FALSE;
}

static void
toggle (Fixture *fixture,
        gint64   image_key,
        gint64   class_key)
{
  g_autoptr (GError) error = NULL;

  lw_project_toggle_tag (fixture->project, image_key, class_key, &error);
  g_assert_no_error (error);
}

static void
set_rule (Fixture  *fixture,
          gint64    parent_key,
          LwTagRule rule)
{
  g_autoptr (GError) error = NULL;

  lw_project_set_tag_rule (fixture->project, parent_key, rule, &error);
  g_assert_no_error (error);
  g_assert_cmpint (lw_project_get_tag_rule (fixture->project, parent_key), ==, rule);
}

static void
test_single (Fixture      *fixture,
             gconstpointer data)
{
  gint64       dust = add_class (fixture->project, "dust");
  const gint64 image_key = fixture->images[0];

  toggle (fixture, image_key, fixture->cell);
  toggle (fixture, image_key, dust);
  g_assert_true (has_tag (fixture, image_key, fixture->cell) && has_tag (fixture, image_key, dust));
  toggle (fixture, image_key, dust);

  set_rule (fixture, 0, LW_TAG_RULE_SINGLE);
  toggle (fixture, image_key, fixture->red_cell); /* no sibling */
  toggle (fixture, image_key, dust);
  g_assert_false (has_tag (fixture, image_key, fixture->cell));
  g_assert_true (has_tag (fixture, image_key, dust));
  g_assert_true (has_tag (fixture, image_key, fixture->red_cell));

  /* Out and in were one step. */
  g_assert_true (undo (fixture));
  g_assert_true (has_tag (fixture, image_key, fixture->cell));
  g_assert_false (has_tag (fixture, image_key, dust));
}

static void
test_required (Fixture      *fixture,
               gconstpointer data)
{
  const gint64 image_key = fixture->images[0];
  g_autoptr (GError) missing_error = NULL;
  g_autoptr (GError) below_error = NULL;
  g_autoptr (GError) error = NULL;

  set_rule (fixture, 0, LW_TAG_RULE_REQUIRED);
  g_assert_false (lw_project_set_progress (fixture->project, image_key, LW_PROGRESS_DONE, &missing_error));
  g_assert_error (missing_error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_nonnull (strstr (missing_error->message, "1.png"));

  /* Who skips an image has nothing to say about it. */
  g_assert_true (lw_project_set_progress (fixture->project, image_key, LW_PROGRESS_SKIPPED, &error));

  toggle (fixture, image_key, fixture->cell);
  g_assert_true (lw_project_set_progress (fixture->project, image_key, LW_PROGRESS_DONE, &error));
  g_assert_no_error (error);

  set_rule (fixture, fixture->cell, LW_TAG_RULE_REQUIRED | LW_TAG_RULE_SINGLE);
  g_assert_false (lw_project_check_tags (fixture->project, image_key, &below_error));
  g_assert_error (below_error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_nonnull (strstr (below_error->message, "cell"));

  /* A red cell is a cell. */
  toggle (fixture, image_key, fixture->cell);
  toggle (fixture, image_key, fixture->red_cell);
  g_assert_true (lw_project_check_tags (fixture->project, image_key, &error));
  g_assert_no_error (error);
}

/* What the list keeps from change to change is what its images say. */
static void
assert_counts (Fixture *fixture)
{
  LwImageList *images = lw_project_get_images (fixture->project);
  guint        kept[LW_N_PROGRESS];
  guint        counted[LW_N_PROGRESS] = { 0 };

  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autoptr (LwImageItem) item = lw_image_list_dup_item (images, fixture->images[i]);

      counted[lw_image_item_get_progress (item)]++;
    }

  lw_image_list_count_progress (images, kept);

  for (guint i = 0; i < LW_N_PROGRESS; i++)
    g_assert_cmpuint (kept[i], ==, counted[i]);
}

static void
test_lacking (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GArray) without = NULL;
  g_autoptr (GArray) of_cell = NULL;
  g_autoptr (GArray) of_red_cell = NULL;

  set_rule (fixture, 0, LW_TAG_RULE_REQUIRED);
  set_rule (fixture, fixture->cell, LW_TAG_RULE_REQUIRED);

  without = lw_project_list_lacking (fixture->project, NULL, 0);
  g_assert_cmpuint (without->len, ==, 2);
  g_assert_cmpint (g_array_index (without, gint64, 0), ==, 0);
  g_assert_cmpint (g_array_index (without, gint64, 1), ==, fixture->cell);

  of_cell = lw_project_list_lacking (fixture->project, &fixture->cell, 1);
  g_assert_cmpuint (of_cell->len, ==, 1);
  g_assert_cmpint (g_array_index (of_cell, gint64, 0), ==, fixture->cell);

  of_red_cell = lw_project_list_lacking (fixture->project, &fixture->red_cell, 1);
  g_assert_cmpuint (of_red_cell->len, ==, 0);
}

static void
test_many_images (Fixture      *fixture,
                  gconstpointer data)
{
  gint64   dust = add_class (fixture->project, "dust");
  gboolean is_given;
  g_autoptr (GError) error = NULL;

  set_rule (fixture, 0, LW_TAG_RULE_SINGLE);
  toggle (fixture, fixture->images[0], dust);
  toggle (fixture, fixture->images[1], fixture->cell);

  lw_project_tag_images (fixture->project, fixture->images, N_IMAGES, fixture->cell, &is_given, &error);
  g_assert_no_error (error);
  g_assert_true (is_given);
  assert_counts (fixture);

  for (guint i = 0; i < N_IMAGES; i++)
    g_assert_true (has_tag (fixture, fixture->images[i], fixture->cell) && !has_tag (fixture, fixture->images[i], dust));

  /* One step, and what had it before keeps it. */
  g_assert_true (undo (fixture));
  g_assert_true (has_tag (fixture, fixture->images[0], dust));
  g_assert_true (has_tag (fixture, fixture->images[1], fixture->cell));
  g_assert_false (has_tag (fixture, fixture->images[2], fixture->cell));

  for (int i = 0; i < 2; i++)
    {
      lw_project_tag_images (fixture->project, fixture->images, N_IMAGES, fixture->cell, &is_given, &error);
      g_assert_no_error (error);
    }

  g_assert_false (is_given);
  g_assert_false (has_tag (fixture, fixture->images[1], fixture->cell));
}

int
main (int   argc,
      char *argv[])
{
  /* Nothing of the user's. */
  g_autofree char *cache = lw_test_make_folder ();
  int              result;

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/attributes/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("of-class", test_of_class);
  ADD ("order", test_order);
  ADD ("values", test_values);
  ADD ("caption", test_caption);
  ADD ("in-use", test_in_use);
  ADD ("rename-choice", test_rename_choice);
  ADD ("rename-many", test_rename_many);
  ADD ("export-says-loss", test_export_says_loss);
  ADD ("tags/single", test_single);
  ADD ("tags/required", test_required);
  ADD ("tags/lacking", test_lacking);
  ADD ("tags/many-images", test_many_images);

  result = g_test_run ();
  lw_test_remove_folder (cache);

  return result;
}
