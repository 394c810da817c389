/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-sum.h"

/* Numbers that are added side by side: what compilers make vectors of. */
#define N_LANES 16

/* Numbers that are added in single precision: no lane takes more than 64 of them. */
#define RUN (64 * N_LANES)

static size_t
get_run_end (size_t i,
             size_t n)
{
  return n - i < RUN ? i + (n - i) / N_LANES * N_LANES : i + RUN;
}

static double
join (const float *lanes)
{
  double sum = 0;

  for (int l = 0; l < N_LANES; l++)
    sum += lanes[l];

  return sum;
}

double
lw_sum (const float *a,
        size_t       n)
{
  double sum = 0;
  size_t i = 0;

  while (i + N_LANES <= n)
    {
      const size_t end = get_run_end (i, n);
      float        lanes[N_LANES] = { 0 };

      for (; i < end; i += N_LANES)
        for (int l = 0; l < N_LANES; l++)
          lanes[l] += a[i + l];

      sum += join (lanes);
    }

  for (; i < n; i++)
    sum += a[i];

  return sum;
}

static inline double
sum_centred (const float *a,
             const float *b,
             size_t       n,
             float        a_centre,
             float        b_centre)
{
  double sum = 0;
  size_t i = 0;

  while (i + N_LANES <= n)
    {
      const size_t end = get_run_end (i, n);
      float        lanes[N_LANES] = { 0 };

      for (; i < end; i += N_LANES)
        for (int l = 0; l < N_LANES; l++)
          lanes[l] += (a[i + l] - a_centre) * (b[i + l] - b_centre);

      sum += join (lanes);
    }

  for (; i < n; i++)
    sum += (a[i] - a_centre) * (b[i] - b_centre);

  return sum;
}

double
lw_sum_squares (const float *a,
                size_t       n,
                float        centre)
{
  return sum_centred (a, a, n, centre, centre);
}

double
lw_sum_products (const float *a,
                 const float *b,
                 size_t       n,
                 float        centre)
{
  return sum_centred (a, b, n, 0, centre);
}
