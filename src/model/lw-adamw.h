/* lw-adamw.h - steps down a slope, and a running mean of where they led
 *
 * AdamW: Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, with a learning
 * rate that rises over the first steps, and derivatives that are shortened where together they are
 * longer than a limit (Pascanu, Mikolov, Bengio 2013).  The mean of the weights over the last
 * steps, which forgets faster while they are few, is what results are computed with.
 *
 * Pure: the caller's arrays, any thread, nothing allocated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct
{
  double learning_rate;
  double beta1, beta2; /* how much of the running means of slopes and of their squares is kept */
  double weight_decay;
  double length_max;  /* of all derivatives together */
  int    n_warm_up;   /* steps until the full learning rate */
  double average_max; /* how much of the mean of the weights is kept, at most */
} LwAdamwSettings;

/* Learning rate .002, betas .9 and .99, decay .01, length 5, 20 steps, .98: found by experiment. */
LwAdamwSettings lw_adamw_get_defaults (void);

/* All that training is, besides the random state: who keeps it can go on later as if nothing had
 * been.  The arrays are the caller's, @n numbers each; moments begin as 0, @average as @weights. */
typedef struct
{
  size_t   n;
  float   *weights, *average;
  float   *first, *second; /* running means of the derivatives and of their squares */
  uint64_t n_steps;
} LwAdamwState;

/* Returns how long @gradient is, all numbers together.  Where that is no finite number nothing is
 * changed, and no step counted: one step that went wrong must not end the training. */
double lw_adamw_step (LwAdamwState          *self,
                      const LwAdamwSettings *settings,
                      const float           *gradient);
