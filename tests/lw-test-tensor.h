/* lw-test-tensor.h - random tensors, and derivatives against differences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-random.h"
#include "lw-tensor.h"

#include <glib.h>

/* Normal numbers; the caller's: g_free() the data. */
LwTensor lw_test_tensor_new (LwShape   shape,
                             LwRandom *random);

gfloat *lw_test_numbers_new (gsize     n,
                             LwRandom *random);

/* The sum of @y's numbers, each times one of @factors: a loss whose derivative by @y is @factors. */
gdouble lw_test_weigh (LwTensor y,
                       LwTensor factors);

/* Are the @n numbers of @found within @tolerance of the largest of @wanted to those? */
void lw_test_assert_near (const gfloat  *found,
                          const gdouble *wanted,
                          gsize          n,
                          gdouble        tolerance);

typedef gdouble (*LwTestLoss) (gpointer data);

/* Is @gradient what (loss (x + step) - loss (x - step)) / (2 step) says, for @n_looked numbers of
 * @x spread over all @n?  To @tolerance of the largest difference found. */
void lw_test_assert_gradient (LwTestLoss    loss,
                              gpointer      data,
                              gfloat       *x,
                              const gfloat *gradient,
                              gsize         n,
                              gsize         n_looked,
                              gdouble       step,
                              gdouble       tolerance);
