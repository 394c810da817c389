/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-test-tensor.h"

#include <math.h>

gfloat *
lw_test_numbers_new (gsize     n,
                     LwRandom *random)
{
  gfloat *numbers = g_new (gfloat, n);

  for (gsize i = 0; i < n; i++)
    numbers[i] = (gfloat) lw_random_normal (random);

  return numbers;
}

LwTensor
lw_test_tensor_new (LwShape   shape,
                    LwRandom *random)
{
  return (LwTensor){ shape, lw_test_numbers_new (lw_shape_get_size (shape), random) };
}

gdouble
lw_test_weigh (LwTensor y,
               LwTensor factors)
{
  gdouble sum = 0;

  for (gsize i = 0; i < lw_shape_get_size (y.shape); i++)
    sum += (gdouble) y.data[i] * factors.data[i];

  return sum;
}

void
lw_test_assert_near (const gfloat  *found,
                     const gdouble *wanted,
                     gsize          n,
                     gdouble        tolerance)
{
  gdouble largest = 0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (wanted[i]));

  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (found[i], wanted[i], tolerance * largest);
}

void
lw_test_assert_gradient (LwTestLoss    loss,
                         gpointer      data,
                         gfloat       *x,
                         const gfloat *gradient,
                         gsize         n,
                         gsize         n_looked,
                         gdouble       step,
                         gdouble       tolerance)
{
  g_autofree gdouble *wanted = g_new (gdouble, n_looked);
  g_autofree gfloat  *found = g_new (gfloat, n_looked);

  n_looked = MIN (n_looked, n);

  for (gsize k = 0; k < n_looked; k++)
    {
      const gsize  i = k * n / n_looked;
      const gfloat kept = x[i];
      gfloat       above, below;
      gdouble      rise;

      /* What was really added is not quite the step. */
      above = x[i] = (gfloat) (kept + step);
      rise = loss (data);
      below = x[i] = (gfloat) (kept - step);
      rise -= loss (data);
      x[i] = kept;

      wanted[k] = rise / ((gdouble) above - below);
      found[k] = gradient[i];
    }

  lw_test_assert_near (found, wanted, n_looked, tolerance);
}
