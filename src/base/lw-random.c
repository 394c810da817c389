/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-random.h"

uint64_t
lw_splitmix64 (uint64_t *state)
{
  uint64_t z = *state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);

  return z ^ (z >> 31);
}

LwRandom
lw_random_new (uint64_t seed)
{
  LwRandom self;

  for (int i = 0; i < 4; i++)
    self.state[i] = lw_splitmix64 (&seed);

  return self;
}

LwRandom
lw_random_new_stream (uint64_t seed,
                      uint64_t stream)
{
  /* Scrambled before they meet: seed 1 stream 2 must not be seed 2 stream 1,
   * nor may neighbouring streams walk over the same splitmix64 states. */
  const uint64_t mixed = lw_splitmix64 (&seed) + stream;
  uint64_t       state = mixed;

  return lw_random_new (lw_splitmix64 (&state));
}

static uint64_t
rotate_left (uint64_t x,
             int      n)
{
  return (x << n) | (x >> (64 - n));
}

uint64_t
lw_random_next (LwRandom *self)
{
  uint64_t      *s = self->state;
  const uint64_t result = rotate_left (s[1] * 5, 7) * 9;
  const uint64_t t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);

  return result;
}

double
lw_random_uniform (LwRandom *self)
{
  return (double) (lw_random_next (self) >> 11) * 0x1p-53;
}

double
lw_random_range (LwRandom *self,
                 double    low,
                 double    high)
{
  return low + (high - low) * lw_random_uniform (self);
}

uint64_t
lw_random_below (LwRandom *self,
                 uint64_t  n)
{
  /* 2^64 mod n: the numbers below it would make small results likelier. */
  const uint64_t surplus = -n % n;
  uint64_t       drawn;

  do
    drawn = lw_random_next (self);
  while (drawn < surplus);

  return drawn % n;
}

bool
lw_random_chance (LwRandom *self,
                  double    probability)
{
  return lw_random_uniform (self) < probability;
}

/* TRUE with probability exp (-x q), 0 <= x, q <= 1, after von Neumann: the
 * length of a falling run of uniform numbers that starts below x, each kept
 * with probability q, is even. */
static bool
chance_exp (LwRandom *self,
            double    x,
            double    q)
{
  bool even = true;

  for (double last = x;; even = !even)
    {
      const double drawn = lw_random_uniform (self);

      if (drawn >= last || (q < 1 && lw_random_uniform (self) >= q))
        return even;

      last = drawn;
    }
}

/* How often in a row something of probability exp (-1/2) happens, tried at
 * most @limit times. */
static int
count_exp_half (LwRandom *self,
                int       limit)
{
  int n = 0;

  while (n < limit && chance_exp (self, 0.5, 1))
    n++;

  return n;
}

/* Karney, "Sampling exactly from the normal distribution", ACM Transactions on
 * Mathematical Software 42 (2016), algorithm N.  The polar method would be
 * shorter, but takes a logarithm, whose last bit differs between C libraries. */
double
lw_random_normal (LwRandom *self)
{
  for (;;)
    {
      /* 1000 stands for "no limit": exp (-500). */
      const int k = count_exp_half (self, 1000);
      const int n = k * (k - 1);
      double    x;
      int       kept = 0;

      if (count_exp_half (self, n) < n)
        continue;

      x = lw_random_uniform (self);

      while (kept <= k && chance_exp (self, x, (2 * k + x) / (2 * k + 2)))
        kept++;

      if (kept > k)
        return lw_random_next (self) >> 63 ? -(k + x) : k + x;
    }
}
