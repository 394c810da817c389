/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-answers.h"

void
lw_answers_group (const uint32_t *tasks,
                  const uint32_t *workers,
                  const uint32_t *labels,
                  size_t          n,
                  size_t          n_tasks,
                  size_t         *begins,
                  uint32_t       *grouped_workers,
                  uint32_t       *grouped_labels)
{
  for (size_t t = 0; t <= n_tasks; t++)
    begins[t] = 0;
  for (size_t i = 0; i < n; i++)
    begins[tasks[i] + 1]++;
  for (size_t t = 0; t < n_tasks; t++)
    begins[t + 1] += begins[t];

  for (size_t i = 0; i < n; i++)
    {
      const size_t place = begins[tasks[i]]++;

      grouped_workers[place] = workers[i];
      grouped_labels[place] = labels[i];
    }

  /* Each begin has become its end. */
  for (size_t t = n_tasks; t > 0; t--)
    begins[t] = begins[t - 1];
  begins[0] = 0;
}
