/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-attributes.h"
#include "lw-store.h"
#include "store-helpers.h"

/* A project with a person, two classes and an image. */
typedef struct
{
  char    *folder;
  char    *path;
  LwStore *store;
  gint64   annotator, cell, red, image;
} Fixture;

static gint64
add_class (LwStore    *store,
           const char *name)
{
  GError             *error = NULL;
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC };
  const gint64        key = lw_store_add_class (store, &record, &error);

  g_assert_no_error (error);

  return key;
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  GError             *error = NULL;
  const LwImageRecord image = { .path = "a.png", .width_px = 100, .height_px = 100 };

  f->folder = lw_test_make_folder ();
  f->path = g_build_filename (f->folder, "x.labelwright", NULL);
  f->store = lw_store_create (f->path, &error);
  g_assert_no_error (error);
  begin_setup (f->store);
  f->annotator = lw_store_add_annotator (f->store, "Ann", &error);
  f->cell = add_class (f->store, "Cell");
  f->red = add_class (f->store, "Red cell");
  f->image = lw_store_add_image (f->store, &image, 1, &error);
  g_assert_no_error (error);
  commit (f->store);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  assert_clean (f->store);
  lw_store_close (f->store);
  lw_test_remove_folder (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static void
undo (Fixture *f)
{
  GError *error = NULL;

  g_assert_true (lw_store_undo (f->store, f->annotator, NULL, &error));
  g_assert_no_error (error);
}

static void
redo (Fixture *f)
{
  GError *error = NULL;

  g_assert_true (lw_store_redo (f->store, f->annotator, NULL, &error));
  g_assert_no_error (error);
}

static void
reopen (Fixture *f)
{
  GError *error = NULL;

  lw_store_close (f->store);
  f->store = lw_store_open (f->path, &error);
  g_assert_no_error (error);
}

/* Ends a group that must fail with @code and leave nothing. */
static void
assert_refused (Fixture *f,
                gboolean succeeded,
                GError  *error,
                int      code)
{
  g_assert_false (succeeded);
  g_assert_error (error, LW_ERROR, code);
  g_error_free (error);
  lw_store_rollback (f->store);
}

static LwClassRow *
find_class (GArray *classes,
            gint64  key)
{
  for (guint i = 0; i < classes->len; i++)
    if (g_array_index (classes, LwClassRow, i).key == key)
      return &g_array_index (classes, LwClassRow, i);

  g_assert_not_reached ();
}

static void
test_class_fields (Fixture      *f,
                   gconstpointer data)
{
  GError *error = NULL;
  g_autoptr (GArray) before = lw_store_list_classes (f->store, &error);
  g_autoptr (GArray) after = NULL;
  g_autoptr (GArray) undone = NULL;
  LwClassRow row = *find_class (before, f->red);

  g_assert_cmpint (row.parent_key, ==, 0);
  g_assert_null (row.shortcut);
  g_assert_null (row.guideline);
  g_assert_false (row.is_archived);

  row.parent_key = f->cell;
  row.shortcut = (char *) "e";
  row.guideline = (char *) "Round,\nwithout a “nucleus”.";
  row.is_archived = TRUE;
  row.merged_into_key = f->cell;
  row.tag_rule = LW_TAG_RULE_SINGLE | LW_TAG_RULE_REQUIRED;
  begin_edit (f->store, f->annotator, "Change class");
  g_assert_true (lw_store_update_class (f->store, &row, &error));
  g_assert_no_error (error);
  commit (f->store);
  reopen (f);

  after = lw_store_list_classes (f->store, &error);
  g_assert_cmpint (find_class (after, f->red)->parent_key, ==, f->cell);
  g_assert_cmpstr (find_class (after, f->red)->shortcut, ==, "e");
  g_assert_cmpstr (find_class (after, f->red)->guideline, ==, row.guideline);
  g_assert_true (find_class (after, f->red)->is_archived);
  g_assert_cmpint (find_class (after, f->red)->merged_into_key, ==, f->cell);
  g_assert_cmpint (find_class (after, f->red)->tag_rule, ==, LW_TAG_RULE_ALL);

  undo (f);
  undone = lw_store_list_classes (f->store, &error);
  g_assert_cmpint (find_class (undone, f->red)->parent_key, ==, 0);
  g_assert_null (find_class (undone, f->red)->guideline);
  redo (f);
}

static gboolean
set_parent (Fixture *f,
            gint64   class_key,
            gint64   parent_key,
            GError **error)
{
  g_autoptr (GArray) classes = lw_store_list_classes (f->store, error);
  LwClassRow row = *find_class (classes, class_key);

  row.parent_key = parent_key;
  begin_edit (f->store, f->annotator, "Move class");

  return lw_store_update_class (f->store, &row, error);
}

static void
test_no_ring (Fixture      *f,
              gconstpointer data)
{
  GError  *error = NULL;
  gboolean succeeded;

  g_assert_true (set_parent (f, f->red, f->cell, &error));
  commit (f->store);

  succeeded = set_parent (f, f->cell, f->red, &error);
  assert_refused (f, succeeded, error, LW_ERROR_INVALID);
  error = NULL;
  succeeded = set_parent (f, f->cell, f->cell, &error);
  assert_refused (f, succeeded, error, LW_ERROR_INVALID);
  error = NULL;

  /* A class with others below it cannot go. */
  begin_edit (f->store, f->annotator, "Remove class");
  succeeded = lw_store_remove_class (f->store, f->cell, &error);
  assert_refused (f, succeeded, error, LW_ERROR_CONFLICT);
}

static gint64
add_attribute (Fixture              *f,
               const LwAttributeRow *row)
{
  GError *error = NULL;
  gint64  key;

  begin_edit (f->store, f->annotator, "Add attribute");
  key = lw_store_add_attribute (f->store, row, &error);
  g_assert_no_error (error);
  commit (f->store);

  return key;
}

static void
test_attributes (Fixture      *f,
                 gconstpointer data)
{
  GError              *error = NULL;
  const char          *choices[] = { "none", "some, “many”", NULL };
  const LwAttributeRow stain = {
    .name = (char *) "Stain",
    .class_key = f->red,
    .type = LW_ATTRIBUTE_CHOICE,
    .choices = (char **) choices,
    .default_value = (char *) "none",
  };
  const gint64 key = add_attribute (f, &stain);
  g_autoptr (GArray) listed = NULL;
  g_autoptr (GArray) changed = NULL;
  LwAttributeRow row;

  reopen (f);
  listed = lw_store_list_attributes (f->store, &error);
  g_assert_cmpuint (listed->len, ==, 1);
  row = g_array_index (listed, LwAttributeRow, 0);
  g_assert_cmpint (row.key, ==, key);
  g_assert_cmpint (row.class_key, ==, f->red);
  g_assert_cmpint (row.type, ==, LW_ATTRIBUTE_CHOICE);
  g_assert_cmpstrv (row.choices, choices);
  g_assert_cmpstr (row.default_value, ==, "none");

  row.type = LW_ATTRIBUTE_NUMBER;
  row.default_value = (char *) "1.5";
  begin_edit (f->store, f->annotator, "Change attribute");
  g_assert_true (lw_store_update_attribute (f->store, &row, &error));
  g_assert_no_error (error);
  commit (f->store);
  changed = lw_store_list_attributes (f->store, &error);
  g_assert_null (g_array_index (changed, LwAttributeRow, 0).choices);
  g_assert_cmpstr (g_array_index (changed, LwAttributeRow, 0).default_value, ==, "1.5");

  undo (f);
  undo (f);
  g_array_unref (g_steal_pointer (&changed));
  changed = lw_store_list_attributes (f->store, &error);
  g_assert_cmpuint (changed->len, ==, 0);
  redo (f);
}

static const char *const one_choice[] = { "a", NULL };
static const char *const no_choice[] = { NULL };
static const char *const empty_choice[] = { "a", "", NULL };

/* clang-format off */
static const struct
{
  const char    *name;
  LwAttributeRow row;
  int            code;
} bad_attributes[] = {
  { "no-name",      { .name = (char *) "" }, LW_ERROR_INVALID },
  { "no-text",      { .name = (char *) "\xff" }, LW_ERROR_INVALID },
  { "same-name",    { .name = (char *) "There" }, LW_ERROR_EXISTS },
  { "type",         { .name = (char *) "x", .type = LW_N_ATTRIBUTE_TYPES }, LW_ERROR_INVALID },
  { "choices",      { .name = (char *) "x", .type = LW_ATTRIBUTE_CHOICE }, LW_ERROR_INVALID },
  { "no-choices",   { .name = (char *) "x", .type = LW_ATTRIBUTE_CHOICE, .choices = (char **) no_choice }, LW_ERROR_INVALID },
  { "empty-choice", { .name = (char *) "x", .type = LW_ATTRIBUTE_CHOICE, .choices = (char **) empty_choice }, LW_ERROR_INVALID },
  { "other-choice", { .name = (char *) "x", .type = LW_ATTRIBUTE_CHOICE, .choices = (char **) one_choice,
                      .default_value = (char *) "b" }, LW_ERROR_INVALID },
  { "flag",         { .name = (char *) "x", .type = LW_ATTRIBUTE_FLAG, .default_value = (char *) "yes" }, LW_ERROR_INVALID },
  { "number",       { .name = (char *) "x", .type = LW_ATTRIBUTE_NUMBER, .default_value = (char *) "7 m" }, LW_ERROR_INVALID },
  { "nan",          { .name = (char *) "x", .type = LW_ATTRIBUTE_NUMBER, .default_value = (char *) "nan" }, LW_ERROR_INVALID },
};
/* clang-format on */

static void
test_bad_attribute (Fixture      *f,
                    gconstpointer data)
{
  const guint          i = GPOINTER_TO_UINT (data);
  GError              *error = NULL;
  const LwAttributeRow there = { .name = (char *) "There", .type = LW_ATTRIBUTE_TEXT };
  gint64               key;

  add_attribute (f, &there);
  begin_edit (f->store, f->annotator, "Add attribute");
  key = lw_store_add_attribute (f->store, &bad_attributes[i].row, &error);
  assert_refused (f, key != 0, error, bad_attributes[i].code);
}

static void
set_value (Fixture    *f,
           gint64      box_key,
           LwId        attribute,
           const char *value)
{
  GError *error = NULL;
  g_autoptr (GArray) boxes = lw_store_find_boxes (f->store, &box_key, 1, &error);
  LwBoxRow        *row = &g_array_index (boxes, LwBoxRow, 0);
  g_autofree char *old = row->attributes;

  row->attributes = lw_box_attributes_set (old, attribute, value);
  begin_edit (f->store, f->annotator, "Set attribute");
  g_assert_true (lw_store_update_box (f->store, row, &error));
  g_assert_no_error (error);
  commit (f->store);
}

static void
assert_value (Fixture    *f,
              gint64      box_key,
              LwId        attribute,
              const char *expected)
{
  GError *error = NULL;
  g_autoptr (GArray) boxes = lw_store_find_boxes (f->store, &box_key, 1, &error);
  g_autofree char *value = lw_box_attributes_get (g_array_index (boxes, LwBoxRow, 0).attributes, attribute);

  g_assert_cmpstr (value, ==, expected);
}

/* Values are kept with the box; an attribute that has some stays. */
static void
test_values (Fixture      *f,
             gconstpointer data)
{
  GError              *error = NULL;
  const LwAttributeRow grade = { .name = (char *) "Grade", .type = LW_ATTRIBUTE_TEXT };
  const gint64         key = add_attribute (f, &grade);
  const LwBoxRow       box = { .image_key = f->image, .annotator_key = f->annotator, .class_key = f->red, .rect = { 1, 1, 9, 9 } };
  const gint64         box_key = draw_box (f->store, &box);
  g_autoptr (GArray) listed = lw_store_list_attributes (f->store, &error);
  const LwId id = g_array_index (listed, LwAttributeRow, 0).id;
  gboolean   succeeded;

  assert_value (f, box_key, id, NULL);
  set_value (f, box_key, id, "\"two\"\n");
  reopen (f);
  assert_value (f, box_key, id, "\"two\"\n");
  undo (f);
  assert_value (f, box_key, id, NULL);
  redo (f);
  assert_value (f, box_key, id, "\"two\"\n");

  begin_edit (f->store, f->annotator, "Remove attribute");
  succeeded = lw_store_remove_attribute (f->store, key, &error);
  assert_refused (f, succeeded, error, LW_ERROR_CONFLICT);
  error = NULL;

  set_value (f, box_key, id, NULL);
  begin_edit (f->store, f->annotator, "Remove attribute");
  g_assert_true (lw_store_remove_attribute (f->store, key, &error));
  g_assert_no_error (error);
  commit (f->store);
}

/* Packed rows with and without values beside each other. */
static void
test_packed_values (Fixture      *f,
                    gconstpointer data)
{
  GError          *error = NULL;
  const LwId       id = lw_id_new ();
  g_autofree char *attributes = lw_box_attributes_set (NULL, id, "x");
  const LwBoxRow   rows[2] = {
      { .image_key = f->image, .annotator_key = f->annotator, .class_key = f->red, .rect = { 0, 0, 1, 1 } },
      { .image_key = f->image, .annotator_key = f->annotator, .class_key = f->red, .rect = { 0, 0, 2, 2 }, .attributes = attributes },
  };
  g_autoptr (GArray) boxes = NULL;

  begin_edit (f->store, f->annotator, "Import");
  g_assert_true (lw_store_add_boxes_packed (f->store, rows, 2, &error));
  g_assert_no_error (error);
  commit (f->store);
  undo (f);
  redo (f);
  boxes = lw_store_list_boxes (f->store, f->image, 0, &error);
  g_assert_cmpuint (boxes->len, ==, 2);
  g_assert_null (g_array_index (boxes, LwBoxRow, 0).attributes);
  g_assert_cmpstr (g_array_index (boxes, LwBoxRow, 1).attributes, ==, attributes);
}

static void
test_examples (Fixture      *f,
               gconstpointer data)
{
  GError            *error = NULL;
  const LwExampleRow row = {
    .class_key = f->red, .image_key = f->image, .rect = { 1, 2, 30, 40 }, .caption = (char *) "Too dark", .is_wrong = TRUE
  };
  g_autoptr (GArray) listed = NULL;
  g_autoptr (GArray) none = NULL;
  gint64 key;

  begin_edit (f->store, f->annotator, "Add example");
  key = lw_store_add_example (f->store, &row, &error);
  g_assert_no_error (error);
  commit (f->store);
  reopen (f);
  listed = lw_store_list_examples (f->store, f->red, &error);
  none = lw_store_list_examples (f->store, f->cell, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (listed->len, ==, 1);
  g_assert_cmpint (g_array_index (listed, LwExampleRow, 0).key, ==, key);
  g_assert_cmpfloat (g_array_index (listed, LwExampleRow, 0).rect.y1, ==, 40);
  g_assert_cmpstr (g_array_index (listed, LwExampleRow, 0).caption, ==, "Too dark");
  g_assert_true (g_array_index (listed, LwExampleRow, 0).is_wrong);

  begin_edit (f->store, f->annotator, "Remove example");
  g_assert_true (lw_store_remove_example (f->store, key, &error));
  commit (f->store);
  undo (f);
  g_array_unref (g_steal_pointer (&none));
  none = lw_store_list_examples (f->store, f->red, &error);
  g_assert_cmpuint (none->len, ==, 1);
}

static void
assert_state (Fixture    *f,
              LwProgress  progress,
              const char *expected)
{
  GError          *error = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GArray) all = lw_store_summarise (f->store, f->annotator, &error);
  LwImageSummary summary;

  g_assert_true (lw_store_summarise_image (f->store, f->image, f->annotator, &summary, &error));
  g_assert_cmpint (summary.progress, ==, progress);
  g_assert_cmpint (summary.is_flagged, ==, expected != NULL);
  g_assert_cmpint (g_array_index (all, LwImageSummary, 0).progress, ==, progress);
  g_assert_cmpint (g_array_index (all, LwImageSummary, 0).is_flagged, ==, expected != NULL);
  g_assert_true (lw_store_get_note (f->store, f->image, f->annotator, &note, &error));
  g_assert_cmpstr (note, ==, expected);
}

static void
set_note (Fixture    *f,
          const char *note)
{
  GError *error = NULL;

  begin_edit (f->store, f->annotator, "Flag image");
  g_assert_true (lw_store_set_note (f->store, f->image, f->annotator, note, &error));
  g_assert_no_error (error);
  commit (f->store);
}

static void
set_progress (Fixture   *f,
              LwProgress progress)
{
  GError *error = NULL;

  begin_edit (f->store, f->annotator, "Mark image");
  g_assert_true (lw_store_set_progress (f->store, f->image, f->annotator, progress, &error));
  g_assert_no_error (error);
  commit (f->store);
}

/* Flag and state do not get in each other's way, in any order. */
static void
test_notes (Fixture      *f,
            gconstpointer data)
{
  assert_state (f, LW_PROGRESS_UNSEEN, NULL);
  set_note (f, "");
  assert_state (f, LW_PROGRESS_UNSEEN, "");
  set_progress (f, LW_PROGRESS_DONE);
  assert_state (f, LW_PROGRESS_DONE, "");
  set_note (f, "Out of focus?");
  reopen (f);
  assert_state (f, LW_PROGRESS_DONE, "Out of focus?");
  set_progress (f, LW_PROGRESS_UNSEEN);
  assert_state (f, LW_PROGRESS_UNSEEN, "Out of focus?");
  set_note (f, NULL);
  assert_state (f, LW_PROGRESS_UNSEEN, NULL);
  undo (f);
  undo (f);
  assert_state (f, LW_PROGRESS_DONE, "Out of focus?");
  undo (f);
  undo (f);
  undo (f);
  assert_state (f, LW_PROGRESS_UNSEEN, NULL);
  redo (f);
  assert_state (f, LW_PROGRESS_UNSEEN, "");
}

static void
test_box_attributes (void)
{
  const LwId       a = lw_id_new (), b = lw_id_new ();
  g_autofree char *one = lw_box_attributes_set (NULL, a, "1");
  g_autofree char *two = lw_box_attributes_set (one, b, "2");
  g_autofree char *other = lw_box_attributes_set (NULL, b, "2");
  g_autofree char *other_two = lw_box_attributes_set (other, a, "1");
  g_autofree char *back = lw_box_attributes_set (two, b, NULL);
  g_autofree char *from_nonsense = lw_box_attributes_set ("[1,", a, "1");
  g_autofree char *value = lw_box_attributes_get (two, b);

  g_assert_cmpstr (value, ==, "2");
  g_assert_cmpstr (two, ==, other_two);
  g_assert_cmpstr (back, ==, one);
  g_assert_cmpstr (from_nonsense, ==, one);
  g_assert_null (lw_box_attributes_set (one, a, NULL));
  g_assert_null (lw_box_attributes_get (NULL, a));
  g_assert_null (lw_box_attributes_get ("7", a));
  g_assert_null (lw_box_attributes_get ("{\"x\":", a));
  g_assert_null (lw_box_attributes_get (one, b));
}

#define ADD(name, func) g_test_add ("/store-classes/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  prefer_memory ();
  g_test_init (&argc, &argv, NULL);

  ADD ("class-fields", test_class_fields);
  ADD ("no-ring", test_no_ring);
  ADD ("attributes", test_attributes);
  ADD ("values", test_values);
  ADD ("packed-values", test_packed_values);
  ADD ("examples", test_examples);
  ADD ("notes", test_notes);
  g_test_add_func ("/store-classes/box-attributes", test_box_attributes);

  for (guint i = 0; i < G_N_ELEMENTS (bad_attributes); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store-classes/bad-attribute/%s", bad_attributes[i].name);

      g_test_add (name, Fixture, GUINT_TO_POINTER (i), set_up, test_bad_attribute, tear_down);
    }

  return g_test_run ();
}
