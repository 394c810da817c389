/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-natural.h"

static const char *
skip_zeros (const char *p)
{
  while (*p == '0')
    p++;

  return p;
}

static gsize
count_digits (const char *p)
{
  gsize n = 0;

  while (g_ascii_isdigit (p[n]))
    n++;

  return n;
}

/* Moves both behind their numbers. */
static int
compare_numbers (const char **a,
                 const char **b)
{
  const char *value_a = skip_zeros (*a);
  const char *value_b = skip_zeros (*b);
  const gsize n_a = count_digits (value_a);
  const gsize n_b = count_digits (value_b);
  int         order = (n_a > n_b) - (n_a < n_b);

  /* Of the same length: the first digit that differs decides. */
  for (gsize i = 0; order == 0 && i < n_a; i++)
    order = (value_a[i] > value_b[i]) - (value_a[i] < value_b[i]);

  if (order == 0)
    order = (value_a - *a > value_b - *b) - (value_a - *a < value_b - *b);

  *a = value_a + n_a;
  *b = value_b + n_b;

  return order;
}

int
lw_natural_compare (const char *a,
                    const char *b)
{
  while (*a != '\0' && *b != '\0')
    {
      if (g_ascii_isdigit (*a) && g_ascii_isdigit (*b))
        {
          const int order = compare_numbers (&a, &b);

          if (order != 0)
            return order;
        }
      else if (*a != *b)
        {
          return (guchar) *a < (guchar) *b ? -1 : 1;
        }
      else
        {
          a++;
          b++;
        }
    }

  return (*a != '\0') - (*b != '\0');
}
