/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-vote.h"

#include "lw-grow.h"

#include <math.h>
#include <string.h>

void
lw_vote_shares (const LwAnswers *answers,
                const double    *weights,
                double          *shares)
{
  const size_t k = answers->n_classes;

  memset (shares, 0, answers->n_tasks * k * sizeof *shares);

  for (size_t t = 0; t < answers->n_tasks; t++)
    {
      double sum = 0;

      for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
        {
          const double weight = weights != NULL ? weights[answers->workers[i]] : 1;

          shares[t * k + answers->labels[i]] += weight;
          sum += weight;
        }

      for (size_t j = 0; sum > 0 && j < k; j++)
        shares[t * k + j] /= sum;
    }
}

void
lw_vote_winners (const LwAnswers *answers,
                 const double    *shares,
                 uint32_t        *winners)
{
  for (size_t t = 0; t < answers->n_tasks; t++)
    {
      const double *row = shares + t * answers->n_classes;

      winners[t] = 0;
      for (uint32_t j = 1; j < answers->n_classes; j++)
        if (row[j] > row[winners[t]])
          winners[t] = j;
    }
}

/* Sums over each worker's answers, turned into means. */
static void
divide_by_answers (const LwAnswers *answers,
                   double          *sums)
{
  size_t *counts = lw_grow_array (size_t, answers->n_workers);

  for (size_t i = 0; i < lw_answers_get_n (answers); i++)
    counts[answers->workers[i]]++;
  for (size_t w = 0; w < answers->n_workers; w++)
    sums[w] = counts[w] > 0 ? sums[w] / (double) counts[w] : NAN;

  free (counts);
}

void
lw_vote_mean_at_answers (const LwAnswers *answers,
                         const double    *shares,
                         double          *skills)
{
  memset (skills, 0, answers->n_workers * sizeof *skills);

  for (size_t t = 0; t < answers->n_tasks; t++)
    for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
      skills[answers->workers[i]] += shares[t * answers->n_classes + answers->labels[i]];

  divide_by_answers (answers, skills);
}

void
lw_vote_skills (const LwAnswers *answers,
                const uint32_t  *winners,
                double          *skills)
{
  memset (skills, 0, answers->n_workers * sizeof *skills);

  for (size_t t = 0; t < answers->n_tasks; t++)
    for (size_t i = answers->begins[t]; i < answers->begins[t + 1]; i++)
      skills[answers->workers[i]] += answers->labels[i] == winners[t];

  divide_by_answers (answers, skills);
}

void
lw_vote_wawa (const LwAnswers *answers,
              double          *shares,
              double          *skills)
{
  uint32_t *winners = lw_grow_array (uint32_t, answers->n_tasks);

  lw_vote_shares (answers, NULL, shares);
  lw_vote_winners (answers, shares, winners);
  lw_vote_skills (answers, winners, skills);
  lw_vote_shares (answers, skills, shares);

  free (winners);
}
