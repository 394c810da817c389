/* test-box-list.c - the order of the boxes, and the rows that show them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-arrange.h"
#include "lw-box-list.h"
#include "lw-box-order.h"
#include "lw-settings.h"

#define MANY 10000

/* --- The order, after random edits: what is told of is what has changed --- */

typedef struct
{
  LwBoxOrder *order;
  GArray     *keys; /* (element-type gint64): what somebody knows who only listens */
  guint       n_told;
} Listener;

static void
changed_cb (Listener *listener,
            guint     position,
            guint     n_removed,
            guint     n_added)
{
  if (n_removed > 0)
    g_array_remove_range (listener->keys, position, n_removed);
  for (guint i = position; i < position + n_added; i++)
    g_array_insert_val (listener->keys, i, lw_box_order_get_box (listener->order, i)->key);
  listener->n_told += MAX (n_removed, n_added);
  g_assert_cmpuint (listener->keys->len, ==, g_list_model_get_n_items (G_LIST_MODEL (listener->order)));
}

static void
replaced_cb (Listener *listener,
             guint     first,
             guint     n_rows)
{
  g_assert_cmpuint (first + n_rows, <=, listener->keys->len);
  for (guint i = first; i < first + n_rows; i++)
    g_array_index (listener->keys, gint64, i) = lw_box_order_get_box (listener->order, i)->key;
  listener->n_told += n_rows;
}

static void
listen (Listener *listener)
{
  g_signal_connect_swapped (listener->order, "items-changed", G_CALLBACK (changed_cb), listener);
  g_signal_connect_swapped (listener->order, "replaced", G_CALLBACK (replaced_cb), listener);
}

static const char *
random_class (void)
{
  static const char *const names[] = { "Red cell", "apple", "Zebra", "" };

  return g_intern_static_string (names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]);
}

static LwShownBox
random_box (gint64 key)
{
  const double x = g_test_rand_int_range (0, 900), y = g_test_rand_int_range (0, 900);
  const double width = g_test_rand_int_range (1, 20), height = g_test_rand_int_range (1, 20);

  return (LwShownBox){ .key = key, .rect = { x, y, x + width, y + height }, .class_name = random_class () };
}

static GArray *
dup_boxes (LwBoxModel *model)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (LwShownBox));

  for (guint i = 0; i < lw_box_model_get_n_boxes (model); i++)
    g_array_append_vals (boxes, lw_box_model_get_box (model, i), 1);

  return boxes;
}

static void
take_boxes (LwBoxModel *model,
            GArray     *boxes)
{
  const LwBoxChange change = lw_box_model_compare (model, boxes);

  lw_box_model_take_boxes (model, boxes, &change);
}

static void
edit (LwBoxModel *model,
      gint64     *next_key)
{
  GArray *boxes = dup_boxes (model);
  guint   n_edits = (guint) g_test_rand_int_range (1, 4);

  for (guint i = 0; i < n_edits; i++)
    {
      guint at = boxes->len > 0 ? (guint) g_test_rand_int_range (0, (int) boxes->len) : 0;
      int   what = boxes->len > 0 ? g_test_rand_int_range (0, 3) : 0;

      if (what == 0)
        {
          LwShownBox box = random_box ((*next_key)++);

          g_array_append_val (boxes, box);
        }
      else if (what == 1)
        g_array_remove_index (boxes, at);
      else
        g_array_index (boxes, LwShownBox, at) = random_box (g_array_index (boxes, LwShownBox, at).key);
    }

  take_boxes (model, boxes);
}

/* As many as in another image, none of which was there. */
static GArray *
new_some (gint64 *next_key)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (LwShownBox));
  guint   n_boxes = (guint) g_test_rand_int_range (0, 300);

  for (guint i = 0; i < n_boxes; i++)
    {
      LwShownBox box = random_box ((*next_key)++);

      g_array_append_val (boxes, box);
    }

  return boxes;
}

static double
area (LwRect rect)
{
  return (rect.x1 - rect.x0) * (rect.y1 - rect.y0);
}

static gboolean
is_in_order (const LwShownBox *a,
             const LwShownBox *b,
             LwBoxSort         sort)
{
  int names = g_utf8_collate (a->class_name, b->class_name);

  switch (sort)
    {
    case LW_BOX_SORT_NEWEST:
      return a->key > b->key;
    case LW_BOX_SORT_CLASS:
      return names < 0 || (names == 0 && a->key < b->key);
    case LW_BOX_SORT_SIZE:
      return area (a->rect) > area (b->rect) || (area (a->rect) == area (b->rect) && a->key < b->key);
    case LW_BOX_SORT_OLDEST:
    case LW_BOX_SORT_READING:
    default:
      return a->key < b->key;
    }
}

static void
check_reading (LwBoxOrder *order,
               LwBoxModel *model)
{
  const guint          n = lw_box_model_get_n_boxes (model);
  g_autofree LwRect   *rects = g_new (LwRect, n + 1);
  g_autofree uint32_t *expected = g_new (uint32_t, n + 1);

  for (guint i = 0; i < n; i++)
    rects[i] = lw_box_model_get_box (model, i)->rect;
  lw_reading_order (rects, n, expected);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (lw_box_order_get_box (order, i)->key, ==, lw_box_model_get_box (model, expected[i])->key);
}

static void
check_order (Listener   *listener,
             LwBoxModel *model)
{
  const guint     n = lw_box_model_get_n_boxes (model);
  const LwBoxSort sort = lw_box_order_get_sort (listener->order);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (listener->order)), ==, n);
  for (guint i = 0; i < n; i++)
    {
      const LwShownBox *box = lw_box_order_get_box (listener->order, i);

      g_assert_cmpint (box->key, ==, g_array_index (listener->keys, gint64, i));
      g_assert_true (lw_shown_box_equal (box, lw_box_model_find_box (model, box->key)));
      if (i > 0 && sort != LW_BOX_SORT_READING)
        g_assert_true (is_in_order (lw_box_order_get_box (listener->order, i - 1), box, sort));
    }

  if (sort == LW_BOX_SORT_READING)
    check_reading (listener->order, model);
}

static void
test_order_random (void)
{
  g_autoptr (LwBoxModel) model = lw_box_model_new ();
  g_autoptr (LwBoxOrder) order = lw_box_order_new (model);
  Listener listener = { .order = order, .keys = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  gint64   next_key = 1;

  listen (&listener);
  for (guint i = 0; i < 500; i++)
    {
      if (i % 50 == 0)
        lw_box_order_set_sort (order, (LwBoxSort) (i / 50 % (LW_BOX_SORT_READING + 1)));
      if (i % 20 == 19)
        take_boxes (model, new_some (&next_key));
      else
        edit (model, &next_key);
      check_order (&listener, model);
    }

  g_array_unref (listener.keys);
}

static GArray *
new_many (void)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (LwShownBox));

  for (guint i = 0; i < MANY; i++)
    {
      LwShownBox box = random_box (i + 1);

      g_array_append_val (boxes, box);
    }

  return boxes;
}

/* One box of ten thousand gets larger: one row goes and one comes, wherever that is. */
static void
test_order_single (void)
{
  g_autoptr (LwBoxModel) model = lw_box_model_new ();
  g_autoptr (LwBoxOrder) order = lw_box_order_new (model);
  Listener listener = { .order = order, .keys = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  GArray  *boxes;

  lw_box_order_set_sort (order, LW_BOX_SORT_SIZE);
  take_boxes (model, new_many ());
  for (guint i = 0; i < MANY; i++)
    g_array_append_val (listener.keys, lw_box_order_get_box (order, i)->key);
  listen (&listener);

  boxes = dup_boxes (model);
  g_array_index (boxes, LwShownBox, 5000).rect = (LwRect){ 0, 0, 950, 950 };
  take_boxes (model, boxes);

  g_assert_cmpint (lw_box_order_get_box (order, 0)->key, ==, 5001);
  g_assert_cmpuint (listener.n_told, <=, 2);
  check_order (&listener, model);
  g_array_unref (listener.keys);
}

/* --- The list --- */

typedef struct
{
  LwBoxModel *model;
  LwBoxList  *list;
  GtkWidget  *window;
  guint       n_signals;
} Fixture;

static void
count_cb (Fixture *fixture)
{
  fixture->n_signals++;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_settings_reset (lw_settings_get (), "box-order");
  fixture->model = lw_box_model_new ();
  fixture->list = g_object_new (LW_TYPE_BOX_LIST, NULL);
  lw_box_list_set_model (fixture->list, fixture->model);
  g_signal_connect_swapped (fixture->list, "selection-changed", G_CALLBACK (count_cb), fixture);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->list));
  gtk_widget_show (fixture->window);
  take_boxes (fixture->model, new_many ());
  settle ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->model);
  g_settings_reset (lw_settings_get (), "box-order");
}

static void
assert_selected (Fixture      *fixture,
                 const gint64 *keys,
                 guint         n_keys)
{
  g_autoptr (GArray) selected = lw_box_list_dup_selection (fixture->list);

  g_assert_cmpuint (selected->len, ==, n_keys);
  for (guint i = 0; i < n_keys; i++)
    {
      gboolean is_found = FALSE;

      for (guint k = 0; k < selected->len; k++)
        is_found |= g_array_index (selected, gint64, k) == keys[i];
      g_assert_true (is_found);
    }
}

/* Whatever the order, the same boxes are selected, and nobody is told of a change by the user. */
static void
test_list_order_keeps_selection (Fixture      *fixture,
                                 gconstpointer data)
{
  const gint64 keys[] = { 3, 777, 9999 };

  lw_box_list_set_selection (fixture->list, keys, 3);
  for (int sort = LW_BOX_SORT_READING; sort >= LW_BOX_SORT_OLDEST; sort--)
    {
      g_settings_set_enum (lw_settings_get (), "box-order", sort);
      settle ();
      assert_selected (fixture, keys, 3);
    }
  g_assert_cmpuint (fixture->n_signals, ==, 0);
}

static GtkWidget *
find_child (GtkWidget *widget,
            GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_child (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* What Shift and Ctrl with a click or a key do is the list view's; here it is what arrives. */
static void
test_list_user_selects (Fixture      *fixture,
                        gconstpointer data)
{
  GtkWidget         *view = find_child (GTK_WIDGET (fixture->list), GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (view));
  const gint64       keys[] = { MANY, MANY - 1, MANY - 4 };

  g_settings_set_enum (lw_settings_get (), "box-order", LW_BOX_SORT_NEWEST);
  settle ();
  gtk_selection_model_select_range (model, 0, 2, TRUE);
  gtk_selection_model_select_item (model, 4, FALSE);
  g_assert_cmpuint (fixture->n_signals, ==, 2);
  assert_selected (fixture, keys, 3);
}

/* --- Marks --- */

static LwCanvasBoxFlags
state_cb (const LwShownBox *box,
          gpointer          user_data)
{
  return *(const LwCanvasBoxFlags *) user_data;
}

static void
assert_row_says (Fixture    *fixture,
                 const char *end)
{
  GtkWidget       *view = find_child (GTK_WIDGET (fixture->list), GTK_TYPE_LIST_VIEW);
  const LwRect     rect = lw_box_model_get_box (fixture->model, 0)->rect;
  g_autofree char *expected = NULL;
  g_autofree char *error = NULL;

  expected = g_strdup_printf ("%s, x %.0f, y %.0f, width %.0f, height %.0f%s", lw_box_model_get_box (fixture->model, 0)->class_name,
                              rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0, end);
  error = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (view)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              expected);
  g_assert_cmpstr (error, ==, NULL);
}

static void
test_list_marks (Fixture      *fixture,
                 gconstpointer data)
{
  LwCanvasBoxFlags state = LW_CANVAS_BOX_HIDDEN;

  assert_row_says (fixture, "");
  lw_box_list_set_state_func (fixture->list, state_cb, &state);
  assert_row_says (fixture, ", hidden");
  state = LW_CANVAS_BOX_HIDDEN | LW_CANVAS_BOX_LOCKED;
  lw_box_list_refresh (fixture->list);
  assert_row_says (fixture, ", hidden, locked");
  state = 0;
  lw_box_list_refresh (fixture->list);
  assert_row_says (fixture, "");
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/box-order/random", test_order_random);
  g_test_add_func ("/box-order/single", test_order_single);
  g_test_add ("/box-list/order-keeps-selection", Fixture, NULL, set_up, test_list_order_keeps_selection, tear_down);
  g_test_add ("/box-list/user-selects", Fixture, NULL, set_up, test_list_user_selects, tear_down);
  g_test_add ("/box-list/marks", Fixture, NULL, set_up, test_list_marks, tear_down);

  return g_test_run ();
}
