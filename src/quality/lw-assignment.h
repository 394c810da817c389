/* lw-assignment.h - who goes with whom, so that all together gain most
 *
 * Rows are paired with columns, each with one at most; what is worth nothing stays alone.  Only the
 * pairs that may be are given: what hangs together through them is solved on its own, so that a
 * picture with ten thousand boxes costs as many small problems and no large one.
 *
 * Each part is solved by shortest augmenting paths over a rectangular matrix, O(rows^2 columns) of
 * the part: Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
 * assignment problems", Computing 38(4), 1987, with the rectangular form of Crouse, "On
 * implementing 2D rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic
 * Systems 52(4), 2016.
 *
 * Pure: the caller's arrays, any thread.  Deterministic; of equally good answers which one comes
 * depends on the order of the pairs alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

#define LW_ASSIGNMENT_NONE ((size_t) -1)

typedef struct
{
  size_t row, column;
  double gain; /* > 0 and finite */
} LwAssignmentPair;

/* The assignment of the largest sum of gains.
 *
 * @pairs    @n_pairs of them, no two of the same row and column; sorted by row and column on return
 * @columns  gets a column per row, or LW_ASSIGNMENT_NONE; room for @n_rows */
void lw_assignment_solve (LwAssignmentPair *pairs,
                          size_t            n_pairs,
                          size_t            n_rows,
                          size_t            n_columns,
                          size_t           *columns);
