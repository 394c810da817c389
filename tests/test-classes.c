/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-attributes.h"
#include "lw-class-search.h"
#include "lw-class-tree.h"
#include "lw-project.h"
#include "lw-short-text.h"
#include "lw-test-project.h"
#include "store-helpers.h"

/* --- The tree --- */

/* "c<a" is class c below a; "!" archives.  Keys are the letters. */
static GArray *
make_rows (const char *text)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (LwClassRow));
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const LwClassRow row = {
        .key = words[i][0],
        .name = (char *) g_intern_string ((char[]){ words[i][0], '\0' }),
        .position = (int) i,
        .parent_key = words[i][1] == '<' ? words[i][2] : 0,
        .is_archived = g_str_has_suffix (words[i], "!"),
      };

      g_array_append_val (rows, row);
    }

  return rows;
}

/* "a(b(c))d" */
static char *
print_list (const GArray *nodes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const LwClassNode *node = &g_array_index (nodes, LwClassNode, i);

      g_string_append_printf (text, "%s%u%s%s", node->row->name, node->depth, node->has_children ? "+" : "",
                              i + 1 < nodes->len ? " " : "");
    }

  return g_string_free (text, FALSE);
}

/* clang-format off */
static const struct
{
  const char *name, *rows, *all, *offered;
} tree_cases[] = {
  { "empty",       "",                 "",                  "" },
  { "flat",        "b a c",            "b0 a0 c0",          "b0 a0 c0" },
  { "nested",      "a b c<a d<c e<a",  "a0+ c1+ d2 e1 b0",  "a0+ c1+ d2 e1 b0" },
  { "archived",    "a! b c<a d<c",     "a0+ c1+ d2 b0",     "c0+ d1 b0" },
  { "leaf-archived", "a b<a!",         "a0+ b1",            "a0" },
  { "ring",        "a<b b<a c",        "c0 a0+ b1",         "c0 a0+ b1" },
  { "own-parent",  "a<a",              "a0",                "a0" },
  { "no-such-parent", "a<z b",         "a0 b0",             "a0 b0" },
};
/* clang-format on */

static void
test_tree (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) rows = make_rows (tree_cases[i].rows);
  g_autoptr (GArray) all = lw_class_tree_list (rows, TRUE);
  g_autoptr (GArray) offered = lw_class_tree_list (rows, FALSE);
  g_autofree char *all_text = print_list (all);
  g_autofree char *offered_text = print_list (offered);

  g_assert_cmpstr (all_text, ==, tree_cases[i].all);
  g_assert_cmpstr (offered_text, ==, tree_cases[i].offered);
}

static void
test_tree_deep (void)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (LwClassRow));
  g_autoptr (GArray) nodes = NULL;

  for (int i = 1; i <= 200000; i++)
    {
      const LwClassRow row = { .key = i, .name = (char *) "x", .parent_key = i - 1 };

      g_array_append_val (rows, row);
    }

  nodes = lw_class_tree_list (rows, TRUE);
  g_assert_cmpuint (nodes->len, ==, 200000);
}

/* Each of a ring is met once: a walk round and round would say of two classes what a thousand say. */
static void
test_tree_ring (void)
{
  g_autoptr (GArray) rows = make_rows ("a<b b<a c<a d e f");
  g_autoptr (GPtrArray) ancestors = lw_class_tree_list_ancestors (rows, 'c');
  g_autofree char *path = lw_class_tree_dup_path (rows, 'c');

  g_assert_cmpstr (path, ==, "b/a/c");
  g_assert_cmpuint (ancestors->len, ==, 3);
  g_assert_true (ancestors->pdata[0] == &g_array_index (rows, LwClassRow, 2));
  g_assert_true (lw_class_tree_is_below (rows, 'c', 'b'));
  g_assert_false (lw_class_tree_is_below (rows, 'c', 'd'));
}

static void
test_short_text (void)
{
  static const struct
  {
    const char *text;
    gsize       max_bytes;
    const char *expected;
  } cases[] = { { "abc", 3, "abc" }, { "abcd", 3, "abc…" }, { "aé", 2, "a…" }, { "", 0, "" }, { "é", 0, "…" } };

  g_assert_null (lw_short_text_dup (NULL, 3));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = lw_short_text_dup (cases[i].text, cases[i].max_bytes);

      g_assert_cmpstr (shown, ==, cases[i].expected);
    }
}

static void
test_tree_questions (void)
{
  g_autoptr (GArray) rows = make_rows ("a b! c<a d<c e");
  g_autofree char *path = lw_class_tree_dup_path (rows, 'd');

  g_assert_cmpstr (path, ==, "a/c/d");
  g_assert_true (lw_class_tree_is_below (rows, 'd', 'a'));
  g_assert_true (lw_class_tree_is_below (rows, 'a', 'a'));
  g_assert_false (lw_class_tree_is_below (rows, 'a', 'd'));

  /* As the palette shows them: a c d e. */
  g_assert_cmpint (lw_class_tree_find_digit (rows, 1), ==, 'c');
  g_assert_cmpint (lw_class_tree_find_digit (rows, 3), ==, 'e');
  g_assert_cmpint (lw_class_tree_find_digit (rows, 4), ==, 0);

  /* A shortcut goes before a place. */
  g_array_index (rows, LwClassRow, 4).shortcut = (char *) "2";
  g_assert_cmpint (lw_class_tree_find_digit (rows, 1), ==, 'e');
  g_assert_null (lw_class_tree_find_shortcut (rows, "2", 'e'));
}

/* Steps of class c in "a b! c d<c e": where it goes, and before which; "." for nowhere. */
/* clang-format off */
static const struct
{
  gint64      key;
  LwClassMove move;
  gboolean    with_archived;
  const char *expected;
} move_cases[] = {
  { 'c', LW_CLASS_MOVE_UP,   TRUE,  "- b" },
  { 'c', LW_CLASS_MOVE_UP,   FALSE, "- a" },
  { 'c', LW_CLASS_MOVE_DOWN, FALSE, "- -" },
  { 'a', LW_CLASS_MOVE_DOWN, FALSE, "- e" },
  { 'c', LW_CLASS_MOVE_IN,   FALSE, "a -" },
  { 'd', LW_CLASS_MOVE_OUT,  FALSE, "- e" },
  { 'd', LW_CLASS_MOVE_UP,   FALSE, "." },
  { 'a', LW_CLASS_MOVE_UP,   FALSE, "." },
  { 'a', LW_CLASS_MOVE_OUT,  FALSE, "." },
  { 'e', LW_CLASS_MOVE_DOWN, FALSE, "." },
  { 'z', LW_CLASS_MOVE_DOWN, FALSE, "." },
};
/* clang-format on */

static void
test_tree_moves (void)
{
  g_autoptr (GArray) rows = make_rows ("a b! c d<c e");

  for (guint i = 0; i < G_N_ELEMENTS (move_cases); i++)
    {
      gint64           parent = 0, before = 0;
      g_autofree char *text = NULL;

      if (lw_class_tree_find_move (rows, move_cases[i].key, move_cases[i].move, move_cases[i].with_archived, &parent,
                                   &before))
        text = g_strdup_printf ("%c %c", parent != 0 ? (char) parent : '-', before != 0 ? (char) before : '-');

      g_test_message ("%u", i);
      g_assert_cmpstr (text != NULL ? text : ".", ==, move_cases[i].expected);
    }
}

/* --- Searching --- */

/* What is typed, and the names in the order that they are to come in; "-" begins those that
 * are no answer. */
/* clang-format off */
static const char *const search_cases[][8] = {
  { "car",      "car", "Car park", "sports car", "scar", "c-a-r", "-", "dog" },
  { "spo c",    "sports car", "-", "sports", "car" },
  { "bar",      "Bär", "Barn", "-", "Ba" },
  { "ste",      "Steuer", "roadster", "-", "set" },
  { "x",        "x", "xylophone", "box", "-", "car" },
  { "ß",        "SS", "straße", "-", "s" },
  { NULL }
};
/* clang-format on */

static void
test_search (void)
{
  for (guint i = 0; search_cases[i][0] != NULL; i++)
    {
      g_autofree char *query = lw_class_search_fold (search_cases[i][0]);
      guint            last = G_MAXUINT;
      gboolean         is_answer = TRUE;

      for (guint k = 1; k < 8 && search_cases[i][k] != NULL; k++)
        {
          g_autofree char *name = lw_class_search_fold (search_cases[i][k]);
          const guint      rank = lw_class_search_rank (query, name, name);

          if (g_str_equal (name, "-"))
            {
              is_answer = FALSE;
              continue;
            }

          g_test_message ("%s: %s ranks %u", query, name, rank);

          if (is_answer)
            g_assert_cmpuint (rank, >, 0);
          else
            g_assert_cmpuint (rank, ==, 0);

          g_assert_cmpuint (rank, <=, last);
          last = rank;
        }
    }

  g_assert_cmpuint (lw_class_search_rank ("vehicle car", "car", "vehicle/car"), >, 0);
  g_assert_cmpuint (lw_class_search_rank ("vehicle/car", "car", "vehicle/car"), >, 0);
  g_assert_cmpuint (lw_class_search_rank ("animal car", "car", "vehicle/car"), ==, 0);
  g_assert_cmpuint (lw_class_search_rank ("", "car", "car"), >, 0);
}

/* --- A project of four classes, three pictures and two annotators --- */

enum
{
  RED,
  WHITE,
  PLATELET,
  OTHER,
  N_CLASSES
};

static const char *const class_names[N_CLASSES] = { "red", "white", "platelet", "other" };

typedef struct
{
  char      *folder;
  LwProject *project;
  gint64     classes[N_CLASSES];
  gint64     images[3];
} Fixture;

static void
set_annotator (Fixture    *fixture,
               const char *name)
{
  g_autoptr (GError) error = NULL;

  lw_project_set_annotator (fixture->project, name, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = lw_test_make_folder ();

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.png", i);

      lw_test_write_png (fixture->folder, name, 40, 30);
    }

  fixture->project = lw_test_open_folder (fixture->folder);
  set_annotator (fixture, "Ada");
  lw_project_add_classes (fixture->project, class_names, N_CLASSES, 0, fixture->classes, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < 3; i++)
    fixture->images[i] = lw_test_get_image_key (fixture->project, i);
}

/* Every test ends with the journal replayed. */
static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *path = g_strdup (lw_project_get_path (fixture->project));
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;

  lw_test_close_project (fixture->project);
  store = lw_store_open (path, &error);
  g_assert_no_error (error);
  assert_clean (store);
  g_clear_pointer (&store, lw_store_close);
  lw_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
step (Fixture *fixture,
      void (*start) (LwProject *project, GAsyncReadyCallback callback, gpointer user_data),
      GError **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  start (fixture->project, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);

  return lw_project_step_finish (fixture->project, done, NULL, error);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  step (fixture, lw_project_undo_async, &error);
  g_assert_no_error (error);
}

static void
redo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  step (fixture, lw_project_redo_async, &error);
  g_assert_no_error (error);
}

static const LwClassRow *
get_class (Fixture *fixture,
           guint class)
{
  const LwClassRow *row = lw_project_find_class (fixture->project, fixture->classes[class]);

  g_assert_nonnull (row);

  return row;
}

static gint64
draw (Fixture *fixture,
      guint    image,
      guint class,
      double edge_px)
{
  g_autoptr (GError) error = NULL;
  gint64 key = 0;

  lw_project_add_box (fixture->project, fixture->images[image], fixture->classes[class],
                      (LwRect){ 1, 1, 1 + edge_px, 3 }, &key, &error);
  g_assert_no_error (error);

  return key;
}

static gint64
find_named (Fixture    *fixture,
            const char *name)
{
  const GArray *classes = lw_project_get_classes (fixture->project);

  for (guint i = 0; i < classes->len; i++)
    if (g_str_equal (g_array_index (classes, LwClassRow, i).name, name))
      return g_array_index (classes, LwClassRow, i).key;

  return 0;
}

/* The order that the palette shows, with depths. */
static char *
print_classes (Fixture *fixture)
{
  g_autoptr (GArray) nodes = lw_class_tree_list (lw_project_get_classes (fixture->project), FALSE);

  return print_list (nodes);
}

static void
assert_order (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *text = print_classes (fixture);

  g_assert_cmpstr (text, ==, expected);
}

static guint
count_boxes (Fixture *fixture,
             guint    image,
             gint64   class_key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) boxes = lw_project_list_boxes (fixture->project, fixture->images[image], &error);
  guint n = 0;

  g_assert_no_error (error);

  for (guint i = 0; i < boxes->len; i++)
    n += g_array_index (boxes, LwBoxRow, i).class_key == class_key;

  return n;
}

/* --- Order and parents --- */

static void
move (Fixture *fixture,
      guint class,
      gint64 parent_key,
      gint64 before_key)
{
  g_autoptr (GError) error = NULL;

  lw_project_move_class (fixture->project, fixture->classes[class], parent_key, before_key, &error);
  g_assert_no_error (error);
}

static void
test_move (Fixture      *fixture,
           gconstpointer data)
{
  const gint64 *keys = fixture->classes;

  assert_order (fixture, "red0 white0 platelet0 other0");
  move (fixture, OTHER, 0, keys[RED]);
  assert_order (fixture, "other0 red0 white0 platelet0");
  move (fixture, RED, 0, 0);
  assert_order (fixture, "other0 white0 platelet0 red0");
  move (fixture, PLATELET, keys[WHITE], 0);
  move (fixture, OTHER, keys[WHITE], keys[PLATELET]);
  assert_order (fixture, "white0+ other1 platelet1 red0");
  move (fixture, PLATELET, keys[WHITE], keys[OTHER]);
  assert_order (fixture, "white0+ platelet1 other1 red0");

  for (int i = 0; i < 4; i++)
    undo (fixture);

  assert_order (fixture, "other0 red0 white0 platelet0");

  for (int i = 0; i < 4; i++)
    redo (fixture);

  assert_order (fixture, "white0+ platelet1 other1 red0");
}

static void
test_move_refused (Fixture      *fixture,
                   gconstpointer data)
{
  const gint64 *keys = fixture->classes;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) own_error = NULL;

  move (fixture, WHITE, keys[RED], 0);
  move (fixture, PLATELET, keys[WHITE], 0);
  g_assert_false (lw_project_move_class (fixture->project, keys[RED], keys[PLATELET], 0, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_false (lw_project_move_class (fixture->project, keys[RED], keys[RED], 0, &own_error));
  g_assert_error (own_error, LW_ERROR, LW_ERROR_INVALID);
  assert_order (fixture, "red0+ white1+ platelet2 other0");
}

/* --- Changing --- */

static void
assert_undo_label (Fixture    *fixture,
                   const char *expected)
{
  g_autofree char *label = NULL;

  g_object_get (fixture->project, "undo-label", &label, NULL);
  g_assert_cmpstr (label, ==, expected);
}

static void
test_change (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LwClassRow row = *get_class (fixture, RED);

  row.guideline = (char *) "Round, without a nucleus.";
  lw_project_update_class (fixture->project, &row, &error);
  g_assert_no_error (error);
  assert_undo_label (fixture, "Change guideline of class “red”");
  g_assert_cmpstr (get_class (fixture, RED)->guideline, ==, "Round, without a nucleus.");

  /* The same again is no step. */
  row = *get_class (fixture, RED);
  lw_project_update_class (fixture->project, &row, &error);
  g_assert_no_error (error);
  undo (fixture);
  g_assert_null (get_class (fixture, RED)->guideline);

  lw_project_rename_class (fixture->project, fixture->classes[RED], "white", &error);
  g_assert_error (error, LW_ERROR, LW_ERROR_EXISTS);
  g_assert_cmpstr (get_class (fixture, RED)->name, ==, "red");
}

static void
test_shortcut (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LwClassRow row = *get_class (fixture, RED);

  row.shortcut = (char *) "q";
  lw_project_update_class (fixture->project, &row, &error);
  g_assert_no_error (error);

  row = *get_class (fixture, WHITE);
  row.shortcut = (char *) "q";
  g_assert_false (lw_project_update_class (fixture->project, &row, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_CONFLICT);
  g_clear_error (&error);

  /* An archived class lends its key, and does not take it back. */
  lw_project_archive_classes (fixture->project, &fixture->classes[RED], 1, TRUE, &error);
  g_assert_no_error (error);
  row = *get_class (fixture, WHITE);
  row.shortcut = (char *) "q";
  lw_project_update_class (fixture->project, &row, &error);
  g_assert_no_error (error);
  lw_project_archive_classes (fixture->project, &fixture->classes[RED], 1, FALSE, &error);
  g_assert_no_error (error);
  g_assert_null (get_class (fixture, RED)->shortcut);
  g_assert_cmpstr (get_class (fixture, WHITE)->shortcut, ==, "q");
}

static void
test_archive (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  lw_project_archive_classes (fixture->project, fixture->classes, 2, TRUE, &error);
  g_assert_no_error (error);
  assert_order (fixture, "platelet0 other0");
  undo (fixture);
  assert_order (fixture, "red0 white0 platelet0 other0");
}

static void
test_examples (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) examples = NULL;
  g_autoptr (GArray) changed = NULL;
  LwExampleRow row = {
    .class_key = fixture->classes[RED],
    .image_key = fixture->images[1],
    .rect = { 1, 2, 8, 9 },
    .caption = (char *) "a good one",
  };

  lw_project_add_example (fixture->project, &row, &error);
  g_assert_no_error (error);
  examples = lw_project_list_examples (fixture->project, fixture->classes[RED], &error);
  g_assert_cmpuint (examples->len, ==, 1);

  row = g_array_index (examples, LwExampleRow, 0);
  row.caption = (char *) "too pale";
  row.is_wrong = TRUE;
  lw_project_update_example (fixture->project, &row, &error);
  g_assert_no_error (error);
  changed = lw_project_list_examples (fixture->project, fixture->classes[RED], &error);
  g_assert_cmpstr (g_array_index (changed, LwExampleRow, 0).caption, ==, "too pale");
  g_assert_true (g_array_index (changed, LwExampleRow, 0).is_wrong);

  /* The class is needed now. */
  g_assert_false (lw_project_remove_class (fixture->project, fixture->classes[RED], &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_CONFLICT);
  g_clear_error (&error);
  lw_project_remove_example (fixture->project, row.key, &error);
  g_assert_no_error (error);
  lw_project_remove_class (fixture->project, fixture->classes[RED], &error);
  g_assert_no_error (error);
}

/* --- Merging --- */

static gboolean
merge (Fixture            *fixture,
       const guint        *from,
       guint               n_from,
       guint               into,
       LwClassMergeReport *report,
       GError            **error)
{
  gint64 keys[N_CLASSES];
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  for (guint i = 0; i < n_from; i++)
    keys[i] = fixture->classes[from[i]];

  lw_project_merge_classes_async (fixture->project, keys, n_from, fixture->classes[into], NULL, NULL, NULL,
                                  lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);

  return lw_project_merge_classes_finish (fixture->project, done, report, error);
}

static void
tag (Fixture *fixture,
     guint    image,
     guint class)
{
  g_autoptr (GError) error = NULL;

  lw_project_toggle_tag (fixture->project, fixture->images[image], fixture->classes[class], &error);
  g_assert_no_error (error);
}

static guint
count_tags (Fixture *fixture,
            guint    image)
{
  g_autoptr (GArray) tags = lw_project_list_tags (fixture->project, fixture->images[image], NULL);

  return tags->len;
}

static void
test_merge (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gint64      *keys = fixture->classes;
  LwClassMergeReport report;

  draw (fixture, 0, RED, 5);
  draw (fixture, 1, RED, 5);
  draw (fixture, 1, WHITE, 5);
  tag (fixture, 0, RED);
  tag (fixture, 0, WHITE);
  tag (fixture, 2, RED);
  move (fixture, OTHER, keys[RED], 0);
  set_annotator (fixture, "Grace");
  draw (fixture, 0, RED, 7);
  tag (fixture, 0, RED);
  set_annotator (fixture, "Ada");

  merge (fixture, (guint[]){ RED }, 1, WHITE, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.n_boxes, ==, 3);
  g_assert_cmpuint (report.n_tags, ==, 2);
  g_assert_cmpuint (report.n_dropped_tags, ==, 1);
  assert_undo_label (fixture, "Merge class “red” into “white”");

  g_assert_cmpuint (count_boxes (fixture, 0, keys[WHITE]), ==, 1);
  g_assert_cmpuint (count_boxes (fixture, 1, keys[WHITE]), ==, 2);
  g_assert_cmpuint (count_tags (fixture, 0), ==, 1);
  g_assert_true (get_class (fixture, RED)->is_archived);
  g_assert_cmpint (get_class (fixture, RED)->merged_into_key, ==, keys[WHITE]);
  assert_order (fixture, "white0+ other1 platelet0");

  set_annotator (fixture, "Grace");
  g_assert_cmpuint (count_boxes (fixture, 0, keys[WHITE]), ==, 1);
  set_annotator (fixture, "Ada");

  undo (fixture);
  g_assert_cmpuint (count_boxes (fixture, 0, keys[RED]), ==, 1);
  g_assert_cmpuint (count_tags (fixture, 0), ==, 2);
  assert_order (fixture, "red0+ other1 white0 platelet0");
  redo (fixture);
  g_assert_cmpuint (count_boxes (fixture, 1, keys[WHITE]), ==, 2);
  g_assert_cmpuint (count_tags (fixture, 0), ==, 1);

  /* Out of the archive it is a class of its own, without labels. */
  lw_project_archive_classes (fixture->project, &keys[RED], 1, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_class (fixture, RED)->merged_into_key, ==, 0);
}

/* Whoever has changed a box since is not overruled. */
static void
test_merge_undo_conflict (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 box_key;

  set_annotator (fixture, "Grace");
  box_key = draw (fixture, 0, RED, 5);
  set_annotator (fixture, "Ada");
  merge (fixture, (guint[]){ RED, PLATELET }, 2, WHITE, NULL, &error);
  g_assert_no_error (error);
  assert_undo_label (fixture, "Merge 2 classes into “white”");

  set_annotator (fixture, "Grace");
  lw_project_set_box_class (fixture->project, &box_key, 1, fixture->classes[OTHER], &error);
  g_assert_no_error (error);
  set_annotator (fixture, "Ada");
  g_assert_false (step (fixture, lw_project_undo_async, &error));
  g_assert_error (error, LW_ERROR, LW_ERROR_CONFLICT);
  g_assert_true (get_class (fixture, RED)->is_archived);
}

static void
test_merge_refused (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) own_error = NULL;
  g_autoptr (GError) archived_error = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (merge (fixture, (guint[]){ RED, WHITE }, 2, WHITE, NULL, &own_error));
  g_assert_error (own_error, LW_ERROR, LW_ERROR_INVALID);
  lw_project_archive_classes (fixture->project, &fixture->classes[OTHER], 1, TRUE, &error);
  g_assert_no_error (error);
  g_assert_false (merge (fixture, (guint[]){ RED }, 1, OTHER, NULL, &archived_error));
  g_assert_error (archived_error, LW_ERROR, LW_ERROR_INVALID);
  g_assert_false (lw_project_is_busy (fixture->project));
}

/* A class may take over the one that it is below. */
static void
test_merge_into_child (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gint64 *keys = fixture->classes;

  move (fixture, WHITE, keys[RED], 0);
  move (fixture, PLATELET, keys[WHITE], 0);
  move (fixture, OTHER, keys[RED], 0);
  merge (fixture, (guint[]){ RED }, 1, PLATELET, NULL, &error);
  g_assert_no_error (error);
  assert_order (fixture, "platelet0+ white1 other1");
  undo (fixture);
  assert_order (fixture, "red0+ white1+ platelet2 other1");
}

/* --- Attributes, through the store: the project has no way to make them yet --- */

static LwStore *
open_store (Fixture *fixture)
{
  g_autofree char *path = g_strdup (lw_project_get_path (fixture->project));
  g_autoptr (GError) error = NULL;
  LwStore *store;

  lw_test_close_project (fixture->project);
  store = lw_store_open (path, &error);
  g_assert_no_error (error);

  return store;
}

static void
close_store (Fixture *fixture,
             LwStore *store)
{
  lw_store_close (store);
  fixture->project = lw_test_open_folder (fixture->folder);
  set_annotator (fixture, "Ada");
}

static void
add_attributes (Fixture              *fixture,
                const LwAttributeRow *rows,
                guint                 n_rows)
{
  LwStore *store = open_store (fixture);
  g_autoptr (GError) error = NULL;

  begin_setup (store);

  for (guint i = 0; i < n_rows; i++)
    {
      lw_store_add_attribute (store, &rows[i], &error);
      g_assert_no_error (error);
    }

  commit (store);
  close_store (fixture, store);
}

static const LwAttributeRow *
find_attribute (Fixture    *fixture,
                gint64      class_key,
                const char *name)
{
  const GArray *rows = lw_project_get_attributes (fixture->project);

  for (guint i = 0; i < rows->len; i++)
    {
      const LwAttributeRow *row = &g_array_index (rows, LwAttributeRow, i);

      if (row->class_key == class_key && g_str_equal (row->name, name))
        return row;
    }

  return NULL;
}

static char *
dup_value (Fixture    *fixture,
           guint       image,
           gint64      class_key,
           const char *name)
{
  g_autoptr (GArray) boxes = lw_project_list_boxes (fixture->project, fixture->images[image], NULL);
  const LwAttributeRow *attribute = find_attribute (fixture, class_key, name);

  g_assert_nonnull (attribute);
  g_assert_cmpuint (boxes->len, ==, 1);

  return lw_box_attributes_get (g_array_index (boxes, LwBoxRow, 0).attributes, attribute->id);
}

static void
set_value (Fixture    *fixture,
           gint64      box_key,
           gint64      class_key,
           const char *name,
           const char *value)
{
  g_autoptr (GError) error = NULL;

  lw_project_set_box_attribute (fixture->project, &box_key, 1, find_attribute (fixture, class_key, name)->key, value,
                                &error);
  g_assert_no_error (error);
}

static void
test_merge_attributes (Fixture      *fixture,
                       gconstpointer data)
{
  const gint64         red = fixture->classes[RED], white = fixture->classes[WHITE];
  char                *red_choices[] = { (char *) "round", (char *) "sickle", NULL };
  char                *white_choices[] = { (char *) "lobed", (char *) "round", NULL };
  const LwAttributeRow rows[] = {
    { .class_key = red, .name = (char *) "shape", .type = LW_ATTRIBUTE_CHOICE, .choices = red_choices },
    { .class_key = white, .name = (char *) "shape", .type = LW_ATTRIBUTE_CHOICE, .choices = white_choices },
    { .class_key = red, .name = (char *) "age", .type = LW_ATTRIBUTE_NUMBER, .default_value = (char *) "3" },
    { .class_key = white, .name = (char *) "age", .type = LW_ATTRIBUTE_TEXT },
    { .class_key = red, .name = (char *) "never said", .type = LW_ATTRIBUTE_FLAG },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *shape = NULL;
  g_autofree char *age = NULL;
  gint64           box_key;

  add_attributes (fixture, rows, G_N_ELEMENTS (rows));
  box_key = draw (fixture, 0, RED, 5);
  set_value (fixture, box_key, red, "shape", "sickle");
  merge (fixture, (guint[]){ RED }, 1, WHITE, NULL, &error);
  g_assert_no_error (error);

  shape = dup_value (fixture, 0, white, "shape");
  g_assert_cmpstr (shape, ==, "sickle");
  g_assert_true (g_strv_contains ((const char *const *) find_attribute (fixture, white, "shape")->choices, "sickle"));
  g_assert_cmpuint (g_strv_length (find_attribute (fixture, white, "shape")->choices), ==, 3);

  /* Of the same name, but another type; its default is said now. */
  age = dup_value (fixture, 0, white, "age (red)");
  g_assert_cmpstr (age, ==, "3");
  g_assert_null (find_attribute (fixture, white, "age (red)")->default_value);
  g_assert_null (find_attribute (fixture, white, "never said"));

  undo (fixture);
  g_assert_null (find_attribute (fixture, white, "age (red)"));
  g_clear_pointer (&shape, g_free);
  shape = dup_value (fixture, 0, red, "shape");
  g_assert_cmpstr (shape, ==, "sickle");
  redo (fixture);
}

/* --- Splitting --- */

static void
split (Fixture            *fixture,
       const LwClassSplit *options,
       LwClassSplitReport *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  lw_project_split_class_async (fixture->project, options, NULL, NULL, NULL, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);
  lw_project_split_class_finish (fixture->project, done, report, &error);
  g_assert_no_error (error);
}

static void
test_split_by_value (Fixture      *fixture,
                     gconstpointer data)
{
  const gint64         red = fixture->classes[RED];
  char                *choices[] = { (char *) "round", (char *) "sickle", (char *) "torn", NULL };
  const LwAttributeRow row = {
    .class_key = red,
    .name = (char *) "shape",
    .type = LW_ATTRIBUTE_CHOICE,
    .choices = choices,
    .default_value = (char *) "round",
  };
  LwClassPart parts[] = {
    { (char *) "round", (char *) "red, round" },
    { (char *) "sickle", (char *) "white" },
  };
  LwClassSplit       options = { .class_key = red, .kind = LW_CLASS_SPLIT_BY_VALUE, .parts = parts, .n_parts = 2 };
  LwClassSplitReport report;

  add_attributes (fixture, &row, 1);
  options.attribute_key = find_attribute (fixture, red, "shape")->key;
  draw (fixture, 0, RED, 5);
  set_value (fixture, draw (fixture, 1, RED, 5), red, "shape", "sickle");
  set_value (fixture, draw (fixture, 2, RED, 5), red, "shape", "torn");

  split (fixture, &options, &report);
  g_assert_cmpuint (report.n_boxes, ==, 2);
  g_assert_cmpuint (report.n_classes, ==, 1);
  g_assert_cmpuint (count_boxes (fixture, 0, find_named (fixture, "red, round")), ==, 1);
  g_assert_cmpuint (count_boxes (fixture, 1, fixture->classes[WHITE]), ==, 1);
  g_assert_cmpuint (count_boxes (fixture, 2, red), ==, 1);
  assert_order (fixture, "red0+ red, round1 white0 platelet0 other0");

  undo (fixture);
  g_assert_cmpuint (count_boxes (fixture, 0, red), ==, 1);
  g_assert_cmpint (find_named (fixture, "red, round"), ==, 0);
  redo (fixture);
  g_assert_cmpuint (count_boxes (fixture, 0, find_named (fixture, "red, round")), ==, 1);
}

static void
test_split_by_size (Fixture      *fixture,
                    gconstpointer data)
{
  LwClassPart        part = { NULL, (char *) "small red" };
  const LwClassSplit options = {
    .class_key = fixture->classes[RED],
    .kind = LW_CLASS_SPLIT_BY_SIZE,
    .edge_px = 10,
    .parts = &part,
    .n_parts = 1,
  };
  LwClassSplitReport report;

  draw (fixture, 0, RED, 10);
  draw (fixture, 0, RED, 9.5);
  draw (fixture, 0, WHITE, 5);
  split (fixture, &options, &report);
  g_assert_cmpuint (report.n_boxes, ==, 1);
  g_assert_cmpuint (count_boxes (fixture, 0, find_named (fixture, "small red")), ==, 1);
  g_assert_cmpuint (count_boxes (fixture, 0, fixture->classes[WHITE]), ==, 1);
}

static void
test_split_boxes (Fixture      *fixture,
                  gconstpointer data)
{
  LwClassPart        part = { NULL, (char *) "odd" };
  const gint64       keys[] = { draw (fixture, 0, RED, 10), draw (fixture, 1, WHITE, 5) };
  const LwClassSplit options = {
    .kind = LW_CLASS_SPLIT_BOXES,
    .box_keys = keys,
    .n_boxes = 2,
    .parts = &part,
    .n_parts = 1,
  };
  LwClassSplitReport report;

  draw (fixture, 0, RED, 11);
  split (fixture, &options, &report);
  g_assert_cmpuint (report.n_boxes, ==, 2);
  assert_undo_label (fixture, "Split off class “odd”");
  g_assert_cmpuint (count_boxes (fixture, 0, find_named (fixture, "odd")), ==, 1);
  g_assert_cmpuint (count_boxes (fixture, 0, fixture->classes[RED]), ==, 1);
}

/* --- Exports --- */

/* Neither a place in the palette nor the archive changes the number of a class. */
static void
test_export_order (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char      *target = g_build_filename (fixture->folder, "out", NULL);
  g_autofree char      *list = g_build_filename (target, "data.yaml", NULL);
  g_autofree char      *text = NULL;
  const LwExportOptions options = { .format = lw_format_find ("yolo", NULL), .target = target };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (LwFindings) findings = NULL;
  GAsyncResult *result = NULL;
  const char   *last;

  draw (fixture, 0, WHITE, 5);
  move (fixture, OTHER, 0, fixture->classes[RED]);
  lw_project_archive_classes (fixture->project, &fixture->classes[RED], 1, TRUE, &error);
  g_assert_no_error (error);
  lw_project_export_async (fixture->project, &options, NULL, NULL, NULL, lw_test_store_result_cb, &result);
  done = lw_test_wait_result (&result);
  findings = lw_project_export_finish (fixture->project, done, &error);
  g_assert_no_error (error);
  g_file_get_contents (list, &text, NULL, &error);
  g_assert_no_error (error);
  last = text;

  for (guint i = 0; i < N_CLASSES; i++)
    {
      const char *place = strstr (last, class_names[i]);

      g_assert_nonnull (place);
      last = place;
    }
}

/* --- Many --- */

#define N_MANY 20000

static void
add_many_boxes (Fixture *fixture)
{
  LwStore             *store = open_store (fixture);
  g_autofree LwBoxRow *rows = g_new0 (LwBoxRow, LW_STORE_PACK_MAX);
  g_autoptr (GArray) annotators = lw_store_list_annotators (store, NULL);
  g_autoptr (GError) error = NULL;

  begin_edit (store, g_array_index (annotators, LwAnnotatorRow, 0).key, "Import");

  for (gsize i = 0; i < N_MANY;)
    {
      const gsize n = MIN (LW_STORE_PACK_MAX, N_MANY - i);

      for (gsize k = 0; k < n; k++, i++)
        rows[k] = (LwBoxRow){
          .image_key = fixture->images[i % 3],
          .annotator_key = g_array_index (annotators, LwAnnotatorRow, 0).key,
          .class_key = fixture->classes[RED],
          .rect = { 0, 0, 1 + i % 30, 2 },
          .origin = LW_ORIGIN_IMPORT,
        };

      lw_store_add_boxes_packed (store, rows, n, &error);
      g_assert_no_error (error);
    }

  commit (store);
  close_store (fixture, store);
}

typedef struct
{
  GCancellable *cancellable; /* NULL: to the end */
  double        last;
} Watch;

static void
progress_cb (double   fraction,
             gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpfloat (fraction, >=, watch->last);
  watch->last = fraction;

  if (fraction > 0.1)
    g_cancellable_cancel (watch->cancellable);
}

static gboolean
merge_watched (Fixture *fixture,
               Watch   *watch,
               GError **error)
{
  g_autoptr (GAsyncResult) done = NULL;
  GAsyncResult *result = NULL;

  lw_project_merge_classes_async (fixture->project, &fixture->classes[RED], 1, fixture->classes[WHITE], progress_cb,
                                  watch, watch->cancellable, lw_test_store_result_cb, &result);
  g_assert_true (lw_project_is_busy (fixture->project));
  done = lw_test_wait_result (&result);

  return lw_project_merge_classes_finish (fixture->project, done, NULL, error);
}

static void
test_merge_many (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch stopped = { cancellable, 0 };
  Watch watched = { NULL, 0 };

  add_many_boxes (fixture);
  g_assert_false (merge_watched (fixture, &stopped, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (lw_project_is_busy (fixture->project));
  g_assert_false (get_class (fixture, RED)->is_archived);
  g_assert_cmpuint (count_boxes (fixture, 0, fixture->classes[WHITE]), ==, 0);

  merge_watched (fixture, &watched, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (watched.last, >, 0);
  g_assert_cmpuint (count_boxes (fixture, 0, fixture->classes[WHITE]), ==, (N_MANY + 2) / 3);
  undo (fixture);
  g_assert_cmpuint (count_boxes (fixture, 0, fixture->classes[RED]), ==, (N_MANY + 2) / 3);
}

#define ADD(path, func) g_test_add ("/classes/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  prefer_memory ();
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tree_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/classes/tree/%s", tree_cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_tree);
    }

  g_test_add_func ("/classes/short-text", test_short_text);
  g_test_add_func ("/classes/tree/deep", test_tree_deep);
  g_test_add_func ("/classes/tree/ring-upwards", test_tree_ring);
  g_test_add_func ("/classes/tree/questions", test_tree_questions);
  g_test_add_func ("/classes/tree/moves", test_tree_moves);
  g_test_add_func ("/classes/search", test_search);
  ADD ("move", test_move);
  ADD ("move/refused", test_move_refused);
  ADD ("change", test_change);
  ADD ("shortcut", test_shortcut);
  ADD ("archive", test_archive);
  ADD ("examples", test_examples);
  ADD ("merge", test_merge);
  ADD ("merge/undo-conflict", test_merge_undo_conflict);
  ADD ("merge/refused", test_merge_refused);
  ADD ("merge/into-child", test_merge_into_child);
  ADD ("merge/attributes", test_merge_attributes);
  ADD ("merge/many", test_merge_many);
  ADD ("split/by-value", test_split_by_value);
  ADD ("split/by-size", test_split_by_size);
  ADD ("split/boxes", test_split_boxes);
  ADD ("export-order", test_export_order);

  return g_test_run ();
}
