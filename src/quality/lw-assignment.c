/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-assignment.h"

#include "lw-grow.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* --- A part as a matrix --- */

/* Least costs, n_rows <= n_columns, every row gets a column. */
typedef struct
{
  size_t  n_rows, n_columns;
  double *costs;      /* n_rows times n_columns */
  double *row_prices; /* dual variables */
  double *column_prices;
  size_t *row_of;    /* per column, or LW_ASSIGNMENT_NONE */
  size_t *parents;   /* per column: the row from which it was reached */
  double *distances; /* per column: the shortest path to it */
  bool   *is_column_done;
} Matrix;

static void
matrix_init (Matrix *self,
             size_t  n_rows,
             size_t  n_columns)
{
  *self = (Matrix){ .n_rows = n_rows, .n_columns = n_columns };
  self->costs = lw_grow_array (double, n_rows *n_columns);
  self->row_prices = lw_grow_array (double, n_rows);
  self->column_prices = lw_grow_array (double, n_columns);
  self->row_of = lw_grow_array (size_t, n_columns);
  self->parents = lw_grow_array (size_t, n_columns);
  self->distances = lw_grow_array (double, n_columns);
  self->is_column_done = lw_grow_array (bool, n_columns);

  for (size_t j = 0; j < n_columns; j++)
    self->row_of[j] = LW_ASSIGNMENT_NONE;
}

static void
matrix_clear (Matrix *self)
{
  free (self->costs);
  free (self->row_prices);
  free (self->column_prices);
  free (self->row_of);
  free (self->parents);
  free (self->distances);
  free (self->is_column_done);
}

/* Shortens the paths by way of @row, which is reached at @length; the nearest column not done. */
static size_t
matrix_scan_row (Matrix *self,
                 size_t  row,
                 double  length)
{
  size_t nearest = LW_ASSIGNMENT_NONE;

  for (size_t j = 0; j < self->n_columns; j++)
    {
      double reached;

      if (self->is_column_done[j])
        continue;

      reached = length + self->costs[row * self->n_columns + j] - self->row_prices[row] - self->column_prices[j];
      if (reached < self->distances[j])
        {
          self->distances[j] = reached;
          self->parents[j] = row;
        }

      /* Of equally near columns a free one ends the search at once. */
      if (nearest == LW_ASSIGNMENT_NONE || self->distances[j] < self->distances[nearest] ||
          (self->distances[j] <= self->distances[nearest] && self->row_of[j] == LW_ASSIGNMENT_NONE &&
           self->row_of[nearest] != LW_ASSIGNMENT_NONE))
        nearest = j;
    }

  return nearest;
}

static void
matrix_update_prices (Matrix *self,
                      size_t  start,
                      double  length)
{
  self->row_prices[start] += length;

  for (size_t j = 0; j < self->n_columns; j++)
    if (self->is_column_done[j])
      {
        if (self->row_of[j] != LW_ASSIGNMENT_NONE)
          self->row_prices[self->row_of[j]] += length - self->distances[j];
        self->column_prices[j] -= length - self->distances[j];
      }
}

/* Gives @start a column, and moves others where that costs least. */
static void
matrix_augment (Matrix *self,
                size_t  start,
                size_t *columns)
{
  size_t row = start, sink = LW_ASSIGNMENT_NONE;
  double length = 0;

  for (size_t j = 0; j < self->n_columns; j++)
    self->distances[j] = INFINITY;
  memset (self->is_column_done, 0, sizeof (bool) * self->n_columns);

  while (sink == LW_ASSIGNMENT_NONE)
    {
      const size_t j = matrix_scan_row (self, row, length);

      length = self->distances[j];
      self->is_column_done[j] = true;
      if (self->row_of[j] == LW_ASSIGNMENT_NONE)
        sink = j;
      else
        row = self->row_of[j];
    }

  matrix_update_prices (self, start, length);

  do
    {
      const size_t previous = columns[self->parents[sink]];

      row = self->parents[sink];
      self->row_of[sink] = row;
      columns[row] = sink;
      sink = previous;
    }
  while (row != start);
}

/* --- Parts --- */

typedef struct
{
  size_t *roots;  /* of rows, then columns: union and find */
  size_t *places; /* within the part */
  size_t *order;  /* the pairs, those of a part together */
} Parts;

static size_t
find_root (size_t *roots,
           size_t  i)
{
  while (roots[i] != i)
    i = roots[i] = roots[roots[i]];

  return i;
}

/* The smallest member is the root, so that nothing depends on the order of unions. */
static void
unite (size_t *roots,
       size_t  a,
       size_t  b)
{
  a = find_root (roots, a);
  b = find_root (roots, b);

  if (a < b)
    roots[b] = a;
  else
    roots[a] = b;
}

static int
compare_pairs (const void *a,
               const void *b)
{
  const LwAssignmentPair *left = a, *right = b;

  if (left->row != right->row)
    return left->row < right->row ? -1 : 1;

  return (left->column > right->column) - (left->column < right->column);
}

/* Sorts the pairs by their parts; returns where each part begins, as many as there are rows + 1. */
static size_t *
group_pairs (Parts                  *parts,
             const LwAssignmentPair *pairs,
             size_t                  n_pairs,
             size_t                  n_rows)
{
  size_t *begins = lw_grow_array (size_t, n_rows + 2);

  for (size_t i = 0; i < n_pairs; i++)
    begins[find_root (parts->roots, pairs[i].row) + 2]++;
  for (size_t i = 2; i < n_rows + 2; i++)
    begins[i] += begins[i - 1];
  for (size_t i = 0; i < n_pairs; i++)
    parts->order[begins[find_root (parts->roots, pairs[i].row) + 1]++] = i;

  return begins;
}

/* Numbers the rows and columns of a part.  @rows and @columns have room for all. */
static void
number_part (Parts                  *parts,
             const LwAssignmentPair *pairs,
             size_t                  begin,
             size_t                  end,
             size_t                  n_rows,
             size_t                 *part_rows,
             size_t                 *n_part_rows,
             size_t                 *part_columns,
             size_t                 *n_part_columns)
{
  *n_part_rows = *n_part_columns = 0;

  for (size_t i = begin; i < end; i++)
    {
      const LwAssignmentPair *pair = &pairs[parts->order[i]];

      if (parts->places[pair->row] == LW_ASSIGNMENT_NONE)
        {
          parts->places[pair->row] = *n_part_rows;
          part_rows[(*n_part_rows)++] = pair->row;
        }
      if (parts->places[n_rows + pair->column] == LW_ASSIGNMENT_NONE)
        {
          parts->places[n_rows + pair->column] = *n_part_columns;
          part_columns[(*n_part_columns)++] = pair->column;
        }
    }
}

/* A pair that may not be costs as much as no pair: 0, where gains are negative costs. */
static void
solve_part (const Parts            *parts,
            const LwAssignmentPair *pairs,
            size_t                  begin,
            size_t                  end,
            size_t                  n_rows,
            const size_t           *part_rows,
            size_t                  n_part_rows,
            const size_t           *part_columns,
            size_t                  n_part_columns,
            size_t                 *columns)
{
  const bool   is_turned = n_part_rows > n_part_columns;
  const size_t n = is_turned ? n_part_columns : n_part_rows, m = is_turned ? n_part_rows : n_part_columns;
  size_t      *chosen = lw_grow_array (size_t, n);
  Matrix       matrix;

  matrix_init (&matrix, n, m);

  for (size_t i = begin; i < end; i++)
    {
      const LwAssignmentPair *pair = &pairs[parts->order[i]];
      const size_t            r = parts->places[pair->row], c = parts->places[n_rows + pair->column];

      matrix.costs[is_turned ? c * m + r : r * m + c] = -pair->gain;
    }

  for (size_t i = 0; i < n; i++)
    {
      chosen[i] = LW_ASSIGNMENT_NONE;
      matrix_augment (&matrix, i, chosen);
    }

  for (size_t i = 0; i < n; i++)
    if (matrix.costs[i * m + chosen[i]] < 0)
      columns[part_rows[is_turned ? chosen[i] : i]] = part_columns[is_turned ? i : chosen[i]];

  free (chosen);
  matrix_clear (&matrix);
}

static void
solve_parts (LwAssignmentPair *pairs,
             size_t            n_pairs,
             size_t            n_rows,
             size_t            n_columns,
             size_t           *columns)
{
  Parts   parts = { lw_grow_array (size_t, n_rows + n_columns), lw_grow_array (size_t, n_rows + n_columns),
                    lw_grow_array (size_t, n_pairs) };
  size_t *part_rows = lw_grow_array (size_t, n_rows);
  size_t *part_columns = lw_grow_array (size_t, n_columns);
  size_t *begins;

  for (size_t i = 0; i < n_rows + n_columns; i++)
    {
      parts.roots[i] = i;
      parts.places[i] = LW_ASSIGNMENT_NONE;
    }
  for (size_t i = 0; i < n_pairs; i++)
    unite (parts.roots, pairs[i].row, n_rows + pairs[i].column);

  begins = group_pairs (&parts, pairs, n_pairs, n_rows);

  for (size_t row = 0; row < n_rows; row++)
    if (begins[row] < begins[row + 1])
      {
        size_t n_part_rows, n_part_columns;

        number_part (&parts, pairs, begins[row], begins[row + 1], n_rows, part_rows, &n_part_rows, part_columns, &n_part_columns);
        solve_part (&parts, pairs, begins[row], begins[row + 1], n_rows, part_rows, n_part_rows, part_columns, n_part_columns, columns);
      }

  free (parts.roots);
  free (parts.places);
  free (parts.order);
  free (part_rows);
  free (part_columns);
  free (begins);
}

void
lw_assignment_solve (LwAssignmentPair *pairs,
                     size_t            n_pairs,
                     size_t            n_rows,
                     size_t            n_columns,
                     size_t           *columns)
{
  for (size_t i = 0; i < n_rows; i++)
    columns[i] = LW_ASSIGNMENT_NONE;

  if (n_pairs == 0)
    return;

  qsort (pairs, n_pairs, sizeof *pairs, compare_pairs);
  solve_parts (pairs, n_pairs, n_rows, n_columns, columns);
}
