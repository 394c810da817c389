/* lw-random.h - numbers that look random and are the same everywhere
 *
 * The generator is xoshiro256** 1.0 seeded by splitmix64, both by Blackman and
 * Vigna (https://prng.di.unimi.it): one seed gives one sequence on every machine
 * and with every C library, which neither rand() nor GRand promises.  Nothing
 * here is fit for secrets.
 *
 * Pure: plain values, no allocation; a generator belongs to one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct
{
  uint64_t state[4];
} LwRandom;

/* The next number of splitmix64, which advances @state.  Any state is good. */
uint64_t lw_splitmix64 (uint64_t *state);

/* Seeded as the authors advise: four numbers of splitmix64. */
LwRandom lw_random_new (uint64_t seed);

/* One of 2^64 sequences of a seed.  Give each image, fold or worker its own, so
 * that none depends on how much another one drew. */
LwRandom lw_random_new_stream (uint64_t seed,
                               uint64_t stream);

uint64_t lw_random_next (LwRandom *self);

/* In [0, 1), a multiple of 2^-53. */
double lw_random_uniform (LwRandom *self);

/* In [low, high). */
double lw_random_range (LwRandom *self,
                        double    low,
                        double    high);

/* In [0, n), every value equally likely; n > 0. */
uint64_t lw_random_below (LwRandom *self,
                          uint64_t  n);

bool lw_random_chance (LwRandom *self,
                       double    probability);

/* Mean 0, standard deviation 1.  Uses no function of libm. */
double lw_random_normal (LwRandom *self);
