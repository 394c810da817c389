/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-answer-set.h"

#include "lw-csv.h"
#include "lw-error.h"
#include "lw-label-scores.h"
#include "lw-matrix-file.h"
#include "lw-name-table.h"

#include <glib/gi18n-lib.h>

#include <math.h>

/* Several matrices of that many squared are held per worker. */
#define N_CLASSES_MAX 32768

#define N_ROWS_PER_LOOK 65536

/* --- Rows --- */

typedef struct
{
  LwNameTable items, workers, labels;
  GArray     *answers[3]; /* of the numbers of item, worker and label */
} Rows;

static void
rows_clear (Rows *self)
{
  lw_name_table_clear (&self->items);
  lw_name_table_clear (&self->workers);
  lw_name_table_clear (&self->labels);
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&self->answers[i], g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

static gboolean
read_rows (Rows         *self,
           LwCsv        *csv,
           GCancellable *cancellable,
           GError      **error)
{
  static const char *const names[] = { "item", "worker", "label" };
  LwNameTable             *tables[] = { &self->items, &self->workers, &self->labels };
  guint                    columns[3];
  char                   **fields;

  for (int i = 0; i < 3; i++)
    {
      lw_name_table_init (tables[i]);
      self->answers[i] = g_array_new (FALSE, FALSE, sizeof (uint32_t));
      if (!lw_csv_find_column (csv, names[i], &columns[i], error))
        return FALSE;
    }

  while (lw_csv_next (csv, &fields, error))
    {
      if (fields == NULL)
        return TRUE;

      if (self->answers[0]->len % N_ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      for (int i = 0; i < 3; i++)
        {
          if (fields[columns[i]][0] == '\0')
            {
              lw_csv_set_error (csv, error, _ ("the column “%s” is empty"), names[i]);
              return FALSE;
            }
          g_array_append_vals (self->answers[i], &(uint32_t){ lw_name_table_number (tables[i], fields[columns[i]]) }, 1);
        }
    }

  return FALSE;
}

/* --- Classes --- */

/* Whether @text is a class index; numbers that are none are an error of their own. */
static gboolean
parse_index (const char *text,
             gint64     *index)
{
  double number;
  char  *end;

  if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, index, NULL))
    return TRUE;

  /* Programs that keep missing answers as NaN write whole numbers as 3.0. */
  number = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || number != floor (number) || fabs (number) > 1e15)
    return FALSE;
  *index = (gint64) number;

  return TRUE;
}

static void
add_classes (GPtrArray *classes,
             gsize      n)
{
  while (classes->len < n)
    g_ptr_array_add (classes, g_strdup_printf ("%u", classes->len));
}

/* The classes, with the labels turned into their indices; NULL with @error. */
static GPtrArray *
make_classes (Rows       *rows,
              gboolean   *has_names,
              const char *path,
              GError    **error)
{
  const guint          n = rows->labels.texts->len;
  g_autofree uint32_t *indices = g_new (uint32_t, n);
  g_autoptr (GPtrArray) classes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      const char *text = g_ptr_array_index (rows->labels.texts, i);
      gint64      index;

      if (!parse_index (text, &index))
        {
          *has_names = TRUE;
          return lw_name_table_sort (&rows->labels, (uint32_t *) (void *) rows->answers[2]->data, rows->answers[2]->len);
        }

      if (index < 0 || index >= N_CLASSES_MAX)
        {
          g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: the label %s is no class; their numbers are from 0 to %d, and a missing answer has no row"),
                       path, text, N_CLASSES_MAX - 1);
          return NULL;
        }

      indices[i] = (uint32_t) index;
      add_classes (classes, (gsize) index + 1);
    }

  for (guint i = 0; i < rows->answers[2]->len; i++)
    g_array_index (rows->answers[2], uint32_t, i) = indices[g_array_index (rows->answers[2], uint32_t, i)];

  return g_steal_pointer (&classes);
}

/* --- Grouping --- */

/* Drops what a worker answered before to the same item; @n answers with tasks ascending stay in
 * order.  Returns how many are left, with @begins corrected. */
static gsize
drop_repeated (LwAnswerSet *self,
               gsize       *begins,
               uint32_t    *workers,
               uint32_t    *labels,
               LwFindings  *findings)
{
  g_autofree gsize *places = g_new (gsize, MAX (self->workers->len, 1)); /* of the worker's last answer, + 1 */
  gsize             n = 0;

  memset (places, 0, sizeof (gsize) * self->workers->len);

  for (gsize task = 0; task < self->answers.n_tasks; task++)
    {
      const gsize first = begins[task], begin = n;

      for (gsize i = first; i < begins[task + 1]; i++)
        if (places[workers[i]] > begin)
          {
            labels[places[workers[i]] - 1] = labels[i];
            lw_findings_add (findings, LW_SEVERITY_WARNING, "answer-repeated", _ ("workers answered the same item twice; the last answer counts"),
                             _ ("item %s, worker %s"), (const char *) g_ptr_array_index (self->items, task),
                             (const char *) g_ptr_array_index (self->workers, workers[i]));
          }
        else
          {
            workers[n] = workers[i];
            labels[n] = labels[i];
            places[workers[i]] = ++n;
          }

      begins[task] = begin;
    }

  begins[self->answers.n_tasks] = n;

  return n;
}

static void
group (LwAnswerSet *self,
       Rows        *rows,
       LwFindings  *findings)
{
  const gsize n = rows->answers[0]->len;
  gsize      *begins = g_new (gsize, self->items->len + 1);
  uint32_t   *workers = g_new (uint32_t, n);
  uint32_t   *labels = g_new (uint32_t, n);

  lw_answers_group ((const uint32_t *) (void *) rows->answers[0]->data, (const uint32_t *) (void *) rows->answers[1]->data,
                    (const uint32_t *) (void *) rows->answers[2]->data, n, self->items->len, begins, workers, labels);

  self->answers = (LwAnswers){ .n_tasks = self->items->len,
                               .n_workers = self->workers->len,
                               .n_classes = self->classes->len,
                               .begins = begins,
                               .workers = workers,
                               .labels = labels };
  drop_repeated (self, begins, workers, labels, findings);
}

LwAnswerSet *
lw_answer_set_read (const char   *path,
                    LwFindings   *findings,
                    GCancellable *cancellable,
                    GError      **error)
{
  g_autoptr (LwAnswerSet) self = g_new0 (LwAnswerSet, 1);
  g_autoptr (LwCsv) csv = lw_csv_open (path, error);
  g_auto (Rows) rows = { 0 };

  if (csv == NULL || !read_rows (&rows, csv, cancellable, error))
    return NULL;

  if (rows.answers[0]->len == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has no answers"), path);
      return NULL;
    }

  if ((self->classes = make_classes (&rows, &self->has_names, path, error)) == NULL)
    return NULL;

  self->items = lw_name_table_sort (&rows.items, (uint32_t *) (void *) rows.answers[0]->data, rows.answers[0]->len);
  self->workers = lw_name_table_sort (&rows.workers, (uint32_t *) (void *) rows.answers[1]->data, rows.answers[1]->len);
  group (self, &rows, findings);

  return g_steal_pointer (&self);
}

void
lw_answer_set_free (LwAnswerSet *self)
{
  if (self == NULL)
    return;

  g_free ((gpointer) self->answers.begins);
  g_free ((gpointer) self->answers.workers);
  g_free ((gpointer) self->answers.labels);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->workers, g_ptr_array_unref);
  g_clear_pointer (&self->classes, g_ptr_array_unref);
  g_free (self);
}

/* --- Probabilities --- */

static gboolean
check_values (const char   *path,
              const double *values,
              gsize         n_rows,
              gsize         n_columns,
              GError      **error)
{
  gsize row, column;

  if (lw_label_input_check (values, NULL, n_rows, n_columns, &row, &column) == LW_LABEL_INPUT_GOOD)
    return TRUE;

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, row %zu, column %zu: %g is no probability"), path, row + 1, column + 1,
               values[row * n_columns + column]);

  return FALSE;
}

static gboolean
check_columns (LwAnswerSet  *self,
               LwMatrixFile *matrix,
               GError      **error)
{
  const gsize k = lw_matrix_file_get_n_columns (matrix);

  if (k >= self->answers.n_classes && k <= N_CLASSES_MAX)
    {
      add_classes (self->classes, k);
      self->answers.n_classes = k;
      return TRUE;
    }

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has %zu columns, but the answers have classes up to %s; there has to be a column for each"),
               lw_matrix_file_get_path (matrix), k, (const char *) g_ptr_array_index (self->classes, self->classes->len - 1));

  return FALSE;
}

/* The row of an item, which is its name. */
static gboolean
find_row (const LwAnswerSet *self,
          gsize              item,
          gsize              n_rows,
          const char        *path,
          gsize             *row,
          GError           **error)
{
  const char *name = g_ptr_array_index (self->items, item);
  guint64     number;

  if (g_ascii_string_to_unsigned (name, 10, 0, G_MAXINT64, &number, NULL) && number < n_rows)
    {
      *row = (gsize) number;
      return TRUE;
    }

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("the item “%s” is no row of %s, which has %zu: with probabilities, items are numbers of rows from 0"), name,
               path, n_rows);

  return FALSE;
}

double *
lw_answer_set_read_probabilities (LwAnswerSet  *self,
                                  const char   *path,
                                  double      **all,
                                  gsize        *n_all,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  g_autoptr (LwMatrixFile) matrix = lw_matrix_file_open (path, error);
  g_autofree double *values = NULL;
  g_autofree double *own = NULL;
  gsize              n_rows, row;

  if (matrix == NULL || !check_columns (self, matrix, error) ||
      (values = lw_matrix_file_read_all (matrix, &n_rows, cancellable, error)) == NULL ||
      !check_values (path, values, n_rows, self->answers.n_classes, error))
    return NULL;

  own = g_new (double, self->answers.n_tasks * self->answers.n_classes);

  for (gsize i = 0; i < self->answers.n_tasks; i++)
    {
      if (!find_row (self, i, n_rows, path, &row, error))
        return NULL;
      memcpy (own + i * self->answers.n_classes, values + row * self->answers.n_classes, sizeof (double) * self->answers.n_classes);
    }

  if (all != NULL)
    {
      *all = g_steal_pointer (&values);
      *n_all = n_rows;
    }

  return g_steal_pointer (&own);
}

/* --- Ratings --- */

int32_t *
lw_answer_set_dup_ratings (const LwAnswerSet *self,
                           gsize             *n_columns)
{
  const LwAnswers *answers = &self->answers;
  int32_t         *ratings;

  *n_columns = 0;
  for (gsize task = 0; task < answers->n_tasks; task++)
    *n_columns = MAX (*n_columns, answers->begins[task + 1] - answers->begins[task]);

  ratings = g_new (int32_t, answers->n_tasks * *n_columns);

  for (gsize task = 0; task < answers->n_tasks; task++)
    for (gsize i = 0; i < *n_columns; i++)
      ratings[task * *n_columns + i] =
          answers->begins[task] + i < answers->begins[task + 1] ? (int32_t) answers->labels[answers->begins[task] + i] : -1;

  return ratings;
}

static void
pair_clear (gpointer pair)
{
  g_array_unref (((LwAnswerPair *) pair)->ratings);
}

static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const LwAnswerPair *left = a, *right = b;

  if (left->a != right->a)
    return left->a < right->a ? -1 : 1;

  return (left->b > right->b) - (left->b < right->b);
}

static GArray *
get_pair (GArray     *pairs,
          GHashTable *index,
          uint32_t    a,
          uint32_t    b)
{
  const guint64 key = (guint64) a << 32 | b;
  LwAnswerPair  pair = { a, b, NULL };
  guint         known = GPOINTER_TO_UINT (g_hash_table_lookup (index, &key));

  if (known == 0)
    {
      pair.ratings = g_array_new (FALSE, FALSE, sizeof (int32_t));
      g_array_append_val (pairs, pair);
      known = pairs->len;
      g_hash_table_insert (index, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (known));
    }

  return g_array_index (pairs, LwAnswerPair, known - 1).ratings;
}

GArray *
lw_answer_set_list_pairs (const LwAnswerSet *self)
{
  const LwAnswers *answers = &self->answers;
  GArray          *pairs = g_array_new (FALSE, FALSE, sizeof (LwAnswerPair));
  g_autoptr (GHashTable) index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  g_array_set_clear_func (pairs, pair_clear);

  for (gsize task = 0; task < answers->n_tasks; task++)
    for (gsize i = answers->begins[task]; i < answers->begins[task + 1]; i++)
      for (gsize j = i + 1; j < answers->begins[task + 1]; j++)
        {
          const gsize   first = answers->workers[i] < answers->workers[j] ? i : j, second = first == i ? j : i;
          GArray       *ratings = get_pair (pairs, index, answers->workers[first], answers->workers[second]);
          const int32_t both[] = { (int32_t) answers->labels[first], (int32_t) answers->labels[second] };

          g_array_append_vals (ratings, both, 2);
        }

  g_array_sort (pairs, compare_pairs);

  return pairs;
}
