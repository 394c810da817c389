/* lw-blas.h - products of matrices, by OpenBLAS
 *
 * The one place that names CBLAS.  Matrices are row by row; a leading dimension is the distance of
 * two rows, in numbers.  OpenBLAS keeps one number of threads for the whole process, and splits a
 * product by it: results are the same, bit by bit, for the same number of threads on the same
 * processor.  Any thread may multiply.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>

typedef struct
{
  const float *data;
  int          leading;
  bool         is_transposed; /* what is multiplied is the transpose of what @data holds */
} LwMatrix;

/* @c (n_rows x n_columns) = @a (n_rows x n_inner) @b (n_inner x n_columns), or that added to what @c
 * holds.  No size may be 0. */
void lw_blas_multiply (int      n_rows,
                       int      n_columns,
                       int      n_inner,
                       LwMatrix a,
                       LwMatrix b,
                       float   *c,
                       int      c_leading,
                       bool     adds);

/* For the whole process.  A net is too small to gain from a second thread: one is the number that
 * training and suggestions are meant to run with, each in a thread of its own. */
void lw_blas_set_n_threads (int n_threads);
