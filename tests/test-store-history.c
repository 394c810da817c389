/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-store.h"
#include "store-helpers.h"

#include <string.h>
#include <sys/stat.h>

/* Random histories against a model that is as naive as can be: a copy of all boxes,
 * tags and progress before and after every step. */

/* A sanitized history takes ten times as long, and finds what it finds within the first ones. */
#ifdef __SANITIZE_ADDRESS__
#define N_HISTORIES 200
#else
#define N_HISTORIES 2000
#endif

#define N_STEPS_MAX 24
#define N_ANNOTATORS 3
#define N_IMAGES 3
#define N_CLASSES 2

typedef struct
{
  gint64     key;
  int        image, annotator, class;
  LwRect     rect;
  LwBoxFlags flags;
  char       extra[8]; /* "" for NULL */
  char       attributes[8];
} Box;

typedef struct
{
  GArray    *boxes; /* (element-type Box), in no order */
  LwProgress progress[N_IMAGES][N_ANNOTATORS];
} State;

/* One edit, as what it did to single things. */
typedef struct
{
  gboolean   has_before, has_after;
  Box        before, after;
  int        image, annotator; /* of a progress, where neither box is there */
  LwProgress progress_before, progress_after;
} Change;

typedef struct
{
  char    *path;
  LwStore *store;
  gint64   annotators[N_ANNOTATORS], classes[N_CLASSES], images[N_IMAGES];

  State      now;
  GPtrArray *done[N_ANNOTATORS]; /* (element-type GArray of Change) */
  GPtrArray *undone[N_ANNOTATORS];

  guint n_repeated, n_conflicts, n_jumps; /* in all histories */
} World;

static int
pick (int n)
{
  return g_test_rand_int_range (0, n);
}

static Box *
find_box (World *w,
          gint64 key)
{
  for (guint i = 0; i < w->now.boxes->len; i++)
    if (g_array_index (w->now.boxes, Box, i).key == key)
      return &g_array_index (w->now.boxes, Box, i);

  return NULL;
}

static gboolean
is_same_box (const Box *a,
             const Box *b)
{
  return a->key == b->key && a->image == b->image && a->annotator == b->annotator && a->class == b->class &&
         lw_rect_equal (a->rect, b->rect) && a->flags == b->flags && strcmp (a->extra, b->extra) == 0 &&
         strcmp (a->attributes, b->attributes) == 0;
}

static void
set_box (World     *w,
         const Box *before,
         const Box *after)
{
  if (before == NULL)
    g_array_append_vals (w->now.boxes, after, 1);
  else if (after != NULL)
    *find_box (w, before->key) = *after;
  else
    g_array_remove_index_fast (w->now.boxes, (guint) (find_box (w, before->key) - (Box *) w->now.boxes->data));
}

static gboolean
is_progress (const Change *change)
{
  return !change->has_before && !change->has_after;
}

/* Whether @change can be taken back (or made again) as things are now. */
static gboolean
fits (World        *w,
      const Change *change,
      gboolean      is_undo)
{
  const gboolean has_from = is_undo ? change->has_after : change->has_before;
  const Box     *from = is_undo ? &change->after : &change->before;
  const gint64   key = change->has_before ? change->before.key : change->after.key;
  const Box     *now;

  if (is_progress (change))
    return w->now.progress[change->image][change->annotator] ==
           (is_undo ? change->progress_after : change->progress_before);

  now = find_box (w, key);

  return has_from ? now != NULL && is_same_box (now, from) : now == NULL;
}

static void
repeat (World        *w,
        const Change *change,
        gboolean      is_undo)
{
  const Box *before = change->has_before ? &change->before : NULL;
  const Box *after = change->has_after ? &change->after : NULL;

  if (is_progress (change))
    w->now.progress[change->image][change->annotator] = is_undo ? change->progress_before : change->progress_after;
  else if (is_undo)
    set_box (w, after, before);
  else
    set_box (w, before, after);
}

static double
pick_number (void)
{
  switch (pick (4))
    {
    case 0:
      return pick (1000);

    case 1:
      return pick (100000) / 1000.0 - 20;

    case 2:
      return g_test_rand_double_range (-10, 10000);

    default:
      return g_test_rand_double_range (-1, 1) * 1e-5;
    }
}

static LwRect
pick_rect (void)
{
  const double x = pick_number (), y = pick_number ();

  return (LwRect){ x, y, x + 0.125 + pick (50), y + 1.0 / 3 + pick (50) };
}

static const char *const extras[] = { "", "{\"a\":1}", "\"\\\xc3\xa9\n" };

static LwBoxRow
to_row (World     *w,
        const Box *box)
{
  return (LwBoxRow){
    .key = box->key,
    .image_key = w->images[box->image],
    .annotator_key = w->annotators[box->annotator],
    .class_key = w->classes[box->class],
    .rect = box->rect,
    .flags = box->flags,
    .extra = box->extra[0] != '\0' ? (char *) box->extra : NULL,
    .attributes = box->attributes[0] != '\0' ? (char *) box->attributes : NULL,
  };
}

static void
change_looks (Box *box)
{
  box->class = pick (N_CLASSES);
  box->rect = pick_rect ();
  box->flags = pick (LW_BOX_ALL_FLAGS + 1);
  g_strlcpy (box->extra, extras[pick (G_N_ELEMENTS (extras))], sizeof box->extra);
  g_strlcpy (box->attributes, extras[pick (G_N_ELEMENTS (extras))], sizeof box->attributes);
}

static void
draw (World  *w,
      int     annotator,
      GArray *group)
{
  GError  *error = NULL;
  Change   change = { .has_after = TRUE };
  LwBoxRow row;

  change.after.image = pick (N_IMAGES);
  change.after.annotator = annotator;
  change_looks (&change.after);
  row = to_row (w, &change.after);
  change.after.key = lw_store_add_box (w->store, &row, &error);
  g_assert_no_error (error);
  set_box (w, NULL, &change.after);
  g_array_append_val (group, change);
}

static void
draw_many (World  *w,
           int     annotator,
           GArray *group)
{
  GError      *error = NULL;
  Change       changes[5] = { 0 };
  LwBoxRow     rows[5];
  const int    n = 1 + pick (5);
  const int    image = pick (N_IMAGES);
  const gint64 image_key = w->images[image];
  g_autoptr (GArray) listed = NULL;

  for (int i = 0; i < n; i++)
    {
      changes[i].has_after = TRUE;
      changes[i].after.image = image;
      changes[i].after.annotator = annotator;
      change_looks (&changes[i].after);
      rows[i] = to_row (w, &changes[i].after);
    }

  lw_store_add_boxes_packed (w->store, rows, n, &error);
  g_assert_no_error (error);
  listed = lw_store_list_boxes (w->store, image_key, w->annotators[annotator], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (listed->len, >=, n);

  /* They got the highest keys, in their order. */
  for (int i = 0; i < n; i++)
    {
      changes[i].after.key = g_array_index (listed, LwBoxRow, listed->len - n + i).key;
      set_box (w, NULL, &changes[i].after);
      g_array_append_val (group, changes[i]);
    }
}

/* Any box: one's own or another's. */
static void
change_or_remove (World   *w,
                  gboolean is_removal,
                  GArray  *group)
{
  GError  *error = NULL;
  Change   change = { .has_before = TRUE, .has_after = !is_removal };
  LwBoxRow row;

  if (w->now.boxes->len == 0)
    return;

  change.before = g_array_index (w->now.boxes, Box, pick (w->now.boxes->len));
  change.after = change.before;

  if (is_removal)
    {
      lw_store_remove_box (w->store, change.before.key, &error);
    }
  else
    {
      change_looks (&change.after);
      row = to_row (w, &change.after);
      lw_store_update_box (w->store, &row, &error);
    }

  g_assert_no_error (error);

  if (!is_removal && is_same_box (&change.before, &change.after))
    return;

  set_box (w, &change.before, is_removal ? NULL : &change.after);
  g_array_append_val (group, change);
}

static void
set_progress (World  *w,
              int     annotator,
              GArray *group)
{
  GError *error = NULL;
  Change  change = { .image = pick (N_IMAGES), .annotator = annotator };

  change.progress_before = w->now.progress[change.image][annotator];
  change.progress_after = pick (LW_N_PROGRESS);
  lw_store_set_progress (w->store, w->images[change.image], w->annotators[annotator], change.progress_after, &error);
  g_assert_no_error (error);

  if (change.progress_before == change.progress_after)
    return;

  repeat (w, &change, FALSE);
  g_array_append_val (group, change);
}

static State
copy_state (const State *state)
{
  State copy = *state;

  copy.boxes = g_array_copy (state->boxes);

  return copy;
}

static void
edit (World *w,
      int    annotator)
{
  GArray        *group = g_array_new (FALSE, FALSE, sizeof (Change));
  State          before = copy_state (&w->now);
  const gboolean is_given_up = pick (8) == 0;

  begin_edit (w->store, w->annotators[annotator], "Step");

  for (int n = 1 + pick (3); n > 0; n--)
    {
      const int what = pick (6);

      if (what <= 1)
        draw (w, annotator, group);
      else if (what == 2)
        draw_many (w, annotator, group);
      else if (what <= 4)
        change_or_remove (w, what == 4, group);
      else
        set_progress (w, annotator, group);
    }

  if (is_given_up)
    {
      lw_store_rollback (w->store);
      g_array_unref (w->now.boxes);
      w->now = before;
      g_array_unref (group);
      return;
    }

  commit (w->store);
  g_array_unref (before.boxes);

  if (group->len == 0)
    {
      g_array_unref (group);
      return;
    }

  g_ptr_array_add (w->done[annotator], group);
  g_ptr_array_set_size (w->undone[annotator], 0);
}

/* One step in the model.  FALSE, and nothing happens, where it does not fit. */
static gboolean
expect_step (World   *w,
             int      annotator,
             gboolean is_undo)
{
  GPtrArray *from = is_undo ? w->done[annotator] : w->undone[annotator];
  GPtrArray *to = is_undo ? w->undone[annotator] : w->done[annotator];
  State      before = copy_state (&w->now);
  GArray    *group = from->len > 0 ? g_ptr_array_index (from, from->len - 1) : NULL;
  gboolean   is_fit = group != NULL;

  for (guint i = 0; is_fit && i < group->len; i++)
    {
      const Change *change = &g_array_index (group, Change, is_undo ? group->len - 1 - i : i);

      if ((is_fit = fits (w, change, is_undo)))
        repeat (w, change, is_undo);
    }

  if (is_fit)
    {
      g_ptr_array_add (to, g_ptr_array_steal_index (from, from->len - 1));
      g_array_unref (before.boxes);
    }
  else
    {
      g_array_unref (w->now.boxes);
      w->now = before;
    }

  return is_fit;
}

static void
undo_or_redo (World   *w,
              int      annotator,
              gboolean is_undo)
{
  GError        *error = NULL;
  const gboolean has_any = (is_undo ? w->done[annotator] : w->undone[annotator])->len > 0;
  gint64         image;
  const gint64   key = w->annotators[annotator];
  const gboolean ok = is_undo ? lw_store_undo (w->store, key, &image, &error) : lw_store_redo (w->store, key, &image, &error);

  g_assert_true (ok == expect_step (w, annotator, is_undo));

  w->n_repeated += ok;
  w->n_conflicts += !ok && has_any;

  if (!ok)
    g_assert_true (g_error_matches (error, LW_ERROR, has_any ? LW_ERROR_CONFLICT : LW_ERROR_NOT_FOUND));

  g_clear_error (&error);
}

/* What can be reached is what the model has, newest first; going there is the same as
 * going step by step, up to the first that conflicts. */
static void
jump (World *w,
      int    annotator)
{
  GError      *error = NULL;
  const gint64 key = w->annotators[annotator];
  const guint  n_undone = w->undone[annotator]->len, n_done = w->done[annotator]->len;
  const guint  target = pick (n_undone + n_done + 1);
  const guint  first = pick (n_undone + n_done + 1);
  guint        counted_done, counted_undone;
  gint64       image;
  gboolean     ok, is_expected = TRUE;
  g_autoptr (GArray) steps = lw_store_list_steps (w->store, key, 0, 1000, &error);
  g_autoptr (GArray) page = lw_store_list_steps (w->store, key, first, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (steps->len, ==, n_undone + n_done);
  g_assert_cmpuint (page->len, ==, MIN (3, n_undone + n_done - first));
  g_assert_true (lw_store_count_steps (w->store, key, &counted_done, &counted_undone, &error));
  g_assert_cmpuint (counted_done, ==, n_done);
  g_assert_cmpuint (counted_undone, ==, n_undone);

  for (guint i = 0; i < steps->len; i++)
    {
      g_assert_true (g_array_index (steps, LwStepRow, i).is_undone == (i < n_undone));

      if (i >= first && i < first + page->len)
        g_assert_cmpint (g_array_index (page, LwStepRow, i - first).group_key, ==, g_array_index (steps, LwStepRow, i).group_key);
    }

  ok = lw_store_jump (w->store, key, target < steps->len ? g_array_index (steps, LwStepRow, target).group_key : 0,
                      NULL, NULL, &image, &error);

  for (guint i = 0; is_expected && i < (target < n_undone ? n_undone - target : target - n_undone); i++)
    is_expected = expect_step (w, annotator, target >= n_undone);

  g_assert_true (ok == is_expected);
  w->n_jumps += ok && target != n_undone;

  if (!ok)
    g_assert_true (g_error_matches (error, LW_ERROR, LW_ERROR_CONFLICT));

  g_clear_error (&error);
}

static void
reopen (World *w)
{
  GError *error = NULL;

  lw_store_close (w->store);
  w->store = lw_store_open (w->path, &error);
  g_assert_no_error (error);
}

static int
index_of (const gint64 *keys,
          gint64        key)
{
  int i = 0;

  while (keys[i] != key)
    i++;

  return i;
}

static void
assert_as_expected (World *w)
{
  GError *error = NULL;
  guint   n_boxes = 0;

  for (int i = 0; i < N_IMAGES; i++)
    {
      g_autoptr (GArray) rows = lw_store_list_boxes (w->store, w->images[i], 0, &error);

      g_assert_no_error (error);
      n_boxes += rows->len;

      for (guint j = 0; j < rows->len; j++)
        {
          const LwBoxRow *row = &g_array_index (rows, LwBoxRow, j);
          Box             box = {
                        .key = row->key,
                        .image = i,
                        .annotator = index_of (w->annotators, row->annotator_key),
                        .class = index_of (w->classes, row->class_key),
                        .rect = row->rect,
                        .flags = row->flags,
          };
          const Box *expected = find_box (w, row->key);

          g_strlcpy (box.extra, row->extra != NULL ? row->extra : "", sizeof box.extra);
          g_strlcpy (box.attributes, row->attributes != NULL ? row->attributes : "", sizeof box.attributes);
          g_assert_true (expected != NULL && is_same_box (expected, &box));
        }

      for (int j = 0; j < N_ANNOTATORS; j++)
        {
          LwImageSummary summary;

          lw_store_summarise_image (w->store, w->images[i], w->annotators[j], &summary, &error);
          g_assert_no_error (error);
          g_assert_cmpint (summary.progress, ==, w->now.progress[i][j]);
        }
    }

  g_assert_cmpuint (n_boxes, ==, w->now.boxes->len);
}

static void
fill (World *w)
{
  GError *error = NULL;

  begin_setup (w->store);

  for (int i = 0; i < N_ANNOTATORS; i++)
    {
      g_autofree char *name = g_strdup_printf ("annotator %d", i);

      w->annotators[i] = lw_store_add_annotator (w->store, name, &error);
      g_assert_no_error (error);
    }

  for (int i = 0; i < N_CLASSES; i++)
    {
      g_autofree char    *name = g_strdup_printf ("class %d", i);
      const LwClassRecord record = { name, LW_COLOUR_AUTOMATIC, NULL };

      w->classes[i] = lw_store_add_class (w->store, &record, &error);
      g_assert_no_error (error);
    }

  for (int i = 0; i < N_IMAGES; i++)
    {
      g_autofree char    *name = g_strdup_printf ("%d.png", i);
      const LwImageRecord record = { name, 100, 100, LW_PROGRESS_UNSEEN, NULL, NULL };

      w->images[i] = lw_store_add_image (w->store, &record, 1, &error);
      g_assert_no_error (error);
    }

  commit (w->store);
}

static void
free_group (gpointer data)
{
  g_array_unref (data);
}

static void
run_history (World      *w,
             const char *empty,
             gsize       empty_length)
{
  GError *error = NULL;

  write_bytes (w->path, empty, empty_length);
  w->store = lw_store_open (w->path, &error);
  g_assert_no_error (error);
  memset (&w->now, 0, sizeof w->now);
  w->now.boxes = g_array_new (FALSE, FALSE, sizeof (Box));

  for (int i = 0; i < N_ANNOTATORS; i++)
    {
      w->done[i] = g_ptr_array_new_with_free_func (free_group);
      w->undone[i] = g_ptr_array_new_with_free_func (free_group);
    }

  for (int n = 1 + pick (N_STEPS_MAX); n > 0; n--)
    {
      const int annotator = pick (N_ANNOTATORS);
      const int what = pick (22);

      if (what < 9)
        edit (w, annotator);
      else if (what < 15)
        undo_or_redo (w, annotator, TRUE);
      else if (what < 19)
        undo_or_redo (w, annotator, FALSE);
      else if (what < 21)
        jump (w, annotator);
      else
        reopen (w);
    }

  assert_as_expected (w);
  assert_clean (w->store);
  lw_store_close (w->store);

  for (int i = 0; i < N_ANNOTATORS; i++)
    {
      g_ptr_array_unref (w->done[i]);
      g_ptr_array_unref (w->undone[i]);
    }

  g_array_unref (w->now.boxes);
}

static void
test_random (void)
{
  GError          *error = NULL;
  g_autofree char *folder = lw_test_make_folder ();
  g_autofree char *empty = NULL;
  gsize            length;
  World            w = { 0 };

  w.path = g_build_filename (folder, "history.labelwright", NULL);
  w.store = lw_store_create (w.path, &error);
  g_assert_no_error (error);
  fill (&w);
  lw_store_close (w.store);
  g_assert_true (g_file_get_contents (w.path, &empty, &length, NULL));

  for (int i = 0; i < N_HISTORIES; i++)
    run_history (&w, empty, length);

  /* Otherwise the histories are not what they are meant to be. */
  g_assert_cmpuint (w.n_repeated, >, N_HISTORIES);
  g_assert_cmpuint (w.n_conflicts, >, N_HISTORIES / 20);
  g_assert_cmpuint (w.n_jumps, >, N_HISTORIES / 10);

  g_free (w.path);
  lw_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  prefer_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-history/random", test_random);

  return g_test_run ();
}
