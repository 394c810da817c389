/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-attributes.h"
#include "lw-schema.h"
#include "store-helpers.h"

/* Files that each version of the format left behind, as they were then.  Beside each
 * is what is in it, in words: version-N.txt. */

static char *
build_path (guint       version,
            const char *suffix)
{
  g_autofree char *name = g_strdup_printf ("version-%u.%s", version, suffix);

  return g_test_build_filename (G_TEST_DIST, "data", "projects", name, NULL);
}

/* Copies the file that the version made into @folder.  Transfer full. */
static char *
copy_file (guint       version,
           const char *folder)
{
  g_autofree char *old = build_path (version, "labelwright");
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, "old.labelwright", NULL);
  gsize length;

  g_file_get_contents (old, &bytes, &length, &error);
  g_assert_no_error (error);
  write_bytes (path, bytes, length);

  return path;
}

/* --- What is in a project, in words --- */

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "-";
}

static void
append_rect (GString *text,
             LwRect   rect)
{
  const double numbers[] = { rect.x0, rect.y0, rect.x1, rect.y1 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (text, " %s", g_ascii_dtostr (buffer, sizeof buffer, numbers[i]));
    }
}

static const char *
find_class_name (GArray *classes,
                 gint64  key)
{
  for (guint i = 0; i < classes->len; i++)
    if (g_array_index (classes, LwClassRow, i).key == key)
      return g_array_index (classes, LwClassRow, i).name;

  return "-";
}

static const char *
find_annotator_name (GArray *annotators,
                     gint64  key)
{
  for (guint i = 0; i < annotators->len; i++)
    if (g_array_index (annotators, LwAnnotatorRow, i).key == key)
      return g_array_index (annotators, LwAnnotatorRow, i).name;

  return "-";
}

static void
describe_examples (GString *text,
                   LwStore *store,
                   gint64   class_key)
{
  g_autoptr (GArray) examples = lw_store_list_examples (store, class_key, NULL);

  for (guint i = 0; i < examples->len; i++)
    {
      const LwExampleRow *row = &g_array_index (examples, LwExampleRow, i);

      g_string_append_printf (text, "  %s example \"%s\" on image %d:", row->is_wrong ? "wrong" : "right",
                              or_dash (row->caption), (int) row->image_key);
      append_rect (text, row->rect);
      g_string_append_c (text, '\n');
    }
}

static void
describe_classes (GString *text,
                  LwStore *store,
                  GArray  *classes)
{
  for (guint i = 0; i < classes->len; i++)
    {
      const LwClassRow *row = &g_array_index (classes, LwClassRow, i);

      g_string_append_printf (text, "class %d \"%s\" #%06x below %s, key %s, rule %d%s, into %s, guideline \"%s\", extra %s\n",
                              row->position, row->name, row->colour, find_class_name (classes, row->parent_key),
                              or_dash (row->shortcut), (int) row->tag_rule, row->is_archived ? ", archived" : "",
                              find_class_name (classes, row->merged_into_key), or_dash (row->guideline),
                              or_dash (row->extra));
      describe_examples (text, store, row->key);
    }
}

static void
describe_attributes (GString *text,
                     GArray  *attributes,
                     GArray  *classes)
{
  for (guint i = 0; i < attributes->len; i++)
    {
      const LwAttributeRow *row = &g_array_index (attributes, LwAttributeRow, i);
      g_autofree char      *choices = row->choices != NULL ? g_strjoinv ("/", row->choices) : g_strdup ("-");

      g_string_append_printf (text, "attribute %d \"%s\" of %s, type %d, choices %s, default %s%s\n", row->position,
                              row->name, find_class_name (classes, row->class_key), (int) row->type, choices,
                              or_dash (row->default_value), row->is_archived ? ", archived" : "");
    }
}

static void
describe_values (GString    *text,
                 const char *values,
                 GArray     *attributes)
{
  for (guint i = 0; i < attributes->len; i++)
    {
      const LwAttributeRow *row = &g_array_index (attributes, LwAttributeRow, i);
      g_autofree char      *value = lw_box_attributes_get (values, row->id);

      if (value != NULL)
        g_string_append_printf (text, ", %s=%s", row->name, value);
    }
}

/* One annotator's layer of an image. */
static void
describe_layer (GString              *text,
                LwStore              *store,
                gint64                image_key,
                const LwAnnotatorRow *annotator,
                GArray               *classes,
                GArray               *attributes)
{
  GError          *error = NULL;
  LwImageSummary   summary;
  g_autofree char *note = NULL;
  g_autoptr (GArray) boxes = lw_store_list_boxes (store, image_key, annotator->key, &error);
  g_autoptr (GArray) tags = lw_store_list_tags (store, image_key, annotator->key, &error);

  lw_store_get_note (store, image_key, annotator->key, &note, &error);
  lw_store_summarise_image (store, image_key, annotator->key, &summary, &error);
  g_assert_no_error (error);
  g_string_append_printf (text, "  by %s: state %d%s%s%s\n", annotator->name, (int) summary.progress,
                          note != NULL ? ", note \"" : "", note != NULL ? note : "", note != NULL ? "\"" : "");

  for (guint i = 0; i < boxes->len; i++)
    {
      const LwBoxRow *row = &g_array_index (boxes, LwBoxRow, i);

      g_string_append_printf (text, "    box %s", find_class_name (classes, row->class_key));
      append_rect (text, row->rect);
      g_string_append_printf (text, ", flags %d, origin %d, extra %s", (int) row->flags, (int) row->origin,
                              or_dash (row->extra));
      describe_values (text, row->attributes, attributes);
      g_string_append_c (text, '\n');
    }

  for (guint i = 0; i < tags->len; i++)
    {
      const LwTagRow *row = &g_array_index (tags, LwTagRow, i);

      g_string_append_printf (text, "    image class %s, origin %d, extra %s\n",
                              find_class_name (classes, row->class_key), (int) row->origin, or_dash (row->extra));
    }
}

static void
describe_images (GString *text,
                 LwStore *store,
                 GArray  *annotators,
                 GArray  *classes,
                 GArray  *attributes)
{
  g_autoptr (GArray) images = lw_store_list_images (store, NULL);

  for (guint i = 0; i < images->len; i++)
    {
      const LwImageRow *row = &g_array_index (images, LwImageRow, i);

      g_string_append_printf (text, "image %d \"%s\" %d x %d, orientation %d, lot %s, extra %s, %" G_GINT64_FORMAT " bytes, hash %s\n",
                              (int) row->key, row->path, row->width_px, row->height_px, row->orientation,
                              or_dash (row->lot), or_dash (row->extra), row->file_size, or_dash (row->content_hash));

      for (guint k = 0; k < annotators->len; k++)
        describe_layer (text, store, row->key, &g_array_index (annotators, LwAnnotatorRow, k), classes, attributes);
    }
}

static void
describe_settings (GString *text,
                   LwStore *store)
{
  const char *const names[] = { "images", "images-folder", LW_SETTING_TAG_RULE, "scale", "tone" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = lw_store_dup_setting (store, names[i], NULL);

      if (value != NULL)
        g_string_append_printf (text, "setting %s: %s\n", names[i], value);
    }
}

static void
describe_journal (GString *text,
                  LwStore *store,
                  GArray  *annotators)
{
  g_autoptr (GArray) versions = lw_store_list_versions (store, NULL);
  g_autoptr (GArray) history = lw_store_list_history (store, 0, 1000, NULL);

  for (guint i = 0; i < versions->len; i++)
    g_string_append_printf (text, "version \"%s\" at %d\n", g_array_index (versions, LwVersionRow, i).name,
                            (int) g_array_index (versions, LwVersionRow, i).seq);

  for (guint i = 0; i < history->len; i++)
    {
      const LwHistoryRow *row = &g_array_index (history, LwHistoryRow, i);

      g_string_append_printf (text, "step of %s: %s%s\n", find_annotator_name (annotators, row->annotator_key),
                              row->label, row->is_undone ? " (undone)" : "");
    }
}

/* Labels and all that they refer to; with @with_journal also how they came about. */
static char *
describe (LwStore *store,
          gboolean with_journal)
{
  GError  *error = NULL;
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) annotators = lw_store_list_annotators (store, &error);
  g_autoptr (GArray) classes = lw_store_list_classes (store, &error);
  g_autoptr (GArray) attributes = lw_store_list_attributes (store, &error);

  g_assert_no_error (error);

  describe_classes (text, store, classes);
  describe_attributes (text, attributes, classes);
  describe_images (text, store, annotators, classes, attributes);
  describe_settings (text, store);

  if (with_journal)
    describe_journal (text, store, annotators);

  return g_string_free (text, FALSE);
}

/* --- The tests --- */

static guint
step_to_end (LwStore *store,
             gint64   annotator,
             gboolean (*step) (LwStore *, gint64, gint64 *, GError **))
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  while (step (store, annotator, NULL, &error))
    n++;

  g_assert_error (error, LW_ERROR, LW_ERROR_NOT_FOUND);

  return n;
}

/* All steps of everybody are taken back, the last annotator's first, and done again. */
static void
step_through (LwStore *store)
{
  g_autoptr (GArray) annotators = lw_store_list_annotators (store, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < annotators->len; i++)
    step_to_end (store, g_array_index (annotators, LwAnnotatorRow, i).key, lw_store_redo);

  before = describe (store, FALSE);

  for (guint i = annotators->len; i > 0; i--)
    g_assert_cmpuint (step_to_end (store, g_array_index (annotators, LwAnnotatorRow, i - 1).key, lw_store_undo), >, 0);

  assert_clean (store);

  for (guint i = 0; i < annotators->len; i++)
    step_to_end (store, g_array_index (annotators, LwAnnotatorRow, i).key, lw_store_redo);

  after = describe (store, FALSE);
  g_assert_cmpstr (after, ==, before);
  assert_clean (store);
}

static void
test_open (gconstpointer data)
{
  const guint version = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = copy_file (version, folder);
  g_autofree char *words = build_path (version, "txt");
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  g_file_get_contents (words, &expected, NULL, &error);
  g_assert_no_error (error);
  store = lw_store_open (path, &error);
  g_assert_no_error (error);
  assert_clean (store);
  found = describe (store, TRUE);
  g_assert_cmpstr (found, ==, expected);
  step_through (store);

  g_clear_pointer (&store, lw_store_close);
  lw_test_remove_folder (folder);
}

/* A command that only reads upgrades what it may write, and says why it cannot read what it may not. */
static void
test_read_only (gconstpointer data)
{
  const guint version = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LwStore) store = NULL;
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *path = copy_file (version, folder);

  if (geteuid () != 0 && version < lw_schema_get_version ())
    {
      g_assert_cmpint (g_chmod (path, 0444), ==, 0);
      g_assert_null (lw_store_open_read_only (path, &error));
      g_assert_error (error, LW_ERROR, LW_ERROR_READ_ONLY);
      g_clear_error (&error);
      g_assert_cmpint (g_chmod (path, 0644), ==, 0);
    }

  store = lw_store_open_read_only (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lw_store_get_read_only_reason (store));
  assert_clean (store);
  g_clear_pointer (&store, lw_store_close);
  lw_test_remove_folder (folder);
}

/* --- How a file of today is made --- */

#define MUST(call)             \
  G_STMT_START                 \
  {                            \
    GError *error = NULL;      \
                               \
    (void) (call);             \
    g_assert_no_error (error); \
  }                            \
  G_STMT_END

#define HASH "00010203040506070809fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0a0a1a2a3a4a5"

typedef struct
{
  LwStore *store;
  gint64   ann, bo;
  gint64   red, lobed, old_red, stain_good, stain_poor;
  gint64   images[4];
  LwId     torn, stage, size, remark;
} Maker;

/* A class below another one, as a step of its own, with what the rows of the
 * second version can say. */
static gint64
make_class (Maker      *m,
            const char *name,
            LwClassRow  row)
{
  const LwClassRecord record = { .name = name, .colour = LW_COLOUR_AUTOMATIC, .extra = row.extra };
  g_autoptr (GArray) classes = NULL;

  begin_edit (m->store, m->ann, "Add class");
  MUST (row.key = lw_store_add_class (m->store, &record, &error));
  MUST (classes = lw_store_list_classes (m->store, &error));
  row.name = (char *) name;
  row.colour = g_array_index (classes, LwClassRow, classes->len - 1).colour;
  row.position = g_array_index (classes, LwClassRow, classes->len - 1).position;
  MUST (lw_store_update_class (m->store, &row, &error));
  commit (m->store);

  return row.key;
}

static void
make_classes (Maker *m)
{
  const gint64 cell = make_class (m, "Cell", (LwClassRow){ .extra = (char *) "{\"coco\":{\"id\":7}}" });
  const gint64 white = make_class (m, "White cell", (LwClassRow){ .parent_key = cell, .shortcut = (char *) "w" });
  gint64       stain;

  m->red = make_class (m, "Red cell", (LwClassRow){ .parent_key = cell, .shortcut = (char *) "<Control>e", .guideline = (char *) "Round, without a “nucleus”.\nTorn ones, too." });
  m->lobed = make_class (m, "Lobed", (LwClassRow){ .parent_key = white });
  m->old_red = make_class (m, "RBC", (LwClassRow){ .is_archived = TRUE, .merged_into_key = m->red });
  stain = make_class (m, "Stain", (LwClassRow){ .tag_rule = LW_TAG_RULE_SINGLE | LW_TAG_RULE_REQUIRED });
  m->stain_good = make_class (m, "Good stain", (LwClassRow){ .parent_key = stain });
  m->stain_poor = make_class (m, "Poor stain", (LwClassRow){ .parent_key = stain });
}

static LwId
make_attribute (Maker         *m,
                LwAttributeRow row)
{
  g_autoptr (GArray) all = NULL;

  begin_edit (m->store, m->ann, "Add attribute");
  MUST (row.key = lw_store_add_attribute (m->store, &row, &error));
  MUST (all = lw_store_list_attributes (m->store, &error));
  row.position = g_array_index (all, LwAttributeRow, all->len - 1).position;
  MUST (lw_store_update_attribute (m->store, &row, &error));
  commit (m->store);

  return g_array_index (all, LwAttributeRow, all->len - 1).id;
}

static void
make_attributes (Maker *m)
{
  static char *stages[] = { (char *) "early", (char *) "late, “ripe”", NULL };

  m->torn = make_attribute (m, (LwAttributeRow){ .name = (char *) "Torn", .type = LW_ATTRIBUTE_FLAG });
  m->stage = make_attribute (m, (LwAttributeRow){ .name = (char *) "Stage", .class_key = m->red, .type = LW_ATTRIBUTE_CHOICE, .choices = stages, .default_value = stages[0] });
  m->size = make_attribute (m, (LwAttributeRow){ .name = (char *) "Size", .class_key = m->red, .type = LW_ATTRIBUTE_NUMBER, .default_value = (char *) "7.5" });
  m->remark = make_attribute (m, (LwAttributeRow){ .name = (char *) "Remark", .type = LW_ATTRIBUTE_TEXT, .is_archived = TRUE });
}

static void
make_images (Maker *m)
{
  static const LwImageRecord records[] = {
    { "smears/a.png", 640, 480, LW_PROGRESS_UNSEEN, NULL, NULL },
    { "smears/b.jpg", 480, 640, LW_PROGRESS_UNSEEN, "May delivery", "{\"coco\":{\"license\":3}}" },
    { "smears/stack.tif#2", 0, 0, LW_PROGRESS_UNSEEN, "May delivery", NULL },
    { "smears/ÄÖ 4.png", 12000, 9000, LW_PROGRESS_UNSEEN, NULL, NULL },
  };
  LwImageRow row = { .path = (char *) "smears/b.jpg", .width_px = 480, .height_px = 640, .orientation = 6, .file_size = G_GINT64_CONSTANT (5000000000), .content_hash = (char *) HASH };

  begin_setup (m->store);
  MUST (m->ann = lw_store_add_annotator (m->store, "Ann", &error));
  MUST (m->bo = lw_store_add_annotator (m->store, "Bo", &error));

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    MUST (m->images[i] = lw_store_add_image (m->store, &records[i], i == 1 ? 6 : 1, &error));

  row.key = m->images[1];
  MUST (lw_store_update_image (m->store, &row, &error));
  MUST (lw_store_set_setting (m->store, "images-folder", ".", &error));
  MUST (lw_store_set_setting (m->store, LW_SETTING_TAG_RULE, "1", &error));
  MUST (lw_store_set_setting (m->store, "scale", "0.25 um", &error));
  MUST (lw_store_set_setting (m->store, "tone", "brightness=0.2 gamma=1.5", &error));
  commit (m->store);
}

static void
make_example (Maker       *m,
              LwExampleRow row)
{
  begin_edit (m->store, m->ann, "Add example");
  MUST (lw_store_add_example (m->store, &row, &error));
  commit (m->store);
}

/* Values of four types on one box; a locked one of another person; a packed import. */
static void
make_boxes (Maker *m)
{
  g_autofree char *torn = lw_box_attributes_set (NULL, m->torn, "true");
  g_autofree char *late = lw_box_attributes_set (torn, m->stage, "late, “ripe”");
  g_autofree char *sized = lw_box_attributes_set (late, m->size, "0.1");
  g_autofree char *all = lw_box_attributes_set (sized, m->remark, "two\nlines");
  const LwBoxRow   plain = { 0, m->images[0], m->ann, m->red, { 1, 2, 30.25, 1.0 / 3 + 40 }, LW_BOX_OCCLUDED, LW_ORIGIN_PERSON, NULL, all };
  const LwBoxRow   locked = { 0, m->images[0], m->bo, m->lobed, { 5, 5, 90, 80 }, LW_BOX_LOCKED | LW_BOX_CROWD, LW_ORIGIN_PERSON, NULL, torn };
  const LwBoxRow   packed[] = {
      { 0, m->images[1], m->ann, m->red, { 0, 0, 10, 10 }, 0, LW_ORIGIN_IMPORT, (char *) "{\"coco\":{\"id\":1}}", NULL },
      { 0, m->images[1], m->ann, m->lobed, { 470, 630, 480, 640 }, LW_BOX_DIFFICULT | LW_BOX_TRUNCATED, LW_ORIGIN_IMPORT, NULL, late },
  };

  draw_box (m->store, &plain);
  draw_box (m->store, &locked);
  begin_edit (m->store, m->ann, "Import");
  MUST (lw_store_add_boxes_packed (m->store, packed, G_N_ELEMENTS (packed), &error));
  commit (m->store);
}

static void
make_states (Maker *m)
{
  const LwTagRow good = { 0, m->images[0], m->ann, m->stain_good, LW_ORIGIN_PERSON, NULL };
  const LwTagRow poor = { 0, m->images[3], m->bo, m->stain_poor, LW_ORIGIN_IMPORT, (char *) "{\"imagefolder\":{\"x\":1}}" };

  begin_edit (m->store, m->ann, "Set image class");
  MUST (lw_store_add_tag (m->store, &good, &error));
  MUST (lw_store_set_progress (m->store, m->images[0], m->ann, LW_PROGRESS_DONE, &error));
  commit (m->store);
  begin_edit (m->store, m->bo, "Set image class");
  MUST (lw_store_add_tag (m->store, &poor, &error));
  MUST (lw_store_set_progress (m->store, m->images[3], m->bo, LW_PROGRESS_SKIPPED, &error));
  MUST (lw_store_set_note (m->store, m->images[3], m->bo, "", &error));
  commit (m->store);
  begin_edit (m->store, m->ann, "Write note");
  MUST (lw_store_set_note (m->store, m->images[1], m->ann, "Is this “ripe”?", &error));
  commit (m->store);
}

static int
make (const char *path)
{
  Maker            m = { 0 };
  LwBoxRow         late;
  g_autofree char *words = NULL;

  MUST (m.store = lw_store_create (path, &error));
  make_images (&m);
  make_classes (&m);
  make_attributes (&m);
  make_example (&m, (LwExampleRow){ .class_key = m.red, .image_key = m.images[0], .rect = { 1, 2, 30, 40 }, .caption = (char *) "Typical" });
  make_example (&m, (LwExampleRow){ .class_key = m.red, .image_key = m.images[1], .rect = { 0.5, 2, 30, 40 }, .is_wrong = TRUE });
  make_boxes (&m);
  make_states (&m);
  MUST (lw_store_save_version (m.store, "first round", &error));
  late = (LwBoxRow){ 0, m.images[2], m.ann, m.old_red, { 0, 0, 0.5, 1 }, 0, LW_ORIGIN_MODEL, NULL, NULL };
  draw_box (m.store, &late);
  MUST (lw_store_undo (m.store, m.ann, NULL, &error));
  words = describe (m.store, TRUE);
  fputs (words, stdout);
  lw_store_close (m.store);

  return 0;
}

static void
add_version (guint version)
{
  g_autofree char *open = g_strdup_printf ("/store-upgrade/open/%u", version);
  g_autofree char *read_only = g_strdup_printf ("/store-upgrade/read-only/%u", version);

  g_test_add_data_func (open, GUINT_TO_POINTER (version), test_open);
  g_test_add_data_func (read_only, GUINT_TO_POINTER (version), test_read_only);
}

/* `test-store-upgrade --make PATH > WORDS` writes a file of today's version, and what
 * is in it.  A version that has left the house is never made again. */
int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--make") == 0)
    return make (argv[2]);

  g_test_init (&argc, &argv, NULL);

  /* A version without a file here fails: users have such files. */
  for (guint version = 1; version <= lw_schema_get_version (); version++)
    add_version (version);

  return g_test_run ();
}
